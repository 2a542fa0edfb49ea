/** Whether somebody scrolls faster than they can look: then pictures that fly past are not fetched. Pure. */

export interface Sample {
  at: number; // ms
  top: number;
}

const LOOKED_AT = 150; // ms that are looked back on
const LEAST = 4; // samples: a jump of the scroll bar or a page is no rush
const SCREENS = 2; // a second

/** The samples of the last moment with this one behind them. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  return [...samples.filter(({ at }) => sample.at - at <= LOOKED_AT), sample];
}

/** Whether more than two screens a second went by, time and again. */
export function rushes(samples: readonly Sample[], height: number): boolean {
  const [first] = samples;
  if (!first || samples.length < LEAST) return false;
  const last = samples.at(-1)!;
  return Math.abs(last.top - first.top) / (last.at - first.at) > (SCREENS * height) / 1000;
}
