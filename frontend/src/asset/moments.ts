/** The doubtful moments of a clip: every flag with the frame to look at, those that wait first. Pure. */

import { shapeAt } from "../geometry/interpolation";
import { bestFrame } from "./needs";
import type { Annotation, Flag, Operation } from "./state/document";
import { say } from "./texts";
import { momentOf, rankOf, shortly } from "./why";

export interface Moment {
  key: string;
  annotation: string;
  /** Its place among the flags of the object. */
  index: number;
  kind: string;
  says: string;
  name: string;
  /** The frame to look at. */
  at: number;
  /** Nothing is covered there. */
  open: boolean;
  /** Looked at already, or of somebody who stays visible anyway. */
  done: boolean;
  /** It is about a cut at which somebody vanishes or appears, not about a flag: the first frame behind it. */
  cut?: number;
}

const CUT = "cut"; // the flag by which a look at a cut is kept

export function momentsOf(
  annotations: readonly Annotation[],
  names: ReadonlyMap<string, string>,
  cuts: readonly number[] = [],
): Moment[] {
  const flagged = annotations.flatMap((annotation) =>
    annotation.flags.flatMap((flag, index) => {
      if (flag.flag === CUT) return [];
      const at = whenOf(annotation, flag);
      const open = flag.flag === "gap" && !shapeAt(annotation.keyframes, at);
      const length = (flag.frames?.at(-1) ?? 0) - (flag.frames?.[0] ?? 0);
      const moment: Moment = {
        key: `${annotation.id} ${index}`,
        annotation: annotation.id,
        index,
        kind: flag.flag,
        says: open ? say.moments.open(length + 1) : shortly(flag),
        name: names.get(annotation.id) ?? "",
        at,
        open,
        done: Boolean(flag.seen) || annotation.decision === "keep",
      };
      return [{ rank: open ? -1 : rankOf(flag), length, moment }];
    }),
  );
  const rank = rankOf({ flag: CUT, says: "" });
  const atCuts = cuts.flatMap((cut) => {
    const moment = momentAtCut(annotations, names, cut);
    return moment ? [{ rank, length: 0, moment }] : [];
  });
  return [...flagged, ...atCuts]
    .sort(
      (a, b) =>
        Number(a.moment.done) - Number(b.moment.done) ||
        a.rank - b.rank ||
        b.length - a.length ||
        a.moment.at - b.moment.at ||
        (a.moment.key < b.moment.key ? -1 : 1),
    )
    .map(({ moment }) => moment);
}

/** A cut at which somebody vanishes or appears who is not doubtful there anyway: are they in the other shot as well? */
function momentAtCut(
  annotations: readonly Annotation[],
  names: ReadonlyMap<string, string>,
  cut: number,
): Moment | null {
  const touching = annotations.filter(
    ({ keyframes }) => Boolean(shapeAt(keyframes, cut - 1)) !== Boolean(shapeAt(keyframes, cut)),
  );
  const isAbout = (flag: Flag) =>
    Boolean(flag.frames?.length) && flag.frames![0]! <= cut && flag.frames!.at(-1)! >= cut - 1;
  const [first] = touching;
  if (!first || touching.some(({ flags }) => flags.some((flag) => flag.flag !== CUT && isAbout(flag))))
    return null;
  return {
    key: `cut ${cut}`,
    annotation: first.id,
    index: -1,
    kind: "boundary",
    says: say.moments.cut,
    name: names.get(first.id) ?? "",
    at: shapeAt(first.keyframes, cut) ? cut : cut - 1,
    open: false,
    done: touching.some(({ flags }) => flags.some((flag) => flag.flag === CUT && isAbout(flag))),
    cut,
  };
}

/** The next or previous that waits after the one at hand, round the end; null when none does. */
export function nextMoment(
  moments: readonly Moment[],
  current: string | undefined,
  by: 1 | -1,
): Moment | null {
  const at = moments.findIndex((moment) => moment.key === current);
  const start = at < 0 && by < 0 ? 0 : at;
  for (let step = 1; step <= moments.length; step++) {
    const moment = moments[(start + by * step + 2 * moments.length) % moments.length]!;
    if (!moment.done) return moment;
  }
  return null;
}

/** Looked at and right as it is; who was undecided is hidden once nothing about them is doubtful any more. */
export function fine(annotation: Annotation, index: number): Operation[] {
  const flags = annotation.flags.map((flag, i) => (i === index ? { ...flag, seen: true } : flag));
  const settled = annotation.decision === "undecided" && flags.every((flag) => flag.seen);
  return [
    {
      op: "update",
      annotation: annotation.id,
      set: settled ? { flags, decision: "redact", reason: "" } : { flags },
    },
  ];
}

/** Looked at a cut: nobody else is there. */
export function fineAtCut(annotation: Annotation, cut: number): Operation[] {
  const looked: Flag = { flag: CUT, says: say.moments.cut, frames: [cut - 1, cut], seen: true };
  return [{ op: "update", annotation: annotation.id, set: { flags: [...annotation.flags, looked] } }];
}

/** The frames of a second around one, by the times of the clip. */
export function around(times: readonly number[], frame: number): [first: number, last: number] {
  const middle = times[frame] ?? 0;
  let [first, last] = [frame, frame];
  while (first > 0 && times[first - 1]! >= middle - 0.5) first -= 1;
  while (last < times.length - 1 && times[last + 1]! <= middle + 0.5) last += 1;
  return [first, last];
}

/** What is about all of an object is looked at where it was found most surely; what is about its end, while it is there. */
function whenOf(annotation: Annotation, flag: Flag): number {
  const middle = momentOf(flag);
  if (middle === null) return bestFrame(annotation);
  const there = flag.flag === "gap" || shapeAt(annotation.keyframes, middle) !== null;
  return there ? middle : (flag.frames?.[0] ?? middle);
}
