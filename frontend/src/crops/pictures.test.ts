import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Crop } from "../api/contract";
import { CropPictures } from "./pictures";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const crop = (id: string, version = "1") => ({ id, crop: { version, frame: 0, box: [] } }) as unknown as Crop;
const asked: string[][] = [];
let closed = 0;

function pictures(answer?: (ids: readonly string[]) => (Blob | null)[]) {
  asked.length = closed = 0;
  return new CropPictures({
    pictures: (ids) => {
      asked.push([...ids]);
      return Promise.resolve(answer ? answer(ids) : ids.map(() => new Blob()));
    },
    decode: (file) =>
      file.size
        ? Promise.reject(new Error("It is broken."))
        : Promise.resolve({ close: () => (closed += 1) } as unknown as ImageBitmap),
  });
}
const pass = () => vi.advanceTimersByTimeAsync(5000);

test("what comes into view together is asked for together, and each once", async () => {
  const found = pictures();
  const come = vi.fn();
  found.show([crop("a"), crop("b")], come);
  found.show([crop("b"), crop("c")], come);
  await pass();
  expect(asked).toEqual([["a", "b", "c"]]);
  expect(come).toHaveBeenCalledOnce();
  expect(found.of(crop("a"))).toBeDefined();
  expect(found.of(crop("a", "2"))).toBeUndefined();
});

test("what flies past is not asked for, what is there at rest is", async () => {
  const found = pictures();
  found.hold(true);
  const gone = found.show([crop("a")], () => undefined);
  gone();
  found.show([crop("b")], () => undefined);
  await pass();
  expect(asked).toEqual([]);
  found.hold(false);
  await pass();
  expect(asked).toEqual([["b"]]);
});

test("what there is no picture of yet is asked for some more times, what failed until it does not", async () => {
  let works = false;
  const found = pictures((ids) => {
    if (!works) throw new Error("offline");
    return ids.map(() => null);
  });
  found.show([crop("a")], () => undefined);
  await vi.advanceTimersByTimeAsync(1000);
  works = true;
  for (let n = 0; n < 9; n++) await pass();
  expect(asked).toEqual(Array(6).fill(["a"]));
});

test("a file that cannot be decoded holds up no other", async () => {
  const found = pictures((ids) => ids.map((id) => (id === "a" ? new Blob(["broken"]) : new Blob())));
  found.show([crop("a"), crop("b")], () => undefined);
  await pass();
  expect(found.of(crop("b"))).toBeDefined();
});

test("of many thousand the last are kept, and all that are shown", async () => {
  const found = pictures();
  found.show([crop("here")], () => undefined);
  for (let n = 0; n < 30; n++) {
    const gone = found.show(
      Array.from({ length: 100 }, (_, i) => crop(`${n} ${i}`)),
      () => undefined,
    );
    await pass();
    gone();
  }
  await pass();
  expect(found.of(crop("here"))).toBeDefined();
  expect(found.of(crop("29 5"))).toBeDefined();
  expect(found.of(crop("0 5"))).toBeUndefined();
  expect(closed).toBeGreaterThan(2000);
  found.close();
  expect(closed).toBe(3001);
});
