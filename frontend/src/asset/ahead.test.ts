import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queryClient } from "../api/queries";
import { objectsOf, readAhead } from "./ahead";

let asked: string[];
let broken: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  queryClient.clear();
  asked = [];
  broken = false;
  vi.stubGlobal("fetch", (input: Request | string) => {
    const path = new URL(typeof input === "string" ? input : input.url, "http://here").pathname;
    asked.push(path);
    if (broken) return Promise.reject(new TypeError("offline"));
    const body = path.endsWith("annotations")
      ? { revision: asked.length, annotations: [] }
      : { id: "b", kind: "video", files: {} };
    return Promise.resolve(
      new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } }),
    );
  });
});

afterEach(() => vi.unstubAllGlobals());

const objects = "/api/assets/b/annotations";

test("what was read ahead is taken once, and read anew after that", async () => {
  readAhead("b");
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual(["/api/assets/b", objects]);
  await objectsOf("b");
  expect(asked).toHaveLength(2);
  await objectsOf("b");
  expect(asked).toEqual(["/api/assets/b", objects, objects]);
});

test("what was read long ago, or could not be read, is read when it is wanted", async () => {
  readAhead("b");
  await vi.advanceTimersByTimeAsync(120_000);
  await objectsOf("b");
  expect(asked.filter((path) => path === objects)).toHaveLength(2);
  broken = true;
  readAhead("b");
  await vi.advanceTimersByTimeAsync(1000);
  broken = false;
  expect(await objectsOf("b")).toMatchObject({ annotations: [] });
});

test("who walks on at once reads nothing ahead", async () => {
  readAhead("b")();
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([]);
});

test("of assets that were left only the latest are remembered", async () => {
  for (let n = 0; n < 100; n++) {
    queryClient.setQueryData(["asset", `left ${n}`], { id: `left ${n}` }, { updatedAt: n + 1 });
    queryClient.setQueryData(["presence", `left ${n}`], { here: [] }, { updatedAt: n + 1 });
    queryClient.setQueryData(["comments", `left ${n}`], { results: [] }, { updatedAt: n + 1 });
  }
  readAhead("b");
  await vi.advanceTimersByTimeAsync(1000);
  const kept = (kind: string) => queryClient.getQueryCache().findAll({ queryKey: [kind] });
  expect(kept("presence")).toHaveLength(40);
  expect(kept("comments")).toHaveLength(40);
  expect(kept("asset")).toHaveLength(41); // and the one that was read ahead
  expect(queryClient.getQueryData(["asset", "left 99"])).toBeDefined();
});
