/** What another threshold would change among all that waits, by how many have which score. Pure. */

import type { Crop, ScoresOfLabel } from "../api/contract";
import type { Counted } from "../ui/ScoreSlider";

/** Thresholds that are tried, by label. */
export type Tried = ReadonlyMap<string, number>;

const hundredths = (score: number) => Math.round(score * 100);

/** How many more it would hide, and how many no longer. */
export function moving({ threshold, objects, below }: ScoresOfLabel, to: number) {
  const [before, after] = [hundredths(threshold), hundredths(to)];
  const among = (counted: readonly Counted[], from: number, until: number) =>
    counted.reduce(
      (sum, [score, count]) => (hundredths(score) >= from && hundredths(score) < until ? sum + count : sum),
      0,
    );
  return {
    more: among(pairs(objects), after, before) + among(pairs(below), after, before),
    fewer: among(pairs(objects), before, after),
  };
}

export const pairs = (rows: readonly (readonly number[])[]): Counted[] =>
  rows.map(([score = 0, count = 0]) => [score, count]);

/** Whether an object is hidden when these thresholds are tried. */
export function hiddenBy(tried: Tried, crop: Crop): boolean {
  const threshold = tried.get(crop.label);
  return threshold === undefined || crop.decision !== "undecided" ? crop.hidden : crop.score >= threshold;
}
