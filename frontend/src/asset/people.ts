/** The people of a clip and whatever else was found, each once: grouped by kind, those who need a decision first. Pure. */

import type { Label, MarkState, PolicySettings } from "../api/contract";
import { presence } from "../geometry/interpolation";
import { stateOf, waiting } from "./needs";
import type { Annotation } from "./state/document";
import { unseen, whyOf } from "./why";

export interface Person {
  id: string;
  name: string;
  chip: string;
  state: MarkState;
  /** The first and the last frame. */
  frames: [first: number, last: number];
  why: string;
  doubts: number;
}

export interface Group {
  kind: string;
  people: Person[];
  undecided: number;
}

export function groupsOf(
  annotations: readonly Annotation[],
  names: ReadonlyMap<string, string>,
  labels: readonly Label[],
  policy: PolicySettings,
  frames: number,
): Group[] {
  const byId = new Map(labels.map((label) => [label.id, label]));
  const turn = new Map(waiting(annotations, policy).map(({ id }, index) => [id, index]));
  const groups = new Map<string, Person[]>();
  for (const annotation of annotations) {
    const label = byId.get(annotation.label);
    const kind = label?.kind ?? "";
    const spans = presence(annotation.keyframes, frames);
    const person: Person = {
      id: annotation.id,
      name: names.get(annotation.id) ?? "",
      chip: label?.chip ?? "",
      state: stateOf(annotation, policy),
      frames: [spans[0]?.[0] ?? 0, Math.max(0, (spans.at(-1)?.[1] ?? 1) - 1)],
      why: whyOf(annotation),
      doubts: unseen(annotation.flags).length,
    };
    groups.set(kind, [...(groups.get(kind) ?? []), person]);
  }
  const when = (a: Person) => turn.get(a.id) ?? turn.size;
  return [...groups]
    .map(([kind, people]) => ({
      kind,
      people: people.sort((a, b) => when(a) - when(b) || a.frames[0] - b.frames[0] || (a.id < b.id ? -1 : 1)),
      undecided: people.filter((one) => one.state === "undecided").length,
    }))
    .sort((a, b) => Number(b.undecided > 0) - Number(a.undecided > 0) || (a.kind < b.kind ? -1 : 1));
}
