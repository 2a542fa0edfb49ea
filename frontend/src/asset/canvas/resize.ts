/** Moving and resizing a box by its eight handles. */

import type { Box, Point } from "../../geometry/shapes";

export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

/** Where a handle lies on a box. */
export function handleAt([x, y, width, height]: Box, handle: Handle): Point {
  const across = handle.includes("w") ? 0 : handle.includes("e") ? 1 : 0.5;
  const down = handle.includes("n") ? 0 : handle.includes("s") ? 1 : 0.5;
  return [x + width * across, y + height * down];
}

/** The box after dragging a handle by (dx, dy); it turns over when dragged past its other side. */
export function resized([x, y, width, height]: Box, handle: Handle, dx: number, dy: number): Box {
  let [left, top, right, bottom] = [x, y, x + width, y + height];
  if (handle.includes("w")) left += dx;
  if (handle.includes("e")) right += dx;
  if (handle.includes("n")) top += dy;
  if (handle.includes("s")) bottom += dy;
  return between([left, top], [right, bottom]);
}

/** The box between two opposite corners, at least one pixel wide and high. */
export function between(a: Point, b: Point): Box {
  const x = Math.min(a[0], b[0]);
  const y = Math.min(a[1], b[1]);
  return [x, y, Math.max(1, Math.abs(a[0] - b[0])), Math.max(1, Math.abs(a[1] - b[1]))];
}

/** A box moved by (dx, dy) but not out of the picture altogether. */
export function moved([x, y, width, height]: Box, dx: number, dy: number, picture: Point): Box {
  const inside = (at: number, length: number, room: number) => Math.min(room - 1, Math.max(1 - length, at));
  return [inside(x + dx, width, picture[0]), inside(y + dy, height, picture[1]), width, height];
}
