import { beforeEach, expect, test, vi } from "vitest";
import type { Crop } from "../api/contract";
import { CropStore, type CropServer, type Outcome } from "./store";

const crop = (id: string, more: Partial<Crop> = {}): Crop => ({
  id,
  asset: `asset of ${id}`,
  name: "street.jpg",
  kind: "image",
  label: "face",
  source: "run",
  score: 0.6,
  decision: "undecided",
  reason: "",
  flags: [],
  risk: 0.5,
  revision: 1,
  person: null,
  hidden: true,
  crop: null,
  ...more,
});

const place = { version: "1", frame: 0, box: [0, 0, 9, 9] };
const OFFLINE = new Error("offline");

class FakeServer implements CropServer {
  sent: unknown[] = [];
  answers: (Outcome | Error)[] = [];
  pages = [
    { results: [crop("a"), crop("b"), crop("c")], next: "2", counts: { open: 5, certain: 9 } },
    { results: [crop("d"), crop("e")], next: null, counts: null },
  ];
  page(cursor?: string) {
    return Promise.resolve(this.pages[cursor ? 1 : 0]!);
  }
  named(ids: string[]) {
    return Promise.resolve(ids.map((id) => crop(id, { crop: place, revision: 8 })));
  }
  decide(objects: { id: string; revision: number }[], decide: string, reason: string) {
    this.sent.push([decide, reason, ...objects]);
    const answer = this.answers.shift();
    if (answer instanceof Error) return Promise.reject(answer);
    const done = objects.map(({ id, revision }) => ({ id, revision: revision + 1 }));
    return Promise.resolve(answer ?? { changes: [`change-${this.sent.length}`], done, refused: [] });
  }
  undo(changes: string[]) {
    this.sent.push(["undo", ...changes]);
    return Promise.resolve({ changes: [], done: [{ id: "a", revision: 5 }], refused: [] });
  }
  cut = vi.fn(() => Promise.resolve());
  move(moves: readonly unknown[]) {
    this.sent.push(["move", ...moves]);
    return Promise.resolve();
  }
  isOffline = (error: unknown) => error === OFFLINE;
}

let server: FakeServer;
let refused: string[];
let store: CropStore;
const shown = () => store.snapshot().items.map((item) => item.id);

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  refused = [];
  store = new CropStore(server, (n, detail) => refused.push(`${n}: ${detail}`));
  await store.more();
});

test("pages follow one another and end", async () => {
  expect(store.snapshot()).toMatchObject({ ended: false, counts: { open: 5, certain: 9 } });
  await store.more();
  await store.more();
  expect(shown()).toEqual(["a", "b", "c", "d", "e"]);
  expect(store.snapshot().ended).toBe(true);
});

test("a decision shows at once, is sent with the revisions that were seen, and is taken back", async () => {
  store.decide(["a", "c"], "keep", "consent");
  expect(shown()).toEqual(["b"]);
  await vi.runAllTimersAsync();
  expect(server.sent).toEqual([["keep", "consent", { id: "a", revision: 1 }, { id: "c", revision: 1 }]]);
  store.undo();
  expect(shown()).toEqual(["a", "b", "c"]);
  await vi.runAllTimersAsync();
  expect(server.sent[1]).toEqual(["undo", "change-1"]);
  store.decide(["a"], "redact");
  await vi.runAllTimersAsync();
  expect(server.sent[2]).toEqual(["redact", "", { id: "a", revision: 5 }]); // as undoing left it
});

test("without a network decisions wait in order; one that was taken back meanwhile is never sent", async () => {
  server.answers = [OFFLINE];
  store.decide(["a"], "redact");
  store.decide(["b"], "remove");
  await vi.advanceTimersByTimeAsync(10);
  expect(store.snapshot().save).toBe("offline");
  store.undo();
  await vi.runAllTimersAsync();
  expect(server.sent.map((one) => (one as unknown[])[0])).toEqual(["redact", "redact"]);
  expect(store.snapshot().save).toBe("saved");
  expect(shown()).toEqual(["b", "c"]);
});

test("what somebody else touched comes back as it is now, and that is said", async () => {
  server.answers = [{ changes: [], done: [], refused: [{ id: "a", detail: "Changed." }] }];
  store.decide(["a"], "redact");
  await vi.runAllTimersAsync();
  expect(refused).toEqual(["1: Changed."]);
  expect(store.snapshot().items[0]).toMatchObject({ id: "a", revision: 8 });
});

test("more than the server takes at once is sent in parts, and taken back in parts, the last first", async () => {
  const ids = Array.from({ length: 1200 }, (_, n) => `many-${n}`);
  server.pages[1]!.results = ids.map((id) => crop(id));
  await store.more();
  store.decide(ids, "redact");
  store.move(ids.map((id) => ({ id, person: "p" })));
  await vi.runAllTimersAsync();
  const sizes = () => server.sent.map((one) => (one as unknown[]).length);
  expect(sizes()).toEqual([502, 502, 202, 501, 501, 201]);
  server.sent = [];
  store.undo();
  await vi.runAllTimersAsync();
  expect(server.sent).toEqual([
    ["undo", "change-3"],
    ["undo", "change-2"],
    ["undo", "change-1"],
  ]);
});

test("what the server refuses wholly is shown again: nothing was decided about it", async () => {
  server.answers = [new Error("You may not do this.")];
  store.decide(["a", "b"], "redact");
  expect(shown()).toEqual(["c"]);
  await vi.runAllTimersAsync();
  expect(refused).toEqual(["2: You may not do this."]);
  expect(shown()).toEqual(["a", "b", "c"]);
});

test("objects are cut out once an asset, when they are looked at", async () => {
  await store.show(["a", "b"]);
  await store.show(["a", "b"]);
  expect(server.cut.mock.calls).toEqual([[["asset of a", "asset of b"]]]);
  expect(store.snapshot().items.map((item) => Boolean(item.crop))).toEqual([true, true, false]);
});

test("who was removed before being cut out is cut out when that is taken back", async () => {
  const named = vi.spyOn(server, "named").mockResolvedValueOnce([]); // not there any more
  store.decide(["a"], "remove");
  await store.show(["a"]);
  await vi.runAllTimersAsync();
  named.mockClear();
  store.undo();
  await vi.runAllTimersAsync();
  expect(named).toHaveBeenCalledWith(["a"]);
  expect(store.snapshot().items.find((item) => item.id === "a")?.crop).toEqual(place);
});

test("objects are put to a person at once, and sent behind the decisions", async () => {
  store.decide(["b"], "redact");
  store.move([
    { id: "a", person: "p" },
    { id: "unknown", person: "p" },
  ]);
  expect(store.snapshot().items.map((item) => item.person)).toEqual(["p", null]);
  await vi.runAllTimersAsync();
  expect(server.sent).toEqual([
    ["redact", "", { id: "b", revision: 1 }],
    ["move", { id: "a", person: "p" }],
  ]);
});

test("an answer that comes while others are grouped groups nobody by halves", async () => {
  vi.spyOn(server, "named").mockResolvedValueOnce([crop("a", { crop: place, person: "p" })]);
  await store.show(["a"]);
  expect(store.snapshot().items[0]).toMatchObject({ id: "a", person: null, crop: place });
});

test("an answer that was asked for before an object was put to a person does not put it back", async () => {
  let answer!: (crops: Crop[]) => void;
  vi.spyOn(server, "named").mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const looked = store.show(["a"]);
  await vi.runAllTimersAsync();
  store.move([{ id: "a", person: "p" }]);
  answer([crop("a", { crop: place, person: "before" })]);
  await looked;
  expect(store.snapshot().items[0]).toMatchObject({ id: "a", person: "p", crop: place });
});
