import { describe, expect, test } from "vitest";
import { ApiError } from "../api/client";
import type { Asset, Candidate, Me, PolicySettings, Project } from "../api/contract";
import type { Keyframe } from "../geometry/interpolation";
import { link, uncovered } from "./candidates";
import { filmOf } from "./crops";
import { clock, frameAt, frameTable, seekTime } from "./frames";
import { newId } from "./ids";
import { namesOf, stateOf, step, waiting } from "./needs";
import { refusal } from "./server";
import type { Annotation } from "./state/document";
import { example } from "./state/example";
import { applying, moving } from "./threshold";
import { needsAnother, nextAct } from "./Verdict";
import { whyOf } from "./why";

const settings = {
  redact: true,
  method: "solid",
  shape: "box" as const,
  margin: 0.1,
  threshold: 0.6,
  detectors: [],
};
const policy: PolicySettings = {
  labels: { face: settings },
  audio: "keep",
  codec: "same",
  preset: "balanced",
};

const face = (id: string, score: number, more: Partial<Annotation> = {}): Annotation =>
  example(id, {
    score,
    keyframes: [{ frame: 0, shape: { type: "box", data: [0, 0, 10, 10] } }],
    ...more,
  });

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
  const seen = (frame: number, x: number, score: number): Candidate => ({
    frame,
    label: "face",
    flagged: true,
    box: [x, 0, 10, 10],
    score,
  });
  const candidates = link([seen(0, 100, 0.41), seen(0, 200, 0.2)]);

  test("says what it would change, and people's decisions do not count", () => {
    expect(moving(objects, candidates, "face", policy, 0.35)).toEqual({ more: 1, fewer: 0 });
    expect(moving(objects, candidates, "face", policy, 0.8)).toEqual({ more: 0, fewer: 1 });
  });

  test("applied lower, it makes objects of the candidates above it", () => {
    const operations = applying(objects, candidates, "face", policy, 0.35, 1, () => "new");
    expect(operations).toMatchObject([{ op: "create", annotation: "new", decision: "redact" }]);
  });

  test("applied higher, it removes what only the machine found", () => {
    expect(applying(objects, candidates, "face", policy, 0.8, 1, () => "new")).toEqual([
      { op: "delete", annotation: "weak" },
    ]);
  });
});

describe("candidates", () => {
  const seen = (frame: number, x: number, score = 0.4): Candidate => ({
    frame,
    label: "face",
    flagged: true,
    box: [x, 0, 10, 10],
    score,
  });

  test("of one thing in consecutive frames are one, with its best score", () => {
    const [one, ...others] = link([seen(0, 0), seen(1, 2, 0.5), seen(4, 3), seen(1, 50)]);
    expect(one).toMatchObject({ score: 0.5 });
    expect(one!.sightings.map((s) => s.frame)).toEqual([0, 1, 4]);
    expect(others).toHaveLength(1);
  });

  test("two things in one frame, and one that was away for long, stay apart", () => {
    expect(link([seen(0, 0), seen(0, 1)])).toHaveLength(2);
    expect(link([seen(0, 0), seen(20, 0)])).toHaveLength(2);
  });

  test("that an object covers already are not offered", () => {
    const offered = uncovered([seen(0, 1), seen(0, 40)], [face("a", 0.9)]);
    expect(offered.map((c) => c.box[0])).toEqual([40]);
  });

  test("of a video become one object each, gone after its last frame", () => {
    const track = link([seen(2, 0), seen(3, 1), seen(4, 2)]);
    const [created, ...others] = applying([], track, "face", policy, 0.3, 50, () => "new");
    expect(others).toEqual([]);
    const keyframes = (created as { keyframes: Keyframe[] }).keyframes;
    expect(keyframes.map((k) => [k.frame, k.outside])).toEqual([
      [2, false],
      [3, false],
      [4, false],
      [5, true],
    ]);
  });
});

describe("why an object asks for somebody", () => {
  const gap = (from: number, to: number) => ({ flag: "gap", frames: [from, to], says: "long sentence" });
  const born = { flag: "born", frames: [2, 2], says: "appears in the middle of the picture" };

  test("is its gravest doubt, and how many more there are", () => {
    expect(whyOf(face("a", 0.7, { flags: [born, gap(48, 48), gap(39, 41)] }))).toBe(
      "gap of 3 frames and 2 more",
    );
    expect(whyOf(face("a", 0.7, { flags: [born] }))).toBe("appears mid-picture");
  });

  test("is its score where the machine has no doubt, and nothing of the kind once it is decided", () => {
    expect(whyOf(face("a", 0.7))).toBe("score 0.70");
    expect(whyOf(face("a", 0.7, { flags: [born], decision: "redact" }))).toBe("score 0.70");
    expect(whyOf(face("a", 0.7, { flags: [born], decision: "keep", reason: "consent" }))).toBe("consent");
  });

  test("a doubt that this page does not know speaks for itself", () => {
    expect(whyOf(face("a", 0.7, { flags: [{ flag: "tilted", says: "lies on its side" }] }))).toBe(
      "lies on its side",
    );
  });
});

test("an object keeps its number when one before it is deleted", () => {
  const labels = [{ id: "face", name: "Face", kind: "face", chip: "F", attributes: [], position: 0 }];
  const numbers = new Map<string, number>();
  namesOf([face("a", 1), face("b", 1)], labels, numbers);
  expect([...namesOf([face("b", 1), face("c", 1)], labels, numbers).values()]).toEqual(["Face 2", "Face 3"]);
});

test("new ids rise with time", () => {
  const ids = Array.from({ length: 50 }, newId);
  expect([...ids].sort()).toEqual(ids);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

describe("who approves", () => {
  const asset = {
    id: "a",
    state: "annotate",
    acts: ["annotate", "review"],
    last_author: "Ines",
  } as unknown as Asset;
  const project = { self_approval: false, members_count: 2 } as unknown as Project;
  const me = (name: string) => ({ name, email: "x@y" }) as unknown as Me;

  test.each([
    ["the last author", "Ines", {}, true],
    ["somebody else", "Mara", {}, false],
    ["the last author where the project allows it", "Ines", { self_approval: true }, false],
    ["the only member", "Ines", { members_count: 1 }, false],
  ])("%s", (_, name, more, another) => {
    expect(needsAnother(asset, { ...project, ...more }, me(name))).toBe(another);
  });

  test("what is offered follows", () => {
    expect(nextAct(asset, 2, false)?.text).toBe("Hide 2 undecided and approve");
    expect(nextAct(asset, 2, true)?.text).toBe("Submit for review");
    expect(nextAct({ ...asset, state: "in_review" }, 0, true)).toBeNull();
    expect(nextAct({ ...asset, state: "ready" }, 0, false)).toBeNull();
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

test("crops of a clip are cut from the redacted film for who may not see originals", () => {
  const files = { proxy: "/proxy", redacted: "/redacted", redacted_proxy: "/redacted_proxy" };
  expect(filmOf({ files }, true)).toBe("/proxy");
  expect(filmOf({ files }, false)).toBe("/redacted_proxy");
  expect(filmOf({ files: { proxy: "/proxy", redacted: "/redacted" } }, false)).toBe("/redacted");
  expect(filmOf({ files: { proxy: "/proxy" } }, false)).toBeUndefined();
});
