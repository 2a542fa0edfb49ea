import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { AssetCard } from "../api/contract";
import { texts } from "../texts";
import { layOut, layoutAspect, neighbour, rowsBetween, type Direction } from "./layout";
import { Tile } from "./Tile";
import type { Selection } from "./useSelection";
import { useView } from "./useView";
import "./wall.css";

const GAP = 4;
const OVERSCAN = 600;
const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "start",
  End: "end",
};

/**
 * The justified wall. Only rows near the view are in the page. Arrow keys walk over it, Enter opens, Space selects;
 * `onEnd` is called when the end of what is loaded comes near.
 */
export function Wall({
  assets,
  addressOf,
  scroller,
  selection,
  onEnd,
  onOpen,
}: {
  assets: AssetCard[];
  addressOf: (id: string) => string;
  scroller: RefObject<HTMLElement | null>;
  selection: Selection;
  onEnd: () => void;
  onOpen: (id: string) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const view = useView(scroller, list);
  const target = view.width >= 1200 ? 184 : 138;
  const aspects = useMemo(() => assets.map((asset) => layoutAspect(asset.width, asset.height)), [assets]);
  const layout = useMemo(() => layOut(aspects, view.width, target, GAP), [aspects, view.width, target]);
  const rows = rowsBetween(layout.rows, view.top - OVERSCAN, view.top + view.height + OVERSCAN);
  const [activeId, setActiveId] = useState<string>();
  const found = assets.findIndex((asset) => asset.id === activeId);
  const activeIndex = found < 0 ? 0 : found;
  const wantFocus = useRef<string>(undefined);

  const nearEnd = view.top + view.height + 1200 > layout.height;
  useEffect(() => {
    if (nearEnd && view.width > 0) onEnd();
  }, [nearEnd, onEnd, view.width, assets.length]);

  const focusOn = useCallback(
    (index: number) => {
      const asset = assets[index];
      const row = layout.rows.find((one) => one.items.some((item) => item.index === index));
      const outer = scroller.current;
      if (!asset || !row || !outer || !list.current) return;
      setActiveId(asset.id);
      wantFocus.current = asset.id;
      const offset =
        list.current.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop;
      const top = offset + row.top;
      if (top < outer.scrollTop + 60) outer.scrollTop = Math.max(0, top - 60);
      else if (top + row.height > outer.scrollTop + outer.clientHeight) {
        outer.scrollTop = top + row.height - outer.clientHeight + 8;
      }
    },
    [assets, layout, scroller],
  );

  useEffect(() => {
    if (!wantFocus.current) return;
    const link = list.current?.querySelector<HTMLElement>(`[data-asset="${wantFocus.current}"]`);
    if (link) {
      wantFocus.current = undefined;
      link.focus({ preventScroll: true });
    }
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    const asset = assets[activeIndex];
    if (direction && !event.altKey) {
      event.preventDefault();
      const next = neighbour(layout, activeIndex, direction);
      if (event.shiftKey && asset && assets[next]) selection.extend(asset.id, assets[next].id);
      focusOn(next);
    } else if ((event.key === " " || event.key === "x") && asset && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      selection.toggle(asset.id, event.shiftKey);
    } else if (event.key === "Enter" && asset && !event.shiftKey) {
      event.preventDefault();
      onOpen(asset.id);
    }
  };

  return (
    <ul
      className="wall"
      ref={list}
      style={{ height: layout.height }}
      aria-label={texts.pictures.wall}
      onKeyDown={onKeyDown}
      data-selecting={selection.size > 0 || undefined}
    >
      {rows.flatMap((row) =>
        row.items.map((item) => {
          const asset = assets[item.index]!;
          return (
            <Tile
              key={asset.id}
              top={row.top}
              asset={asset}
              to={addressOf(asset.id)}
              left={item.left}
              width={item.width}
              height={row.height}
              active={item.index === activeIndex}
              selected={selection.has(asset.id)}
              selecting={selection.size > 0}
              onSelect={selection.toggle}
              onFocus={setActiveId}
            />
          );
        }),
      )}
    </ul>
  );
}
