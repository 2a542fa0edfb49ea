import { beforeEach, expect, test } from "vitest";
import { placeIn, rememberPlace } from "./resume";

beforeEach(() => localStorage.clear());

test("the object at hand is found again, for each asset its own", () => {
  rememberPlace("a", { object: "one", frame: 3 });
  rememberPlace("b", { object: "two", frame: 0 });
  rememberPlace("a", { object: "three", frame: 8 });
  expect(placeIn("a")).toEqual({ object: "three", frame: 8 });
  expect(placeIn("b")).toEqual({ object: "two", frame: 0 });
  rememberPlace("a", null);
  expect(placeIn("a")).toBeUndefined();
});

test("the oldest places go first", () => {
  for (let i = 0; i < 250; i++) rememberPlace(`asset ${i}`, { object: "x", frame: i });
  expect(placeIn("asset 0")).toBeUndefined();
  expect(placeIn("asset 249")?.frame).toBe(249);
});

test("what cannot be read counts as nothing", () => {
  localStorage.setItem("moretta.places", "{");
  expect(placeIn("a")).toBeUndefined();
});
