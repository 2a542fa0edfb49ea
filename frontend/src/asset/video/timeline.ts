/** What a row of the timeline shows of a track, and which part of it is in sight. Pure. */

import type { MarkState, PolicySettings } from "../../api/contract";
import { presence } from "../../geometry/interpolation";
import type { CandidateTrack } from "../candidates";
import { stateOf } from "../needs";
import type { Annotation, Flag } from "../state/document";
import { gravest, shortly, unseen } from "../why";

export type Span = [start: number, stop: number];

export interface Doubt {
  frame: number;
  kind: string;
  says: string;
  seen: boolean;
}

export interface TrackRow {
  id: string;
  label: string;
  state: MarkState;
  present: Span[];
  /** Stretches between two presences: the object is not there. */
  gaps: Span[];
  /** Stretches that no detector found: the cover was filled in. */
  filled: Span[];
  keyframes: number[];
  doubts: Doubt[];
}

export type Order = "risk" | "time";

const RANK: Record<MarkState, number> = { undecided: 0, hidden: 1, kept: 1, candidate: 2 };

/** Rows by annotation, for as long as policy and clip are the same: what did not change is not worked out again. */
export type Known = WeakMap<Annotation, TrackRow>;

/** One row a track: by risk (those that need somebody, gravest doubt first) or by the frame where they begin. */
export function rowsOf(
  annotations: readonly Annotation[],
  policy: PolicySettings,
  frames: number,
  order: Order,
  known: Known = new WeakMap(),
): TrackRow[] {
  const rows = annotations.map((annotation) => {
    const row = known.get(annotation) ?? rowOf(annotation, policy, frames);
    known.set(annotation, row);
    return { annotation, row };
  });
  const begins = (one: TrackRow) => one.present[0]?.[0] ?? 0;
  const doubtful = ({ flags }: Annotation) => unseen(flags).length;
  rows.sort((a, b) => {
    const byTime = begins(a.row) - begins(b.row) || (a.row.id < b.row.id ? -1 : 1);
    if (order === "time") return byTime;
    return (
      RANK[a.row.state] - RANK[b.row.state] ||
      gravest(a.annotation.flags) - gravest(b.annotation.flags) ||
      doubtful(b.annotation) - doubtful(a.annotation) ||
      byTime
    );
  });
  return rows.map(({ row }) => row);
}

function rowOf(annotation: Annotation, policy: PolicySettings, frames: number): TrackRow {
  const present = presence(annotation.keyframes, frames);
  return {
    id: annotation.id,
    label: annotation.label,
    state: stateOf(annotation, policy),
    present,
    gaps: present.slice(1).map((next, i): Span => [present[i]![1], next[0]]),
    filled: filledIn(annotation.flags, present),
    keyframes: annotation.keyframes.filter((k) => !k.outside).map((k) => k.frame),
    doubts: annotation.flags.map((flag) => ({
      frame: flag.frames?.[0] ?? present[0]?.[0] ?? 0,
      kind: flag.flag,
      says: shortly(flag),
      seen: Boolean(flag.seen) || annotation.decision === "keep", // who stays visible is no doubt any more
    })),
  };
}

/** Where a track was covered and not found: its gaps, and what lies before its first find and behind its last. */
function filledIn(flags: readonly Flag[], present: readonly Span[]): Span[] {
  const [begin, end] = [present[0]?.[0] ?? 0, present.at(-1)?.[1] ?? 0];
  const stretches = flags.flatMap(({ flag, frames }): Span[] => {
    if (!frames?.length) return [];
    const [from, to] = [frames[0]!, frames.at(-1)! + 1];
    return flag === "gap"
      ? [[from, to]]
      : flag === "born"
        ? [[begin, from]]
        : flag === "ended"
          ? [[to, end]]
          : [];
  });
  const inside = present.flatMap(([start, stop]) =>
    stretches.map(([from, to]): Span => [Math.max(from, start), Math.min(to, stop)]),
  );
  return inside.filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0]);
}

/** The keyframes that are drawn when a frame is `pixels` wide: none nearer to the one before than `apart` pixels. */
export function spread(frames: readonly number[], pixels: number, apart: number): number[] {
  let last = -Infinity;
  return frames.filter((frame) => {
    if ((frame - last) * pixels < apart) return false;
    last = frame;
    return true;
  });
}

export interface Mark {
  frame: number;
  /** Of the first; its sign is drawn. */
  kind: string;
  says: string[];
  seen: boolean;
}

/** Doubts as marks: those too close together to be told apart are one, seen when all are. */
export function marksOf(doubts: readonly Doubt[], pixels: number, apart: number): Mark[] {
  const marks: Mark[] = [];
  for (const doubt of [...doubts].sort((a, b) => a.frame - b.frame)) {
    const last = marks.at(-1);
    if (last && (doubt.frame - last.frame) * pixels < apart) {
      last.says.push(doubt.says);
      last.seen &&= doubt.seen;
    } else marks.push({ frame: doubt.frame, kind: doubt.kind, says: [doubt.says], seen: doubt.seen });
  }
  return marks;
}

const NEAR = 3; // frames between two stretches that are drawn as one

/** The stretches in which something was perhaps seen, joined where they touch. */
export function spansOf(candidates: readonly CandidateTrack[]): Span[] {
  const spans = candidates
    .map((track): Span => [track.sightings[0]!.frame, track.sightings.at(-1)!.frame + 1])
    .sort((a, b) => a[0] - b[0]);
  const joined: Span[] = [];
  for (const [from, to] of spans) {
    const last = joined.at(-1);
    if (last && from <= last[1] + NEAR) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Those of sorted spans that touch a window. */
export function within(spans: readonly Span[], [from, to]: Span): Span[] {
  return spans.filter(([start, stop]) => stop >= from && start <= to);
}

const STEPS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000];
const TICK = 72; // pixels between two numbers, at least

/** Round frame numbers in a window, when a frame is `pixels` wide. */
export function ticksOf([from, to]: Span, pixels: number): number[] {
  const step = STEPS.find((s) => s * pixels >= TICK) ?? STEPS.at(-1)!;
  const first = Math.ceil(Math.max(0, from) / step);
  const count = Math.max(0, Math.floor((to - 1) / step) - first + 1);
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}
