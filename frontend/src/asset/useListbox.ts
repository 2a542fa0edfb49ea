/**
 * A list of objects to choose from, by pointer and keys: one choice goes there, Ctrl toggles, Shift takes a range.
 * Options are no buttons, so that the keys of the page (Enter, Space, letters) still mean what they mean.
 */

import { useEffect, useRef, useState, type HTMLAttributes, type KeyboardEvent, type MouseEvent } from "react";
import { between } from "../wall/useSelection";

interface Props {
  /** In the order in which they are shown. */
  ids: readonly string[];
  selection: ReadonlySet<string>;
  /** How many lie side by side: 1 in a list. */
  columns?: number;
  label: string;
  /** Chosen alone: goes there. */
  onChoose(id: string): void;
  /** The selection becomes these, or (`add`) these are turned over. */
  onSelect(ids: string[], add: boolean): void;
  /** Brings an option into sight that is perhaps not drawn. */
  onReveal?(id: string): void;
}

export interface Listbox {
  list: HTMLAttributes<HTMLElement> & { ref: React.RefObject<HTMLUListElement | null> };
  option(id: string): HTMLAttributes<HTMLElement> & { "data-option": string };
  /** A press of the pointer on an option. */
  press(event: Pick<MouseEvent, "shiftKey" | "ctrlKey" | "metaKey">, id: string): void;
}

export function useListbox(props: Props): Listbox {
  const { ids, selection, columns = 1, onChoose, onSelect, onReveal } = props;
  const ref = useRef<HTMLUListElement>(null);
  const anchor = useRef<string>(undefined);
  const wanted = useRef<string>(undefined);
  const [moved, setMoved] = useState<string>();
  const only = selection.size === 1 ? [...selection][0] : undefined;
  const known = (id: string | undefined) => id !== undefined && ids.includes(id);
  const active = known(only) ? only : known(moved) ? moved : ids[0];

  const reveal = useRef(onReveal);
  useEffect(() => {
    reveal.current = onReveal;
  });
  useEffect(() => {
    if (only === undefined) return;
    if (reveal.current) reveal.current(only);
    else optionOf(ref.current, only)?.scrollIntoView({ block: "nearest" });
  }, [only]);
  useEffect(() => {
    const option = wanted.current && optionOf(ref.current, wanted.current);
    if (!option) return;
    wanted.current = undefined;
    option.focus({ preventScroll: Boolean(reveal.current) });
  });

  const focus = (id: string) => {
    wanted.current = id;
    setMoved(id);
    onReveal?.(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = active === undefined ? -1 : ids.indexOf(active);
    const steps: Record<string, number> = {
      ArrowDown: at + columns,
      ArrowUp: at - columns,
      Home: 0,
      End: ids.length - 1,
      ...(columns > 1 && { ArrowRight: at + 1, ArrowLeft: at - 1 }),
    };
    if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return onSelect([...ids], false);
    }
    const to = steps[event.key];
    if (to === undefined || event.altKey || at < 0) return;
    event.preventDefault();
    const next = ids[Math.min(ids.length - 1, Math.max(0, to))]!;
    focus(next);
    if (event.ctrlKey || event.metaKey) return;
    if (!event.shiftKey) {
      anchor.current = next;
      return onChoose(next);
    }
    anchor.current ??= active;
    onSelect(between(ids, anchor.current, next), false);
  };

  return {
    list: {
      ref,
      role: "listbox",
      "aria-multiselectable": true,
      "aria-label": props.label,
      onKeyDown,
    },
    option: (id) => ({
      role: "option",
      "data-option": id,
      "aria-selected": selection.has(id),
      tabIndex: id === active ? 0 : -1,
    }),
    press: (event, id) => {
      setMoved(id);
      if (event.shiftKey) {
        return onSelect(between(ids, anchor.current ?? only, id), false);
      }
      anchor.current = id;
      if (event.ctrlKey || event.metaKey) {
        return onSelect([id], true);
      }
      onChoose(id);
    },
  };
}

function optionOf(list: HTMLElement | null, id: string): HTMLElement | null {
  return list?.querySelector(`[data-option="${id}"]`) ?? null;
}
