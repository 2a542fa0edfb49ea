/** What is kept of acts until the server has them: in which order, and on which revision each was done. Pure. */

import type { Change } from "./document";

/** An act that the server does not have, and the asset's revision that it was done on. */
export interface Unsent {
  base: number;
  change: Change;
}

/** Keeps what is unsent of one person on one asset across reloads, crashes and sign-ins. */
export interface Journal {
  read(): Promise<Unsent[]>;
  /** Keeps exactly these, in order. Rejects where the browser keeps nothing. */
  write(unsent: readonly Unsent[]): Promise<void>;
}

/** One act as a row of its own, so that two tabs never write over each other's. */
export interface Row extends Unsent {
  id: string;
  order: number;
}

/** The rows to put and the ids to drop so that exactly `unsent` is kept; `before` is what this journal put or read. */
export function arrange(
  unsent: readonly Unsent[],
  before: ReadonlyMap<string, Row>,
  now: number,
): { put: Row[]; drop: string[]; after: Map<string, Row> } {
  const after = new Map<string, Row>();
  const put: Row[] = [];
  let last = 0;
  for (const [index, { base, change }] of unsent.entries()) {
    const old = before.get(change.id);
    if (old && old.base === base && old.order > last) {
      after.set(change.id, old);
    } else {
      const next = unsent.slice(index + 1).find((one) => before.has(one.change.id));
      const behind = next ? before.get(next.change.id)!.order : Infinity;
      const order =
        old && old.order > last ? old.order : behind > last ? between(last, behind, now) : last + 1;
      const row = { id: change.id, base, change, order };
      put.push(row);
      after.set(change.id, row);
    }
    last = after.get(change.id)!.order;
  }
  return { put, drop: [...before.keys()].filter((id) => !after.has(id)), after };
}

function between(last: number, next: number, now: number): number {
  if (next === Infinity) return Math.max(last + 1, now);
  return (last + next) / 2;
}
