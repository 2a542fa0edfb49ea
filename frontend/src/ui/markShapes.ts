/** Where marks lie on a shown picture. All in screen pixels of the shown picture; boxes come as shares of it. */
import type { CardMark } from "../api/contract";

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function placeMark(box: CardMark["box"], width: number, height: number): Rect {
  const [x = 0, y = 0, w = 0, h = 0] = box;
  return { x: x * width, y: y * height, width: w * width, height: h * height };
}

/** The ellipse that encloses a box: its half axes are the box's times √2, so that no corner is left out. */
export function enclosingEllipse(rect: Rect): { cx: number; cy: number; rx: number; ry: number } {
  return {
    cx: rect.x + rect.width / 2,
    cy: rect.y + rect.height / 2,
    rx: (rect.width / 2) * Math.SQRT2,
    ry: (rect.height / 2) * Math.SQRT2,
  };
}

/** Four corner brackets as one path; each arm is a quarter of the shorter side, 5 to 28 pixels. */
export function brackets(rect: Rect): string {
  const arm = Math.min(28, Math.max(5, Math.min(rect.width, rect.height) / 4));
  const { x, y, width, height } = rect;
  const right = x + width;
  const bottom = y + height;
  const n = (value: number) => Math.round(value * 10) / 10;
  const corner = (cx: number, cy: number, dx: number, dy: number) =>
    `M${n(cx)} ${n(cy + dy * arm)}V${n(cy)}H${n(cx + dx * arm)}`;
  return (
    corner(x, y, 1, 1) + corner(right, y, -1, 1) + corner(right, bottom, -1, -1) + corner(x, bottom, 1, -1)
  );
}

/** The size of the glyph inside a hidden region; nothing when the region is too small to carry one. */
export function glyphSize(rect: Rect): number {
  const room = Math.min(rect.width, rect.height) * 0.45;
  return room < 9 ? 0 : Math.min(56, Math.round(room));
}
