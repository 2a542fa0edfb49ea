import { expect, test } from "vitest";
import type { Crop } from "../api/contract";
import { backOf, personsOf, putApart, putTogether, type Move } from "./persons";

const crop = (id: string, person: string | null) => ({ id, person }) as Crop;
const ITEMS = [crop("a", "p"), crop("b", null), crop("c", "q"), crop("d", "p"), crop("e", null)];
let made = 0;
const newId = () => `new-${++made}`;

/** Who is together after moves. */
function after(moves: readonly Move[], items = ITEMS): string[] {
  const to = new Map(moves.map((move) => [move.id, move.person]));
  const moved = items.map((item) => ({ ...item, person: to.has(item.id) ? to.get(item.id)! : item.person }));
  return personsOf(moved).map((person) => person.members.map(({ id }) => id).join(""));
}

test("the riskiest of each person decides where their entry stands", () => {
  expect(after([])).toEqual(["ad", "b", "c", "e"]);
  expect(personsOf(ITEMS).map((person) => person.grouped)).toEqual([true, false, true, false]);
});

test("people become one, whether they were groups or single objects", () => {
  const [p, b, q, e] = personsOf(ITEMS);
  expect(after(putTogether(q!.members, p, newId))).toEqual(["acd", "b", "e"]);
  expect(after(putTogether(e!.members, b, newId))).toEqual(["ad", "be", "c"]);
});

test("objects leave a person together, or each alone", () => {
  expect(after(putTogether([ITEMS[3]!], undefined, newId))).toEqual(["a", "b", "c", "d", "e"]);
  const apart = putApart([ITEMS[0]!, ITEMS[3]!], newId);
  expect(after(apart)).toEqual(["a", "b", "c", "d", "e"]);
  expect(apart.every((move) => move.person !== null)).toBe(true);
});

test("what was mended is taken back", () => {
  const moves = putTogether(ITEMS, undefined, newId);
  expect(after(moves)).toEqual(["abcde"]);
  expect(after([...moves, ...backOf(moves, ITEMS)])).toEqual(["ad", "b", "c", "e"]);
});
