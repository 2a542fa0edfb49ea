import { expect, test } from "vitest";
import { minutesLeft, noted, type Done } from "./pace";

const acts = (count: number, every: number, units = 1, from = 0) =>
  Array.from({ length: count }, (_, i): Done => ({ at: from + i * every, units }));

test("a hundred at three seconds each take five minutes", () => {
  expect(minutesLeft(acts(20, 3000), 100)).toBe(5);
});

test("deciding about many at once counts for each of them", () => {
  expect(minutesLeft(acts(20, 6000, 10), 1000)).toBe(10);
});

test("a pause is not work", () => {
  expect(minutesLeft([...acts(10, 3000), ...acts(10, 3000, 1, 3_600_000)], 100)).toBe(5);
});

test("after a few acts nothing is promised, and at the end nothing is left", () => {
  expect(minutesLeft(acts(5, 3000), 100)).toBeNull();
  expect(minutesLeft(acts(50, 3000), 0)).toBeNull();
});

test("what was long ago is forgotten", () => {
  let done: Done[] = [];
  for (let i = 0; i < 500; i++) done = noted(done, i, 1);
  expect(done).toHaveLength(200);
});
