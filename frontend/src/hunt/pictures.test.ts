import { beforeEach, expect, test, vi } from "vitest";
import { huntPictures } from "../api/calls";
import { Pictures } from "./pictures";
import { keyOf } from "./sheets";

vi.mock("../api/calls", () => ({
  huntPictures: vi.fn((asset: string, frames: number[]) =>
    Promise.resolve({ pictures: frames.map((frame) => ({ frame, url: `/${asset}/${frame}` })), job: null }),
  ),
}));

const asked = vi.mocked(huntPictures);
const clip = (frames: number) =>
  Array.from({ length: frames }, (_, frame) => ({ asset: "clip", frame, width: 320, height: 180 }));

/** Addresses at which there is no picture, and how often it is looked for in vain. */
const gone = new Map<string, number>();

beforeEach(() => {
  asked.mockClear();
  gone.clear();
  vi.stubGlobal(
    "Image",
    class {
      src = "";
      decode = () => {
        const left = gone.get(this.src) ?? 0;
        gone.set(this.src, left - 1);
        return left > 0 ? Promise.reject(new Error("404")) : Promise.resolve();
      };
    },
  );
});

test("of a clip no more frames are asked for at once than the server makes", async () => {
  const pictures = new Pictures();
  pictures.want(clip(150));
  await vi.waitFor(() => expect(pictures.snapshot().size).toBe(150));
  expect(asked.mock.calls.map(([, frames]) => frames.length)).toEqual([60, 60, 30]);
  expect(pictures.snapshot().get(keyOf(clip(150)[149]!))).toEqual({ url: "/clip/149" });
});

test("a picture that was made anew while it was asked for is asked for again", async () => {
  gone.set("/clip/1", 1);
  const pictures = new Pictures();
  pictures.want(clip(3));
  await vi.waitFor(() => expect(pictures.snapshot().size).toBe(3));
  expect(asked.mock.calls.map(([, frames]) => frames)).toEqual([[0, 1, 2], [1]]);
  expect(pictures.snapshot().get(keyOf(clip(2)[1]!))).toEqual({ url: "/clip/1" });
});

test("one that cannot be shown leaves the others as they are", async () => {
  gone.set("/clip/1", 100);
  const pictures = new Pictures();
  pictures.want(clip(3));
  await vi.waitFor(() => expect(pictures.snapshot().size).toBe(3));
  expect(clip(3).map((picture) => pictures.snapshot().get(keyOf(picture))!.url)).toEqual([
    "/clip/0",
    undefined,
    "/clip/2",
  ]);
  expect(pictures.snapshot().get(keyOf(clip(2)[1]!))!.wrong).toBeTruthy();
});

test("an answer that comes late does not take the place of a newer one", async () => {
  let answer = () => {};
  asked.mockReturnValueOnce(
    new Promise((resolve) => {
      const pictures = [{ frame: 0, part: null, url: "/before" }];
      answer = () => resolve({ pictures, revision: 1, job: null });
    }),
  );
  const pictures = new Pictures();
  pictures.want(clip(1));
  pictures.renew(clip(1));
  await vi.waitFor(() => expect(pictures.snapshot().size).toBe(1));
  answer();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pictures.snapshot().get(keyOf(clip(1)[0]!))).toEqual({ url: "/clip/0" });
});
