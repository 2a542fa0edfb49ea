import { describe, expect, test } from "vitest";
import { shapeAt } from "../geometry/interpolation";
import type { Shape } from "../geometry/shapes";
import {
  decide,
  draw,
  neighbour,
  propagate,
  reshape,
  toggleKeyframe,
  toggleOccluded,
  toggleOutside,
} from "./actions";
import { applyOperations, type Annotation, type Operation } from "./state/document";

const box = (x: number): Shape => ({ type: "box", data: [x, 0, 10, 10] });

function track(): Annotation {
  const [made] = applyOperations(new Map(), draw("t", "face", box(0), 10), new Map()).annotations.values();
  return after(made!, reshape(made!, 20, box(100)));
}

function after(annotation: Annotation, operations: Operation[]): Annotation {
  const start = new Map([[annotation.id, annotation]]);
  return applyOperations(start, operations, new Map()).annotations.get(annotation.id)!;
}

describe("a track", () => {
  test("moved at a frame between keyframes gets a keyframe there", () => {
    const moved = after(track(), reshape(track(), 15, box(7)));
    expect(moved.keyframes.map((k) => k.frame)).toEqual([10, 15, 20]);
    expect(shapeAt(moved.keyframes, 15)).toEqual(box(7));
  });

  test("leaves at a frame and is back at another", () => {
    const gone = after(track(), toggleOutside(track(), 15));
    expect(shapeAt(gone.keyframes, 17)).toBeNull();
    expect(shapeAt(gone.keyframes, 20)).toEqual(box(100));
    const back = after(gone, toggleOutside(gone, 17));
    expect(shapeAt(back.keyframes, 17)).not.toBeNull();
  });

  test("cannot be made absent everywhere", () => {
    const [one] = applyOperations(new Map(), draw("t", "face", box(0), 10), new Map()).annotations.values();
    expect(toggleOutside(one!, 10)).toEqual([]);
  });

  test("keeps its last keyframe", () => {
    const one = after(track(), toggleKeyframe(track(), 20));
    expect(one.keyframes).toHaveLength(1);
    expect(toggleKeyframe(one, 10)).toEqual([]);
  });

  test("can be pinned where it is interpolated", () => {
    const pinned = after(track(), toggleKeyframe(track(), 15));
    expect(shapeAt(pinned.keyframes, 15)).toEqual(box(50));
    expect(pinned.keyframes).toHaveLength(3);
  });

  test("is behind something until it is not", () => {
    const behind = after(track(), toggleOccluded(track(), 15));
    expect(behind.keyframes.find((k) => k.frame === 15)?.occluded).toBe(true);
  });

  test("stays in its place when it is propagated", () => {
    const still = after(track(), propagate(track(), 10, 20));
    expect(shapeAt(still.keyframes, 18)).toEqual(box(0));
  });

  test("finds the keyframes around a frame", () => {
    expect([neighbour(track(), 15, 1), neighbour(track(), 15, -1), neighbour(track(), 20, 1)]).toEqual([
      20,
      10,
      null,
    ]);
  });
});

test("one decision for many objects is one operation each", () => {
  expect(decide(["a", "b"], "keep", "consent")).toHaveLength(2);
});
