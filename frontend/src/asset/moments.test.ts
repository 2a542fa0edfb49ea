import { expect, test } from "vitest";
import type { Label, PolicySettings } from "../api/contract";
import type { Shape } from "../geometry/shapes";
import { around, fine, fineAtCut, momentsOf, nextMoment } from "./moments";
import { groupsOf } from "./people";
import { applyOperations, type Annotation, type Flag } from "./state/document";
import { example } from "./state/example";

const shape: Shape = { type: "box", data: [0, 0, 20, 20] };
const flag = (kind: string, frames: number[] | null = null, seen = false): Flag => ({
  flag: kind,
  says: kind,
  frames,
  seen,
});

function track(id: string, flags: Flag[], more: Partial<Annotation> = {}): Annotation {
  const keyframes = [
    { frame: 10, shape, score: 0.6 },
    { frame: 20, shape, score: 0.9 },
    { frame: 30, shape: null, outside: true },
  ];
  return example(id, { flags, keyframes, ...more });
}
const names = new Map([
  ["a", "Face 1"],
  ["b", "Face 2"],
]);

test("moments that wait come first, gravest first, each with the frame to look at", () => {
  const moments = momentsOf(
    [
      track("a", [flag("small"), flag("gap", [14, 16]), flag("born", [10, 10], true)]),
      track("b", [flag("ended", [29, 29])]),
    ],
    names,
  );
  expect(moments.map((m) => [m.kind, m.name, m.at, m.done])).toEqual([
    ["gap", "Face 1", 15, false],
    ["ended", "Face 2", 29, false],
    ["small", "Face 1", 20, false], // where it was found most surely
    ["born", "Face 1", 10, true],
  ]);
});

test("a gap in which nothing is covered comes before all that was filled in", () => {
  const keyframes = [
    { frame: 10, shape },
    { frame: 14, shape: null, outside: true },
    { frame: 17, shape },
  ];
  const moments = momentsOf(
    [track("a", [flag("gap", [21, 26])]), track("b", [flag("gap", [14, 16])], { keyframes })],
    names,
  );
  expect(moments.map((m) => [m.annotation, m.says, m.open])).toEqual([
    ["b", "not covered for 3 frames", true],
    ["a", "gap of 6 frames", false],
  ]);
});

test("who stays visible is not doubtful any more", () => {
  const [moment] = momentsOf([track("a", [flag("gap", [14, 16])], { decision: "keep" })], names);
  expect(moment!.done).toBe(true);
});

test("walking goes round and leaves out what was looked at", () => {
  const moments = momentsOf(
    [track("a", [flag("gap", [14, 16]), flag("weak"), flag("small", null, true)])],
    names,
  );
  const [gap, weak] = moments;
  expect(nextMoment(moments, undefined, 1)).toBe(gap);
  expect(nextMoment(moments, gap!.key, 1)).toBe(weak);
  expect(nextMoment(moments, weak!.key, 1)).toBe(gap);
  expect(nextMoment(moments, gap!.key, -1)).toBe(weak);
  expect(nextMoment(moments, undefined, -1)).toBe(weak);
  expect(nextMoment([], undefined, 1)).toBeNull();
});

test("the last fine moment of somebody undecided hides them", () => {
  const one = track("a", [flag("gap", [14, 16]), flag("weak")]);
  const after = (annotation: Annotation, index: number) =>
    applyOperations(new Map([["a", annotation]]), fine(annotation, index), new Map()).annotations.get("a")!;
  const first = after(one, 1);
  expect([first.decision, first.flags.map((f) => f.seen)]).toEqual(["undecided", [false, true]]);
  expect(after(first, 0).decision).toBe("redact");
  expect(after({ ...first, decision: "keep", reason: "consent" }, 0)).toMatchObject({
    decision: "keep",
    reason: "consent",
  });
});

test("a second around a frame is a second at any rate of frames", () => {
  const steady = Array.from({ length: 100 }, (_, i) => i / 10);
  expect(around(steady, 50)).toEqual([45, 55]);
  expect(around(steady, 1)).toEqual([0, 6]);
  expect(around([0, 3, 3.2, 9], 2)).toEqual([1, 2]);
});

test("people are grouped by kind, those who need a decision first, then in order of appearance", () => {
  const label = (id: string, kind: string): Label => ({
    id,
    name: id,
    kind,
    chip: "F",
    attributes: [],
    position: 0,
  });
  const rule = {
    redact: true,
    method: "solid",
    shape: "box" as const,
    margin: 0,
    threshold: 0.5,
    detectors: [],
  };
  const policy: PolicySettings = {
    labels: { face: rule, plate: rule },
    audio: "keep",
    codec: "same",
    preset: "balanced",
  };
  const groups = groupsOf(
    [
      track("a", [], { decision: "redact" }),
      track("b", [flag("gap", [14, 16])], { score: 0.8 }),
      track("c", [], { score: 0.6 }),
      track("d", [], { label: "plate", decision: "keep", reason: "consent" }),
    ],
    names,
    [label("plate", "license_plate"), label("face", "face")],
    policy,
    60,
  );
  expect(groups.map((g) => [g.kind, g.undecided, g.people.map((p) => p.id)])).toEqual([
    ["face", 2, ["c", "b", "a"]],
    ["license_plate", 0, ["d"]],
  ]);
  expect(groups[0]!.people[1]).toMatchObject({ frames: [10, 29], why: "gap of 3 frames", doubts: 1 });
});

test("a cut at which somebody vanishes is a moment, once for the cut, until somebody has looked", () => {
  const two = [track("a", []), track("b", [])]; // both gone at frame 30
  const [moment, ...others] = momentsOf(two, names, [15, 30]);
  expect(others).toEqual([]);
  expect(moment).toMatchObject({ cut: 30, at: 29, done: false, name: "Face 1" });
  const { annotations } = applyOperations(
    new Map(two.map((one) => [one.id, one])),
    fineAtCut(two[0]!, 30),
    new Map(),
  );
  expect(momentsOf([...annotations.values()], names, [15, 30])).toMatchObject([{ cut: 30, done: true }]);
});

test("a cut around which something is doubtful anyway is not asked about twice", () => {
  const moments = momentsOf([track("a", [flag("boundary", [27, 29])])], names, [30]);
  expect(moments.map((moment) => moment.kind)).toEqual(["boundary"]);
  expect(moments[0]!.cut).toBeUndefined();
});
