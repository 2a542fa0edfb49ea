/** Objects that are the same person as one entry, and how entries are mended. Pure. */

import type { Crop } from "../api/contract";

export interface Person {
  /** The id that its objects share; that of the object where it shares none. */
  key: string;
  /** Whether several objects may be in it: it was made by likeness or by hand. */
  grouped: boolean;
  members: readonly Crop[];
}

/** An object, and the person that it shall be of from now on; null: of none. */
export interface Move {
  id: string;
  person: string | null;
}

/** The entries in the order of their first object. */
export function personsOf(items: readonly Crop[]): Person[] {
  const found = new Map<string, Crop[]>();
  for (const item of items) {
    const key = item.person ?? item.id;
    const members = found.get(key);
    if (members) members.push(item);
    else found.set(key, [item]);
  }
  return [...found].map(([key, members]) => ({ key, grouped: members[0]!.person !== null, members }));
}

/** Objects become of one person: of `into`, or of a new one. */
export function putTogether(objects: readonly Crop[], into: Person | undefined, newId: () => string): Move[] {
  if (into?.grouped) return movesTo(objects, into.key);
  const person = newId();
  return movesTo([...(into?.members ?? []), ...objects], person);
}

/** Each of these becomes a person alone, so that likeness does not put them together again. */
export function putApart(objects: readonly Crop[], newId: () => string): Move[] {
  return objects.map(({ id }) => ({ id, person: newId() }));
}

/** What takes these moves back. */
export function backOf(moves: readonly Move[], items: readonly Crop[]): Move[] {
  const before = new Map(items.map((item) => [item.id, item.person]));
  return moves.map(({ id }) => ({ id, person: before.get(id) ?? null }));
}

const movesTo = (objects: readonly Crop[], person: string): Move[] =>
  objects.filter((one) => one.person !== person).map(({ id }) => ({ id, person }));
