import { useEffect, useRef, useState } from "react";
import { drawSample, type SampleRule, type ShareBox } from "./sampleDrawing";

const WIDEST = 600;

/** A picture with its regions hidden as the rule says, redrawn at once when the rule changes. */
export function Sample({
  source,
  boxes,
  rule,
  label,
  onPlace,
}: {
  source: string;
  boxes: ShareBox[];
  rule: SampleRule;
  label: string;
  /** Where the person pointed, as shares of the picture. */
  onPlace?: (x: number, y: number) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [image, setImage] = useState<HTMLImageElement>();
  useEffect(() => {
    const loading = new Image();
    loading.onload = () => setImage(loading);
    loading.src = source;
    return () => {
      loading.onload = null;
    };
  }, [source]);
  useEffect(() => {
    if (!canvas.current || !image) return;
    const scale = Math.min(1, WIDEST / image.naturalWidth);
    canvas.current.width = Math.round(image.naturalWidth * scale);
    canvas.current.height = Math.round(image.naturalHeight * scale);
    drawSample(canvas.current, image, boxes, rule);
  }, [image, boxes, rule]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      style={onPlace && { cursor: "crosshair" }}
      onPointerDown={(event) => {
        const at = event.currentTarget.getBoundingClientRect();
        onPlace?.((event.clientX - at.left) / at.width, (event.clientY - at.top) / at.height);
      }}
    />
  );
}
