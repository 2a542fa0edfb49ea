import { expect, test } from "vitest";
import { sharper, shownOf, type Place } from "./place";

const place = (left: number, top: number, scale: number): Place => ({
  left,
  top,
  width: 4000 * scale,
  height: 2000 * scale,
  stage: { width: 1000, height: 600 },
  picture: { width: 4000, height: 2000 },
});

test.each([
  ["all of it", place(100, 100, 0.2), { left: 0, top: 0, width: 800, height: 400 }],
  [
    "at whole pixels of the stage",
    place(100.4, 100.4, 0.2),
    { left: -0.4, top: -0.4, width: 801, height: 401 },
  ],
  ["what is not beyond the stage", place(-300, -50, 1), { left: 300, top: 50, width: 1000, height: 600 }],
  ["nothing of what has left it", place(-5000, 100, 1), { width: 0 }],
])("%s is drawn", (_, at, wanted) => {
  const shown = Object.entries(shownOf(at)).map(([name, value]) => [name, Math.round(value * 10) / 10]);
  expect(Object.fromEntries(shown)).toMatchObject(wanted);
});

test("more pixels are wanted where those of the file are seen one by one, and there are more", () => {
  const file = { width: 2560, height: 1280 };
  expect(sharper(place(0, 0, 0.2), file)).toBe(false);
  expect(sharper(place(0, 0, 2), file)).toBe(true);
  expect(sharper(place(0, 0, 2), { width: 4000, height: 2000 })).toBe(false);
  expect(sharper(place(0, 0, 2), undefined)).toBe(false);
  expect(sharper({ ...place(0, 0, 2), picture: { width: 20_000, height: 10_000 } }, file)).toBe(false);
});
