import { describe, expect, test } from "vitest";
import { ApiError } from "../api/client";
import type { PolicySettings } from "../api/contract";
import { clock, frameAt, frameTable, seekTime } from "./frames";
import { namesOf, stateOf, step, waiting } from "./needs";
import { refusal } from "./server";
import type { Annotation } from "./state/document";
import { applying, moving } from "./threshold";

const settings = { redact: true, method: "solid", shape: "box" as const, margin: 0.1, threshold: 0.6 };
const policy: PolicySettings = { labels: { face: settings }, audio: "keep", detector: "yunet" };

function face(id: string, score: number, more: Partial<Annotation> = {}): Annotation {
  return {
    id,
    label: "face",
    source: "run",
    score,
    decision: "undecided",
    reason: "",
    attributes: {},
    flags: [],
    keyframes: [{ frame: 0, shape: { type: "box", data: [0, 0, 10, 10] } }],
    ...more,
  };
}

describe("the frame table", () => {
  const table = frameTable([1, 1000], [100, 183, 266, 516]); // a variable rate, not beginning at zero

  test("gives the frame that is shown at a time", () => {
    expect([0, 0.08, 0.083, 0.2, 0.3, 9].map((t) => frameAt(table, t))).toEqual([0, 0, 1, 2, 2, 3]);
  });

  test("seeks to the middle of a frame, the last one included", () => {
    for (const frame of [0, 1, 2, 3]) expect(frameAt(table, seekTime(table, frame))).toBe(frame);
  });

  test("a film of one frame can be sought", () => {
    const one = frameTable([1, 25], [0]);
    expect(frameAt(one, seekTime(one, 0))).toBe(0);
  });

  test("times read like a clock", () => {
    expect([clock(4.68), clock(75.5)]).toEqual(["0:04.680", "1:15.500"]);
  });
});

describe("what an object is", () => {
  test.each([
    ["redact", 0.1, "hidden"],
    ["keep", 0.9, "kept"],
    ["undecided", 0.9, "undecided"],
    ["undecided", 0.3, "undecided"],
  ] as const)("%s at score %d is %s", (decision, score, state) => {
    expect(stateOf(face("a", score, { decision }), policy)).toBe(state);
  });

  test("a label that the policy leaves alone stays visible without a decision", () => {
    expect(stateOf(face("a", 0.9, { label: "car" }), policy)).toBe("kept");
  });

  test("those that wait come riskiest first", () => {
    const list = [face("sure", 0.9), face("doubt", 0.61), face("done", 0.2, { decision: "redact" })];
    expect(waiting(list, policy).map((a) => a.id)).toEqual(["doubt", "sure"]);
  });

  test("stepping goes round", () => {
    const list = [face("a", 1), face("b", 1)];
    expect(step(list, "b", 1)?.id).toBe("a");
    expect(step(list, undefined, -1)?.id).toBe("b");
    expect(step([], "a", 1)).toBeNull();
  });

  test("objects are numbered by label", () => {
    const labels = [{ id: "face", name: "Face", kind: "face", chip: "F", attributes: [], position: 0 }];
    expect([...namesOf([face("a", 1), face("b", 1)], labels).values()]).toEqual(["Face 1", "Face 2"]);
  });
});

describe("moving the threshold", () => {
  const objects = [face("weak", 0.65), face("sure", 0.9), face("mine", 0.3, { decision: "keep" })];
  const candidates = [
    { frame: 0, label: "face", box: [1, 2, 3, 4] as [number, number, number, number], score: 0.41 },
    { frame: 0, label: "face", box: [5, 6, 7, 8] as [number, number, number, number], score: 0.2 },
  ];

  test("says what it would change, and people's decisions do not count", () => {
    expect(moving(objects, candidates, "face", policy, 0.35)).toEqual({ more: 1, fewer: 0 });
    expect(moving(objects, candidates, "face", policy, 0.8)).toEqual({ more: 0, fewer: 1 });
  });

  test("applied lower, it makes objects of the candidates above it", () => {
    const operations = applying(objects, candidates, "face", policy, 0.35, () => "new");
    expect(operations).toMatchObject([{ op: "create", annotation: "new", decision: "redact" }]);
  });

  test("applied higher, it removes what only the machine found", () => {
    expect(applying(objects, candidates, "face", policy, 0.8, () => "new")).toEqual([
      { op: "delete", annotation: "weak" },
    ]);
  });
});

describe("a save that was not taken", () => {
  const error = (status: number, extra: object = {}) =>
    new ApiError(status, { code: "x", detail: "Because.", field: null, ...extra });

  test.each([0, 401, 429, 500, 503])("status %d is tried again", (status) => {
    expect(refusal(error(status)).kind).toBe("offline");
  });

  test("a lasting refusal is said", () => {
    expect(refusal(error(400))).toEqual({ kind: "refused", detail: "Because." });
  });

  test("a conflict names the objects", () => {
    const answer = refusal(
      error(409, { revision: 7, conflicts: [{ annotation: "a", yours: null, theirs: null }] }),
    );
    expect(answer).toEqual({ kind: "conflict", revision: 7, objects: [{ annotation: "a", theirs: null }] });
  });
});
