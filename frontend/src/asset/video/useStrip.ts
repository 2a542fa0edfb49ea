/** The part of the timeline that is in sight: how wide a frame is drawn, which frames and which rows. */

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { Span } from "./timeline";

const WIDEST = 24; // pixels of a frame
const STEP = 240; // pixels: what is drawn changes only so often while it is scrolled
const SPARE_ROWS = 4;

export interface Strip {
  scroller: RefObject<HTMLDivElement | null>;
  /** Pixels of a frame. */
  scale: number;
  width: number;
  /** The frames that are drawn. */
  window: Span;
  /** The rows that are drawn. */
  rows: Span;
  canZoom: Record<"in" | "out", boolean>;
  zoom(by: "in" | "out", frame: number): void;
  reveal(row: number): void;
  frameAt(clientX: number): number;
}

/** `names`: the width of the column beside it; `row`: the height of a row; `count` of them. */
export function useStrip(frames: number, names: number, row: number, count: number, frame: number): Strip {
  const scroller = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [view, setView] = useState({ left: 0, top: 0, width: 800, height: 240 });
  const anchor = useRef<{ frame: number; x: number }>(null);

  useLayoutEffect(() => {
    const element = scroller.current!;
    let request = 0;
    const measure = () => {
      request = 0;
      const left = Math.floor(element.scrollLeft / STEP) * STEP;
      const top = Math.floor(element.scrollTop / row) * row;
      const next = {
        left,
        top,
        width: Math.max(80, element.clientWidth - names),
        height: element.clientHeight,
      };
      setView((old) =>
        Object.entries(next).every(([k, v]) => old[k as keyof typeof old] === v) ? old : next,
      );
    };
    const later = () => (request ||= requestAnimationFrame(measure));
    measure();
    element.addEventListener("scroll", later, { passive: true });
    const observer = new ResizeObserver(later);
    observer.observe(element);
    return () => {
      cancelAnimationFrame(request);
      element.removeEventListener("scroll", later);
      observer.disconnect();
    };
  }, [names, row]);

  const fitting = view.width / frames;
  const most = Math.max(1, WIDEST / fitting);
  const scale = fitting * Math.min(zoom, most);

  const zoomBy = useCallback(
    (by: "in" | "out", around: number) => {
      const element = scroller.current!;
      const x = around * scale - element.scrollLeft;
      anchor.current = { frame: around, x: Math.min(Math.max(0, x), view.width) };
      setZoom(Math.min(most, Math.max(1, Math.min(zoom, most) * (by === "in" ? 2 : 0.5))));
    },
    [most, scale, view.width, zoom],
  );
  useLayoutEffect(() => {
    if (!anchor.current) return;
    scroller.current!.scrollLeft = anchor.current.frame * scale - anchor.current.x;
    anchor.current = null;
  }, [scale]);

  useEffect(() => {
    const element = scroller.current!;
    // React's wheel listener is passive; zooming must keep the page from scrolling.
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left - names + element.scrollLeft;
      zoomBy(event.deltaY < 0 ? "in" : "out", x / scale);
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [names, scale, zoomBy]);

  useEffect(() => {
    const element = scroller.current!; // follows the playhead out of sight
    const at = frame * scale;
    if (at < element.scrollLeft || at > element.scrollLeft + element.clientWidth - names - 24) {
      element.scrollLeft = at - (element.clientWidth - names) / 2;
    }
  }, [frame, names, scale]);

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current!;
      const below = element.clientHeight - row * 2; // the ruler is about a row high
      if (index * row < element.scrollTop) element.scrollTop = index * row;
      else if (index * row > element.scrollTop + below) element.scrollTop = index * row - below;
    },
    [row],
  );

  const first = Math.max(0, Math.floor(view.top / row) - SPARE_ROWS);
  const shown = Math.ceil(view.height / row) + 2 * SPARE_ROWS;
  return {
    scroller,
    scale,
    width: scale * frames,
    window: [(view.left - STEP) / scale, (view.left + view.width + 2 * STEP) / scale],
    rows: [first, Math.min(count, first + shown)],
    canZoom: { in: zoom < most, out: zoom > 1 },
    zoom: zoomBy,
    reveal,
    frameAt: (clientX) => {
      const element = scroller.current!;
      const x = clientX - element.getBoundingClientRect().left - names + element.scrollLeft;
      return Math.min(frames - 1, Math.max(0, Math.floor(x / scale)));
    },
  };
}
