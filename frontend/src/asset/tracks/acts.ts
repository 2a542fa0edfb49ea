/** What people do to whole tracks, as operations. Pure; no frame that was covered is uncovered. */

import { presence, type Keyframe } from "../../geometry/interpolation";
import type { Annotation, Flag, Operation } from "../state/document";
import { say } from "../texts";
import { momentOf } from "../why";
import { keyframe, leaving, pinned, united, type Span } from "./keyframes";

export const STEP = 5; // frames by which a track grows where the playhead does not say how far

/** Why these tracks cannot become one, or null. */
export function whyNotMerged(tracks: readonly Annotation[]): string | null {
  if (tracks.length < 2) return say.tracks.mergeTwo;
  return tracks.every((t) => t.label === tracks[0]!.label) ? null : say.tracks.mergeAlike;
}

/**
 * `M`: several tracks become the surest of them. It is hidden if one was, and kept only if all were; doubts move along,
 * those about ends that now meet are gone, and a stretch that still nobody covers is a new one.
 */
export function merge(tracks: readonly Annotation[], frames: number): Operation[] {
  if (whyNotMerged(tracks)) return [];
  const target = [...tracks].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))[0]!;
  const others = tracks.filter((track) => track !== target);
  const merged = united(
    tracks.map((track) => track.keyframes),
    frames,
  );
  const { decision, reason } = together(tracks, target);
  const set = { decision, reason, flags: flagsOf(tracks, merged, frames) };
  return [
    ...changed(target, merged),
    { op: "update", annotation: target.id, set },
    ...others.map((track): Operation => ({ op: "delete", annotation: track.id })),
  ];
}

/** `S`: from this frame on it is another one. Nothing where one side would be empty. */
export function split(track: Annotation, frame: number, newId: string): Operation[] {
  const { keyframes, id, label, decision, reason, attributes, score } = track;
  const rest = keyframes.filter((k) => k.frame >= frame);
  const begins = pinned(keyframes, frame);
  const second = begins
    ? [begins, ...rest.filter((k) => k.frame > frame)]
    : rest.slice(rest.findIndex((k) => !k.outside));
  if (!second.some((k) => !k.outside) || !keyframes.some((k) => k.frame < frame && !k.outside)) return [];
  const last = pinned(keyframes, frame - 1);
  const first = keyframes.filter((k) => k.frame < frame - 1 || (k.frame === frame - 1 && !last));
  if (last) first.push(last, leaving(frame));
  const later = (flag: Flag) => (momentOf(flag) ?? frame) >= frame;
  const [after, before] = [track.flags.filter(later), track.flags.filter((f) => !f.frames || !later(f))];
  const operations = changed(track, first);
  if (before.length < track.flags.length) {
    operations.push({ op: "update", annotation: id, set: { flags: before } });
  }
  operations.push({
    op: "create",
    annotation: newId,
    label,
    decision: decision === "keep" && !reason ? "undecided" : decision, // nobody new is kept without a reason
    reason,
    attributes,
    score,
    flags: after,
    keyframes: second,
  });
  return operations;
}

/** `]`: what ended before the frame reaches to it; what is there lasts a few frames longer. */
export function extendEnd(track: Annotation, frame: number, frames: number): Operation[] {
  const spans = presence(track.keyframes, frames);
  const at = spans.findLastIndex(([start]) => start <= frame);
  const stop = spans[at]?.[1];
  if (stop === undefined || stop >= frames) return [];
  const upTo = Math.min(frames, frame >= stop ? frame + 1 : stop + STEP);
  const next = spans[at + 1];
  if (next && upTo >= next[0]) return close(track, [stop, next[0]]);
  const kept = track.keyframes.filter((k) => k.frame < stop || k.frame >= upTo);
  const ends = upTo < frames && !kept.some((k) => k.frame === upTo) ? [leaving(upTo)] : [];
  return changed(track, [...kept, ...ends]);
}

/** `[`: what begins after the frame begins at it; what is there begins a few frames earlier. */
export function extendStart(track: Annotation, frame: number, frames: number): Operation[] {
  const spans = presence(track.keyframes, frames);
  const at = spans.findIndex(([, stop]) => frame < stop);
  const start = spans[at]?.[0];
  if (!start) return []; // none, or it begins with the clip
  const from = Math.max(0, frame < start ? frame : start - STEP);
  const before = spans[at - 1];
  if (before && from <= before[1]) return close(track, [before[1], start]);
  const first = pinned(track.keyframes, start)!;
  const kept = track.keyframes.filter((k) => k.frame < from || k.frame >= start);
  return changed(track, [...kept, keyframe(from, first.shape!, first.occluded)]);
}

/** `B`: the gap at the frame, or else the nearest one, is covered from side to side. */
export function bridge(track: Annotation, frame: number, frames: number): Operation[] {
  const spans = presence(track.keyframes, frames);
  const gaps = spans.slice(1).map(([start], i): Span => [spans[i]![1], start]);
  const away = ([from, to]: Span) => Math.max(from - frame, frame - (to - 1), 0);
  const [nearest] = gaps.sort((a, b) => away(a) - away(b));
  return nearest ? close(track, nearest) : [];
}

/** Where a track was found to go from a frame on, up to the last frame in which it was followed. */
export interface Followed {
  keyframes: Keyframe[];
  last: number;
  why: "end" | "cut" | "left" | "lost";
}

/**
 * `W`: from the frame on the track is where it was followed. What comes after the last of those frames stays as it was
 * set; where nothing was set there, the track ends.
 */
export function follow(track: Annotation, frame: number, way: Followed, frames: number): Operation[] {
  const here = pinned(track.keyframes, frame);
  if (!here || !way.keyframes.length) return [];
  const later = track.keyframes.filter((k) => k.frame > way.last);
  const kept = [...track.keyframes.filter((k) => k.frame < frame), here, ...way.keyframes];
  if (way.last + 1 < frames && later[0]?.frame !== way.last + 1) {
    const goesOn = later.length > 0 && pinned(track.keyframes, way.last + 1);
    kept.push(goesOn || leaving(way.last + 1));
  }
  return changed(track, [...kept, ...later]);
}

/** A gap closed: a straight line from its one side to the other; its doubt is answered. */
function close(track: Annotation, [from, to]: Span): Operation[] {
  const kept = track.keyframes.filter((k) => k.frame < from - 1 || k.frame >= to);
  const operations = changed(track, [...kept, pinned(track.keyframes, from - 1)!]);
  const answered = (flag: Flag) =>
    flag.flag === "gap" && !!flag.frames && flag.frames[0]! < to && flag.frames.at(-1)! >= from;
  if (track.flags.some((flag) => answered(flag) && !flag.seen)) {
    const flags = track.flags.map((flag) => (answered(flag) ? { ...flag, seen: true } : flag));
    operations.push({ op: "update", annotation: track.id, set: { flags } });
  }
  return operations;
}

/** What makes a track's keyframes these. */
function changed(track: Annotation, wanted: readonly Keyframe[]): Operation[] {
  const before = new Map(track.keyframes.map((k) => [k.frame, k]));
  const after = new Set(wanted.map((k) => k.frame));
  const put = wanted.filter((k) => before.get(k.frame) !== k);
  const remove = track.keyframes.map((k) => k.frame).filter((frame) => !after.has(frame));
  return put.length || remove.length ? [{ op: "keyframes", annotation: track.id, put, remove }] : [];
}

function together(
  tracks: readonly Annotation[],
  target: Annotation,
): Pick<Annotation, "decision" | "reason"> {
  if (tracks.some((t) => t.decision === "redact")) return { decision: "redact", reason: "" };
  if (tracks.some((t) => t.decision === "undecided")) return { decision: "undecided", reason: "" };
  const reason = target.reason || tracks.find((track) => track.reason)?.reason;
  return { decision: "keep", reason: reason ?? "" };
}

function flagsOf(tracks: readonly Annotation[], merged: readonly Keyframe[], frames: number): Flag[] {
  const spans = presence(merged, frames);
  const [begin, end] = [spans[0]![0], spans.at(-1)![1]];
  const kept = tracks.flatMap((track) => {
    const own = presence(track.keyframes, frames);
    const [first, stop] = [own[0]![0], own.at(-1)![1]];
    const met = (flag: Flag) =>
      (flag.flag === "born" && begin < first) ||
      (flag.flag === "ended" && end > stop) ||
      (flag.flag === "short" && (begin < first || end > stop));
    return track.flags
      .filter((flag) => !met(flag))
      .map((flag): Flag => (flag.frames ? flag : { ...flag, frames: [first, stop - 1] }));
  });
  const known = tracks.flatMap((track) => gapsOf(presence(track.keyframes, frames)));
  for (const [from, to] of gapsOf(spans)) {
    if (known.some(([a, b]) => a <= from && to <= b)) continue; // one of them was away all this time
    kept.push({ flag: "gap", says: say.flags.gap(to - from), frames: [from, to - 1] });
  }
  return kept.sort((a, b) => (a.frames?.[0] ?? 0) - (b.frames?.[0] ?? 0));
}

function gapsOf(spans: readonly Span[]): Span[] {
  return spans.slice(1).map(([start], i): Span => [spans[i]![1], start]);
}
