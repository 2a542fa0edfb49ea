/** A quick look of a method on a picture, drawn in the page. The server's renderer is the one that counts. */

export interface SampleRule {
  method: string;
  /** Of the catalogue; ovals are drawn as the enclosing one, all else as the box. */
  shape: string;
  /** Share of the object's larger side, added on every side. */
  margin: number;
  color?: string;
}

/** [x, y, width, height] as shares of the picture. */
export type ShareBox = readonly number[];

export interface Region {
  cx: number;
  cy: number;
  rx: number;
  ry: number;
}

/** Half axes of what is covered, in pixels: the box with its margin, or the ellipse that encloses that box. */
export function regionOf(box: ShareBox, width: number, height: number, rule: SampleRule): Region {
  const [x = 0, y = 0, w = 0, h = 0] = box;
  const extra = Math.max(w * width, h * height) * rule.margin;
  const stretch = isOval(rule.shape) ? Math.SQRT2 : 1;
  return {
    cx: (x + w / 2) * width,
    cy: (y + h / 2) * height,
    rx: ((w * width) / 2 + extra) * stretch,
    ry: ((h * height) / 2 + extra) * stretch,
  };
}

/** Methods drawn from what they hide; the others hold nothing of it and are drawn as a flat colour. */
const SHOWING = ["gaussian", "imagenet", "mosaic", "noise"];

/** Whether a quick look of the method tells what it makes: all that is more than a colour only the server draws. */
export const isDrawn = (method: string) => method === "solid" || SHOWING.includes(method);

const isOval = (shape: string) => ["ellipse", "face", "head"].includes(shape);

function trace(context: CanvasRenderingContext2D, region: Region, shape: SampleRule["shape"]): void {
  context.beginPath();
  if (isOval(shape)) context.ellipse(region.cx, region.cy, region.rx, region.ry, 0, 0, 2 * Math.PI);
  else context.rect(region.cx - region.rx, region.cy - region.ry, 2 * region.rx, 2 * region.ry);
}

/** Draws the picture, then hides each region by the rule's method. */
export function drawSample(
  canvas: HTMLCanvasElement,
  image: CanvasImageSource,
  boxes: ShareBox[],
  rule: SampleRule,
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  for (const box of boxes) {
    const region = regionOf(box, width, height, rule);
    context.save();
    trace(context, region, rule.shape);
    if (!SHOWING.includes(rule.method)) {
      context.fillStyle = `#${(rule.color ?? "1b1e24").replace("#", "")}`;
      context.fill();
    } else {
      context.clip();
      const left = region.cx - region.rx;
      const top = region.cy - region.ry;
      // few cells over the region: squares for the mosaic, smoothly enlarged for the blur
      const cells = rule.method === "mosaic" ? 7 : 5;
      const small = document.createElement("canvas");
      small.width = cells;
      small.height = Math.max(1, Math.round((cells * region.ry) / region.rx));
      const inner = small.getContext("2d");
      if (inner) {
        inner.imageSmoothingQuality = "high";
        inner.drawImage(canvas, left, top, 2 * region.rx, 2 * region.ry, 0, 0, small.width, small.height);
        context.imageSmoothingEnabled = rule.method !== "mosaic";
        context.imageSmoothingQuality = "high";
        context.drawImage(small, left, top, 2 * region.rx, 2 * region.ry);
      }
    }
    context.restore();
  }
}
