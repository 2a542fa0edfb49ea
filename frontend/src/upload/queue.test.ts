import { describe, expect, test, vi } from "vitest";
import type { Uploaded } from "../api/contract";
import { UploadQueue, nextBatch, shareOut, type Entry, type Transport } from "./queue";

const file = (name: string, size = 10) => new File([new Uint8Array(size)], name);
const entry = (name: string, size: number, key = 0): Entry => ({
  key,
  file: file(name, size),
  state: { at: "waits" },
});
const taken = (files: File[]): Uploaded => ({
  job: null,
  assets: files.map(({ name }) => ({ id: `id-${name}`, name, state: "processing" })),
  duplicates: [],
  errors: [],
});
const LIMITS = { files: 3, bytes: 100, requests: 2 };
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const states = (queue: UploadQueue) => queue.list().map(({ file, state }) => `${file.name} ${state.at}`);

describe("batches", () => {
  test.each([
    ["at most three files", [10, 10, 10, 10], 3],
    ["at most a hundred bytes", [60, 30, 30], 2],
    ["always one, however large", [900, 10], 1],
  ])("hold %s", (_, sizes, count) => {
    const waiting = sizes.map((size, index) => entry(`${index}.jpg`, size));
    expect(nextBatch(waiting, LIMITS)).toHaveLength(count);
  });

  test("never hold two files of one name", () => {
    expect(
      nextBatch([entry("a.jpg", 1), entry("a.jpg", 1), entry("b.jpg", 1)], LIMITS).map((e) => e.file.name),
    ).toEqual(["a.jpg", "b.jpg"]);
  });
});

test.each([
  [0, [0, 0, 0]],
  [5, [0.5, 0, 0]],
  [15, [1, 0.25, 0]],
  [60, [1, 1, 1]],
])("after %d bytes the files are at %j", (bytes, shares) =>
  expect(shareOut([10, 20, 30], bytes)).toEqual(shares),
);

describe("the queue", () => {
  test("sends everything with two requests at a time", async () => {
    let now = 0;
    let most = 0;
    const transport: Transport = async (files) => {
      most = Math.max(most, ++now);
      await settle();
      now--;
      return taken(files);
    };
    const queue = new UploadQueue(transport, LIMITS);
    queue.add(Array.from({ length: 11 }, (_, index) => file(`${index}.jpg`)));
    await vi.waitFor(() => expect(queue.busy).toBe(false));
    expect(most).toBe(2);
    expect(queue.list().every(({ state }) => state.at === "sent")).toBe(true);
  });

  test("names duplicates and refused files, and takes the rest", async () => {
    const queue = new UploadQueue(async (files) => ({
      ...taken(files.filter(({ name }) => name === "c.jpg")),
      duplicates: [{ name: "a.jpg", of: { id: "1", name: "old.jpg" } }],
      errors: [{ name: "b.txt", detail: "b.txt is not a picture or a video." }],
    }));
    queue.add([file("a.jpg"), file("b.txt"), file("c.jpg")]);
    await vi.waitFor(() => expect(queue.busy).toBe(false));
    expect(queue.list().map(({ state }) => state)).toEqual([
      { at: "duplicate", of: { id: "1", name: "old.jpg" } },
      { at: "failed", detail: "b.txt is not a picture or a video." },
      { at: "sent", asset: "id-c.jpg" },
    ]);
  });

  test("shows how far each file is", async () => {
    let report: (bytes: number) => void = () => {};
    const queue = new UploadQueue((_files, _annotations, progress) => {
      report = progress;
      return new Promise(() => {});
    }, LIMITS);
    queue.add([file("a.jpg", 10), file("b.jpg", 10)]);
    report(15);
    expect(queue.list().map(({ state }) => state)).toEqual([
      { at: "sending", share: 1 },
      { at: "sending", share: 0.5 },
    ]);
  });

  test("a failed request fails its own files alone, and they can be sent again", async () => {
    let broken = true;
    const queue = new UploadQueue(
      async (files) => {
        if (broken && files[0]!.name === "0.jpg") throw new Error("The server does not answer.");
        return taken(files);
      },
      { files: 1, bytes: 100, requests: 1 },
    );
    queue.add([file("0.jpg"), file("1.jpg")]);
    await vi.waitFor(() => expect(queue.busy).toBe(false));
    expect(states(queue)).toEqual(["0.jpg failed", "1.jpg sent"]);
    broken = false;
    queue.retry();
    await vi.waitFor(() => expect(states(queue)).toEqual(["0.jpg sent", "1.jpg sent"]));
  });

  test("stopping keeps what arrived and forgets the rest", async () => {
    const signals: AbortSignal[] = [];
    const queue = new UploadQueue(
      (files, _annotations, _progress, signal) => {
        signals.push(signal);
        return files[0]!.name === "0.jpg" ? Promise.resolve(taken(files)) : new Promise(() => {});
      },
      { files: 1, bytes: 100, requests: 1 },
    );
    queue.add([file("0.jpg"), file("1.jpg"), file("2.jpg")]);
    await settle();
    await settle();
    queue.cancel();
    expect(states(queue)).toEqual(["0.jpg sent"]);
    expect(signals.at(-1)!.aborted).toBe(true);
  });

  test("a COCO file travels with every request and is not a picture", async () => {
    const beside: (string | undefined)[] = [];
    const queue = new UploadQueue(
      async (files, annotations) => {
        beside.push(annotations?.name);
        return taken(files);
      },
      { files: 1, bytes: 100, requests: 1 },
    );
    queue.add([file("a.jpg"), file("coco.JSON"), file("b.jpg")]);
    await vi.waitFor(() => expect(queue.busy).toBe(false));
    expect(beside).toEqual(["coco.JSON", "coco.JSON"]);
    expect(queue.list()).toHaveLength(2);
  });
});
