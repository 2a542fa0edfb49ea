/** A threshold on a slider, over ticks that say where the scores lie. */

import type { CSSProperties } from "react";
import "./scores.css";

export type Counted = readonly [score: number, count: number];

interface Props {
  label: string;
  value: number;
  onChange(value: number): void;
  /** Of objects, and of what was found below the threshold. */
  found: readonly Counted[];
  below: readonly Counted[];
}

const LEAST = 0.1;
const THUMB = 20; // pixels: the ticks lie where the middle of the thumb would stand

/** Where a score lies along the slider. */
const along = (score: number) => {
  const share = (Math.min(1, Math.max(LEAST, score)) - LEAST) / (1 - LEAST);
  return `calc(${THUMB / 2}px + ${share} * (100% - ${THUMB}px))`;
};

export function ScoreSlider({ label, value, onChange, found, below }: Props) {
  return (
    <>
      <div className="scores" aria-hidden="true">
        {below.map(([score, count]) => (
          <i
            key={`below-${score}`}
            className="below"
            style={{ left: along(score), height: `${Math.min(20, 8 + 4 * Math.log2(count))}px` }}
          />
        ))}
        {found.map(([score, count]) => (
          <i
            key={score}
            style={{ left: along(score), height: `${Math.min(24, 16 + 2 * Math.log2(count))}px` }}
          />
        ))}
      </div>
      <input
        type="range"
        className="slider"
        style={{ "--at": along(value) } as CSSProperties}
        min={LEAST}
        max={1}
        step={0.01}
        value={value}
        aria-label={label}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </>
  );
}
