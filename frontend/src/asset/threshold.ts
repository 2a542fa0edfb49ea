/** The threshold slider: a view first, a change only when it is applied. */

import type { Candidate, PolicySettings } from "../api/contract";
import { isHidden } from "../geometry/hiding";
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
  candidates: readonly Candidate[],
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

/** The change that "apply here" makes: what reaches the new threshold is hidden, machine finds below it are removed. */
export function applying(
  annotations: Iterable<Annotation>,
  candidates: readonly Candidate[],
  label: string,
  policy: PolicySettings,
  threshold: number,
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
    operations.push({
      op: "create",
      annotation: newId(),
      label,
      decision: "redact",
      keyframes: [{ frame: candidate.frame, shape: { type: "box", data: candidate.box } }],
    });
  }
  return operations;
}
