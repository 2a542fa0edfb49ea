/** How long the rest takes at one's own pace. Pure. */

const PAUSE = 60_000; // ms: whoever does nothing for longer has left
const FEWEST = 8;
const LATEST = 200;

/** Units that were done, and when (ms). */
export interface Done {
  at: number;
  units: number;
}

/** With one more; old ones are forgotten. */
export function noted(done: readonly Done[], at: number, units: number): Done[] {
  return [...done, { at, units }].slice(-LATEST);
}

/** Minutes that `left` units take, by the time between the last acts without long pauses; null before there are enough. */
export function minutesLeft(done: readonly Done[], left: number): number | null {
  let spent = 0;
  let units = 0;
  for (let i = 1; i < done.length; i++) {
    const passed = done[i]!.at - done[i - 1]!.at;
    if (passed > PAUSE) continue;
    spent += passed;
    units += done[i]!.units;
  }
  if (units < FEWEST || left <= 0) return null;
  return Math.max(1, Math.round(((spent / units) * left) / 60_000));
}
