import { texts } from "../texts";
import { changed } from "./keymap";

/**
 * Every key of the asset page in one table. A key means one thing in a mode; CVAT's keys where CVAT has one. The table in
 * docs/user-guide.md is held to this one by a test. What a person has changed is in `keymap.ts`.
 */

/** A picture; a clip; the doubtful moments of a clip, looked at one after the other, or many side by side. */
export type Mode = "image" | "video" | "moments" | "strips";

export interface Key {
  act: string;
  keys: string;
  modes: readonly Mode[];
  says: string;
  whileTyping?: boolean;
}

const ALL = ["image", "video", "moments"] as const;
const EVERY = [...ALL, "strips"] as const;
const CLIP = ["video", "moments"] as const;
const FILM = [...CLIP, "strips"] as const;
const DOUBTS = ["moments", "strips"] as const;
const DECIDE = ["image", "video"] as const;

const does = texts.key_does;

export const KEYS = [
  { act: "hide", keys: "Enter", modes: DECIDE, says: does.hide },
  { act: "notPerson", keys: "X", modes: EVERY, says: does.notPerson },
  { act: "keep", keys: "Y", modes: ALL, says: does.keep },
  { act: "add", keys: "A", modes: ALL, says: does.add },
  { act: "next", keys: "Tab", modes: DECIDE, says: does.next },
  { act: "previous", keys: "Shift+Tab", modes: DECIDE, says: does.previous },
  { act: "approve", keys: "Ctrl+Enter", modes: EVERY, says: does.approve, whileTyping: true },
  { act: "draw", keys: "N", modes: ALL, says: does.draw },
  { act: "cancel", keys: "Escape", modes: EVERY, says: does.cancel },
  { act: "remove", keys: "Delete", modes: ALL, says: does.remove },
  { act: "undo", keys: "Ctrl+Z", modes: EVERY, says: does.undo },
  { act: "redo", keys: "Ctrl+Shift+Z", modes: EVERY, says: does.redo },
  { act: "hideShape", keys: "H", modes: ALL, says: does.hideShape },
  { act: "bare", keys: "T", modes: ALL, says: does.bare },
  { act: "lock", keys: "L", modes: ALL, says: does.lock },
  { act: "preview", keys: "P", modes: ALL, says: does.preview },
  { act: "original", keys: "I", modes: ALL, says: does.original },
  { act: "fit", keys: "0", modes: ALL, says: does.fit },
  { act: "zoomIn", keys: "+", modes: ALL, says: does.zoomIn },
  { act: "zoomOut", keys: "-", modes: ALL, says: does.zoomOut },
  { act: "forward", keys: "F", modes: ["image"], says: does.nextPicture },
  { act: "back", keys: "D", modes: ["image"], says: does.previousPicture },
  { act: "forward", keys: "F", modes: CLIP, says: does.nextFrame },
  { act: "back", keys: "D", modes: CLIP, says: does.previousFrame },
  { act: "farForward", keys: "V", modes: CLIP, says: does.farForward },
  { act: "farBack", keys: "C", modes: CLIP, says: does.farBack },
  { act: "play", keys: "Space", modes: CLIP, says: does.play },
  { act: "keyframe", keys: "K", modes: CLIP, says: does.keyframe },
  { act: "outside", keys: "O", modes: CLIP, says: does.outside },
  { act: "occluded", keys: "Q", modes: CLIP, says: does.occluded },
  { act: "keyframeBack", keys: "E", modes: CLIP, says: does.keyframeBack },
  { act: "keyframeForward", keys: "R", modes: CLIP, says: does.keyframeForward },
  { act: "merge", keys: "M", modes: CLIP, says: does.merge },
  { act: "split", keys: "S", modes: CLIP, says: does.split },
  { act: "split", keys: "Alt+M", modes: CLIP, says: does.splitAsCvat },
  { act: "extendStart", keys: "[", modes: FILM, says: does.extendStart },
  { act: "extendEnd", keys: "]", modes: FILM, says: does.extendEnd },
  { act: "bridge", keys: "B", modes: FILM, says: does.bridge },
  { act: "follow", keys: "W", modes: CLIP, says: does.follow },
  { act: "panel", keys: "U", modes: FILM, says: does.panel },
  { act: "strips", keys: "G", modes: FILM, says: does.strips },
  { act: "fine", keys: "Enter", modes: DOUBTS, says: does.fine },
  { act: "nextMoment", keys: "Tab", modes: ["moments"], says: does.nextMoment },
  { act: "previousMoment", keys: "Shift+Tab", modes: ["moments"], says: does.previousMoment },
  { act: "propagate", keys: "Ctrl+B", modes: CLIP, says: does.propagate },
] as const satisfies readonly Key[];

export type ActName = (typeof KEYS)[number]["act"];

/** The keys of a mode, as this person has them. */
export function keysOf(mode: Mode): readonly (Key & { act: ActName })[] {
  return changed(KEYS.filter((key) => (key.modes as readonly Mode[]).includes(mode)));
}

/** The keycap of an act as it is now, for hints and titles; none where it has no key in a mode. */
export function capOf(act: ActName, mode?: Mode): string | undefined {
  return (mode ? keysOf(mode) : changed(KEYS)).find((key) => key.act === act)?.keys;
}
