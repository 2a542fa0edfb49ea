import { useEffect, useState, type RefObject } from "react";
import { rushes, withSample, type Sample } from "./rush";

const CALM_AFTER = 120; // ms without scrolling

/** The scrolled part and the width of the wall inside a scrolling element, and whether it rushes past. */
export function useView(scroller: RefObject<HTMLElement | null>, wall: RefObject<HTMLElement | null>) {
  const [view, setView] = useState({ width: 0, top: 0, height: 900, rushing: false });
  // not a layout effect: the scroller is a parent, its reference is set after those of its children
  useEffect(() => {
    const outer = scroller.current;
    const inner = wall.current;
    if (!outer || !inner) return;
    let frame = 0;
    let calm: ReturnType<typeof setTimeout> | undefined;
    let samples: Sample[] = [];
    const measure = () => {
      frame = 0;
      const top = outer.getBoundingClientRect().top - inner.getBoundingClientRect().top;
      const height = outer.clientHeight;
      const rushing = rushes(samples, height);
      const next = { width: inner.clientWidth, top: Math.round(top), height, rushing };
      setView((old) =>
        old.width === next.width &&
        old.height === next.height &&
        old.rushing === rushing &&
        Math.abs(old.top - next.top) < 80
          ? old
          : next,
      );
    };
    const later = () => (frame ||= requestAnimationFrame(measure));
    const scrolled = () => {
      samples = withSample(samples, { at: performance.now(), top: outer.scrollTop });
      clearTimeout(calm);
      calm = setTimeout(() => {
        samples = [];
        later();
      }, CALM_AFTER);
      later();
    };
    measure();
    outer.addEventListener("scroll", scrolled, { passive: true });
    const resized = new ResizeObserver(later);
    resized.observe(outer);
    resized.observe(inner);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(calm);
      outer.removeEventListener("scroll", scrolled);
      resized.disconnect();
    };
  }, [scroller, wall]);
  return view;
}
