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

beforeEach(() => {
  asked.mockClear();
  vi.stubGlobal(
    "Image",
    class {
      decode = () => Promise.resolve();
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
