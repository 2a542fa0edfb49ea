import { expect, test } from "vitest";
import { following, gridOf, inView, neighbour, placeNear } from "./grid";

test.each([
  [856, 752],
  [1496, 1032],
  [2136, 1392],
])("a screen of %d x %d holds 120 to 200 objects", (width, height) => {
  const grid = gridOf(1000, width, height);
  const { first, stop } = inView(grid, 1000, 0, height);
  expect(stop - first).toBeGreaterThanOrEqual(120);
  expect(stop - first).toBeLessThanOrEqual(200);
  expect(grid.columns * grid.step - 4).toBeLessThanOrEqual(width);
});

test("a hundred thousand cost no more than those in view", () => {
  const grid = gridOf(100_000, 1224, 800);
  const { first, stop } = inView(grid, 100_000, grid.height / 2, grid.height / 2 + 800);
  expect(first).toBeGreaterThan(40_000);
  expect(stop - first).toBeLessThan(250);
});

test.each([
  ["ArrowRight", 5, 6],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 0, 16],
  ["ArrowUp", 17, 1],
  ["ArrowDown", 95, 95],
  ["Home", 50, 0],
  ["End", 0, 99],
])("%s leads from %d to %d", (key, from, to) => {
  expect(neighbour(gridOf(100, 1200, 800), 100, from, key)).toBe(to);
});

test.each([
  [["b"], "b", "c"],
  [["b", "c"], "b", "d"],
  [["d"], "d", "c"],
  [["a", "b", "c", "d"], "a", undefined],
])("when %j leave, the work goes on behind them", (leaving, at, next) => {
  expect(following(["a", "b", "c", "d"], new Set(leaving), at)).toBe(next);
});

test.each([0, 3, 5, 8, 30])("one is found wherever it was likely to be (%i)", (likely) => {
  const items = ["a", "b", "c", "d", "e", "f"].map((id) => ({ id }));
  expect(items.map(({ id }) => placeNear(items, id, likely))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(placeNear(items, "gone", likely)).toBe(-1);
});
