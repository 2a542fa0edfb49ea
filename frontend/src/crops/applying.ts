/** Makes a threshold that was tried hold for all that waits in a dataset, part by part, and takes it back. */

import { applyThreshold, undoMany } from "../api/calls";
import type { Id, Job, ScoresOfLabel } from "../api/contract";
import { over } from "../api/waiting";
import { moving } from "./thresholds";

const MOST = 500; // changes that are taken back in one request

export interface Applied {
  hidden: number;
  removed: number;
  /** Why pictures and clips stayed as they were. */
  refused: string[];
  changes: Id[];
  /** How much of the clips is through, in percent. */
  clips?: number;
}

interface HiddenInClip {
  hidden: number;
  changes: Id[];
}

/** What it may hide and take off, and how many of the finds that it hides lie in clips: a job hides these. */
export function applicable(one: ScoresOfLabel, to: number): { more: number; fewer: number; inClips: number } {
  return { ...moving(one, to), inClips: moving({ ...one, objects: [], below: one.in_clips }, to).more };
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
  let job: Job | null;
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
    job = part.job;
  } while (after);
  if (!job) return done;
  const before = done;
  const ended = await over(job, (now) => {
    onPart({ ...before, clips: Math.round((100 * now.done) / Math.max(1, now.total)) });
  });
  done = withClips(done, ended);
  onPart(done);
  return done;
}

/** With what the job of the clips did. */
export function withClips(done: Applied, job: Job): Applied {
  const clips = Object.values(job.result as Record<string, HiddenInClip>);
  const failed = job.state === "succeeded" ? [] : job.errors.map(({ detail }) => detail);
  if (job.state !== "succeeded" && !failed.length) failed.push(job.message || job.state);
  return {
    ...done,
    hidden: clips.reduce((sum, { hidden }) => sum + hidden, done.hidden),
    changes: [...done.changes, ...clips.flatMap(({ changes }) => changes)],
    refused: [...done.refused, ...failed],
  };
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
