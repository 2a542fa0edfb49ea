/** Keyframes of tracks put together and cut apart, so that every frame shows at least what it showed. Pure. */

import { keyframeBefore, presence, shapeAt, type Keyframe } from "../../geometry/interpolation";
import { bounds, enclosing, outward, type Shape } from "../../geometry/shapes";

/** Half-open. */
export type Span = [start: number, stop: number];

/** What a track shows at a frame, as a keyframe of its own there; null where it is absent. Boxes are rounded outward. */
export function pinned(keyframes: readonly Keyframe[], frame: number): Keyframe | null {
  const before = keyframeBefore(keyframes, frame);
  if (before?.frame === frame) return before.outside ? null : before;
  const shape = shapeAt(keyframes, frame);
  if (!shape) return null;
  return keyframe(frame, rounded(shape), before?.occluded ?? false);
}

export function keyframe(
  frame: number,
  shape: Shape,
  occluded = false,
  score: number | null = null,
): Keyframe {
  return { frame, shape, outside: false, occluded, score };
}

/** From here on the object is not there. */
export function leaving(frame: number): Keyframe {
  return { frame, shape: null, outside: true, occluded: false, score: null };
}

/** The part of a track in [start, stop), in which it is present all the time. */
export function cutOut(keyframes: readonly Keyframe[], [start, stop]: Span): Keyframe[] {
  const inside = keyframes.filter((k) => k.frame > start && k.frame < stop - 1);
  const ends = [...new Set([start, stop - 1])].map((frame) => pinned(keyframes, frame)!);
  return [ends[0]!, ...inside, ...ends.slice(1)];
}

/**
 * One track for several: present where any of them is, and around all that are. `frames` is the clip's length.
 *
 * Where boxes meet, the enclosing boxes at the keyframes of all are enough: edges move in straight lines between them, and
 * the outermost of straight lines never lies outside the line between its ends. Other shapes are enclosed frame by frame.
 */
export function united(tracks: readonly (readonly Keyframe[])[], frames: number): Keyframe[] {
  const spans = tracks.map((keyframes) => presence(keyframes, frames));
  const borders = [...new Set(spans.flat(2))].sort((a, b) => a - b);
  const made: Keyframe[] = [];
  borders.forEach((start, index) => {
    const stop = borders[index + 1] ?? frames;
    const here = tracks.filter((_, i) => spans[i]!.some(([from, to]) => from <= start && start < to));
    if (start >= frames) return;
    if (!here.length) made.push(leaving(start));
    else if (here.length === 1) made.push(...cutOut(here[0]!, [start, stop]));
    else made.push(...around(here, [start, stop]));
  });
  return made;
}

function around(tracks: readonly (readonly Keyframe[])[], [start, stop]: Span): Keyframe[] {
  const inside = tracks.flatMap((keyframes) => keyframes.filter((k) => k.frame > start && k.frame < stop));
  const boxes = tracks.every((keyframes) => onlyBoxes(keyframes, [start, stop]));
  const knots = boxes
    ? [...new Set([start, ...inside.map((k) => k.frame), stop - 1])].sort((a, b) => a - b)
    : Array.from({ length: stop - start }, (_, i) => start + i);
  return knots.map((frame) => {
    const shapes = tracks.map((keyframes) => bounds(shapeAt(keyframes, frame)!));
    const at = tracks.map((keyframes) => keyframeBefore(keyframes, frame)!);
    const scores = at.flatMap((k) => (k.frame === frame && k.score != null ? [k.score] : []));
    const behind = at.every((k) => k.occluded);
    const shape: Shape = { type: "box", data: outward(enclosing(shapes)) };
    return keyframe(frame, shape, behind, scores.length ? Math.max(...scores) : null);
  });
}

/** Whether all that says where a track is in a span are boxes. */
function onlyBoxes(keyframes: readonly Keyframe[], [start, stop]: Span): boolean {
  const from = keyframeBefore(keyframes, start)?.frame ?? start;
  const after = keyframes.find((k) => k.frame >= stop);
  const upTo = after && !after.outside ? after.frame : stop;
  return keyframes.every((k) => k.frame < from || k.frame > upTo || !k.shape || k.shape.type === "box");
}

function rounded(shape: Shape): Shape {
  return shape.type === "box" ? { type: "box", data: outward(shape.data) } : shape;
}
