/** The wall of crops: arrows walk, Shift or a sweep of the mouse selects a range. Only tiles in view are in the page. */

import { memo, useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import type { Crop } from "../api/contract";
import { texts } from "../texts";
import { StateGlyph } from "../ui/StateGlyph";
import { useView } from "../wall/useView";
import { GAP, gridOf, inView, neighbour } from "./grid";
import type { Picked } from "./usePicked";
import "./crops.css";

const OVERSCAN = 300;
const AHEAD = 3000; // pixels before the end of what was read that more is read
const SAID_BY_THE_ORDER = ["weak", "small"]; // nearly all have one
const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

interface Props {
  items: readonly Crop[];
  picked: Picked;
  scroller: RefObject<HTMLElement | null>;
  nameOf(crop: Crop): string;
  /** These came into view. */
  onShow(ids: string[]): void;
  onEnd(): void;
  onOpen(crop: Crop): void;
}

export function CropGrid({ items, picked, scroller, nameOf, onShow, onEnd, onOpen }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const view = useView(scroller, list);
  const grid = gridOf(items.length, view.width, view.height);
  const { first, stop } = inView(grid, items.length, view.top - OVERSCAN, view.top + view.height + OVERSCAN);
  const shown = items.slice(first, stop);
  const at = Math.max(
    0,
    items.findIndex((item) => item.id === picked.at),
  );
  const swept = useRef<string>(undefined);

  const seen = inView(grid, items.length, view.top, view.top + view.height);
  const key = shown.map((item) => `${item.id}${item.crop ? "" : "?"}`).join();
  const { look } = picked;
  useEffect(() => {
    if (!view.width) return;
    look(items.slice(seen.first, seen.stop).map((item) => item.id));
    const timer = setTimeout(() => onShow(shown.map((item) => item.id)), 120);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, seen.first, seen.stop, view.width, onShow, look]);

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
      {shown.map((item, index) => (
        <Tile
          key={item.id}
          crop={item}
          name={nameOf(item)}
          left={((first + index) % grid.columns) * grid.step}
          top={Math.floor((first + index) / grid.columns) * grid.step}
          side={grid.step - GAP}
          selected={picked.has(item.id)}
          current={first + index === at}
          position={first + index + 1}
        />
      ))}
    </div>
  );
}

/** The tile of an object on its asset's sheet, as a background. */
export function cropStyle({ crop }: Crop) {
  if (!crop) return undefined;
  const share = (place: number, of: number) => (of > 1 ? `${(place / (of - 1)) * 100}%` : "0");
  return {
    backgroundImage: `url("${crop.url}")`,
    backgroundSize: `${crop.columns * 100}% ${crop.rows * 100}%`,
    backgroundPosition: `${share(crop.column, crop.columns)} ${share(crop.row, crop.rows)}`,
  };
}

interface TileProps {
  crop: Crop;
  name: string;
  left: number;
  top: number;
  side: number;
  selected: boolean;
  current: boolean;
  position: number;
}

const Tile = memo(function Tile({ crop, name, left, top, side, selected, current, position }: TileProps) {
  return (
    <div
      id={`crop-${crop.id}`}
      data-crop={crop.id}
      className="crop"
      role="option"
      aria-selected={selected}
      aria-label={name}
      aria-posinset={position}
      title={name}
      data-current={current || undefined}
      data-open={crop.hidden ? undefined : true}
      style={{ left, top, width: side, height: side, ...cropStyle(crop) }}
    >
      {!crop.crop && <StateGlyph state="undecided" size={24} />}
      {crop.flags.some((flag) => !flag.seen && !SAID_BY_THE_ORDER.includes(flag.flag)) && (
        <i className="crop-doubt" aria-hidden="true" />
      )}
      {crop.kind === "video" && <i className="crop-clip" aria-hidden="true" />}
    </div>
  );
});
