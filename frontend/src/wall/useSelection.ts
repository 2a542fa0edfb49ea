import { useCallback, useMemo, useRef, useState } from "react";

export interface Selection {
  ids: string[];
  size: number;
  has: (id: string) => boolean;
  /** With `range`, everything from the last toggled one up to this. */
  toggle: (id: string, range?: boolean) => void;
  extend: (from: string, to: string) => void;
  all: () => void;
  clear: () => void;
}

/** Pure: the ids between two of a list, both included; just the second when the first is not in it. */
export function between(order: readonly string[], from: string | undefined, to: string): string[] {
  const end = order.indexOf(to);
  const start = from === undefined ? -1 : order.indexOf(from);
  if (end < 0) return [];
  if (start < 0) return [to];
  return order.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** What is selected on the wall. What is no longer listed is no longer selected. */
export function useSelection(order: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string>(undefined);
  const latest = useRef(order);
  latest.current = order;

  const toggle = useCallback((id: string, range = false) => {
    const from = anchor.current;
    anchor.current = id;
    setChosen((old) => {
      const next = new Set(old);
      if (range) for (const one of between(latest.current, from, id)) next.add(one);
      else if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const extend = useCallback((from: string, to: string) => {
    anchor.current ??= from;
    setChosen((old) => new Set([...old, ...between(latest.current, from, to)]));
  }, []);
  const all = useCallback(() => setChosen(new Set(latest.current)), []);
  const clear = useCallback(() => {
    anchor.current = undefined;
    setChosen(new Set());
  }, []);

  return useMemo(() => {
    const ids = order.filter((id) => chosen.has(id));
    return { ids, size: ids.length, has: (id) => chosen.has(id), toggle, extend, all, clear };
  }, [order, chosen, toggle, extend, all, clear]);
}
