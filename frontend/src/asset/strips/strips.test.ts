import { expect, test } from "vitest";
import type { Shape } from "../../geometry/shapes";
import { shapeAt } from "../../geometry/interpolation";
import { momentsOf } from "../moments";
import { applyOperations, type Annotation, type Flag } from "../state/document";
import { example } from "../state/example";
import { actOn, looksCertain, stripOf } from "./strips";

const CLIP = { width: 640, height: 360, frames: 100, fps: 25 };
const shape: Shape = { type: "box", data: [300, 100, 20, 30] };
const flag = (kind: string, frames: [number, number] | null = null): Flag => ({
  flag: kind,
  says: kind,
  frames,
});

function track(id: string, flags: Flag[], more: Partial<Annotation> = {}): Annotation {
  const keyframes = [
    { frame: 10, shape, score: 0.6 },
    { frame: 60, shape: null, outside: true },
    { frame: 70, shape, score: 0.6 },
    { frame: 90, shape: null, outside: true },
  ];
  return example(id, { score: 0.6, flags, keyframes, ...more });
}
const all = (...tracks: Annotation[]) => new Map(tracks.map((one) => [one.id, one]));
const waiting = (...tracks: Annotation[]) => momentsOf(tracks, new Map());

test("a moment is shown before, inside and after, where the object is or is nearest to in time", () => {
  const one = track("a", [flag("gap", [60, 69])]);
  const places = stripOf("c", waiting(one)[0]!, one, CLIP);
  expect(places.map((place) => place.frame)).toEqual([59, 64, 70]);
  expect(places.map((place) => place.part)).toEqual(Array(3).fill([277, 82, 66, 66]));
});

test("who vanishes is looked for after the end, who appears before the beginning", () => {
  const ended = track("a", [flag("ended", [89, 89])]);
  expect(stripOf("c", waiting(ended)[0]!, ended, CLIP).map((place) => place.frame)).toEqual([89, 99, 99]);
  const born = track("b", [flag("born", [10, 10])]);
  expect(stripOf("c", waiting(born)[0]!, born, CLIP).map((place) => place.frame)).toEqual([0, 0, 10]);
});

test("places lie inside the picture", () => {
  const edge: Shape = { type: "box", data: [630, 350, 30, 30] };
  const one = track("a", [flag("small")], { keyframes: [{ frame: 0, shape: edge, score: 0.5 }] });
  for (const { part } of stripOf("c", waiting(one)[0]!, one, CLIP)) expect(part).toEqual([574, 294, 66, 66]);
});

test("filled gaps that are brief, or of sure tracks, look certain; open ones never do", () => {
  const certain = (one: Annotation) => looksCertain(waiting(one)[0]!, one);
  expect(certain(track("a", [flag("gap", [20, 22])]))).toBe(true);
  expect(certain(track("a", [flag("gap", [20, 30])]))).toBe(false);
  expect(certain(track("a", [flag("gap", [20, 30])], { score: 0.9 }))).toBe(true);
  expect(certain(track("a", [flag("gap", [60, 69])], { score: 0.9 }))).toBe(false);
  expect(certain(track("a", [flag("ended", [89, 89])], { score: 0.9 }))).toBe(false);
});

test("one act answers all of the moments, several of one object too, as one change", () => {
  const [a, b] = [track("a", [flag("gap", [20, 30]), flag("small")]), track("b", [flag("weak")])];
  const done = applyOperations(all(a, b), actOn(waiting(a, b), all(a, b), "fine", 100), new Map());
  for (const one of done.annotations.values()) expect(one.flags.every(({ seen }) => seen)).toBe(true);
  const undone = applyOperations(done.annotations, done.inverse, new Map());
  expect([...undone.annotations.values()]).toEqual([a, b]);
});

test("the gaps of all are bridged at once, and all begin earlier at once", () => {
  const [a, b] = [track("a", [flag("gap", [60, 69])]), track("b", [flag("gap", [60, 69])])];
  const bridged = applyOperations(all(a, b), actOn(waiting(a, b), all(a, b), "bridge", 100), new Map());
  for (const one of bridged.annotations.values()) {
    expect(shapeAt(one.keyframes, 65)).not.toBeNull();
    expect(one.flags[0]!.seen).toBe(true);
  }
  const [c, d] = [track("c", [flag("born", [10, 10])]), track("d", [flag("born", [10, 10])])];
  const earlier = applyOperations(all(c, d), actOn(waiting(c, d), all(c, d), "extendStart", 100), new Map());
  for (const one of earlier.annotations.values()) expect(shapeAt(one.keyframes, 5)).not.toBeNull();
});

test("who is nobody is taken off with all of their moments", () => {
  const [a, b] = [track("a", [flag("gap", [20, 30]), flag("small")]), track("b", [flag("weak")])];
  const done = applyOperations(all(a, b), actOn(waiting(a), all(a, b), "notPerson", 100), new Map());
  expect([...done.annotations.keys()]).toEqual(["b"]);
});
