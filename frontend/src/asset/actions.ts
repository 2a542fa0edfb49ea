/** What people do to objects, as operations. Pure. */

import type { Decision } from "../geometry/hiding";
import { keyframeBefore, shapeAt, type Keyframe } from "../geometry/interpolation";
import type { Shape } from "../geometry/shapes";
import type { Annotation, Operation } from "./state/document";

export function decide(ids: Iterable<string>, decision: Decision, reason = ""): Operation[] {
  return [...ids].map((annotation) => ({ op: "update", annotation, set: { decision, reason } }));
}

export function relabel(ids: Iterable<string>, label: string): Operation[] {
  return [...ids].map((annotation) => ({ op: "update", annotation, set: { label } }));
}

export function remove(ids: Iterable<string>): Operation[] {
  return [...ids].map((annotation) => ({ op: "delete", annotation }));
}

/** A new object, hidden from the frame where it was drawn; in a video it is the person's until they end it. */
export function draw(id: string, label: string, shape: Shape, frame: number): Operation[] {
  const keyframes = [{ frame, shape, outside: false, occluded: false }];
  return [{ op: "create", annotation: id, label, decision: "redact", keyframes }];
}

/** A shape changed at a frame: a keyframe there, whatever lay there before. */
export function reshape(annotation: Annotation, frame: number, shape: Shape): Operation[] {
  const before = keyframeBefore(annotation.keyframes, frame);
  const keyframe: Keyframe = { frame, shape, outside: false, occluded: before?.occluded ?? false };
  return [{ op: "keyframes", annotation: annotation.id, put: [keyframe], remove: [] }];
}

/** `K`: pins the shape as a keyframe, or lets an existing one go (never the last). */
export function toggleKeyframe(annotation: Annotation, frame: number): Operation[] {
  if (annotation.keyframes.some((k) => k.frame === frame)) {
    if (annotation.keyframes.filter((k) => !k.outside).length < 2) return [];
    return [{ op: "keyframes", annotation: annotation.id, put: [], remove: [frame] }];
  }
  const shape = shapeAt(annotation.keyframes, frame);
  return shape ? reshape(annotation, frame, shape) : [];
}

/** `O`: the object leaves at this frame, or is there again. */
export function toggleOutside(annotation: Annotation, frame: number): Operation[] {
  const before = keyframeBefore(annotation.keyframes, frame);
  const shape = shapeAt(annotation.keyframes, frame) ?? before?.shape;
  if (!before || !shape) return [];
  const outside = !before.outside;
  const presentElsewhere = annotation.keyframes.some((k) => k.frame !== frame && !k.outside);
  if (outside && !presentElsewhere) return [];
  const keyframe: Keyframe = { frame, shape, outside, occluded: false };
  return [{ op: "keyframes", annotation: annotation.id, put: [keyframe], remove: [] }];
}

/** `Q`: the object is behind something from this frame on. */
export function toggleOccluded(annotation: Annotation, frame: number): Operation[] {
  const before = keyframeBefore(annotation.keyframes, frame);
  const shape = shapeAt(annotation.keyframes, frame);
  if (!before || !shape) return [];
  const keyframe: Keyframe = { frame, shape, outside: false, occluded: !before.occluded };
  return [{ op: "keyframes", annotation: annotation.id, put: [keyframe], remove: [] }];
}

/** `Ctrl+B`: the shape of this frame for the frames that follow, until the next keyframe would move it. */
export function propagate(annotation: Annotation, frame: number, upTo: number): Operation[] {
  const shape = shapeAt(annotation.keyframes, frame);
  if (!shape || upTo <= frame) return [];
  const removed = annotation.keyframes.filter((k) => k.frame > frame && k.frame <= upTo).map((k) => k.frame);
  const put = [frame, upTo].map((at) => ({ frame: at, shape, outside: false, occluded: false }));
  return [{ op: "keyframes", annotation: annotation.id, put, remove: removed }];
}

/** `E` and `R`: the keyframe before or after a frame. */
export function neighbour(annotation: Annotation, frame: number, by: 1 | -1): number | null {
  const frames = annotation.keyframes.map((k) => k.frame);
  const found = by > 0 ? frames.find((f) => f > frame) : frames.reverse().find((f) => f < frame);
  return found ?? null;
}
