/** Covering somebody who was missed: a spot becomes a box, the box a hidden object, kept in the journal like every act. */

import { lookCloser } from "../api/calls";
import { succeeded } from "../api/waiting";
import type { Keyframe } from "../geometry/interpolation";
import { newId } from "../asset/ids";
import { journalOf } from "../asset/journal/database";
import { assetServer } from "../asset/server";
import { followed } from "../asset/followed";
import { Editor } from "../asset/state/editor";
import { keyframe, leaving } from "../asset/tracks/keyframes";

export type Box = [number, number, number, number];

export interface Similar {
  asset: string;
  name: string;
  frame: number;
  box: Box;
  score: number;
  /** Where it is known. */
  label?: string;
}

export interface Spot {
  box: Box;
  label: string | null;
  found: boolean;
  /** The object that covers a part of them now: the box is its new one. */
  grows: string | null;
  similar: Similar[];
}

/** Who is at a place of a frame, by a closer look of the detectors. */
export async function lookAt(asset: string, frame: number, at: [number, number]): Promise<Spot> {
  const job = await succeeded(await lookCloser(asset, frame, at));
  return job.result as unknown as Spot;
}

/** In a clip somebody who is seen at one frame is covered for so long on both sides until it is known where they go. */
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

/** Somebody who was covered. All resolve when the server has it, or keeps it for later. */
export interface Covered {
  /** Covers them where they were followed. */
  along(keyframes: readonly Keyframe[]): Promise<void>;
  /** Takes it back, with where they were followed. */
  back(): Promise<void>;
}

/** Makes it a hidden object, or where a picture has it already (`grows`) gives that object the new box. */
export async function cover(
  user: string,
  asset: string,
  label: string,
  keyframes: readonly Keyframe[],
  grows?: string | null,
): Promise<Covered> {
  const editor = new Editor(assetServer(asset), journalOf(user, asset), newId);
  let acts = 1;
  await editor.open();
  const there = grows ? editor.snapshot().annotations.get(grows)?.id : undefined;
  const annotation = there ?? newId();
  const put = [...keyframes];
  editor.act(
    there
      ? [
          { op: "update", annotation, set: { decision: "redact" } },
          { op: "keyframes", annotation, put, remove: [] },
        ]
      : [{ op: "create", annotation, label, decision: "redact", keyframes: put }],
  );
  await settle(editor);
  return {
    async along(way) {
      if (!acts) return; // taken back meanwhile
      await editor.open();
      const kept = new Set(way.map(({ frame }) => frame));
      const remove = keyframes.map(({ frame }) => frame).filter((frame) => !kept.has(frame));
      editor.act([{ op: "keyframes", annotation, put: [...way], remove }]);
      acts += 1;
      await settle(editor);
    },
    async back() {
      await editor.open();
      for (; acts; acts--) editor.undo();
      await settle(editor);
    },
  };
}

/** Where somebody goes in a clip, before and after the frame in which they were pointed at. */
export async function wayOf(
  asset: string,
  frame: number,
  box: Box,
  label: string,
  frames: number,
): Promise<Keyframe[]> {
  const shape = { type: "box" as const, data: box };
  const body = { frame, shape, label };
  const { signal } = new AbortController();
  const [before, after] = await Promise.all([
    frame > 0 ? followed(asset, { ...body, back: true }, signal) : null,
    frame < frames - 1 ? followed(asset, body, signal) : null,
  ]);
  const last = after?.last ?? frame;
  const ends = last + 1 < frames ? [leaving(last + 1)] : [];
  return [...(before?.keyframes ?? []), keyframe(frame, shape), ...(after?.keyframes ?? []), ...ends];
}

async function settle(editor: Editor): Promise<void> {
  await editor.sendAll();
  editor.rest(); // what is left is sent by the page's replay
  const { refusal, save } = editor.snapshot();
  if (save === "refused" && refusal) throw new Error(refusal);
}
