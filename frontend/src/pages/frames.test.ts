import { expect, test } from "vitest";
import { rangesOf } from "./FramesTable";

test.each([
  [1, [[16, 16]], "16"],
  [
    4,
    [
      [2, 4],
      [9, 9],
    ],
    "2–4, 9",
  ],
  [5, [[2, 4]], "2–4 …"],
])("%i damaged frames are named: %j", (failed, failed_ranges, says) => {
  expect(rangesOf({ failed, failed_ranges })).toBe(says);
});
