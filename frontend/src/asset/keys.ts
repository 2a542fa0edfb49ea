import { changed } from "./keymap";

/**
 * Every key of the asset page in one table. A key means one thing in a mode; CVAT's keys where CVAT has one. The table in
 * docs/user-guide.md is held to this one by a test. What a person has changed is in `keymap.ts`.
 */

/** A picture; a clip; the doubtful moments of a clip, looked at one after the other. */
export type Mode = "image" | "video" | "moments";

export interface Key {
  act: string;
  keys: string;
  modes: readonly Mode[];
  says: string;
  whileTyping?: boolean;
}

const ALL = ["image", "video", "moments"] as const;
const CLIP = ["video", "moments"] as const;
const DECIDE = ["image", "video"] as const;

export const KEYS = [
  { act: "hide", keys: "Enter", modes: DECIDE, says: "hide it" },
  { act: "notPerson", keys: "X", modes: ALL, says: "not a person" },
  { act: "keep", keys: "Y", modes: ALL, says: "keep visible" },
  { act: "add", keys: "A", modes: ALL, says: "add a missed one" },
  { act: "next", keys: "Tab", modes: DECIDE, says: "next that needs you" },
  { act: "previous", keys: "Shift+Tab", modes: DECIDE, says: "previous that needs you" },
  { act: "approve", keys: "Ctrl+Enter", modes: ALL, says: "submit or approve", whileTyping: true },
  { act: "draw", keys: "N", modes: ALL, says: "draw with the last tool" },
  { act: "cancel", keys: "Escape", modes: ALL, says: "cancel, select nothing" },
  { act: "remove", keys: "Delete", modes: ALL, says: "delete" },
  { act: "undo", keys: "Ctrl+Z", modes: ALL, says: "undo" },
  { act: "redo", keys: "Ctrl+Shift+Z", modes: ALL, says: "redo" },
  { act: "hideShape", keys: "H", modes: ALL, says: "hide or show the mark" },
  { act: "bare", keys: "T", modes: ALL, says: "hide or show all marks" },
  { act: "lock", keys: "L", modes: ALL, says: "lock" },
  { act: "preview", keys: "P", modes: ALL, says: "as it will be exported" },
  { act: "original", keys: "I", modes: ALL, says: "the original" },
  { act: "fit", keys: "0", modes: ALL, says: "fit the whole picture" },
  { act: "zoomIn", keys: "+", modes: ALL, says: "closer" },
  { act: "zoomOut", keys: "-", modes: ALL, says: "further away" },
  { act: "forward", keys: "F", modes: ["image"], says: "next picture" },
  { act: "back", keys: "D", modes: ["image"], says: "previous picture" },
  { act: "forward", keys: "F", modes: CLIP, says: "next frame" },
  { act: "back", keys: "D", modes: CLIP, says: "previous frame" },
  { act: "farForward", keys: "V", modes: CLIP, says: "ten frames on" },
  { act: "farBack", keys: "C", modes: CLIP, says: "ten frames back" },
  { act: "play", keys: "Space", modes: CLIP, says: "play or stop" },
  { act: "keyframe", keys: "K", modes: CLIP, says: "set or remove a keyframe" },
  { act: "outside", keys: "O", modes: CLIP, says: "leaves here, or is back" },
  { act: "occluded", keys: "Q", modes: CLIP, says: "behind something" },
  { act: "keyframeBack", keys: "E", modes: CLIP, says: "keyframe before" },
  { act: "keyframeForward", keys: "R", modes: CLIP, says: "keyframe after" },
  { act: "merge", keys: "M", modes: CLIP, says: "merge the chosen tracks" },
  { act: "split", keys: "S", modes: CLIP, says: "split the track here" },
  { act: "split", keys: "Alt+M", modes: CLIP, says: "split, as in CVAT" },
  { act: "extendStart", keys: "[", modes: CLIP, says: "begin earlier, or here" },
  { act: "extendEnd", keys: "]", modes: CLIP, says: "last longer, or up to here" },
  { act: "bridge", keys: "B", modes: CLIP, says: "bridge the gap" },
  { act: "follow", keys: "W", modes: CLIP, says: "follow it from here" },
  { act: "panel", keys: "U", modes: CLIP, says: "people, or doubtful moments" },
  { act: "fine", keys: "Enter", modes: ["moments"], says: "fine as it is" },
  { act: "nextMoment", keys: "Tab", modes: ["moments"], says: "next moment" },
  { act: "previousMoment", keys: "Shift+Tab", modes: ["moments"], says: "previous moment" },
  { act: "propagate", keys: "Ctrl+B", modes: CLIP, says: "same place for ten frames" },
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
