/** What an object is on the page, and which one needs a person next. */

import type { Label, PolicySettings } from "../api/contract";
import type { MarkState } from "../api/contract";
import { isHidden } from "../geometry/hiding";
import type { Keyframe } from "../geometry/interpolation";
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

/**
 * "Face 3": the label and a number that an object keeps for as long as `numbers` lives, whatever is deleted beside it.
 * New objects are numbered in the order of their ids, which rise with time.
 */
export function namesOf(
  annotations: Iterable<Annotation>,
  labels: readonly Label[],
  numbers: Map<string, number> = new Map(),
): Map<string, string> {
  const label = new Map(labels.map((l) => [l.id, l.name]));
  const names = new Map<string, string>();
  for (const annotation of [...annotations].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const key = `${annotation.label} ${annotation.id}`;
    const number = numbers.get(key) ?? (numbers.get(annotation.label) ?? 0) + 1;
    numbers.set(key, number);
    numbers.set(annotation.label, Math.max(number, numbers.get(annotation.label) ?? 0));
    names.set(annotation.id, `${label.get(annotation.label) ?? "Object"} ${number}`);
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

/** The frame where an object is best looked at: where it was found most surely, otherwise where it begins. */
export function bestFrame({ keyframes }: Annotation): number {
  let best: Keyframe | undefined;
  for (const keyframe of keyframes) {
    if (keyframe.outside || !keyframe.shape) continue;
    if (!best || (keyframe.score ?? 0) > (best.score ?? 0)) best = keyframe;
  }
  return best?.frame ?? 0;
}

/** The first frame at which an object is there. */
export function firstFrame({ keyframes }: Annotation): number {
  return keyframes.find((k) => !k.outside && k.shape)?.frame ?? 0;
}
