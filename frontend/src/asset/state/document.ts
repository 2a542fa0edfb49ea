/**
 * The annotations of one asset and the operations that change them. Pure: an operation gives a new map and the
 * operations that undo it; the same operations go to the server.
 */

import type { Decision } from "../../geometry/hiding";
import type { Keyframe } from "../../geometry/interpolation";

export interface Flag {
  flag: string;
  says: string;
  /** The first and the last one; none: all of the object. */
  frames?: number[] | null;
  /** A person has looked and left it as it is. */
  seen?: boolean;
}

export interface Annotation {
  id: string;
  label: string;
  source: "run" | "person" | "import";
  score: number;
  decision: Decision;
  reason: string;
  attributes: Record<string, unknown>;
  flags: Flag[];
  keyframes: Keyframe[];
}

export type Annotations = ReadonlyMap<string, Annotation>;

type Settable = Partial<Pick<Annotation, "label" | "decision" | "reason" | "attributes" | "flags">>;

export type Operation =
  | ({ op: "create"; annotation: string; label: string; keyframes: Keyframe[] } & Partial<
      Pick<Annotation, "decision" | "reason" | "attributes" | "score" | "flags">
    >)
  | { op: "update"; annotation: string; set: Settable }
  | { op: "keyframes"; annotation: string; put: Keyframe[]; remove: number[] }
  | { op: "delete"; annotation: string }
  | { op: "restore"; annotation: string };

/** One act of a person: its operations are applied together and undone together. */
export interface Change {
  id: string;
  operations: Operation[];
  undoes?: string;
}

export interface Applied {
  annotations: Annotations;
  /** Those that changed something: one on an object that is gone does not. */
  applied: Operation[];
  inverse: Operation[];
}

/** Applies operations in order. `bin` holds deleted objects. */
export function applyOperations(
  start: Annotations,
  operations: readonly Operation[],
  bin: Map<string, Annotation>,
): Applied {
  const next = new Map(start);
  const applied: Operation[] = [];
  const inverse: Operation[] = [];
  for (const operation of operations) {
    const undo = applyOne(next, operation, bin);
    if (!undo) continue;
    applied.push(operation);
    inverse.unshift(undo);
  }
  return { annotations: next, applied, inverse };
}

function applyOne(
  annotations: Map<string, Annotation>,
  operation: Operation,
  bin: Map<string, Annotation>,
): Operation | null {
  const id = operation.annotation;
  const before = annotations.get(id);
  switch (operation.op) {
    case "create":
      annotations.set(id, {
        id,
        label: operation.label,
        source: "person",
        score: operation.score ?? 1,
        decision: operation.decision ?? "redact",
        reason: operation.reason ?? "",
        attributes: operation.attributes ?? {},
        flags: operation.flags ?? [],
        keyframes: operation.keyframes,
      });
      return { op: "delete", annotation: id };
    case "restore": {
      const kept = bin.get(id);
      if (!kept) return null;
      annotations.set(id, kept);
      bin.delete(id);
      return { op: "delete", annotation: id };
    }
  }
  if (!before) return null;
  switch (operation.op) {
    case "delete":
      annotations.delete(id);
      bin.set(id, before);
      return { op: "restore", annotation: id };
    case "update": {
      annotations.set(id, { ...before, ...operation.set });
      const keys = Object.keys(operation.set) as (keyof Settable)[];
      const set: Settable = Object.fromEntries(keys.map((key) => [key, before[key]]));
      return { op: "update", annotation: id, set };
    }
    case "keyframes": {
      const put = new Map(operation.put.map((k) => [k.frame, k]));
      const removed = new Set(operation.remove);
      const rest = before.keyframes.filter((k) => !put.has(k.frame) && !removed.has(k.frame));
      const keyframes = [...rest, ...operation.put].sort((a, b) => a.frame - b.frame);
      if (!keyframes.length) return null;
      annotations.set(id, { ...before, keyframes });
      const had = new Set(before.keyframes.map((k) => k.frame));
      return {
        op: "keyframes",
        annotation: id,
        put: before.keyframes.filter((k) => put.has(k.frame) || removed.has(k.frame)),
        remove: operation.put.map((k) => k.frame).filter((frame) => !had.has(frame)),
      };
    }
  }
}

/** The objects that a change touches. */
export function touched(change: Change): Set<string> {
  return new Set(change.operations.map((operation) => operation.annotation));
}

/** Whether a change is one thing done to several objects, such as splitting: half of it would lose something. */
export function holdsTogether(change: Change): boolean {
  return does(change, "keyframes") && does(change, "create", "delete", "restore");
}

export function does(change: Change, ...ops: Operation["op"][]): boolean {
  return change.operations.some((operation) => ops.includes(operation.op));
}
