/**
 * Rectangles on sheets, several of which are open at once: each goes where it leaves the least room over, and the fullest sheet
 * is closed when one fits nowhere. What was closed stays as it is when more rectangles follow. Pure.
 */

export interface Size {
  width: number;
  height: number;
}

export interface Spot {
  left: number;
  top: number;
}

interface Free extends Spot, Size {}

interface Open<T> {
  free: Free[];
  placed: (T & Spot)[];
  room: number;
}

const OPEN = 8;

/** Closed sheets in the order in which they were closed, and what lies on those that are still open. */
export function pack<T extends Size>(
  items: readonly T[],
  view: Size,
  gap: number,
): [closed: (T & Spot)[][], open: (T & Spot)[][]] {
  const closed: (T & Spot)[][] = [];
  const open: Open<T>[] = [];
  const whole: Free = { left: 0, top: 0, width: view.width + gap, height: view.height + gap };
  for (const item of items) {
    const size = { width: item.width + gap, height: item.height + gap };
    const found = bestOf(open, size);
    if (!found && open.length === OPEN) {
      const fullest = open.reduce((a, b) => (b.room < a.room ? b : a));
      closed.push(fullest.placed);
      open.splice(open.indexOf(fullest), 1);
    }
    const fresh: Open<T> = { free: [whole], placed: [], room: whole.width * whole.height };
    const { sheet, free } = found ?? { sheet: fresh, free: whole };
    if (!found) open.push(fresh);
    const taken = { left: free.left, top: free.top, ...size };
    sheet.placed.push({ ...item, left: free.left, top: free.top });
    sheet.free = without(sheet.free, taken);
    sheet.room -= size.width * size.height;
  }
  return [closed, open.map((sheet) => sheet.placed)];
}

/** The free rectangle with the shortest side left over. */
function bestOf<T>(open: readonly Open<T>[], { width, height }: Size) {
  let best: { sheet: Open<T>; free: Free; left: number } | undefined;
  for (const sheet of open)
    for (const free of sheet.free) {
      const left = Math.min(free.width - width, free.height - height);
      if (left >= -0.01 && (!best || left < best.left)) best = { sheet, free, left };
    }
  return best;
}

/** The largest rectangles that stay free beside what was taken; they may overlap. */
function without(all: readonly Free[], taken: Free): Free[] {
  const right = taken.left + taken.width;
  const bottom = taken.top + taken.height;
  const parts = all.flatMap((free) => {
    const end = free.left + free.width;
    const foot = free.top + free.height;
    if (taken.left >= end || right <= free.left || taken.top >= foot || bottom <= free.top) return [free];
    return [
      { ...free, width: taken.left - free.left },
      { ...free, left: right, width: end - right },
      { ...free, height: taken.top - free.top },
      { ...free, top: bottom, height: foot - bottom },
    ].filter(({ width, height }) => width > 0 && height > 0);
  });
  return parts.filter(
    (one, i) => !parts.some((other, j) => i !== j && lies(one, other) && (j < i || !lies(other, one))),
  );
}

const lies = (one: Free, other: Free) =>
  one.left >= other.left &&
  one.top >= other.top &&
  one.left + one.width <= other.left + other.width &&
  one.top + one.height <= other.top + other.height;
