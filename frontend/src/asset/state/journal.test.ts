import { expect, test } from "vitest";
import { arrange, type Row, type Unsent } from "./journal";

const act = (id: string, base = 1): Unsent => ({ base, change: { id, operations: [] } });
const none = new Map<string, Row>();
const inOrder = (rows: ReadonlyMap<string, Row>) =>
  [...rows.values()].sort((a, b) => a.order - b.order).map((row) => row.id);

test("a new act is one row more; what is kept already is not written again", () => {
  const first = arrange([act("a")], none, 1000);
  const second = arrange([act("a"), act("b")], first.after, 1000);
  expect(second.put.map((row) => row.id)).toEqual(["b"]);
  expect(inOrder(second.after)).toEqual(["a", "b"]);
});

test("what the server has is dropped", () => {
  const before = arrange([act("a"), act("b")], none, 1000).after;
  expect(arrange([act("b")], before, 1000)).toMatchObject({ put: [], drop: ["a"] });
});

test("acts of a later visit come behind those of an earlier one", () => {
  const earlier = arrange([act("a")], none, 1000).after;
  const { after } = arrange([act("a"), act("b")], earlier, 500); // the clock was set back
  expect(inOrder(after)).toEqual(["a", "b"]);
});

test("what has to go first stands first, and a new base is kept in the same place", () => {
  const before = arrange([act("a"), act("b"), act("c")], none, 1000).after;
  const { put, drop, after } = arrange([act("x", 4), act("y", 4), act("b", 4), act("c")], before, 2000);
  expect(inOrder(after)).toEqual(["x", "y", "b", "c"]);
  expect(put.map((row) => row.id)).toEqual(["x", "y", "b"]);
  expect(drop).toEqual(["a"]);
});
