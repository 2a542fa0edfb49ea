/** What is selected on the wall of crops, and where the keys stand. */

import { useCallback, useMemo, useRef, useState } from "react";
import { between } from "../wall/useSelection";
import { following } from "./grid";

export interface Picked {
  /** The marked one. */
  at: string | undefined;
  size: number;
  has(id: string): boolean;
  /** What a key is about: the selection, or else the marked one; only what was on the screen. */
  subject(): string[];
  goTo(id: string): void;
  upTo(id: string): void;
  toggle(id: string): void;
  set(ids: string[]): void;
  clear(): void;
  /** These are leaving: the marked one becomes the next that stays. */
  leave(ids: readonly string[]): void;
  /** These were on the screen. */
  look(ids: readonly string[]): void;
}

export function usePicked(order: readonly string[]): Picked {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [marked, setMarked] = useState<string>();
  const anchor = useRef<string>(undefined);
  const looked = useRef(new Set<string>());
  const latest = useRef(order);
  latest.current = order;

  const look = useCallback((ids: readonly string[]) => {
    for (const id of ids) looked.current.add(id);
  }, []);
  return useMemo(() => {
    const here = new Set(order);
    const at = marked !== undefined && here.has(marked) ? marked : order[0];
    const left = new Set([...chosen].filter((id) => here.has(id)));
    return {
      at,
      size: left.size,
      has: (id) => left.has(id),
      subject: () => (left.size ? [...left] : at ? [at] : []).filter((id) => looked.current.has(id)),
      goTo: (id) => {
        anchor.current = id;
        setMarked(id);
        setChosen(new Set());
      },
      upTo: (id) => {
        anchor.current ??= at;
        setMarked(id);
        setChosen(new Set(between(latest.current, anchor.current, id)));
      },
      toggle: (id) => {
        anchor.current = id;
        setMarked(id);
        setChosen((before) => {
          const after = new Set(before);
          if (!after.delete(id)) after.add(id);
          return after;
        });
      },
      set: (ids) => setChosen(new Set(ids)),
      clear: () => setChosen(new Set()),
      leave: (ids) => {
        const next = following(latest.current, new Set(ids), ids[0] ?? at);
        anchor.current = next;
        setMarked(next);
        setChosen(new Set());
      },
      look,
    } satisfies Picked;
  }, [order, chosen, marked, look]);
}
