/**
 * An object's shape at every frame, from its keyframes: the specification of `geometry/interpolation.py`, held to the
 * same cases (`tests/cases/interpolation.json`).
 */

import type { Point, Shape, Turned, Box } from "./shapes";

export interface Keyframe {
  frame: number;
  shape: Shape | null;
  outside?: boolean;
  occluded?: boolean;
  score?: number | null;
}

/** How many keyframes lie at or before a frame. */
function upTo(keyframes: readonly Keyframe[], frame: number): number {
  let low = 0;
  let high = keyframes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyframes[middle]!.frame <= frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last keyframe at or before a frame. */
export function keyframeBefore(keyframes: readonly Keyframe[], frame: number): Keyframe | undefined {
  return keyframes[upTo(keyframes, frame) - 1];
}

/** The shape at a frame, null where the object is absent. Keyframes are sorted by frame. */
export function shapeAt(keyframes: readonly Keyframe[], frame: number): Shape | null {
  const following = upTo(keyframes, frame);
  const earlier = keyframes[following - 1];
  if (!earlier || earlier.outside || !earlier.shape) return null;
  const later = keyframes[following];
  if (earlier.frame === frame || !later || later.outside || !later.shape) return earlier.shape;
  return between(earlier.shape, later.shape, (frame - earlier.frame) / (later.frame - earlier.frame));
}

/** The half-open frame ranges in which the object is present. */
export function presence(keyframes: readonly Keyframe[], frames: number): [start: number, stop: number][] {
  const ranges: [number, number][] = [];
  let start: number | null = null;
  for (const keyframe of keyframes) {
    if (keyframe.outside) {
      if (start !== null) ranges.push([start, Math.min(keyframe.frame, frames)]);
      start = null;
    } else start ??= keyframe.frame;
  }
  if (start !== null) ranges.push([start, frames]);
  return ranges.filter(([from, to]) => from < to);
}

function between(a: Shape, b: Shape, share: number): Shape {
  if (a.type === "polygon" && b.type === "polygon") {
    if (a.data.length !== b.data.length) return a;
    const points = a.data.map((p, i): Point => [
      mix(p[0], b.data[i]![0], share),
      mix(p[1], b.data[i]![1], share),
    ]);
    return { type: "polygon", data: points };
  }
  if (a.type === "box" && b.type === "box") {
    return { type: "box", data: a.data.map((n, i) => mix(n, b.data[i]!, share)) as Box };
  }
  if ((a.type === "ellipse" || a.type === "rotated_box") && b.type === a.type) {
    const turn = (((b.data[4] - a.data[4]) % 360) + 360) % 360; // the shortest way round, clockwise on a tie
    const data = a.data.map((n, i) => mix(n, b.data[i]!, share)) as Turned;
    data[4] = a.data[4] + (turn > 180 ? turn - 360 : turn) * share;
    return { type: a.type, data };
  }
  return a;
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
