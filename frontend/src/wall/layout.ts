/** Justified rows: pictures keep their aspect, rows close flush at both ends. All in screen pixels. */

export interface Placed {
  index: number;
  left: number;
  width: number;
}

export interface Row {
  top: number;
  height: number;
  items: Placed[];
}

export interface WallLayout {
  rows: Row[];
  height: number;
}

const NARROWEST = 0.5;
const WIDEST = 3.2;

/** The aspect to lay out: very tall and very wide pictures are cropped to these limits. */
export function layoutAspect(width: number | null, height: number | null): number {
  if (!width || !height) return 1.5;
  return Math.min(WIDEST, Math.max(NARROWEST, width / height));
}

/** Where the whole picture lies in a tile that it fills: the same rectangle, or a larger one that the tile crops. */
export function pictureIn(
  tile: { width: number; height: number },
  picture: { width: number | null; height: number | null },
): { left: number; top: number; width: number; height: number } {
  const aspect = picture.width && picture.height ? picture.width / picture.height : tile.width / tile.height;
  const width = Math.max(tile.width, tile.height * aspect);
  const height = Math.max(tile.height, tile.width / aspect);
  return { left: (tile.width - width) / 2, top: (tile.height - height) / 2, width, height };
}

/**
 * Greedy rows: a row is closed where its height comes nearest to `target`. The last row keeps the target height
 * instead of being stretched. Cost is linear in the number of pictures.
 */
export function layOut(aspects: readonly number[], width: number, target: number, gap: number): WallLayout {
  const rows: Row[] = [];
  let top = 0;
  let start = 0;
  const heightOf = (sum: number, count: number) => (width - gap * (count - 1)) / sum;

  const close = (end: number, sum: number, last: boolean) => {
    const count = end - start;
    const flush = heightOf(sum, count);
    const height = last ? Math.min(flush, target) : flush;
    let left = 0;
    const items: Placed[] = [];
    for (let index = start; index < end; index++) {
      const exact = (aspects[index] ?? 1) * height;
      const isEnd = index === end - 1 && (!last || flush <= target);
      const right = isEnd ? width : Math.round(left + exact);
      items.push({ index, left, width: right - left });
      left = right + gap;
    }
    rows.push({ top, height: Math.round(height), items });
    top += Math.round(height) + gap;
    start = end;
  };

  if (width <= 0) return { rows, height: 0 };
  let sum = 0;
  for (let index = 0; index < aspects.length; index++) {
    const aspect = aspects[index] ?? 1;
    const without = index > start ? heightOf(sum, index - start) : Infinity;
    const withIt = heightOf(sum + aspect, index - start + 1);
    if (withIt < target && without - target < target - withIt) {
      close(index, sum, false);
      sum = 0;
    }
    sum += aspect;
    if (heightOf(sum, index - start + 1) <= target) {
      close(index + 1, sum, false);
      sum = 0;
    }
  }
  if (start < aspects.length) close(aspects.length, sum, true);
  return { rows, height: Math.max(0, top - gap) };
}

/** The rows that are at least partly between two heights; found by halving. */
export function rowsBetween(rows: readonly Row[], from: number, to: number): Row[] {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle]!;
    if (row.top + row.height < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < rows.length && rows[end]!.top <= to) end++;
  return rows.slice(low, end);
}

export type Direction = "left" | "right" | "up" | "down" | "start" | "end";

/** The picture that an arrow key leads to: along the row, or the nearest one in the row above or below. */
export function neighbour(layout: WallLayout, index: number, direction: Direction): number {
  const last = layout.rows.at(-1)?.items.at(-1)?.index ?? 0;
  if (direction === "left") return Math.max(0, index - 1);
  if (direction === "right") return Math.min(last, index + 1);
  if (direction === "start") return 0;
  if (direction === "end") return last;
  const at = layout.rows.findIndex((row) => row.items.some((item) => item.index === index));
  const here = layout.rows[at]?.items.find((item) => item.index === index);
  const other = layout.rows[at + (direction === "down" ? 1 : -1)];
  if (!here || !other) return index;
  const middle = here.left + here.width / 2;
  const distance = (item: Placed) => Math.abs(item.left + item.width / 2 - middle);
  return other.items.reduce((best, item) => (distance(item) < distance(best) ? item : best)).index;
}
