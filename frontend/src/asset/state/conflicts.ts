/** What waits for a choice because somebody else touched the same object, and what need not wait. Pure. */

import {
  holdsTogether,
  touched,
  type Annotation,
  type Annotations,
  type Change,
  type Operation,
} from "./document";

export interface Conflict {
  annotation: string;
  mine: Annotation | null;
  theirs: Annotation | null;
  /** What was done to it; conflicts of one act that holds together share it, and are resolved together. */
  change: Change;
  /** The revision that it was done on. */
  base: number;
}

/** Objects that others touched, as they left them; null where they deleted one. */
export type Contested = ReadonlyMap<string, Annotation | null>;

interface Contention {
  /** Of those sent: what the server has to be asked again, or never. */
  stuck: Change[];
  conflicts: Conflict[];
  /** Parts of what is stuck that touch nothing contested: they go through on their own. */
  free: Operation[][];
}

/** Sorts what was sent when some objects turned out to be contested; `before` are conflicts still open. */
export function contend(
  sent: { changes: readonly Change[]; base: number },
  contested: Contested,
  before: readonly Conflict[],
  annotations: Annotations,
  newId: () => string,
): Contention {
  const made = new Set<string>(); // by what waits: what was done to these waits as well
  const stuck = sent.changes.filter((change) => {
    const waits = [...touched(change)].some((id) => contested.has(id) || made.has(id));
    if (waits) for (const o of change.operations) if (o.op === "create") made.add(o.annotation);
    return waits;
  });
  let conflicts = [...before];
  const free: Operation[][] = [];
  for (const change of stuck) {
    const ids = [...touched(change)].filter((id) => contested.has(id));
    if (!ids.length || holdsTogether(change)) {
      conflicts = added(conflicts, change, sent.base, ids, contested, annotations);
      continue;
    }
    for (const id of ids) {
      const operations = change.operations.filter((o) => o.annotation === id);
      conflicts = added(conflicts, { id: newId(), operations }, sent.base, [id], contested, annotations);
    }
    const rest = change.operations.filter((o) => !contested.has(o.annotation));
    if (rest.length) free.push(rest);
  }
  return { stuck, conflicts, free };
}

/** With one more change that waits; what was done before to the same objects joins it. */
function added(
  conflicts: readonly Conflict[],
  change: Change,
  base: number,
  ids: readonly string[],
  contested: Contested,
  annotations: Annotations,
): Conflict[] {
  const touches = touched(change);
  const meets = (other: Change) => other.operations.some((o) => touches.has(o.annotation));
  const earlier = new Set(conflicts.map((c) => c.change).filter(meets));
  const operations = [...[...earlier].flatMap((c) => c.operations), ...change.operations];
  const whole: Change = { id: change.id, operations };
  const oldest = Math.min(base, ...conflicts.filter((c) => earlier.has(c.change)).map((c) => c.base));
  return [
    ...conflicts
      .filter((c) => !ids.includes(c.annotation))
      .map((c) => (earlier.has(c.change) ? { ...c, change: whole, base: oldest } : c)),
    ...ids.map((annotation) => ({
      annotation,
      mine: annotations.get(annotation) ?? null,
      theirs: contested.get(annotation) ?? null,
      change: whole,
      base: oldest,
    })),
  ];
}
