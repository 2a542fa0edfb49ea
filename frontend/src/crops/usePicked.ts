/** What is selected on the wall of crops, and where the keys stand. */

import { useCallback, useMemo, useRef, useState } from "react";
import { between } from "../wall/useSelection";
import { following, placeNear } from "./grid";

export interface Picked {
  /** The marked one, and its place among the items. */
  at: string | undefined;
  place: number;
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

/** Of many thousand `items`, which are looked through only where there is no other way; `here`: it is one of them. */
export function usePicked(items: readonly { id: string }[], here: (id: string) => boolean): Picked {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [marked, setMarked] = useState<string>();
  const anchor = useRef<string>(undefined);
  const looked = useRef(new Set<string>());
  const latest = useRef(items);
  latest.current = items;
  const before = useRef(0);
  const gone = useRef<string>(undefined); // to where somebody went last, until more is chosen

  const look = useCallback((ids: readonly string[]) => {
    for (const id of ids) looked.current.add(id);
  }, []);

  return useMemo(() => {
    const order = () => latest.current.map((item) => item.id);
    const found = marked !== undefined && here(marked) ? placeNear(items, marked, before.current) : -1;
    const place = Math.max(0, found);
    before.current = place;
    const at = items[place]?.id;
    const left = new Set([...chosen].filter(here));
    return {
      at,
      place,
      size: left.size,
      has: (id) => left.has(id),
      subject: () => (left.size ? [...left] : at ? [at] : []).filter((id) => looked.current.has(id)),
      goTo: (id) => {
        anchor.current = gone.current = id;
        setMarked(id);
        setChosen(new Set());
      },
      upTo: (id) => {
        anchor.current ??= at;
        setMarked(id);
        setChosen(new Set(between(order(), anchor.current, id)));
      },
      toggle: (id) => {
        // who was clicked, and then another one with Ctrl, is chosen with it
        const with_ = left.size || gone.current === id ? undefined : gone.current;
        gone.current = undefined;
        anchor.current = id;
        setMarked(id);
        setChosen((before) => {
          const after = new Set(before);
          if (with_ !== undefined) after.add(with_);
          if (!after.delete(id)) after.add(id);
          return after;
        });
      },
      set: (ids) => setChosen(new Set(ids)),
      clear: () => {
        gone.current = undefined;
        setChosen(new Set());
      },
      leave: (ids) => {
        gone.current = undefined;
        const next = following(order(), new Set(ids), ids[0] ?? at);
        anchor.current = next;
        setMarked(next);
        setChosen(new Set());
      },
      look,
    } satisfies Picked;
  }, [items, here, chosen, marked, look]);
}
