/** Where the crops of the wall stand: a plain grid, of which only the rows in view are in the page. Pure. */

export interface Grid {
  columns: number;
  rows: number;
  /** The side of a tile with the gap behind it. */
  step: number;
  height: number;
}

export const GAP = 4;
const ON_A_SCREEN = 150;
const LEAST = 56; // pixels of a tile's side
const MOST = 144;

/** Some 150 tiles fill a screen of this size, as far as they stay large enough to tell a face. */
export function gridOf(count: number, width: number, height: number): Grid {
  const wanted = Math.min(MOST, Math.max(LEAST, Math.sqrt((width * height) / ON_A_SCREEN) - GAP));
  const columns = Math.max(1, Math.ceil((width + GAP) / (wanted + GAP)));
  const side = Math.max(1, Math.floor((width - (columns - 1) * GAP) / columns));
  const rows = Math.ceil(count / columns);
  const step = side + GAP;
  return { columns, rows, step, height: rows ? rows * step - GAP : 0 };
}

/** The first tile and the one behind the last that may be seen between `top` and `bottom`. */
export function inView({ columns, rows, step }: Grid, count: number, top: number, bottom: number) {
  const first = Math.max(0, Math.floor(top / step));
  const last = Math.min(rows, Math.ceil(bottom / step));
  return { first: Math.min(count, first * columns), stop: Math.min(count, Math.max(first, last) * columns) };
}

const STEPS: Record<string, (grid: Grid) => number> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (grid) => -grid.columns,
  ArrowDown: (grid) => grid.columns,
};

/** Where an arrow leads from a tile; the same tile where there is none. */
export function neighbour(grid: Grid, count: number, at: number, key: string): number {
  if (key === "Home") return 0;
  if (key === "End") return Math.max(0, count - 1);
  const to = at + (STEPS[key]?.(grid) ?? 0);
  return to < 0 || to >= count ? at : to;
}

/** The place of the one of this id, looked for on both sides of where it is likely; -1 where it is not. */
export function placeNear(items: readonly { id: string }[], id: string, likely: number): number {
  for (let off = 0; off < Math.max(likely + 1, items.length - likely); off++) {
    if (items[likely - off]?.id === id) return likely - off;
    if (items[likely + off]?.id === id) return likely + off;
  }
  return -1;
}

/** The tile to go on with when the chosen ones leave: the one that follows the last of them. */
export function following<T>(order: readonly T[], leaving: ReadonlySet<T>, at: T | undefined): T | undefined {
  let from = at === undefined ? -1 : order.indexOf(at);
  if (from < 0) from = 0;
  return (
    order.slice(from).find((one) => !leaving.has(one)) ??
    order.slice(0, from).findLast((one) => !leaving.has(one))
  );
}
