import { useEffect, useState, type RefObject } from "react";
import type { Size } from "./packing";

/** The size of an element, once it is known; small changes are not told, for sheets would be cut anew. */
export function useRoom(element: RefObject<HTMLElement | null>): Size | null {
  const [room, setRoom] = useState<Size | null>(null);
  useEffect(() => {
    const here = element.current;
    if (!here) return;
    const resized = new ResizeObserver(() => {
      const next = { width: here.clientWidth, height: here.clientHeight };
      if (!next.width || !next.height) return; // it is leaving the page
      setRoom((old) =>
        old && Math.abs(old.width - next.width) < 8 && Math.abs(old.height - next.height) < 8 ? old : next,
      );
    });
    resized.observe(here);
    return () => resized.disconnect();
  }, [element]);
  return room;
}
