/** Makes a threshold that was tried hold for all that waits in a dataset, part by part, and takes it back. */

import { applyThreshold, undoMany } from "../api/calls";
import type { Id, ScoresOfLabel } from "../api/contract";
import { moving } from "./thresholds";

const MOST = 500; // changes that are taken back in one request

export interface Applied {
  hidden: number;
  removed: number;
  /** Why pictures stayed as they were. */
  refused: string[];
  changes: Id[];
}

/** What it may hide and take off, and how many finds of clips it leaves: these are decided in the clip. */
export function applicable(one: ScoresOfLabel, to: number): { more: number; fewer: number; inClips: number } {
  const { more, fewer } = moving(one, to);
  const inClips = moving({ ...one, objects: [], below: one.in_clips }, to).more;
  return { more: more - inClips, fewer, inClips };
}

/** `onPart` is told what is done so far. */
export async function makeHold(
  dataset: Id,
  label: Id,
  threshold: number,
  onPart: (done: Applied) => void,
): Promise<Applied> {
  let done: Applied = { hidden: 0, removed: 0, refused: [], changes: [] };
  let after: Id | undefined;
  do {
    const part = await applyThreshold(dataset, { label, threshold, after });
    done = {
      hidden: done.hidden + part.hidden,
      removed: done.removed + part.removed,
      refused: [...done.refused, ...part.refused.map(({ detail }) => detail)],
      changes: [...done.changes, ...part.changes],
    };
    onPart(done);
    after = part.next ?? undefined;
  } while (after);
  return done;
}

/** Gives why objects stayed as they are. */
export async function takeBack(dataset: Id, changes: readonly Id[]): Promise<string[]> {
  const refused = [];
  for (let start = 0; start < changes.length; start += MOST) {
    const answer = await undoMany(dataset, changes.slice(start, start + MOST));
    refused.push(...answer.refused.map(({ detail }) => detail));
  }
  return refused;
}
