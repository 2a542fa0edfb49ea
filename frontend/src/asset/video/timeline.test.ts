import { expect, test } from "vitest";
import type { PolicySettings } from "../../api/contract";
import type { Shape } from "../../geometry/shapes";
import type { Annotation, Flag } from "../state/document";
import { example } from "../state/example";
import { marksOf, rowsOf, spansOf, spread, ticksOf, within } from "./timeline";

const shape: Shape = { type: "box", data: [0, 0, 5, 5] };
const face = {
  redact: true,
  method: "solid",
  shape: "box" as const,
  margin: 0.1,
  threshold: 0.6,
  detectors: [],
};
const policy: PolicySettings = { labels: { face }, audio: "keep", codec: "same", preset: "balanced" };

const track = (id: string, decision: Annotation["decision"], frames: [number, boolean?][]): Annotation =>
  example(id, {
    score: 0.9,
    decision,
    flags: [{ flag: "gap", says: "gap of 3 frames", frames: [6, 8] }],
    keyframes: frames.map(([frame, outside]) => ({ frame, shape, outside: outside ?? false })),
  });

test("a row shows presence, gaps, keyframes and flags", () => {
  const [row] = rowsOf([track("a", "redact", [[2], [6, true], [9], [12, true]])], policy, 20, "risk");
  expect(row).toMatchObject({
    present: [
      [2, 6],
      [9, 12],
    ],
    gaps: [[6, 9]],
    keyframes: [2, 9],
    doubts: [{ frame: 6, kind: "gap", says: "gap of 3 frames", seen: false }],
    state: "hidden",
  });
});

test("those that need somebody come first, then by their first frame", () => {
  const rows = rowsOf(
    [track("late", "redact", [[9]]), track("early", "redact", [[1]]), track("doubt", "undecided", [[15]])],
    policy,
    20,
    "risk",
  );
  expect(rows.map((row) => row.id)).toEqual(["doubt", "early", "late"]);
});

test("the gravest doubt comes first, one that was looked at counts no more; or all by their first frame", () => {
  const doubt = (id: string, first: number, ...flags: Flag[]) => ({
    ...track(id, "undecided", [[first]]),
    flags,
  });
  const flag = (kind: string, seen = false): Flag => ({ flag: kind, says: kind, seen });
  const tracks = [
    doubt("small", 1, flag("small")),
    doubt("looked at", 2, flag("gap", true)),
    doubt("gap", 3, flag("small"), flag("gap")),
    doubt("weak twice", 4, flag("weak"), flag("small")),
    doubt("weak", 0, flag("weak")),
  ];
  const order = (by: "risk" | "time") => rowsOf(tracks, policy, 20, by).map((row) => row.id);
  expect(order("risk")).toEqual(["gap", "weak twice", "weak", "small", "looked at"]);
  expect(order("time")).toEqual(["weak", "small", "looked at", "gap", "weak twice"]);
});

test("what was covered and not found is told from what was found", () => {
  const flags: Flag[] = [
    { flag: "born", says: "", frames: [4, 4] },
    { flag: "gap", says: "", frames: [6, 8] },
    { flag: "ended", says: "", frames: [12, 12] },
  ];
  const [row] = rowsOf([{ ...track("a", "redact", [[2], [16, true]]), flags }], policy, 20, "risk");
  expect(row!.filled).toEqual([[2, 4], [6, 9], [13, 16]]); // prettier-ignore
});

test("doubts too close together share a sign that says them all", () => {
  const doubts = [10, 11, 40].map((frame) => ({
    frame,
    kind: "gap",
    says: `at ${frame}`,
    seen: frame === 10,
  }));
  expect(marksOf(doubts, 2, 11)).toEqual([
    { frame: 10, kind: "gap", says: ["at 10", "at 11"], seen: false },
    { frame: 40, kind: "gap", says: ["at 40"], seen: false },
  ]);
  expect(marksOf(doubts, 12, 11)).toHaveLength(3);
});

test("only what is in sight is drawn", () => {
  expect(within([[0, 5], [10, 20], [30, 40]], [12, 30])).toEqual([[10, 20], [30, 40]]); // prettier-ignore
});

test.each([
  [[0, 250], 3.6, [0, 25, 50]],
  [[0, 250], 14, [0, 10, 20]],
  [[0, 1], 900, [0]],
  [[60, 120], 3.6, [75, 100]],
  [[-20, 100000], 0.009, [0, 10000, 20000]],
] as const)("frames %j, %d pixels wide, have round numbers", ([from, to], pixels, first) => {
  const ticks = ticksOf([from, to], pixels);
  expect(ticks.slice(0, 3)).toEqual(first);
  expect(ticks.at(-1)).toBeLessThan(to);
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
