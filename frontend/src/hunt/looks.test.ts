import { expect, test } from "vitest";
import type { AssetCard } from "../api/contract";
import { drawn, EXTENT, picturesIn, type Looks } from "./looks";

const clip = { id: "c", width: 640, height: 360, n_frames: 100, duration: 4 } as AssetCard;
const looks: Looks = {
  searched: true,
  frames: [30, 80],
  places: Array.from({ length: 12 }, (_, i) => [i, 0, 0, 40, 40, 1 - i / 12] as const),
};

test("the most doubtful places are shown beside the frames where the picture changes", () => {
  const { shown, rest } = picturesIn(clip, looks, { seconds: 10, places: 2 });
  expect(shown.filter((one) => !one.part).map((one) => one.frame)).toEqual([30, 80]);
  expect(shown.filter((one) => one.part).map((one) => one.frame)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(rest.filter((one) => one.part).map((one) => one.frame)).toEqual([8, 9, 10, 11]);
  expect(rest.filter((one) => !one.part).map((one) => one.frame)).toEqual([0, 25, 50, 75]);
});

test("one frame a second is shown where that is wanted, or nothing is known of the clip", () => {
  const every = [0, 25, 50, 75];
  const frames = (of: Looks, seconds: number) =>
    picturesIn(clip, of, { seconds, places: 2 }).shown.flatMap((one) => (one.part ? [] : [one.frame]));
  expect(frames(looks, 1)).toEqual(every);
  expect(frames({ searched: false, frames: [], places: [] }, 0)).toEqual(every);
  expect(frames(looks, 0)).toEqual([]);
});

test("of a searched clip without doubts nothing is shown, and all of it is left out", () => {
  const { shown, rest } = picturesIn(clip, { searched: true, frames: [30], places: [] }, EXTENT);
  expect(shown).toEqual([]);
  expect(rest.map((one) => one.frame)).toEqual([0, 25, 50, 75]);
});

test("a sample has each but once", () => {
  const from = Array.from({ length: 50 }, (_, i) => i);
  expect(new Set(drawn(from, 20)).size).toBe(20);
  expect(drawn(from, 80).sort((a, b) => a - b)).toEqual(from);
});
