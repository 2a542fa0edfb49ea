/** The wall of crops: arrows walk, Shift or a sweep of the mouse selects a range. Only tiles in view are in the page. */

import { useContext, useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import type { Crop } from "../api/contract";
import { texts } from "../texts";
import { useView } from "../wall/useView";
import { Pictures } from "./CropPicture";
import { CropRow } from "./CropRow";
import { GAP, gridOf, inView, neighbour } from "./grid";
import type { Picked } from "./usePicked";
import "./crops.css";

const OVERSCAN = 300;
const AHEAD = 6000; // pixels before the end of what was read that more is read
const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

interface Props {
  items: readonly Crop[];
  picked: Picked;
  scroller: RefObject<HTMLElement | null>;
  nameOf(crop: Crop): string;
  hides(crop: Crop): boolean;
  /** These came into view. */
  onShow(ids: string[]): void;
  onEnd(): void;
  onOpen(crop: Crop): void;
}

export function CropGrid({ items, picked, scroller, nameOf, hides, onShow, onEnd, onOpen }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const view = useView(scroller, list);
  const grid = gridOf(items.length, view.width, view.height);
  const { first, stop } = inView(grid, items.length, view.top - OVERSCAN, view.top + view.height + OVERSCAN);
  const shown = items.slice(first, stop);
  const rows: number[] = [];
  for (let row = first / grid.columns; row * grid.columns < stop; row++) rows.push(row);
  const at = picked.place;
  const swept = useRef<string>(undefined);
  const pictures = useContext(Pictures);
  useEffect(() => pictures?.hold(view.rushing), [pictures, view.rushing]);

  const seen = inView(grid, items.length, view.top, view.top + view.height);
  const key = shown.map((item) => `${item.id}${item.crop ? "" : "?"}`).join();
  const { look } = picked;
  useEffect(() => {
    if (!view.width) return;
    if (!view.rushing) look(items.slice(seen.first, seen.stop).map((item) => item.id));
    const timer = setTimeout(() => onShow(shown.map((item) => item.id)), 120);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, seen.first, seen.stop, view.width, view.rushing, onShow, look]);

  const nearEnd = view.top + view.height + AHEAD > grid.height;
  useEffect(() => {
    if (nearEnd && view.width) onEnd();
  }, [nearEnd, onEnd, view.width, items.length]);

  const go = (to: number) => {
    const outer = scroller.current;
    if (!outer || !list.current) return;
    const offset = list.current.getBoundingClientRect().top - outer.getBoundingClientRect().top;
    const top = outer.scrollTop + offset + Math.floor(to / grid.columns) * grid.step;
    if (top < outer.scrollTop + 40) outer.scrollTop = Math.max(0, top - 40);
    else if (top + grid.step > outer.scrollTop + outer.clientHeight)
      outer.scrollTop = top + grid.step - outer.clientHeight + GAP;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[at];
    if (!item) return;
    if (ARROWS.includes(event.key) && !event.altKey) {
      event.preventDefault();
      const to = neighbour(grid, items.length, at, event.key);
      const target = items[to]!;
      if (event.shiftKey) picked.upTo(target.id);
      else picked.goTo(target.id);
      go(to);
    } else if (event.key === " ") {
      event.preventDefault();
      picked.toggle(item.id);
    } else if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      picked.set(items.slice(seen.first, seen.stop).map((one) => one.id));
    }
  };

  const tileAt = (event: PointerEvent) =>
    document
      .elementFromPoint(event.clientX, event.clientY)
      ?.closest<HTMLElement>("[data-crop]")
      ?.getAttribute("data-crop") ?? undefined;
  const press = (event: PointerEvent) => {
    const id = tileAt(event);
    if (!id || event.button !== 0) return;
    event.preventDefault(); // no text is selected, the list takes the focus itself
    list.current?.focus({ preventScroll: true });
    if (event.shiftKey) return picked.upTo(id);
    if (event.ctrlKey || event.metaKey) return picked.toggle(id);
    swept.current = id;
    picked.goTo(id);
  };
  const sweep = (event: PointerEvent) => {
    if (!swept.current || !(event.buttons & 1)) return;
    const id = tileAt(event);
    if (id && id !== picked.at) picked.upTo(id);
  };

  return (
    <div
      ref={list}
      className="crops"
      role="listbox"
      aria-multiselectable="true"
      aria-label={texts.crops.wall}
      aria-activedescendant={items[at] ? `crop-${items[at].id}` : undefined}
      tabIndex={0}
      style={{ height: grid.height }}
      onKeyDown={onKeyDown}
      onPointerDown={press}
      onPointerMove={sweep}
      onPointerUp={() => (swept.current = undefined)}
      onDoubleClick={() => items[at] && onOpen(items[at])}
    >
      {rows.map((row) => (
        <CropRow
          key={row}
          items={items}
          first={row * grid.columns}
          columns={grid.columns}
          top={row * grid.step}
          step={grid.step}
          picked={picked}
          nameOf={nameOf}
          hides={hides}
        />
      ))}
    </div>
  );
}
