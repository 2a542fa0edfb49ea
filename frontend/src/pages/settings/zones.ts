/** Zones of a policy: boxes in shares of the picture's sides. Pure. */
import type { Zone } from "../../api/contract";

/** x, y, width and height, 0 … 1. */
export type Box = [number, number, number, number];
export type Point = readonly [number, number];

/** Smaller is a slip of the mouse. */
export const LEAST = 0.01;
/** As many as the server takes. */
export const MOST = 50;

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const exact = (value: number) => Math.round(value * 1e4) / 1e4;

export const boxOf = (zone: Pick<Zone, "box">): Box => {
  const [x = 0, y = 0, w = LEAST, h = LEAST] = zone.box;
  return [x, y, w, h];
};

/** The box between two corners, within the picture; undefined where it is a slip. */
export function between(from: Point, to: Point): Box | undefined {
  const [x0, x1] = [from[0], to[0]].map((x) => within(x, 0, 1)).sort((a, b) => a - b) as [number, number];
  const [y0, y1] = [from[1], to[1]].map((y) => within(y, 0, 1)).sort((a, b) => a - b) as [number, number];
  return x1 - x0 < LEAST || y1 - y0 < LEAST
    ? undefined
    : [exact(x0), exact(y0), exact(x1 - x0), exact(y1 - y0)];
}

/** Moved as far as the picture goes. */
export function moved([x, y, w, h]: Box, dx: number, dy: number): Box {
  return [exact(within(x + dx, 0, 1 - w)), exact(within(y + dy, 0, 1 - h)), w, h];
}

/** Its lower right corner moved, as far as the picture goes. */
export function resized([x, y, w, h]: Box, dw: number, dh: number): Box {
  return [x, y, exact(within(w + dw, LEAST, 1 - x)), exact(within(h + dh, LEAST, 1 - y))];
}

/** With one of its four numbers set, the others following where they must. */
export function withNumber(box: Box, index: number, value: number): Box {
  const [x, y, w, h] = box.map((old, at) => (at === index ? value : old)) as Box;
  const left = within(x, 0, 1 - LEAST);
  const top = within(y, 0, 1 - LEAST);
  return [exact(left), exact(top), exact(within(w, LEAST, 1 - left)), exact(within(h, LEAST, 1 - top))];
}

/** Whether a zone lies over a picture. */
export const holdsFor = (zone: Zone, asset: { id: string; dataset: string }) =>
  (zone.dataset === null || zone.dataset === asset.dataset) &&
  (zone.asset === null || zone.asset === asset.id);
