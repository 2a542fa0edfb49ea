import { memo, useState } from "react";
import type { Label, PolicySettings } from "../api/contract";
import { decimal } from "../texts/numbers";
import { Letter } from "../ui/controls";
import { ScoreSlider } from "../ui/ScoreSlider";
import { Part } from "../ui/Shell";
import { density, type CandidateTrack } from "./candidates";
import { newId } from "./ids";
import type { Annotation, Operation } from "./state/document";
import { say } from "./texts";
import { applying, moving } from "./threshold";

interface Props {
  label: Label;
  /** All labels with a threshold; with several, the title chooses. */
  others: Label[];
  onLabel(label: string): void;
  policy: PolicySettings;
  annotations: Annotation[];
  candidates: readonly CandidateTrack[];
  frames: number;
  mayEdit: boolean;
  onApply(operations: Operation[]): void;
  /** The threshold that is being tried; the stage shows the candidates above it. */
  onTry(threshold: number | null): void;
}

/** Scores as ticks over a slider: moving it is a view, applying it is a change. */
export const ThresholdPart = memo(function ThresholdPart(props: Props) {
  const { label, policy, annotations, candidates } = props;
  const pinned = policy.labels[label.id]?.threshold ?? 0.5;
  const [value, setValue] = useState(pinned);
  const found = annotations.filter((a) => a.label === label.id && a.source === "run");
  const below = candidates.filter((c) => c.label === label.id);
  const moved = moving(annotations, below, label.id, policy, value);
  const change = (to: number) => {
    setValue(to);
    props.onTry(to === pinned ? null : to);
  };
  const apply = () => {
    props.onApply(applying(annotations, below, label.id, policy, value, props.frames, newId));
    change(pinned);
  };
  return (
    <Part
      title={say.threshold.title(label.name, label.kind)}
      end={
        <span className="row">
          {props.others.length > 1 &&
            props.others.map((one) => (
              <button
                key={one.id}
                type="button"
                className="pick"
                aria-pressed={one.id === label.id}
                aria-label={say.threshold.title(one.name, one.kind)}
                onClick={() => props.onLabel(one.id)}
              >
                <Letter chip={one.chip} />
              </button>
            ))}
          <b>{decimal(value)}</b>
        </span>
      }
    >
      <ScoreSlider
        label={say.threshold.title(label.name, label.kind)}
        value={value}
        onChange={change}
        found={density(found)}
        below={density(below)}
      />
      <p className="two">
        {value === pinned
          ? say.threshold.found(found.length, below.length)
          : say.threshold.moved(decimal(value), moved.more, moved.fewer)}{" "}
        {props.mayEdit && value !== pinned && moved.more + moved.fewer > 0 && (
          <button type="button" className="text" onClick={apply}>
            {say.threshold.apply}
          </button>
        )}
      </p>
    </Part>
  );
});
