/** The frame table: frame *n* means the same everywhere. Times are seconds; the proxy has one frame for each entry. */

export interface FrameTable {
  /** Seconds at which each frame begins to be shown, rising. */
  times: readonly number[];
  /** Whether it was read already. */
  known: boolean;
}

export function frameTable(timeBase: readonly [number, number], pts: readonly number[]): FrameTable {
  const first = pts[0] ?? 0;
  return { times: pts.map((p) => ((p - first) * timeBase[0]) / timeBase[1]), known: true };
}

/** The frame that is shown at a time. */
export function frameAt({ times }: FrameTable, seconds: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= seconds + 1e-4) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Where to seek so that a frame is shown for certain: the middle of its time. */
export function seekTime({ times }: FrameTable, frame: number): number {
  const from = times[frame] ?? 0;
  const next = times[frame + 1];
  const length = next === undefined ? (times.length > 1 ? from - times[frame - 1]! : 0.04) : next - from;
  return from + length / 2;
}

/** "0:04.680" */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds / 60);
  return `${whole}:${(seconds - whole * 60).toFixed(3).padStart(6, "0")}`;
}
