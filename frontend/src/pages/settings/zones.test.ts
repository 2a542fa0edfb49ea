import { describe, expect, test } from "vitest";
import { fitting } from "./Rule";
import { between, holdsFor, moved, resized, withNumber } from "./zones";

const zone = { kind: "hide" as const, box: [0, 0, 1, 1], says: "", dataset: null, asset: null };

describe("zones", () => {
  test("lie between two corners, whichever comes first, and within the picture", () => {
    expect(between([0.5, 0.6], [0.2, 0.1])).toEqual([0.2, 0.1, 0.3, 0.5]);
    expect(between([0.9, -0.2], [1.4, 0.5])).toEqual([0.9, 0, 0.1, 0.5]);
    expect(between([0.5, 0.5], [0.501, 0.9])).toBeUndefined();
  });

  test("move and grow as far as the picture goes", () => {
    expect(moved([0.7, 0.1, 0.2, 0.2], 0.5, -0.5)).toEqual([0.8, 0, 0.2, 0.2]);
    expect(resized([0.7, 0.1, 0.2, 0.2], 0.5, -0.5)).toEqual([0.7, 0.1, 0.3, 0.01]);
  });

  test("are set by numbers that cannot leave the picture", () => {
    expect(withNumber([0.5, 0, 0.5, 1], 0, 0.8)).toEqual([0.8, 0, 0.2, 1]);
    expect(withNumber([0.5, 0, 0.5, 1], 2, 9)).toEqual([0.5, 0, 0.5, 1]);
  });

  test("hold for the project, a dataset or a picture", () => {
    const asset = { id: "a", dataset: "d" };
    expect(holdsFor(zone, asset)).toBe(true);
    expect(holdsFor({ ...zone, dataset: "d" }, asset)).toBe(true);
    expect(holdsFor({ ...zone, dataset: "other" }, asset)).toBe(false);
    expect(holdsFor({ ...zone, asset: "other" }, asset)).toBe(false);
  });
});

test("a method that is made for faces is offered for faces, and stays where it was chosen", () => {
  const methods = [
    { name: "solid", only: null },
    { name: "replace-face", only: "face" },
  ];
  const names = (kind: string, chosen: string) => fitting(methods, kind, chosen).map(({ name }) => name);
  expect(names("license_plate", "solid")).toEqual(["solid"]);
  expect(names("face", "solid")).toEqual(["solid", "replace-face"]);
  expect(names("license_plate", "replace-face")).toEqual(["solid", "replace-face"]);
});
