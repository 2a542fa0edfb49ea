import { describe, expect, test } from "vitest";
import { brackets, enclosingEllipse, glyphSize, placeMark } from "./markShapes";

describe("marks on a picture", () => {
  test("lie where the shares of the picture say", () => {
    expect(placeMark([0.25, 0.5, 0.5, 0.25], 400, 200)).toEqual({ x: 100, y: 100, width: 200, height: 50 });
  });

  test.each([
    [10, 20, 30, 40],
    [0, 0, 200, 20],
    [-5, 3, 1, 90],
  ])("the hidden oval encloses every corner of its box %d %d %d %d", (x, y, width, height) => {
    const { cx, cy, rx, ry } = enclosingEllipse({ x, y, width, height });
    for (const [px, py] of [
      [x, y],
      [x + width, y],
      [x, y + height],
      [x + width, y + height],
    ] as const) {
      expect(((px - cx) / rx) ** 2 + ((py - cy) / ry) ** 2).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  test("brackets have four corners whose arms never meet", () => {
    const path = brackets({ x: 0, y: 0, width: 12, height: 12 });
    expect(path.match(/M/g)).toHaveLength(4);
    expect(path.startsWith("M0 5V0H5")).toBe(true);
  });

  test.each([
    [8, 0],
    [40, 18],
    [900, 56],
  ])("a region of %d pixels carries a glyph of %d", (side, size) => {
    expect(glyphSize({ x: 0, y: 0, width: side, height: side })).toBe(size);
  });
});
