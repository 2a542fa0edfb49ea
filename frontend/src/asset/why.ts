/** Why an object asks for a person, in a few words; and each of its doubts with the frame to look at. */

import { decimal } from "../texts/numbers";
import { flagSaid } from "../texts/served";
import type { Annotation, Flag } from "./state/document";
import { say } from "./texts";

const GRAVITY = ["gap", "boundary", "disagree", "weak", "short", "ended", "born", "small"];

/** A doubt in a few words: "gap of 3 frames". Kinds that this page does not know speak for themselves. */
export function shortly(flag: Flag): string {
  const [from, to] = flag.frames ?? [];
  switch (flag.flag) {
    case "gap":
      return from === undefined ? flagSaid(flag) : say.flags.gap((to ?? from) - from + 1);
    case "short":
      return from === undefined ? flagSaid(flag) : say.flags.short((to ?? from) - from + 1);
    case "born":
      return say.flags.born;
    case "ended":
      return say.flags.ended;
    default:
      return flagSaid(flag);
  }
}

/** How grave a kind of doubt is: 0 the most; kinds that this page does not know come last. */
export const rankOf = (flag: Flag) =>
  (GRAVITY.indexOf(flag.flag) + GRAVITY.length + 1) % (GRAVITY.length + 1);

/** How grave the gravest doubt is that nobody has looked at: 0 the most, more than any kind's rank without one. */
export function gravest(flags: readonly Flag[]): number {
  return Math.min(GRAVITY.length + 1, ...unseen(flags).map(rankOf));
}

/** Gravest first: by kind, long gaps before short ones. */
export function byGravity(flags: readonly Flag[]): Flag[] {
  const length = ({ frames }: Flag) => (frames?.length ? frames.at(-1)! - frames[0]! : 0);
  return [...flags].sort((a, b) => rankOf(a) - rankOf(b) || length(b) - length(a));
}

/** Those that nobody has looked at yet. */
export function unseen(flags: readonly Flag[]): Flag[] {
  return flags.filter((flag) => !flag.seen);
}

/** "gap of 20 frames and 2 more", briefly without the others; of a decided object, what decided it. */
export function whyOf(annotation: Annotation, brief = false): string {
  const { decision, source, score, reason, flags } = annotation;
  if (decision === "keep") return reason;
  const [gravest, ...others] = decision === "undecided" ? byGravity(unseen(flags)) : [];
  if (gravest) return brief ? shortly(gravest) : say.flags.more(shortly(gravest), others.length);
  if (source === "person") return say.flags.person;
  return source === "import" ? say.flags.import : say.flags.score(decimal(score));
}

/** The frame at which a doubt is looked at: the middle of what it is about. */
export function momentOf(flag: Flag): number | null {
  if (!flag.frames?.length) return null;
  return Math.floor((flag.frames[0]! + flag.frames.at(-1)!) / 2);
}
