/** What of a clip is looked at: whole frames where the picture changes, and the places that are most doubtful. Pure. */

import type { AssetCard } from "../api/contract";
import { framesOf, type Picture } from "./sheets";

/** As the server tells it: whole frames, and [frame, x, y, width, height, doubt], the most doubtful first. */
export interface Looks {
  /** False: no detector has, and where somebody may be is not known. */
  searched: boolean;
  frames: readonly number[];
  places: readonly (readonly [number, number, number, number, number, number])[];
}

export interface Extent {
  /** Whole frames are at most so many seconds apart; 1: one a second, whatever the picture does; 0: none but of clips
   * that were not searched. */
  seconds: number;
  /** So many places for each second of the clip. */
  places: number;
}

export const EXTENT: Extent = { seconds: 0, places: 1 };

/** What is shown of a clip, and what is not: places that are less doubtful, and of the rest one frame a second. */
export function picturesIn(
  clip: AssetCard,
  looks: Looks,
  extent: Extent,
): { shown: Picture[]; rest: Picture[] } {
  const size = { asset: clip.id, width: clip.width!, height: clip.height! };
  const second = framesOf(clip.n_frames, clip.duration);
  const wanted = extent.seconds === 0 ? [] : extent.seconds === 1 ? second : looks.frames;
  const most = Math.ceil(extent.places * Math.max(1, clip.duration ?? 0));
  const place = ([frame, ...part]: Looks["places"][number]): Picture => ({
    ...size,
    frame,
    part: [part[0], part[1], part[2], part[3]],
  });
  const frames = looks.searched ? wanted : second;
  const taken = new Set(frames);
  return {
    shown: [
      ...frames.map((frame) => ({ ...size, frame })),
      ...looks.places.slice(0, most).map((one) => place(one)),
    ],
    rest: [
      ...looks.places.slice(most).map((one) => place(one)),
      ...second.filter((frame) => !taken.has(frame)).map((frame) => ({ ...size, frame })),
    ],
  };
}

/** `count` of them by chance; `random` gives numbers from 0 to 1. */
export function drawn<T>(from: readonly T[], count: number, random: () => number = Math.random): T[] {
  const left = [...from];
  for (let i = 0; i < Math.min(count, left.length); i++) {
    const other = i + Math.floor(random() * (left.length - i));
    [left[i], left[other]] = [left[other]!, left[i]!];
  }
  return left.slice(0, count);
}
