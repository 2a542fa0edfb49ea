import { useState } from "react";
import type { Candidate, Label, PolicySettings } from "../api/contract";
import { Part } from "../ui/Shell";
import type { Annotation, Operation } from "./state/document";
import { say } from "./texts";
import { applying, moving } from "./threshold";

interface Props {
  label: Label;
  policy: PolicySettings;
  annotations: Annotation[];
  candidates: Candidate[];
  mayEdit: boolean;
  newId(): string;
  onApply(operations: Operation[]): void;
  /** The threshold that is being tried; the stage shows the candidates above it. */
  onTry(threshold: number | null): void;
}

/** Scores as ticks over a slider: moving it is a view, applying it is a change. */
export function ThresholdPart(props: Props) {
  const { label, policy, annotations, candidates } = props;
  const pinned = policy.labels[label.id]?.threshold ?? 0.5;
  const [value, setValue] = useState(pinned);
  const found = annotations.filter((a) => a.label === label.id && a.source === "run");
  const below = candidates.filter((c) => c.label === label.id);
  const moved = moving(annotations, below, label.id, policy, value);
  const operations = applying(annotations, below, label.id, policy, value, props.newId);
  const change = (to: number) => {
    setValue(to);
    props.onTry(to === pinned ? null : to);
  };
  return (
    <Part title={say.threshold.title(label.name)} end={<b>{value.toFixed(2)}</b>}>
      <div className="scores" aria-hidden="true">
        <svg viewBox="0 0 100 24" preserveAspectRatio="none">
          {below.map((c, i) => (
            <line
              key={i}
              className="below"
              x1={c.score * 100}
              x2={c.score * 100}
              y1="6"
              y2="22"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {found.map((a) => (
            <line
              key={a.id}
              x1={a.score * 100}
              x2={a.score * 100}
              y1="4"
              y2="22"
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
      </div>
      <input
        className="slider"
        type="range"
        min={0.1}
        max={1}
        step={0.01}
        value={value}
        aria-label={say.threshold.title(label.name)}
        onChange={(event) => change(Number(event.target.value))}
      />
      <p className="two">
        {value === pinned
          ? say.threshold.found(found.length, below.length)
          : say.threshold.moved(value.toFixed(2), moved.more, moved.fewer)}{" "}
        {props.mayEdit && operations.length > 0 && value !== pinned && (
          <button
            type="button"
            className="text"
            onClick={() => {
              props.onApply(operations);
              change(pinned);
            }}
          >
            {say.threshold.apply}
          </button>
        )}
      </p>
    </Part>
  );
}
