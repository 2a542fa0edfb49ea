import { describe, expect, test } from "vitest";
import { between, handleAt, moved, resized } from "./resize";
import { fit, fitBox, pan, toPicture, toScreen, zoomAt } from "./viewport";

const picture = { width: 1000, height: 500 };
const stage = { width: 600, height: 600 };

describe("the viewport", () => {
  test("fits the whole picture and centres it", () => {
    const view = fit(picture, stage);
    expect(view.scale).toBeCloseTo(0.568);
    expect(toScreen(view, [0, 0, 1000, 500])[1]).toBeCloseTo((600 - 284) / 2);
  });

  test("zooms around the cursor", () => {
    const view = fit(picture, stage);
    const under = toPicture(view, [200, 300]);
    const closer = zoomAt(view, [200, 300], 6, picture, stage);
    const after = toPicture(closer, [200, 300]);
    expect(after[0]).toBeCloseTo(under[0]);
    expect(after[1]).toBeCloseTo(under[1]);
  });

  test("never loses the picture", () => {
    const far = pan(zoomAt(fit(picture, stage), [0, 0], 8, picture, stage), 1e6, 1e6, picture, stage);
    const [x, y] = toScreen(far, [0, 0, 1000, 500]);
    expect(x).toBeLessThan(stage.width);
    expect(y).toBeLessThan(stage.height);
  });

  test("goes close to a small object, never more than six times its size", () => {
    expect(fitBox([500, 250, 12, 12], picture, stage).scale).toBe(6);
  });

  test("there and back is the same point", () => {
    const view = { scale: 2.5, x: 13, y: -7 };
    const [x, y] = toScreen(view, [40, 50, 0, 0]);
    expect(toPicture(view, [x, y])).toEqual([40, 50]);
  });
});

describe("handles", () => {
  test("a corner moves two sides, an edge one", () => {
    expect(resized([10, 10, 20, 20], "se", 5, 6)).toEqual([10, 10, 25, 26]);
    expect(resized([10, 10, 20, 20], "w", 5, 6)).toEqual([15, 10, 15, 20]);
  });

  test("a box dragged past itself turns over", () => {
    expect(resized([10, 10, 20, 20], "e", -40, 0)).toEqual([-10, 10, 20, 20]);
  });

  test("each lies on its edge", () => {
    expect(handleAt([0, 0, 10, 20], "s")).toEqual([5, 20]);
  });

  test("a box cannot leave the picture", () => {
    expect(moved([10, 10, 20, 20], 5000, -5000, [100, 100])).toEqual([99, -19, 20, 20]);
  });

  test("two corners make a box in any order", () => {
    expect(between([30, 5], [10, 25])).toEqual([10, 5, 20, 20]);
  });
});
