import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Annotation, Change, Operation } from "./document";
import { Editor, type SaveAnswer, type Server } from "./editor";
import { example } from "./example";
import type { Journal, Unsent } from "./journal";

const face = (id: string, x = 10): Annotation =>
  example(id, { keyframes: [{ frame: 0, shape: { type: "box", data: [x, 10, 20, 20] } }] });

class FakeServer implements Server {
  revision = 3;
  annotations = [face("a"), face("b", 60)];
  received: { base: number; changes: Change[] }[] = [];
  answers: SaveAnswer[] = [];
  save(base: number, changes: Change[]): Promise<SaveAnswer> {
    this.received.push({ base, changes });
    const answer = this.answers.shift() ?? {
      kind: "saved" as const,
      revision: this.revision + changes.length,
    };
    if (answer.kind === "saved") this.revision = answer.revision;
    return Promise.resolve(answer);
  }
  load() {
    return Promise.resolve({ revision: this.revision, annotations: this.annotations });
  }
}

function memoryJournal(): Journal & { kept: readonly Unsent[]; broken: boolean } {
  return {
    kept: [],
    broken: false,
    read() {
      return Promise.resolve([...this.kept]);
    },
    write(unsent) {
      if (this.broken) return Promise.reject(new Error("nothing is kept here"));
      this.kept = unsent;
      return Promise.resolve();
    },
  };
}

let server: FakeServer;
let journal: ReturnType<typeof memoryJournal>;
let editor: Editor;
let next = 0;

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  journal = memoryJournal();
  editor = new Editor(server, journal, () => `change-${next++}`);
  await editor.open();
});

const keep = (id: string) => [{ op: "update" as const, annotation: id, set: { decision: "keep" as const } }];

test("an act shows at once and is saved within a second", async () => {
  editor.act(keep("a"));
  expect(editor.snapshot().annotations.get("a")?.decision).toBe("keep");
  expect(editor.snapshot().save).toBe("saving");
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.received).toHaveLength(1);
  expect(server.received[0]!.base).toBe(3);
  expect(editor.snapshot()).toMatchObject({ save: "saved", revision: 4 });
});

test("undo and redo work across saves and are changes themselves", async () => {
  editor.act(keep("a"));
  await editor.flush();
  editor.undo();
  await editor.flush();
  expect(editor.snapshot().annotations.get("a")?.decision).toBe("undecided");
  expect(server.received[1]!.changes[0]).toMatchObject({ undoes: server.received[0]!.changes[0]!.id });
  editor.redo();
  expect(editor.snapshot().annotations.get("a")?.decision).toBe("keep");
  expect(editor.snapshot()).toMatchObject({ canUndo: true, canRedo: false });
});

test("a deleted object comes back as it was", () => {
  const before = editor.snapshot().annotations.get("b");
  editor.act([{ op: "delete", annotation: "b" }]);
  expect(editor.snapshot().annotations.has("b")).toBe(false);
  editor.undo();
  expect(editor.snapshot().annotations.get("b")).toEqual(before);
});

test("moving a keyframe and undoing gives the old shape back", () => {
  const shape = { type: "box" as const, data: [1, 2, 3, 4] as [number, number, number, number] };
  editor.act([
    {
      op: "keyframes",
      annotation: "a",
      put: [
        { frame: 0, shape },
        { frame: 7, shape },
      ],
      remove: [],
    },
  ]);
  expect(
    editor
      .snapshot()
      .annotations.get("a")
      ?.keyframes.map((k) => k.frame),
  ).toEqual([0, 7]);
  editor.undo();
  expect(editor.snapshot().annotations.get("a")?.keyframes).toEqual(face("a").keyframes);
});

describe("when the network is gone", () => {
  test("it says so, keeps the change in the journal and sends it later", async () => {
    server.answers = [{ kind: "offline" }];
    editor.act(keep("a"));
    await vi.advanceTimersByTimeAsync(300);
    expect(editor.snapshot().save).toBe("offline");
    expect(journal.kept).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(editor.snapshot().save).toBe("saved");
    expect(journal.kept).toHaveLength(0);
  });

  test("a new visit replays the journal with the same change ids", async () => {
    server.answers = [{ kind: "offline" }];
    editor.act(keep("a"));
    await vi.advanceTimersByTimeAsync(300);
    const again = new Editor(server, journal, () => `change-${next++}`);
    await again.open();
    expect(again.snapshot().annotations.get("a")?.decision).toBe("keep");
    await vi.advanceTimersByTimeAsync(300);
    const ids = server.received.map((r) => r.changes[0]!.id);
    expect(new Set(ids).size).toBe(1);
  });
});

describe("after a crash", () => {
  const visit = async () => {
    editor.rest();
    const again = new Editor(server, journal, () => `change-${next++}`);
    await again.open();
    return again;
  };

  test("what was done on an older revision is sent as done on that one, so that others are not written over", async () => {
    editor.act(keep("a"));
    server.revision = 8; // others saved meanwhile
    await (await visit()).sendAll();
    expect(server.received[0]!.base).toBe(3);
  });

  test("what waited for a choice waits for it again", async () => {
    const objects = [{ annotation: "a", theirs: face("a") }];
    server.answers = [
      { kind: "conflict", revision: 9, objects },
      { kind: "conflict", revision: 9, objects },
    ];
    server.revision = 9;
    editor.act(keep("a"));
    await editor.sendAll();
    expect(journal.kept).toHaveLength(1);
    const again = await visit();
    await again.sendAll();
    expect(again.snapshot()).toMatchObject({ save: "conflict", unsent: 1 });
    expect(server.received[1]!.base).toBe(3);
    again.resolve("a", "theirs");
    expect(journal.kept).toHaveLength(0);
  });

  test("an act that was done while another was saved goes on from there", async () => {
    editor.act(keep("a"));
    const saving = editor.flush();
    editor.act([{ op: "update", annotation: "a", set: { label: "plate" } }]);
    await saving;
    expect(journal.kept.map(({ base }) => base)).toEqual([4]);
    await (await visit()).sendAll();
    expect(server.received[1]!.base).toBe(4);
    expect(journal.kept).toHaveLength(0);
  });
});

test("where the browser keeps nothing, offline says so", async () => {
  journal.broken = true;
  server.answers = [{ kind: "offline" }];
  editor.act(keep("a"));
  await editor.flush();
  expect(editor.snapshot().save).toBe("unkept");
});

test("of several acts only the one that the server refuses is taken back", async () => {
  server.answers = [
    { kind: "refused", detail: "No." },
    { kind: "refused", detail: "The box lies outside the picture." },
  ];
  editor.act(keep("a"));
  editor.act(keep("b"));
  await editor.sendAll();
  const sent = server.received.map((r) => r.changes.map((c) => c.operations[0]!.annotation));
  expect(sent).toEqual([["a", "b"], ["a"], ["b"]]);
  expect(editor.snapshot()).toMatchObject({ refusal: "The box lies outside the picture.", unsent: 0 });
});

describe("when two people touch the same object", () => {
  beforeEach(async () => {
    server.answers = [
      {
        kind: "conflict",
        revision: 9,
        objects: [{ annotation: "a", theirs: { ...face("a"), decision: "redact" } }],
      },
    ];
    server.annotations = [{ ...face("a"), decision: "redact" }, face("b", 60)];
    server.revision = 9;
    editor.act(keep("a"));
    editor.act(keep("b"));
    await vi.advanceTimersByTimeAsync(2000);
  });

  test("both versions are shown and everything else goes through", () => {
    expect(editor.snapshot().conflicts).toHaveLength(1);
    expect(editor.snapshot().conflicts[0]).toMatchObject({ annotation: "a", mine: { decision: "keep" } });
    expect(server.received[1]).toMatchObject({ base: 9 });
    expect(server.received[1]!.changes).toHaveLength(1);
    expect(editor.snapshot().annotations.get("b")?.decision).toBe("keep");
    expect(editor.snapshot().annotations.get("a")?.decision).toBe("redact");
  });

  test("mine can be written over theirs", async () => {
    editor.resolve("a", "mine");
    await editor.flush();
    expect(editor.snapshot().conflicts).toHaveLength(0);
    expect(editor.snapshot().annotations.get("a")?.decision).toBe("keep");
  });
});

describe("when somebody else touched one of several objects", () => {
  const theirs: Annotation = { ...face("a"), decision: "redact" };
  const contest = () => {
    server.answers = [{ kind: "conflict", revision: 9, objects: [{ annotation: "a", theirs }] }];
    server.annotations = [theirs, face("b", 60)];
    server.revision = 9;
  };
  const shape = { type: "box" as const, data: [1, 2, 3, 4] as [number, number, number, number] };
  const cut: Operation[] = [
    { op: "keyframes", annotation: "a", put: [{ frame: 5, shape: null, outside: true }], remove: [] },
    { op: "create", annotation: "c", label: "face", keyframes: [{ frame: 5, shape }] },
  ];

  test("one decision for many goes through for the others", async () => {
    contest();
    editor.act([...keep("a"), ...keep("b")]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(editor.snapshot().conflicts.map((c) => c.annotation)).toEqual(["a"]);
    expect(server.received[1]!.changes.flatMap((c) => c.operations)).toEqual(keep("b"));
    editor.resolve("a", "mine");
    await editor.flush();
    expect(server.received[2]!.changes.flatMap((c) => c.operations)).toEqual(keep("a"));
  });

  test.each(["mine", "theirs"] as const)("a split goes through whole or not at all (%s)", async (whose) => {
    contest();
    editor.act(cut);
    editor.act(keep("c")); // of what the split made
    await vi.advanceTimersByTimeAsync(2000);
    expect([...editor.snapshot().annotations.keys()]).toEqual(["a", "b"]);
    expect(editor.snapshot().conflicts).toHaveLength(1);
    editor.resolve("a", whose);
    await editor.flush();
    const sent = server.received.slice(1).flatMap((r) => r.changes.flatMap((c) => c.operations));
    expect(sent).toEqual(whose === "mine" ? [...cut, ...keep("c")] : []);
    expect(editor.snapshot().annotations.get("c")?.decision).toBe(whose === "mine" ? "keep" : undefined);
  });

  test("two acts on it are written over theirs together", async () => {
    contest();
    editor.act(keep("a"));
    editor.act([{ op: "update", annotation: "a", set: { label: "plate" } }]);
    await vi.advanceTimersByTimeAsync(2000);
    editor.resolve("a", "mine");
    expect(editor.snapshot().annotations.get("a")).toMatchObject({ decision: "keep", label: "plate" });
    expect(editor.snapshot().conflicts).toEqual([]);
  });
});

describe("when somebody else deleted the object", () => {
  const deleted = async () => {
    server.answers = [{ kind: "conflict", revision: 9, objects: [{ annotation: "a", theirs: null }] }];
    server.annotations = [face("b", 60)];
    server.revision = 9;
    editor.act(keep("a"));
    await vi.advanceTimersByTimeAsync(2000);
    expect(editor.snapshot().conflicts).toMatchObject([{ mine: { decision: "keep" }, theirs: null }]);
  };

  test("mine brings it back, here at once and as the server has it then", async () => {
    await deleted();
    editor.resolve("a", "mine");
    expect(editor.snapshot().annotations.get("a")?.decision).toBe("keep");
    server.annotations = [{ ...face("a", 30), decision: "keep" }, face("b", 60)];
    await editor.flush();
    expect(server.received.at(-1)!.changes[0]!.operations).toEqual([
      { op: "restore", annotation: "a" },
      ...keep("a"),
    ]);
    expect(editor.snapshot().annotations.get("a")).toEqual(server.annotations[0]);
  });

  test("mine brings it back where it was deleted only after the question was asked", async () => {
    server.answers = [{ kind: "conflict", revision: 9, objects: [{ annotation: "a", theirs: face("a") }] }];
    editor.act(keep("a"));
    await vi.advanceTimersByTimeAsync(2000);
    server.annotations = [face("b", 60)];
    server.revision = 10;
    await editor.reload();
    editor.resolve("a", "mine");
    await editor.flush();
    expect(server.received.at(-1)!.changes[0]!.operations[0]).toEqual({ op: "restore", annotation: "a" });
  });

  test("undo leaves out what was done to it and takes back what was done before", async () => {
    editor.act(keep("b"));
    editor.act(keep("a"));
    await vi.advanceTimersByTimeAsync(1000);
    server.annotations = [{ ...face("b", 60), decision: "keep" }];
    server.revision = 9;
    await editor.reload();
    editor.undo();
    await editor.flush();
    expect(server.received.at(-1)!.changes.flatMap((c) => c.operations)).toEqual([
      { op: "update", annotation: "b", set: { decision: "undecided" } },
    ]);
    expect(editor.snapshot()).toMatchObject({ save: "saved", canUndo: false });
  });
});

test("what the server refuses is taken back and the sentence shown", async () => {
  server.answers = [{ kind: "refused", detail: "The box lies outside the picture." }];
  editor.act(keep("a"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(editor.snapshot()).toMatchObject({ save: "refused", refusal: "The box lies outside the picture." });
  expect(editor.snapshot().annotations.get("a")?.decision).toBe("undecided");
  expect(journal.kept).toHaveLength(0);
});

test("a new annotation of somebody else appears on reload, unsaved work stays on top", async () => {
  editor.act(keep("a"));
  server.annotations = [...server.annotations, face("c", 90)];
  server.revision = 5;
  await editor.reload();
  expect([...editor.snapshot().annotations.keys()]).toEqual(["a", "b", "c"]);
  expect(editor.snapshot().annotations.get("a")?.decision).toBe("keep");
});

test("a save that went in beside changes of others shows theirs, too", async () => {
  server.answers = [{ kind: "saved", revision: 6, missed: 2 }];
  server.annotations = [...server.annotations, face("c", 90)];
  editor.act(keep("a"));
  await editor.flush();
  expect(editor.snapshot().annotations.has("c")).toBe(true);
});
