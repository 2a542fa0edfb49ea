/** Covering somebody who was missed: a spot becomes a box, the box a hidden object, kept in the journal like every act. */

import { getJob, lookCloser } from "../api/calls";
import type { Job } from "../api/contract";
import { isLive } from "../api/queries";
import type { Keyframe } from "../geometry/interpolation";
import { newId } from "../asset/ids";
import { journalOf } from "../asset/journal/database";
import { assetServer } from "../asset/server";
import { Editor } from "../asset/state/editor";

export type Box = [number, number, number, number];

export interface Similar {
  asset: string;
  name: string;
  frame: number;
  box: Box;
  score: number;
}

export interface Spot {
  box: Box;
  label: string | null;
  found: boolean;
  similar: Similar[];
}

const ASK_EVERY = 200; // ms

/** Who is at a place of a frame, by a closer look of the detectors. */
export async function lookAt(asset: string, frame: number, at: [number, number]): Promise<Spot> {
  let job: Job = await lookCloser(asset, frame, at);
  while (isLive(job)) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
    job = await getJob(job.id);
  }
  if (job.state !== "succeeded") throw new Error(job.message || job.state);
  return job.result as unknown as Spot;
}

/** In a clip somebody who is seen at one frame is covered for so long on both sides: to where the next look was. */
const AROUND = 1; // seconds

export function coverFrom(frame: number, box: Box, frames: number, fps: number): Keyframe[] {
  const shape = { type: "box" as const, data: box };
  const plain = { shape, outside: false, occluded: false };
  const reach = Math.round(AROUND * fps);
  const first = Math.max(0, frame - reach);
  const keyframes: Keyframe[] = [{ frame: first, ...plain }];
  if (frame + reach < frames && frames > 1) keyframes.push({ frame: frame + reach, ...plain, outside: true });
  return keyframes;
}

/** Makes it a hidden object; gives what takes it back. Both resolve when the server has it, or keeps it for later. */
export async function cover(
  user: string,
  asset: string,
  label: string,
  keyframes: Keyframe[],
): Promise<() => Promise<void>> {
  const editor = new Editor(assetServer(asset), journalOf(user, asset), newId);
  await editor.open();
  editor.act([{ op: "create", annotation: newId(), label, decision: "redact", keyframes }]);
  await settle(editor);
  return async () => {
    await editor.open();
    editor.undo();
    await settle(editor);
  };
}

async function settle(editor: Editor): Promise<void> {
  await editor.sendAll();
  editor.rest(); // what is left is sent by the page's replay
  const { refusal, save } = editor.snapshot();
  if (save === "refused" && refusal) throw new Error(refusal);
}
