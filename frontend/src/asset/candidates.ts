/**
 * What the last run found below the threshold, as a person can use it: finds that no object covers already, those of one
 * thing in consecutive frames linked into one. Pure.
 */

import type { Candidate } from "../api/contract";
import { shapeAt } from "../geometry/interpolation";
import { bounds, intersectionOverUnion, type Box } from "../geometry/shapes";
import type { Annotation } from "./state/document";

export interface Sighting {
  frame: number;
  box: Box;
  score: number;
}

/** One thing that was perhaps seen, in one frame or in several. */
export interface CandidateTrack {
  label: string;
  /** Its highest. */
  score: number;
  sightings: Sighting[];
  /** One of the best that are doubtful: worth a look. */
  flagged: boolean;
}

const SAME = 0.3; // intersection over union from which two boxes are of one thing
const MOST_GAP = 5; // frames

/** The finds that no object of their label covers at their frame. */
export function uncovered(candidates: readonly Candidate[], annotations: readonly Annotation[]): Candidate[] {
  const covers = new Map<number, { label: string; box: Box }[]>(); // of a frame: worked out once for all its finds
  const coversAt = (frame: number) => {
    const known = covers.get(frame);
    if (known) return known;
    const found = annotations.flatMap(({ label, keyframes }) => {
      const shape = shapeAt(keyframes, frame);
      return shape ? [{ label, box: bounds(shape) }] : [];
    });
    covers.set(frame, found);
    return found;
  };
  return candidates.filter(
    ({ frame, label, box }) =>
      !coversAt(frame).some(
        (cover) => cover.label === label && intersectionOverUnion(cover.box, box) >= SAME,
      ),
  );
}

/** Links finds of one label that overlap from frame to frame; a thing may be missing for a few frames. */
export function link(candidates: readonly Candidate[]): CandidateTrack[] {
  const tracks: CandidateTrack[] = [];
  let open: CandidateTrack[] = [];
  const inOrder = [...candidates].sort((a, b) => a.frame - b.frame || b.score - a.score);
  for (const { frame, label, box, score, flagged } of inOrder) {
    open = open.filter((track) => frame - track.sightings.at(-1)!.frame <= MOST_GAP);
    let best: CandidateTrack | null = null;
    let overlap = SAME;
    for (const track of open) {
      const last = track.sightings.at(-1)!;
      if (track.label !== label || last.frame === frame) continue;
      const shared = intersectionOverUnion(last.box, box);
      if (shared >= overlap) [best, overlap] = [track, shared];
    }
    if (best) {
      best.sightings.push({ frame, box, score });
      best.score = Math.max(best.score, score);
      best.flagged ||= flagged;
    } else {
      const track = { label, score, sightings: [{ frame, box, score }], flagged };
      tracks.push(track);
      open.push(track);
    }
  }
  return tracks;
}

/** How many lie at each hundredth of the score: [score, count]. */
export function density(scored: readonly { score: number }[]): [score: number, count: number][] {
  const counts = new Map<number, number>();
  for (const { score } of scored) {
    const at = Math.round(score * 100) / 100;
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => a[0] - b[0]);
}
