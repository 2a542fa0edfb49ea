import type { AssetState } from "../api/contract";
import { useCallback, useMemo, useRef, useState } from "react";

/** What is known of a picture that is chosen and may not be shown. */
export interface Chosen {
  id: string;
  revision: number;
  undecided: number;
  state: AssetState;
}

export interface Selection {
  ids: string[];
  size: number;
  has: (id: string) => boolean;
  /** With `range`, everything from the last toggled one up to this. */
  toggle: (id: string, range?: boolean) => void;
  extend: (from: string, to: string) => void;
  /** What is listed and, with `rest`, what the list has not read yet. */
  all: (rest?: readonly Chosen[]) => void;
  /** Of `ids`, those that are not listed. */
  rest: readonly Chosen[];
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

/** What is selected of a list (`of`), which is read in pages. What is no longer listed is no longer selected. */
export function useSelection(order: readonly string[], of: string): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [beyond, setBeyond] = useState<{ of: string; assets: readonly Chosen[] }>();
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
  const all = useCallback(
    (rest: readonly Chosen[] = []) => {
      setBeyond({ of, assets: rest });
      setChosen(new Set([...latest.current, ...rest.map(({ id }) => id)]));
    },
    [of],
  );
  const clear = useCallback(() => {
    anchor.current = undefined;
    setChosen(new Set());
  }, []);

  return useMemo(() => {
    const listed = new Set(order);
    const rest = beyond?.of === of ? beyond.assets.filter(({ id }) => chosen.has(id) && !listed.has(id)) : [];
    const ids = [...order.filter((id) => chosen.has(id)), ...rest.map(({ id }) => id)];
    return { ids, rest, size: ids.length, has: (id) => chosen.has(id), toggle, extend, all, clear };
  }, [beyond, of, order, chosen, toggle, extend, all, clear]);
}
