import { beforeEach, expect, test, vi } from "vitest";
import { Bitmaps } from "./bitmaps";

let closed: string[];
let read: string[];
let broken: boolean;
let bitmaps: Bitmaps;

beforeEach(() => {
  vi.useFakeTimers();
  [closed, read, broken] = [[], [], false];
  bitmaps = new Bitmaps((address) => {
    read.push(address);
    const bitmap = { close: () => closed.push(address) } as unknown as ImageBitmap;
    return broken ? Promise.reject(new Error("offline")) : Promise.resolve(bitmap);
  });
});

test("a picture is read once however many hold it, and closed when the last has let it go", async () => {
  const ahead = bitmaps.hold("a");
  const shown = bitmaps.hold("a");
  await shown.ready;
  expect(shown.bitmap).toBeDefined();
  ahead.release();
  await vi.runAllTimersAsync();
  expect(closed).toEqual([]);
  shown.release();
  await vi.runAllTimersAsync();
  expect([read, closed]).toEqual([["a"], ["a"]]);
});

test("whoever goes back at once finds it still there", async () => {
  const first = bitmaps.hold("a");
  await first.ready;
  first.release();
  const again = bitmaps.hold("a");
  expect(again.bitmap).toBeDefined();
  await vi.runAllTimersAsync();
  expect([read, closed]).toEqual([["a"], []]);
});

test("a walk through many keeps few", async () => {
  for (let n = 0; n < 100; n++) {
    const held = bitmaps.hold(`${n}`);
    await held.ready;
    held.release();
  }
  expect(read.length - closed.length).toBeLessThanOrEqual(2);
});

test("what was let go before it was read is closed when it comes", async () => {
  bitmaps.hold("a").release();
  bitmaps.hold("b").release();
  bitmaps.hold("c").release();
  await vi.runAllTimersAsync();
  expect(closed.sort()).toEqual(["a", "b", "c"]);
});

test("what could not be read is read again by whoever wants it next", async () => {
  broken = true;
  const held = bitmaps.hold("a");
  await expect(held.ready).rejects.toThrow("offline");
  held.release();
  broken = false;
  await expect(bitmaps.hold("a").ready).resolves.toBeDefined();
  await vi.runAllTimersAsync();
  expect([read, closed]).toEqual([["a", "a"], []]);
});

test("a strip that is shown again finds all of its pictures", async () => {
  const strip = new Bitmaps((address) => {
    read.push(address);
    return Promise.resolve({ close: () => closed.push(address) } as unknown as ImageBitmap);
  }, 40);
  const shown = ["a", "b", "c", "d", "e"].map((address) => strip.hold(address));
  await Promise.all(shown.map(({ ready }) => ready));
  for (const held of shown) held.release();
  expect(["b", "c", "d", "e", "f"].map((address) => Boolean(strip.hold(address).bitmap))).toEqual([
    ...[true, true, true, true],
    false,
  ]);
});
