import { expect, test } from "vitest";
import type { PolicySettings } from "../../api/contract";
import type { Shape } from "../../geometry/shapes";
import type { Annotation } from "../state/document";
import { rowsOf, spansOf, spread, ticksOf } from "./timeline";

const shape: Shape = { type: "box", data: [0, 0, 5, 5] };
const face = {
  redact: true,
  method: "solid",
  shape: "box" as const,
  margin: 0.1,
  threshold: 0.6,
  detectors: [],
};
const policy: PolicySettings = { labels: { face }, audio: "keep", preset: "balanced" };

function track(id: string, decision: Annotation["decision"], frames: [number, boolean?][]): Annotation {
  return {
    id,
    label: "face",
    source: "run",
    score: 0.9,
    decision,
    reason: "",
    attributes: {},
    flags: [{ flag: "gap", says: "gap of 3 frames", frames: [6, 8] }],
    keyframes: frames.map(([frame, outside]) => ({ frame, shape, outside: outside ?? false })),
  };
}

test("a row shows presence, gaps, keyframes and flags", () => {
  const [row] = rowsOf([track("a", "redact", [[2], [6, true], [9], [12, true]])], policy, 20);
  expect(row).toMatchObject({
    present: [
      [2, 6],
      [9, 12],
    ],
    gaps: [[6, 9]],
    keyframes: [2, 9],
    flags: [{ frame: 6, says: "gap of 3 frames" }],
    state: "hidden",
  });
});

test("those that need somebody come first, then by their first frame", () => {
  const rows = rowsOf(
    [track("late", "redact", [[9]]), track("early", "redact", [[1]]), track("doubt", "undecided", [[15]])],
    policy,
    20,
  );
  expect(rows.map((row) => row.id)).toEqual(["doubt", "early", "late"]);
});

test.each([
  [250, 1, 25],
  [250, 4, 10],
  [1, 1, 1],
  [100000, 1, 10000],
])("%d frames at zoom %d have a tick every %d", (frames, zoom, step) => {
  const ticks = ticksOf(frames, zoom);
  expect(ticks[0]).toBe(0);
  if (ticks.length > 1) expect(ticks[1]).toBe(step);
  expect(ticks.at(-1)).toBeLessThan(frames);
});

test("keyframes too close to be told apart are drawn once", () => {
  expect(spread([0, 1, 2, 10, 11, 30], 2, 9)).toEqual([0, 10, 30]);
  expect(spread([0, 1, 2], 20, 9)).toEqual([0, 1, 2]);
});

test("stretches with candidates that touch are one", () => {
  const seen = (from: number, to: number) => ({
    label: "face",
    score: 0.4,
    flagged: true,
    sightings: [from, to].map((frame) => ({
      frame,
      box: [0, 0, 5, 5] as [number, number, number, number],
      score: 0.4,
    })),
  });
  expect(spansOf([seen(30, 33), seen(0, 4), seen(6, 9)])).toEqual([
    [0, 10],
    [30, 34],
  ]);
});
