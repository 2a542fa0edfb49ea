import { useEffect, useMemo, useRef, useState } from "react";
import { shapeAt, type Keyframe } from "../geometry/interpolation";
import { bounds, type Box } from "../geometry/shapes";
import type { Size } from "./canvas/viewport";
import { around, styleOf, type CropStyles } from "./crops";
import type { Annotation } from "./state/document";
import { useBitmap } from "./useBitmap";

const SIDE = 88; // CSS pixels
const AT_ONCE = 24; // crops that are cut without a pause

/** A crop of each object of a picture, cut from its bitmap: as a background, the whole picture would be decoded again. */
export function useCuts(
  url: string | undefined,
  annotations: readonly Annotation[],
  picture: Size,
): CropStyles {
  const bitmap = useBitmap(url)?.bitmap;
  const cut = useRef(new Map<string, readonly Keyframe[]>()); // where each was when it was cut
  const [styles, setStyles] = useState<CropStyles>(new Map());
  useEffect(() => cut.current.clear(), [bitmap]);
  useEffect(() => {
    const missing = annotations.filter(({ id, keyframes }) => cut.current.get(id) !== keyframes);
    if (!bitmap || !missing.length) return;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.round(SIDE * Math.min(2, window.devicePixelRatio));
    let timer: ReturnType<typeof setTimeout>;
    const some = () => {
      const made = missing.splice(0, AT_ONCE).flatMap(({ id, keyframes }) => {
        cut.current.set(id, keyframes);
        const shape = shapeAt(keyframes, 0);
        return shape ? [[id, styleOf(cutFrom(bitmap, bounds(shape), picture, canvas))] as const] : [];
      });
      setStyles((before) => new Map([...before, ...made]));
      if (missing.length) timer = setTimeout(some);
    };
    timer = setTimeout(some); // the picture comes first
    return () => clearTimeout(timer);
  }, [annotations, bitmap, picture]);
  return useMemo(() => (url ? styles : new Map()), [styles, url]);
}

/** The address of what lies around a box. */
function cutFrom(bitmap: ImageBitmap, box: Box, picture: Size, canvas: HTMLCanvasElement): string {
  const scale = bitmap.width / picture.width; // the file may be smaller than the picture
  const { left, top, side } = around(box);
  const pen = canvas.getContext("2d");
  if (!pen) return "";
  const zoom = canvas.width / (side * scale);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "medium";
  pen.drawImage(bitmap, -left * scale * zoom, -top * scale * zoom, bitmap.width * zoom, bitmap.height * zoom);
  return canvas.toDataURL("image/webp", 0.85);
}
