/** What an object is on the page, and which one needs a person next. */

import type { Label, PolicySettings } from "../api/contract";
import type { MarkState } from "../api/contract";
import { isHidden } from "../geometry/hiding";
import { shapeAt } from "../geometry/interpolation";
import { bounds } from "../geometry/shapes";
import type { Annotation } from "./state/document";

/** Undecided is shown as undecided although it is hidden meanwhile: it is what a person has to look at. */
export function stateOf(annotation: Annotation, policy: PolicySettings): MarkState {
  if (annotation.decision === "keep") return "kept";
  if (annotation.decision === "redact") return "hidden";
  const settings = policy.labels[annotation.label];
  const hidden = isHidden("undecided", annotation.score, settings?.redact ?? false, settings?.threshold ?? 1);
  return hidden || settings?.redact ? "undecided" : "kept";
}

/** Why an object asks for a person, in a few words. */
export function whyOf(annotation: Annotation): string {
  if (annotation.decision === "keep") return annotation.reason;
  const says = annotation.flags.map((flag) => flag.says);
  if (says.length) return says.join(", ");
  return annotation.source === "run" ? `score ${annotation.score.toFixed(2)}` : "";
}

/** "Face 3": the label and the number of the object in reading order of ids. */
export function namesOf(annotations: Iterable<Annotation>, labels: readonly Label[]): Map<string, string> {
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  const label = new Map(labels.map((l) => [l.id, l.name]));
  for (const annotation of annotations) {
    const n = (counts.get(annotation.label) ?? 0) + 1;
    counts.set(annotation.label, n);
    names.set(annotation.id, `${label.get(annotation.label) ?? "Object"} ${n}`);
  }
  return names;
}

/** Objects that wait for a decision, riskiest first: the lowest score, then the smallest. */
export function waiting(annotations: Iterable<Annotation>, policy: PolicySettings): Annotation[] {
  const size = (a: Annotation) => {
    const shape = a.keyframes.find((k) => k.shape)?.shape;
    if (!shape) return 0;
    const [, , width, height] = bounds(shape);
    return width * height;
  };
  return [...annotations]
    .filter((a) => stateOf(a, policy) === "undecided")
    .sort((a, b) => a.score - b.score || size(a) - size(b));
}

/** The next or previous of a list after the one at hand, round the end; null when the list is empty. */
export function step<T extends { id: string }>(
  list: readonly T[],
  current: string | undefined,
  by: 1 | -1,
): T | null {
  if (!list.length) return null;
  const at = list.findIndex((item) => item.id === current);
  if (at < 0) return list[by > 0 ? 0 : list.length - 1]!;
  return list[(at + by + list.length) % list.length]!;
}

/** The frame where an object is best looked at: where it is first present. */
export function bestFrame(annotation: Annotation): number {
  return annotation.keyframes.find((k) => !k.outside && shapeAt(annotation.keyframes, k.frame))?.frame ?? 0;
}
