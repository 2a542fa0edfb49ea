/** A line that is drawn over the picture: the marks on its left, the renderer's pixels on its right. */

import type { KeyboardEvent, PointerEvent } from "react";
import { say } from "../texts";

interface Props {
  /** Where the line stands, pixels from the left of the stage. */
  at: number;
  /** The picture's edges on the stage. */
  from: number;
  to: number;
  onMove(at: number): void;
}

const STEP = 24; // pixels of an arrow key

export function Compare({ at, from, to, onMove }: Props) {
  const move = (x: number) => onMove(Math.min(to, Math.max(from, x)));
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (event.buttons !== 1) return;
    move(event.clientX - event.currentTarget.parentElement!.getBoundingClientRect().left);
  };
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP, Home: from - at, End: to - at }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(at + by);
  };
  const open = at > from + 1;
  return (
    <>
      {open && (
        <>
          <span className="compare-side" style={{ right: `calc(100% - ${at - 9}px)` }}>
            {say.views.edit}
          </span>
          <span className="compare-side" style={{ left: at + 9 }}>
            {say.states.exported}
          </span>
        </>
      )}
      <div
        className="compare"
        style={{ left: at }}
        role="slider"
        tabIndex={0}
        aria-label={say.views.compare}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(((at - from) / Math.max(1, to - from)) * 100)}
        title={say.views.compare}
        onPointerDown={drag}
        onPointerMove={drag}
        onKeyDown={onKey}
      >
        <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
          <circle cx="16" cy="16" r="15" />
          <path d="M13 11 8 16l5 5M19 11l5 5-5 5" />
        </svg>
      </div>
    </>
  );
}
