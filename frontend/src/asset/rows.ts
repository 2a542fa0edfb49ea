/** The list of objects: those that need somebody first, each with what is doubtful about it. Pure. */

import type { Label, MarkState, PolicySettings } from "../api/contract";
import { stateOf, waiting } from "./needs";
import type { Row } from "./Objects";
import type { Annotation } from "./state/document";
import { whyOf } from "./why";

export function rowsOf(
  annotations: readonly Annotation[],
  names: ReadonlyMap<string, string>,
  labels: readonly Label[],
  policy: PolicySettings,
): Row[] {
  const chips = new Map(labels.map((label) => [label.id, label.chip]));
  const order = new Map(waiting(annotations, policy).map((annotation, index) => [annotation.id, index]));
  const rank: Record<MarkState, number> = { undecided: 0, hidden: 1, kept: 2, candidate: 3 };
  return annotations
    .map((annotation) => ({
      id: annotation.id,
      name: names.get(annotation.id) ?? "",
      chip: chips.get(annotation.label) ?? "",
      state: stateOf(annotation, policy),
      why: whyOf(annotation),
    }))
    .sort((a, b) => rank[a.state] - rank[b.state] || (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}
