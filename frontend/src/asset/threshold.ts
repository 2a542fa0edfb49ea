/** The threshold slider: a view first, a change only when it is applied. */

import type { PolicySettings } from "../api/contract";
import { isHidden } from "../geometry/hiding";
import type { Keyframe } from "../geometry/interpolation";
import type { CandidateTrack } from "./candidates";
import type { Annotation, Operation } from "./state/document";

export interface Moved {
  /** Objects that the new threshold hides and the old one did not. */
  more: number;
  /** Objects that it no longer hides. */
  fewer: number;
}

const undecided = (annotation: Annotation, label: string) =>
  annotation.label === label && annotation.decision === "undecided";

/** What moving a label's threshold would change here, among what nobody has decided. */
export function moving(
  annotations: Iterable<Annotation>,
  candidates: readonly CandidateTrack[],
  label: string,
  policy: PolicySettings,
  threshold: number,
): Moved {
  const settings = policy.labels[label];
  const redacted = settings?.redact ?? false;
  const before = settings?.threshold ?? 1;
  let more = candidates.filter((c) => c.score >= threshold && c.score < before).length;
  let fewer = 0;
  for (const annotation of annotations) {
    if (!undecided(annotation, label)) continue;
    const was = isHidden("undecided", annotation.score, redacted, before);
    const is = isHidden("undecided", annotation.score, redacted, threshold);
    if (is && !was) more += 1;
    if (was && !is) fewer += 1;
  }
  return { more, fewer };
}

/**
 * The change that "apply here" makes: what reaches the new threshold is hidden, machine finds below it are removed. A
 * candidate becomes one object for all the frames in which it was seen, however many these are.
 */
export function applying(
  annotations: Iterable<Annotation>,
  candidates: readonly CandidateTrack[],
  label: string,
  policy: PolicySettings,
  threshold: number,
  frames: number,
  newId: () => string,
): Operation[] {
  const before = policy.labels[label]?.threshold ?? 1;
  const operations: Operation[] = [];
  for (const annotation of annotations) {
    if (!undecided(annotation, label) || annotation.source !== "run") continue;
    if (annotation.score < threshold) operations.push({ op: "delete", annotation: annotation.id });
    else if (annotation.score < before)
      operations.push({ op: "update", annotation: annotation.id, set: { decision: "redact" } });
  }
  for (const candidate of candidates) {
    if (candidate.score < threshold || candidate.score >= before) continue;
    const keyframes = keyframesOf(candidate, frames);
    operations.push({ op: "create", annotation: newId(), label, decision: "redact", keyframes });
  }
  return operations;
}

/** A keyframe at every sighting, and one behind the last where the object is gone. */
export function keyframesOf({ sightings }: CandidateTrack, frames: number): Keyframe[] {
  const keyframes: Keyframe[] = sightings.map(({ frame, box }) => ({
    frame,
    shape: { type: "box", data: box },
    outside: false,
    occluded: false,
  }));
  const { frame, box } = sightings.at(-1)!;
  if (frame + 1 < frames) {
    keyframes.push({ frame: frame + 1, shape: { type: "box", data: box }, outside: true, occluded: false });
  }
  return keyframes;
}
