import { describe, expect, test } from "vitest";
import { regionOf } from "./sampleDrawing";

describe("what a sample covers", () => {
  const box = [0.25, 0.25, 0.5, 0.25];
  test.each([
    ["box", 0, 100, 25],
    ["box", 0.1, 120, 45],
    ["ellipse", 0, 100 * Math.SQRT2, 25 * Math.SQRT2],
  ] as const)("a %s with a margin of %d has the half axes %d and %d", (shape, margin, rx, ry) => {
    const region = regionOf(box, 400, 200, { method: "solid", shape, margin });
    expect(region.cx).toBe(200);
    expect(region.cy).toBe(75);
    expect(region.rx).toBeCloseTo(rx);
    expect(region.ry).toBeCloseTo(ry);
  });
});
