import { afterEach, expect, test } from "vitest";
import { KEYS, capOf, keysOf, type Mode } from "./keys";
import { capOfEvent, changed, clashes, exchange, idOf, isReserved, setChanges, type Changes } from "./keymap";

const id = (act: string) => idOf(KEYS.find((key) => key.act === act)!);
const MODES: readonly Mode[] = ["image", "video", "moments", "strips"];

afterEach(() => setChanges({}));

const unique = (by: Changes) => {
  for (const mode of MODES) {
    const caps = changed(KEYS, by)
      .filter((key) => (key.modes as readonly Mode[]).includes(mode))
      .map((key) => key.keys.toLowerCase());
    expect(new Set(caps).size).toBe(caps.length);
  }
};

test("a changed key is the act's key everywhere it has one", () => {
  setChanges(exchange(KEYS, id("forward"), "J", {})!);
  expect(capOf("forward", "image")).toBe("J");
  expect(capOf("forward", "video")).toBe("J");
  expect(keysOf("image").some((key) => key.keys === "F")).toBe(false);
});

test("who had the key takes the one that became free, so that none means two things", () => {
  expect(clashes(KEYS, id("keep"), "N", {}).map((key) => key.act)).toEqual(["draw"]);
  const by = exchange(KEYS, id("keep"), "N", {})!;
  expect(by).toEqual({ [id("keep")]: "N", [id("draw")]: "Y" });
  unique(by);
});

test("a key may mean different things in modes that do not meet", () => {
  expect(clashes(KEYS, id("nextMoment"), "Q", {}).map((key) => key.act)).toEqual(["occluded"]);
  expect(clashes(KEYS, id("hide"), "Tab", {}).map((key) => key.act)).toEqual(["next"]);
  expect(clashes(KEYS, id("fine"), "J", {})).toEqual([]);
});

test("a key is refused where who has it could not take the other one in all its modes", () => {
  expect(exchange(KEYS, id("fine"), "A", {})).toBeNull(); // adding would need Enter, which hides in a picture
});

test("any row of changes keeps every key to one meaning, and going back leaves nothing changed", () => {
  let by: Changes = {};
  let seed = 5;
  const random = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
  const caps = ["A", "Q", "Space", "Ctrl+K", "Tab", "[", "Enter", "J"];
  for (let i = 0; i < 200; i++) {
    by = exchange(KEYS, idOf(KEYS[random(KEYS.length)]!), caps[random(caps.length)]!, by) ?? by;
    unique(by);
  }
  const there = exchange(KEYS, id("keep"), "N", {})!;
  expect(exchange(KEYS, id("keep"), "Y", there)).toEqual({});
});

const press = (key: string, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test.each([
  [press("j"), "J"],
  [press(" "), "Space"],
  [press("Z", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+Z"],
  [press("k", { metaKey: true }), "Ctrl+K"],
  [press("[", { shiftKey: true }), "["],
  [press("Shift", { shiftKey: true }), null],
])("%j is written %s", (event, cap) => {
  expect(capOfEvent(event)).toBe(cap);
});

test.each(["1", "F1", "?", "Escape"])("%s is not given away", (cap) => {
  expect(isReserved(cap)).toBe(true);
});
