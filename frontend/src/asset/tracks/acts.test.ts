import { describe, expect, test } from "vitest";
import cases from "../../../../tests/cases/interpolation.json";
import { presence, shapeAt, type Keyframe } from "../../geometry/interpolation";
import { bounds, type Box, type Shape } from "../../geometry/shapes";
import { applyOperations, type Annotation, type Flag, type Operation } from "../state/document";
import { example } from "../state/example";
import { bridge, extendEnd, extendStart, follow, merge, split, STEP, whyNotMerged } from "./acts";

const FRAMES = 60;
const box = (x: number, y = 0, side = 10): Shape => ({ type: "box", data: [x, y, side, side] });

const track = (id: string, keyframes: Keyframe[], more: Partial<Annotation> = {}): Annotation =>
  example(id, { keyframes, ...more });
const at = (frame: number, shape: Shape | null = box(0)): Keyframe =>
  shape ? { frame, shape } : { frame, shape: null, outside: true };

function after(tracks: Annotation[], operations: Operation[]): Annotation[] {
  const start = new Map(tracks.map((t) => [t.id, t]));
  return [...applyOperations(start, operations, new Map()).annotations.values()];
}
const spansOf = ({ keyframes }: Annotation) => presence(keyframes, FRAMES);

/** What sticks out of the covers at any frame, in pixels; 0 where everything is covered. */
function open(before: Annotation[], now: Annotation[]): number {
  let worst = 0;
  for (let frame = 0; frame < FRAMES; frame++) {
    const covers = now.flatMap((t) => shapeAt(t.keyframes, frame) ?? []);
    for (const shape of before.flatMap((t) => shapeAt(t.keyframes, frame) ?? [])) {
      const [x, y, width, height] = bounds(shape);
      const out = covers.map((cover) => {
        const [l, t, w, h] = bounds(cover);
        return Math.max(l - x, t - y, x + width - l - w, y + height - t - h, 0);
      });
      worst = Math.max(worst, Math.min(Infinity, ...out));
    }
  }
  return worst;
}

/** Random, the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor((state / 4294967296) * sides);
  };
}

function anyShape(roll: (sides: number) => number): Shape {
  const numbers: Box = [roll(90) / 7, roll(90) / 7, 3 + roll(90) / 7, 3 + roll(90) / 7];
  const [x, y, w, h] = numbers;
  switch (roll(8)) {
    case 0:
      return { type: "ellipse", data: [x + w, y + h, w, h, roll(360)] };
    case 1:
      return { type: "polygon", data: [[x, y], [x + w, y], [x, y + h]] }; // prettier-ignore
    case 2:
      return { type: "polygon", data: [[x, y], [x + w, y], [x + w, y + h], [x, y + h]] }; // prettier-ignore
    default:
      return { type: "box", data: numbers };
  }
}

function anyTrack(id: string, roll: (sides: number) => number, shapes: () => Shape): Annotation {
  const keyframes: Keyframe[] = [];
  for (let frame = roll(30); frame < FRAMES; frame += 1 + roll(12)) {
    const gone = keyframes.length > 0 && roll(4) === 0;
    keyframes.push(at(frame, gone ? null : shapes()));
  }
  return track(id, keyframes.length ? keyframes : [at(5)]);
}

describe.each(Array.from({ length: 60 }, (_, seed) => seed))("whatever the tracks are (%d)", (seed) => {
  const roll = dice(seed);
  const shapes = seed % 3 ? () => anyShape(roll) : () => ({ type: "box" as const, data: [roll(90) / 7, roll(90) / 7, 3 + roll(90) / 7, 3 + roll(90) / 7] as Box }); // prettier-ignore
  const tracks = ["a", "b", "c"].map((id) => anyTrack(id, roll, shapes));

  test("merging covers all that was covered, in one track", () => {
    const merged = after(tracks, merge(tracks, FRAMES));
    expect(merged).toHaveLength(1);
    expect(open(tracks, merged)).toBeLessThan(1e-6);
    const covered = (all: Annotation[], frame: number) => all.some((t) => shapeAt(t.keyframes, frame));
    for (let frame = 0; frame < FRAMES; frame++) {
      expect(covered(merged, frame)).toBe(covered(tracks, frame));
    }
  });

  test("splitting, extending and bridging uncover nothing", () => {
    const one = tracks[0]!;
    for (const frame of [roll(FRAMES), roll(FRAMES), roll(FRAMES)]) {
      for (const done of [
        split(one, frame, "new"),
        extendEnd(one, frame, FRAMES),
        extendStart(one, frame, FRAMES),
        bridge(one, frame, FRAMES),
      ]) {
        expect(open([one], after([one], done))).toBeLessThan(0.0101);
      }
      const [first, second] = after([one], split(one, frame, "new"));
      if (!second) continue;
      expect(first!.keyframes.every((k) => k.frame < frame || k.outside)).toBe(true);
      expect(second.keyframes.every((k) => k.frame >= frame)).toBe(true);
      expect(second.keyframes[0]!.outside ?? false).toBe(false);
    }
  });
});

test.each(cases.filter((c) => c.keyframes.length > 1))(
  "a split track is interpolated as before: $name",
  ({ keyframes, frame, expected }) => {
    const whole = track("a", keyframes as unknown as Keyframe[]);
    for (const cut of [frame, frame + 1]) {
      const shown = after([whole], split(whole, cut, "b")).flatMap((t) => shapeAt(t.keyframes, frame) ?? []);
      const numbers = (shape: unknown) => (shape as { data: number[] }).data;
      if (!expected) expect(shown).toEqual([]);
      else if (expected.type === "mask") expect(shown).toEqual([expected]);
      else {
        const [found, wanted] = [numbers(shown[0]).flat(2), numbers(expected).flat(2)];
        wanted.forEach((n, i) => expect(Math.abs(found[i]! - n)).toBeLessThan(0.021));
      }
    }
  },
);

describe("merging", () => {
  const early = track("early", [at(2), at(10, box(40)), at(12, null)], { score: 0.6 });
  const late = track("late", [at(20, box(60)), at(30, box(90)), at(33, null)], { score: 0.9 });
  const flag = (kind: string, frames?: number[]): Flag => ({ flag: kind, says: kind, frames });

  test("keeps the surest, whose gap is a doubt of its own; ends that met are none any more", () => {
    const one = { ...early, flags: [flag("ended", [11, 11]), flag("weak")] };
    const two = { ...late, flags: [flag("born", [20, 20]), flag("gap", [25, 26])] };
    const [merged, ...others] = after([one, two], merge([one, two], FRAMES));
    expect(others).toEqual([]);
    expect(merged!.id).toBe("late");
    expect(spansOf(merged!)).toEqual([[2, 12], [20, 33]]); // prettier-ignore
    expect(merged!.flags.map((f) => [f.flag, f.frames])).toEqual([
      ["weak", [2, 11]],
      ["gap", [12, 19]],
      ["gap", [25, 26]],
    ]);
  });

  test.each([
    ["redact", "keep", "redact"],
    ["undecided", "keep", "undecided"],
    ["keep", "keep", "keep"],
    ["undecided", "redact", "redact"],
  ] as const)("%s and %s is %s", (a, b, wanted) => {
    const pair = [
      { ...early, decision: a, reason: "consent" },
      { ...late, decision: b, reason: "consent" },
    ];
    const [merged] = after(pair, merge(pair, FRAMES));
    expect([merged!.decision, merged!.reason]).toEqual([wanted, wanted === "keep" ? "consent" : ""]);
  });

  test("needs two of one label", () => {
    expect(whyNotMerged([early])).toMatch(/two/);
    expect(whyNotMerged([early, { ...late, label: "plate" }])).toMatch(/label/);
    expect(merge([early], FRAMES)).toEqual([]);
  });

  test("is undone in one step", () => {
    const start = new Map([early, late].map((t) => [t.id, t]));
    const bin = new Map<string, Annotation>();
    const done = applyOperations(start, merge([early, late], FRAMES), bin);
    const back = applyOperations(done.annotations, done.inverse, bin).annotations;
    expect([...back.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([early, late]);
  });
});

describe("splitting", () => {
  const one = track("a", [at(2), at(22, box(100)), at(30, null)], {
    decision: "keep",
    reason: "consent",
    score: 0.8,
    flags: [
      { flag: "gap", says: "gap", frames: [4, 5] },
      { flag: "ended", says: "ended", frames: [28, 28] },
    ],
  });

  test("gives both sides the decision, the score and their own doubts", () => {
    const [first, second] = after([one], split(one, 12, "b"));
    expect([spansOf(first!), spansOf(second!)]).toEqual([[[2, 12]], [[12, 30]]]);
    expect(first!.flags.map((f) => f.flag)).toEqual(["gap"]);
    expect(second).toMatchObject({ decision: "keep", reason: "consent", score: 0.8, label: "face" });
    expect(second!.flags.map((f) => f.flag)).toEqual(["ended"]);
  });

  test("keeps nobody new whose reason nobody knows", () => {
    const [first, second] = after([one], split({ ...one, reason: "" }, 12, "b"));
    expect([first!.decision, second!.decision]).toEqual(["keep", "undecided"]);
  });

  test.each([2, 30, 45, 0])("does nothing at frame %d, where one side would be empty", (frame) => {
    expect(split(one, frame, "b")).toEqual([]);
  });
});

describe("extending", () => {
  const one = track("a", [at(10), at(14, box(20)), at(16, null), at(30, box(50)), at(33, null)], {
    flags: [{ flag: "gap", says: "gap", frames: [16, 29] }],
  });

  test.each([
    ["to the playhead behind it", 20, [[10, 21], [30, 33]]],
    ["a few frames from within", 12, [[10, 16 + STEP], [30, 33]]],
    ["across the gap when it meets the other side", 29, [[10, 33]]],
    ["to the end of the clip", FRAMES - 1, [[10, 16], [30, FRAMES]]],
    ["nothing before it begins", 3, [[10, 16], [30, 33]]],
  ])("the end reaches %s", (_, frame, wanted) => {
    expect(spansOf(after([one], extendEnd(one, frame, FRAMES))[0]!)).toEqual(wanted);
  }); // prettier-ignore

  test.each([
    ["at the playhead before it", 4, [[4, 16], [30, 33]]],
    ["a few frames earlier from within", 31, [[10, 16], [30 - STEP, 33]]],
    ["where the other side ends", 16, [[10, 33]]],
    ["as before, behind everything", 40, [[10, 16], [30, 33]]],
  ])("it begins %s", (_, frame, wanted) => {
    expect(spansOf(after([one], extendStart(one, frame, FRAMES))[0]!)).toEqual(wanted);
  }); // prettier-ignore

  test("a bridged gap is covered in a straight line, and its doubt is answered", () => {
    const [bridged] = after([one], bridge(one, 22, FRAMES));
    expect(spansOf(bridged!)).toEqual([[10, 33]]);
    expect(shapeAt(bridged!.keyframes, 15)).toEqual(box(20));
    expect(bridged!.flags[0]!.seen).toBe(true);
    expect(bridge(bridged!, 22, FRAMES)).toEqual([]);
  });
});

describe("following", () => {
  const way = (last: number, ...frames: number[]) => ({
    keyframes: frames.map((frame) => at(frame, box(frame))),
    last,
    why: "lost" as const,
  });
  const follows = (keyframes: Keyframe[], frame: number, given = way(20, 11, 20)) => {
    const before = track("a", keyframes);
    return after([before], follow(before, frame, given, FRAMES))[0]!;
  };

  test("a track that was drawn once goes where it was followed, and ends there", () => {
    const now = follows([at(10)], 10);
    expect(spansOf(now)).toEqual([[10, 21]]);
    expect(bounds(shapeAt(now.keyframes, 20)!)).toEqual([20, 0, 10, 10]);
  });

  test("what was set before and after stays as it was", () => {
    const now = follows([at(2, box(7)), at(15, box(40)), at(30, box(60)), at(40, null)], 10);
    expect(spansOf(now)).toEqual([[2, 40]]);
    expect(now.keyframes.map((k) => k.frame)).toEqual([2, 10, 11, 20, 21, 30, 40]);
    expect(bounds(shapeAt(now.keyframes, 2)!)).toEqual([7, 0, 10, 10]);
    expect(bounds(shapeAt(now.keyframes, 25)!)[0]).toBeGreaterThan(45);
  });

  test("up to the last frame of the clip nothing ends", () => {
    expect(spansOf(follows([at(10)], 10, way(FRAMES - 1, 11, FRAMES - 1)))).toEqual([[10, FRAMES]]);
  });

  test("who is not there at the frame, or goes nowhere, stays as they are", () => {
    const gone = track("a", [at(2), at(5, null)]);
    expect(follow(gone, 10, way(20, 11, 20), FRAMES)).toEqual([]);
    expect(follow(track("a", [at(2)]), 10, way(10), FRAMES)).toEqual([]);
  });
});
