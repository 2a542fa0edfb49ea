/** What thresholds that are tried would change of one picture or frame. Pure. */

import type { Candidate, CardMark } from "../api/contract";
import { uncovered } from "../asset/candidates";
import type { Annotation } from "../asset/state/document";
import { shapeAt } from "../geometry/interpolation";
import { bounds, intersectionOverUnion, type Box } from "../geometry/shapes";
import type { Tried } from "./thresholds";

export interface Known {
  annotations: readonly Annotation[];
  candidates: readonly Candidate[];
}

export interface Change {
  label: string;
  score: number;
  /** Pixels of the picture. */
  box: Box;
}

export interface Changes {
  /** What it would hide that is open now: of these, `found` are not objects yet. */
  more: readonly Change[];
  found: readonly Change[];
  /** What it would no longer hide. */
  fewer: readonly Change[];
}

export const NO_CHANGES: Changes = { more: [], found: [], fewer: [] };

const SAME = 0.8; // intersection over union from which a mark on a card is of an object
const ONE = 0.3; // and two finds of one thing, as on the server

/** `pinned`: the thresholds of now, by label. */
export function changesAt(
  frame: number,
  { annotations, candidates }: Known,
  tried: Tried,
  pinned: Tried,
): Changes {
  const [more, fewer, found]: [Change[], Change[], Change[]] = [[], [], []];
  for (const { label, score, decision, keyframes } of annotations) {
    const [to, from] = [tried.get(label), pinned.get(label)];
    const shape = decision === "undecided" ? shapeAt(keyframes, frame) : null;
    if (to === undefined || from === undefined || !shape) continue;
    const change = { label, score, box: bounds(shape) };
    if (score >= to && score < from) more.push(change);
    else if (score < to && score >= from) fewer.push(change);
  }
  const here = candidates.filter((one) => one.frame === frame && tried.has(one.label));
  for (const { label, score, box } of uncovered(here, annotations).sort((a, b) => b.score - a.score)) {
    if (score < tried.get(label)! || score >= (pinned.get(label) ?? 0)) continue;
    const twice = found.some((one) => one.label === label && intersectionOverUnion(one.box, box) >= ONE);
    if (!twice) found.push({ label, score, box });
  }
  return { more: [...more, ...found], found, fewer };
}

/** Marks of a picture as they would be: what is hidden more is veiled, what is hidden no longer shows as a candidate. */
export function marksOf(
  marks: readonly CardMark[],
  { more, fewer }: Changes,
  width: number,
  height: number,
): CardMark[] {
  if (!more.length && !fewer.length) return [...marks];
  const mark = (state: CardMark["state"], [x, y, w, h]: Box): CardMark => ({
    state,
    box: [x / width, y / height, w / width, h / height],
    why: "",
  });
  const opened = fewer.map(({ box }) => mark("candidate", box));
  const hidden = more.map(({ box }) => mark("hidden", box));
  const changed = [...opened, ...hidden];
  const same = (one: CardMark) =>
    changed.some((other) => intersectionOverUnion(one.box as Box, other.box as Box) >= SAME);
  return [...marks.filter((one) => !same(one)), ...changed];
}
