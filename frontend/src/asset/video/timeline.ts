/** What a row of the timeline shows of a track. Pure. */

import type { MarkState, PolicySettings } from "../../api/contract";
import { presence } from "../../geometry/interpolation";
import { stateOf } from "../needs";
import type { CandidateTrack } from "../candidates";
import type { Annotation } from "../state/document";
import { shortly } from "../why";

export interface TrackRow {
  id: string;
  label: string;
  state: MarkState;
  present: [start: number, stop: number][];
  /** Stretches between two presences: the object is not there. */
  gaps: [start: number, stop: number][];
  keyframes: number[];
  flags: { frame: number; says: string }[];
}

/** One row a track, those that need somebody first, then by the frame where they begin. */
export function rowsOf(
  annotations: readonly Annotation[],
  policy: PolicySettings,
  frames: number,
): TrackRow[] {
  const rank: Record<MarkState, number> = { undecided: 0, hidden: 1, kept: 1, candidate: 2 };
  return annotations
    .map((annotation) => {
      const present = presence(annotation.keyframes, frames);
      const all = annotation.keyframes.filter((k) => !k.outside).map((k) => k.frame);
      return {
        id: annotation.id,
        label: annotation.label,
        state: stateOf(annotation, policy),
        present,
        gaps: present.slice(1).map((next, i): [number, number] => [present[i]![1], next[0]]),
        keyframes: all,
        flags: annotation.flags.flatMap((flag) =>
          flag.frames?.length ? [{ frame: flag.frames[0]!, says: shortly(flag) }] : [],
        ),
      };
    })
    .sort((a, b) => rank[a.state] - rank[b.state] || (a.present[0]?.[0] ?? 0) - (b.present[0]?.[0] ?? 0));
}

/** The keyframes that are drawn when a frame is `pixels` wide: none nearer to the one before than `apart` pixels. */
export function spread(frames: readonly number[], pixels: number, apart: number): number[] {
  let last = -Infinity;
  return frames.filter((frame) => {
    if ((frame - last) * pixels < apart) return false;
    last = frame;
    return true;
  });
}

const NEAR = 3; // frames between two stretches that are drawn as one

/** The stretches in which something was perhaps seen, joined where they touch. */
export function spansOf(candidates: readonly CandidateTrack[]): [start: number, stop: number][] {
  const spans = candidates
    .map((track): [number, number] => [track.sightings[0]!.frame, track.sightings.at(-1)!.frame + 1])
    .sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of spans) {
    const last = joined.at(-1);
    if (last && from <= last[1] + NEAR) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

const STEPS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000];

/** Round frame numbers, about ten of them on the strip that is seen. */
export function ticksOf(frames: number, zoom: number): number[] {
  const wanted = frames / zoom / 10;
  const step = STEPS.find((s) => s >= wanted) ?? STEPS.at(-1)!;
  return Array.from({ length: Math.floor((frames - 1) / step) + 1 }, (_, i) => i * step);
}
