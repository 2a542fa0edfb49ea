import { expect, test } from "vitest";
import { shareOf } from "./share";

test.each([
  [0, 60, 0, 0.0602],
  [8, 60, 0.0691, 0.2416],
  [60, 60, 0.9398, 1],
])("%i of %i are between %f and %f of all", (hits, sample, low, high) => {
  const [least, most] = shareOf(hits, sample);
  expect(least).toBeCloseTo(low, 3);
  expect(most).toBeCloseTo(high, 3);
});
