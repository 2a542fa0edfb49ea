/** Every key of the asset page in one table. A letter means one thing in a mode; CVAT's keys where CVAT has one. */

export type Mode = "image" | "video" | "both";

export interface Key {
  act: string;
  keys: string;
  mode: Mode;
  says: string;
  whileTyping?: boolean;
}

export const KEYS = [
  { act: "hide", keys: "Enter", mode: "both", says: "hide it" },
  { act: "notPerson", keys: "X", mode: "both", says: "not a person" },
  { act: "keep", keys: "Y", mode: "both", says: "keep visible" },
  { act: "add", keys: "A", mode: "both", says: "add a missed one" },
  { act: "next", keys: "Tab", mode: "both", says: "next that needs you" },
  { act: "previous", keys: "Shift+Tab", mode: "both", says: "previous that needs you" },
  { act: "approve", keys: "Ctrl+Enter", mode: "both", says: "submit or approve", whileTyping: true },
  { act: "draw", keys: "N", mode: "both", says: "draw with the last tool" },
  { act: "cancel", keys: "Escape", mode: "both", says: "cancel, select nothing" },
  { act: "remove", keys: "Delete", mode: "both", says: "delete" },
  { act: "undo", keys: "Ctrl+Z", mode: "both", says: "undo" },
  { act: "redo", keys: "Ctrl+Shift+Z", mode: "both", says: "redo" },
  { act: "hideShape", keys: "H", mode: "both", says: "hide or show the mark" },
  { act: "bare", keys: "T", mode: "both", says: "hide or show all marks" },
  { act: "lock", keys: "L", mode: "both", says: "lock" },
  { act: "preview", keys: "P", mode: "both", says: "as it will be exported" },
  { act: "original", keys: "I", mode: "both", says: "the original" },
  { act: "fit", keys: "0", mode: "both", says: "fit the whole picture" },
  { act: "zoomIn", keys: "+", mode: "both", says: "closer" },
  { act: "zoomOut", keys: "-", mode: "both", says: "further away" },
  { act: "forward", keys: "F", mode: "image", says: "next picture" },
  { act: "back", keys: "D", mode: "image", says: "previous picture" },
  { act: "forward", keys: "F", mode: "video", says: "next frame" },
  { act: "back", keys: "D", mode: "video", says: "previous frame" },
  { act: "farForward", keys: "V", mode: "video", says: "ten frames on" },
  { act: "farBack", keys: "C", mode: "video", says: "ten frames back" },
  { act: "play", keys: "Space", mode: "video", says: "play or stop" },
  { act: "keyframe", keys: "K", mode: "video", says: "set or remove a keyframe" },
  { act: "outside", keys: "O", mode: "video", says: "leaves here, or is back" },
  { act: "occluded", keys: "Q", mode: "video", says: "behind something" },
  { act: "keyframeBack", keys: "E", mode: "video", says: "keyframe before" },
  { act: "keyframeForward", keys: "R", mode: "video", says: "keyframe after" },
  { act: "propagate", keys: "Ctrl+B", mode: "video", says: "same place for ten frames" },
] as const satisfies readonly Key[];

export type ActName = (typeof KEYS)[number]["act"];

export function keysOf(mode: "image" | "video"): readonly (Key & { act: ActName })[] {
  return KEYS.filter((key) => key.mode === mode || key.mode === "both");
}

/** The keycap of an act, for hints and titles. */
export function capOf(act: ActName): string {
  return KEYS.find((key) => key.act === act)!.keys;
}
