/** A still picture on the stage: of its bitmap, what of it can be seen is drawn, in the pixels of the screen. */

import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties } from "react";
import { useBitmap } from "../useBitmap";
import { shownOf, sharper, type Place } from "./place";

interface Props {
  address: string;
  /** The same picture with more pixels, read when it is looked at closely enough to tell. */
  larger?: string;
  name: string;
  place: Place;
  /** Lies over the picture as far as the line between both. */
  exported?: boolean;
}

const RESTS = 200; // ms after a zoom

export function Still({ address, larger, name, place, exported }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const read = useBitmap(address);
  const close = useLong(larger !== undefined && sharper(place, read?.bitmap));
  const detail = useBitmap(close ? larger : undefined)?.bitmap;
  const whole = read?.bitmap;
  const bitmap = whole && detail && detail.width > whole.width ? detail : whole;

  useLayoutEffect(() => {
    if (canvas.current && bitmap) draw(canvas.current, bitmap, place);
  }, [bitmap, place]);
  useLayoutEffect(() => {
    const drawn = canvas.current;
    return () => {
      if (drawn) drawn.width = drawn.height = 0; // its pixels are not kept until it is swept away
    };
  }, [read?.address]);

  const kind = exported ? "exported" : undefined;
  if (read && !whole) return <img className={kind} src={read.address} alt={name} draggable={false} />;
  const { left, top, width, height } = shownOf(place);
  return (
    <canvas
      ref={canvas}
      className={kind}
      role="img"
      aria-label={name}
      data-shown={read?.address}
      style={{ left, top, width, height, "--from": `${left}px` } as CSSProperties}
    />
  );
}

/** Draws what of a picture lies on the stage. */
function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap, place: Place): void {
  const { left, top, width, height } = shownOf(place);
  const ratio = window.devicePixelRatio;
  const size = [Math.round(width * ratio), Math.round(height * ratio)] as const;
  // Setting its size empties a canvas and costs its memory anew.
  if (canvas.width !== size[0]) canvas.width = size[0];
  if (canvas.height !== size[1]) canvas.height = size[1];
  const colorSpace = matchMedia("(color-gamut: p3)").matches ? "display-p3" : "srgb";
  const context = canvas.getContext("2d", { colorSpace });
  if (!context) return;
  context.clearRect(0, 0, ...size);
  context.imageSmoothingQuality = "medium";
  context.drawImage(bitmap, -left * ratio, -top * ratio, place.width * ratio, place.height * ratio);
}

/** Whether something has held for a while; that it no longer does is known at once. */
function useLong(now: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(now), RESTS);
    return () => clearTimeout(timer);
  }, [now]);
  return now && long;
}
