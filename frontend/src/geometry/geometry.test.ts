import { describe, expect, test } from "vitest";
import hidingCases from "../../../tests/cases/hiding.json";
import interpolationCases from "../../../tests/cases/interpolation.json";
import { isHidden, type Decision } from "./hiding";
import { presence, shapeAt, type Keyframe } from "./interpolation";
import { bounds, clip, enclosingEllipse, fitTo, grow, type Shape } from "./shapes";

function flat(shape: Shape | null): unknown {
  if (!shape || shape.type === "mask") return shape;
  return shape.data.flat(2);
}

describe("the specification shared with Python", () => {
  test.each(interpolationCases)("interpolation: $name", ({ keyframes, frame, expected }) => {
    const found = shapeAt(keyframes as unknown as Keyframe[], frame);
    const wanted = expected as unknown as Shape | null;
    expect(found?.type).toBe(wanted?.type);
    if (!found || !wanted || wanted.type === "mask") expect(found).toEqual(wanted);
    else {
      const numbers = flat(found) as number[];
      (flat(wanted) as number[]).forEach((n, i) => expect(numbers[i]).toBeCloseTo(n, 6));
    }
  });

  test.each(hidingCases)("hiding: $name", (c) => {
    expect(isHidden(c.decision as Decision, c.score, c.redacted, c.threshold)).toBe(c.expected);
  });
});

test("an object is present from a keyframe to the next outside one", () => {
  const shape: Shape = { type: "box", data: [0, 0, 4, 4] };
  const keyframes: Keyframe[] = [
    { frame: 2, shape },
    { frame: 5, shape, outside: true },
    { frame: 8, shape },
  ];
  expect(presence(keyframes, 10)).toEqual([
    [2, 5],
    [8, 10],
  ]);
});

test("the ellipse of the policy contains its box", () => {
  const [cx, cy, width, height] = enclosingEllipse([10, 20, 30, 40]);
  const corner = ((10 - cx) / (width / 2)) ** 2 + ((20 - cy) / (height / 2)) ** 2;
  expect(corner).toBeLessThanOrEqual(1 + 1e-9);
});

test("fitting a shape to a box gives it those bounds", () => {
  const polygon: Shape = {
    type: "polygon",
    data: [
      [0, 0],
      [10, 0],
      [5, 20],
    ],
  };
  expect(bounds(fitTo(polygon, [5, 5, 20, 10]))).toEqual([5, 5, 20, 10]);
});

test("a box is clipped to the picture, and gone when nothing is left", () => {
  expect(clip([-5, -5, 20, 20], 10, 10)).toEqual([0, 0, 10, 10]);
  expect(clip([20, 20, 5, 5], 10, 10)).toBeNull();
});

test("the margin grows every side by a share of the larger one", () => {
  expect(grow([10, 10, 20, 40], 0.1)).toEqual([6, 6, 28, 48]);
});
