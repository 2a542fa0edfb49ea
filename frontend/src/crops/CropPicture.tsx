/** The pixels of crops on a canvas, drawn as they come, without React. */

import { createContext, memo, useContext, useLayoutEffect, useRef, type RefObject } from "react";
import type { Crop } from "../api/contract";
import { keyOf, type CropPictures } from "./pictures";

/** Those of the dataset that is shown. */
export const Pictures = createContext<CropPictures | null>(null);

/** Draws crops beside each other on a canvas: squares of `side`, one each `step`, in pixels of the page. */
export function useDrawn(
  canvas: RefObject<HTMLCanvasElement | null>,
  crops: readonly Crop[],
  side: number,
  step: number,
) {
  const pictures = useContext(Pictures);
  const shown = crops.map(keyOf).join();
  useLayoutEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (!pen || !pictures) return;
    const dense = window.devicePixelRatio;
    pen.canvas.width = Math.round(((crops.length - 1) * step + side) * dense); // clears it, too
    pen.canvas.height = Math.round(side * dense);
    const missing = new Map(crops.entries());
    const draw = () => {
      for (const [index, crop] of missing) {
        const picture = pictures.of(crop);
        if (!picture) continue;
        const left = Math.round(index * step * dense);
        pen.drawImage(picture, left, 0, pen.canvas.height, pen.canvas.height);
        missing.delete(index);
      }
    };
    draw();
    return pictures.show(crops, draw);
    // other crops, not the same ones in another array
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [canvas, pictures, shown, side, step]);
}

/** One crop that fills what it lies in, a square of `side`. */
export const CropPicture = memo(function CropPicture({ crop, side }: { crop: Crop; side: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useDrawn(canvas, [crop], side, side);
  return <canvas ref={canvas} className="crop-picture" aria-hidden="true" />;
});
