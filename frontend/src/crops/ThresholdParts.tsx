import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Project } from "../api/contract";
import { useScores } from "../api/queries";
import { say as ofAsset } from "../asset/texts";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { Part } from "../ui/Shell";
import { ScoreSlider } from "../ui/ScoreSlider";
import { ApplyThreshold } from "./ApplyThreshold";
import { moving, pairs, type Tried } from "./thresholds";

const say = texts.crops.threshold;

interface Props {
  project: Project;
  dataset: string;
  tried: Tried;
  onTry(tried: Tried): void;
  /** Where it can be made to hold: `undo` takes that back. */
  onApplied?(undo: () => Promise<void>): void;
  /** In the first part, above its slider. */
  children?: ReactNode;
}

/** A slider for each label that is hidden: what another threshold would change in all that waits. Moving it is a view. */
export function ThresholdParts({ project, dataset, tried, onTry, onApplied, children }: Props) {
  const { data, refetch } = useScores(dataset);
  const shown = (data?.labels ?? []).filter((one) => one.objects.length + one.below.length > 0);
  if (!data || !shown.length) return null;
  const change = (label: string, to: number, pinned: number) => {
    if (!tried.size) void refetch(); // what was decided meanwhile counts
    const next = new Map(tried);
    if (to === pinned) next.delete(label);
    else next.set(label, to);
    onTry(next);
  };
  return (
    <>
      {shown.map((one, index) => {
        const label = project.labels.find(({ id }) => id === one.label);
        const value = tried.get(one.label) ?? one.threshold;
        const title = ofAsset.threshold.title(label?.name ?? "", label?.kind ?? "");
        const { more, fewer } = moving(one, value);
        const total = (rows: readonly (readonly number[])[]) => rows.reduce((sum, [, n = 0]) => sum + n, 0);
        return (
          <Part key={one.label} title={title} end={<b>{decimal(value)}</b>}>
            {index === 0 && children}
            <ScoreSlider
              label={title}
              value={value}
              onChange={(to) => change(one.label, to, one.threshold)}
              found={pairs(one.objects)}
              below={pairs(one.below)}
            />
            <p className="two" role="status">
              {value === one.threshold
                ? say.waits(total(one.objects), total(one.below))
                : say.moved(more, fewer)}
            </p>
            {onApplied && value !== one.threshold && (
              <ApplyThreshold
                dataset={dataset}
                scores={one}
                to={value}
                onApplied={(undo) => {
                  change(one.label, one.threshold, one.threshold);
                  onApplied(undo);
                }}
              />
            )}
            {value !== one.threshold && (
              <p className="row after">
                <button
                  type="button"
                  className="text"
                  onClick={() => change(one.label, one.threshold, one.threshold)}
                >
                  {say.back(decimal(one.threshold))}
                </button>
                {project.acts.includes("manage_project") && (
                  <Link className="text" to={`/p/${project.id}/settings`}>
                    {say.policy}
                  </Link>
                )}
              </p>
            )}
            {data.uncounted > 0 && <p className="three">{say.uncounted(data.uncounted)}</p>}
          </Part>
        );
      })}
    </>
  );
}
