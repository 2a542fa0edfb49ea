/**
 * Doubtful moments side by side: of each three places of the clip, before, inside and after, and what is done about many
 * of them at once. Pure.
 */

import { shapeAt } from "../../geometry/interpolation";
import { bounds, type Box } from "../../geometry/shapes";
import type { Picture } from "../../hunt/sheets";
import { remove } from "../actions";
import type { Size } from "../canvas/viewport";
import { fine, fineAtCut, type Moment } from "../moments";
import { applyOperations, type Annotation, type Operation } from "../state/document";
import { bridge, extendEnd, extendStart } from "../tracks/acts";

export type StripAct = "fine" | "bridge" | "extendStart" | "extendEnd" | "notPerson";

const SURE = 0.8; // a track whose best find has this score is of somebody
const BRIEF = 3; // frames: nobody gets far from where they were found before and after
const ROOM = 2.2; // of the object's larger side
const LEAST = 40; // pixels of a place
const STEP = 0.4; // seconds between the places beyond an end

/** A gap that is filled in, of a sure track or of a few frames only: nobody has to look at each of them. */
export function looksCertain(moment: Moment, annotation: Annotation | undefined): boolean {
  if (moment.kind !== "gap" || moment.open || !annotation) return false;
  const frames = annotation.flags[moment.index]?.frames;
  const length = frames ? frames.at(-1)! - frames[0]! + 1 : Infinity;
  return length <= BRIEF || annotation.score >= SURE;
}

/** The three places of a moment. */
export function stripOf(
  asset: string,
  moment: Moment,
  annotation: Annotation,
  clip: Size & { frames: number; fps: number },
): Picture[] {
  return framesOf(moment, annotation, clip).map((frame) => {
    const box = nearest(annotation, frame, clip.frames);
    return { asset, frame, width: clip.width, height: clip.height, part: around(box, clip) };
  });
}

function framesOf(
  moment: Moment,
  annotation: Annotation,
  { frames, fps }: { frames: number; fps: number },
): number[] {
  const within = (frame: number) => Math.max(0, Math.min(frames - 1, frame));
  const step = Math.max(1, Math.round(STEP * fps));
  const [from, to] = annotation.flags[moment.index]?.frames ?? [];
  const wanted = (): number[] => {
    if (moment.cut !== undefined) return [moment.cut - 1, moment.cut, moment.cut + step];
    if (from === undefined) {
      const [first, last] = extentOf(annotation, frames);
      return [first, moment.at, last];
    }
    if (moment.kind === "born") return [from - 2 * step, from - step, from];
    if (moment.kind === "ended") return [from, from + step, from + 2 * step];
    return [from - 1, Math.floor((from + (to ?? from)) / 2), (to ?? from) + 1];
  };
  return wanted().map(within);
}

function extentOf({ keyframes }: Annotation, frames: number): [number, number] {
  const first = keyframes.find((k) => !k.outside)?.frame ?? 0;
  const end = keyframes.at(-1);
  return [first, end?.outside ? end.frame - 1 : frames - 1];
}

/** Where an object is at a frame, or is nearest to it in time. */
function nearest(annotation: Annotation, frame: number, frames: number): Box {
  const here = shapeAt(annotation.keyframes, frame);
  if (here) return bounds(here);
  const [first, last] = extentOf(annotation, frames);
  const there = shapeAt(annotation.keyframes, frame < first ? first : last);
  const before = annotation.keyframes.findLast((k) => k.frame <= frame && k.shape)?.shape;
  const shape = there && (frame < first || frame > last) ? there : before;
  return shape ? bounds(shape) : [0, 0, 0, 0];
}

/** The square around a box in whole pixels, moved into the picture. */
function around([x, y, width, height]: Box, size: Size): [number, number, number, number] {
  const side = Math.max(LEAST, Math.round(ROOM * Math.max(width, height)));
  const [wide, high] = [Math.min(side, size.width), Math.min(side, size.height)];
  const start = (middle: number, length: number, most: number) =>
    Math.round(Math.max(0, Math.min(most - length, middle - length / 2)));
  return [start(x + width / 2, wide, size.width), start(y + height / 2, high, size.height), wide, high];
}

/** One act on all of the moments, however many of them one object has, as one change. */
export function actOn(
  moments: readonly Moment[],
  annotations: ReadonlyMap<string, Annotation>,
  act: StripAct,
  frames: number,
): Operation[] {
  if (act === "notPerson") return remove(new Set(moments.map((moment) => moment.annotation)));
  const operations: Operation[] = [];
  let now = annotations;
  for (const moment of moments) {
    const annotation = now.get(moment.annotation);
    if (!annotation) continue;
    const next = operationsOf(moment, annotation, act, frames);
    now = applyOperations(now, next, new Map()).annotations;
    operations.push(...next);
  }
  return operations;
}

function operationsOf(
  moment: Moment,
  annotation: Annotation,
  act: Exclude<StripAct, "notPerson">,
  frames: number,
): Operation[] {
  switch (act) {
    case "fine":
      return moment.cut === undefined ? fine(annotation, moment.index) : fineAtCut(annotation, moment.cut);
    case "bridge":
      return bridge(annotation, moment.at, frames);
    case "extendStart":
      return extendStart(annotation, moment.at, frames);
    case "extendEnd":
      return extendEnd(annotation, moment.at, frames);
  }
}
