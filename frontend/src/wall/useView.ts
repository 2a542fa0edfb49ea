import { useEffect, useState, type RefObject } from "react";

/** The scrolled part and the width of the wall inside a scrolling element. */
export function useView(scroller: RefObject<HTMLElement | null>, wall: RefObject<HTMLElement | null>) {
  const [view, setView] = useState({ width: 0, top: 0, height: 900 });
  // not a layout effect: the scroller is a parent, its reference is set after those of its children
  useEffect(() => {
    const outer = scroller.current;
    const inner = wall.current;
    if (!outer || !inner) return;
    let frame = 0;
    const measure = () => {
      frame = 0;
      const top = outer.getBoundingClientRect().top - inner.getBoundingClientRect().top;
      const next = { width: inner.clientWidth, top: Math.round(top), height: outer.clientHeight };
      setView((old) =>
        old.width === next.width && old.height === next.height && Math.abs(old.top - next.top) < 80
          ? old
          : next,
      );
    };
    const later = () => (frame ||= requestAnimationFrame(measure));
    measure();
    outer.addEventListener("scroll", later, { passive: true });
    const resized = new ResizeObserver(later);
    resized.observe(outer);
    resized.observe(inner);
    return () => {
      cancelAnimationFrame(frame);
      outer.removeEventListener("scroll", later);
      resized.disconnect();
    };
  }, [scroller, wall]);
  return view;
}
