import { describe, expect, test } from "vitest";
import { layOut, layoutAspect, neighbour, pictureIn, rowsBetween } from "./layout";

const random = (seed: number) => () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const many = (n: number) => {
  const next = random(7);
  return Array.from({ length: n }, () => 0.4 + next() * 2.4);
};

describe("the wall's layout", () => {
  test("every picture stands exactly once, in order", () => {
    const { rows } = layOut(many(500), 900, 140, 4);
    expect(rows.flatMap((row) => row.items.map((item) => item.index))).toEqual(
      Array.from({ length: 500 }, (_, index) => index),
    );
  });

  test.each([320, 864, 1457, 1840])("rows close flush at both ends at a width of %d", (width) => {
    const { rows } = layOut(many(300), width, 140, 4);
    for (const row of rows.slice(0, -1)) {
      expect(row.items[0]!.left).toBe(0);
      const end = row.items.at(-1)!;
      expect(end.left + end.width).toBe(width);
      for (let i = 1; i < row.items.length; i++) {
        const before = row.items[i - 1]!;
        expect(row.items[i]!.left - before.left - before.width).toBe(4);
      }
    }
  });

  test("rows keep near the wanted height", () => {
    const { rows } = layOut(many(400), 1200, 140, 4);
    for (const row of rows.slice(0, -1)) {
      expect(row.height).toBeGreaterThan(140 * 0.6);
      expect(row.height).toBeLessThan(140 * 1.7);
    }
  });

  test("pictures are distorted by less than two pixels", () => {
    const aspects = many(200);
    for (const row of layOut(aspects, 1000, 150, 4).rows) {
      for (const item of row.items) {
        expect(Math.abs(item.width - aspects[item.index]! * row.height)).toBeLessThan(3);
      }
    }
  });

  test("a single picture is not blown up", () => {
    const { rows, height } = layOut([1.5], 900, 140, 4);
    expect(rows).toHaveLength(1);
    expect(height).toBe(140);
    expect(rows[0]!.items[0]!.width).toBe(210);
  });

  test("a picture wider than the wall is fitted into it", () => {
    const { rows } = layOut([3.2, 1], 300, 140, 4);
    expect(rows[0]!.items[0]!.width).toBe(300);
  });

  test("nothing is laid out without pictures or without room", () => {
    expect(layOut([], 900, 140, 4)).toEqual({ rows: [], height: 0 });
    expect(layOut([1], 0, 140, 4).height).toBe(0);
  });

  test("only the rows in view are drawn, of ten thousand pictures", () => {
    const layout = layOut(many(10_000), 900, 140, 4);
    const shown = rowsBetween(layout.rows, 50_000, 50_800);
    expect(shown.length).toBeGreaterThan(4);
    expect(shown.length).toBeLessThan(12);
    expect(shown[0]!.top).toBeLessThanOrEqual(50_000);
    expect(shown.at(-1)!.top).toBeLessThanOrEqual(50_800);
  });

  test.each([
    [null, null, 1.5],
    [4000, 100, 3.2],
    [100, 4000, 0.5],
    [300, 200, 1.5],
  ])("%s × %s is laid out as %s", (width, height, aspect) =>
    expect(layoutAspect(width, height)).toBe(aspect),
  );
});

test.each([
  [300, 200, 3000, 2000, [0, 0, 300, 200]],
  [100, 200, 100, 400, [0, -100, 100, 400]],
  [640, 200, 8000, 1000, [-480, 0, 1600, 200]],
  [300, 200, null, null, [0, 0, 300, 200]],
])("a tile of %d × %d holds a picture of %s × %s at %j", (width, height, w, h, at) => {
  const found = pictureIn({ width, height }, { width: w, height: h });
  expect([found.left, found.top, found.width, found.height]).toEqual(at);
});

describe("arrow keys on the wall", () => {
  const layout = layOut([1, 1, 1, 1, 1, 1, 1], 300, 98, 3); // rows of three: 0 1 2 / 3 4 5 / 6
  test.each([
    [1, "down", 4],
    [4, "up", 1],
    [0, "left", 0],
    [2, "right", 3],
    [6, "right", 6],
    [5, "down", 6],
    [0, "up", 0],
    [3, "start", 0],
    [3, "end", 6],
  ] as const)("from %d %s leads to %d", (from, direction, to) =>
    expect(neighbour(layout, from, direction)).toBe(to),
  );
});
