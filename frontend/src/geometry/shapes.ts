/** What an object's outline may be; the same JSON as in the API. Pixels of the upright frame, origin top left. */

export type Box = [x: number, y: number, width: number, height: number];
/** Centre, full width and height, degrees clockwise. */
export type Turned = [cx: number, cy: number, width: number, height: number, degrees: number];
export type Point = [x: number, y: number];

export type Shape =
  | { type: "box"; data: Box }
  | { type: "rotated_box" | "ellipse"; data: Turned }
  | { type: "polygon"; data: Point[] }
  | { type: "mask"; data: { x: number; y: number; size: [height: number, width: number]; counts: string } };

/** The smallest upright box around a shape. */
export function bounds(shape: Shape): Box {
  switch (shape.type) {
    case "box":
      return shape.data;
    case "rotated_box":
    case "ellipse": {
      const [cx, cy, width, height, degrees] = shape.data;
      const cos = Math.abs(Math.cos((degrees * Math.PI) / 180));
      const sin = Math.abs(Math.sin((degrees * Math.PI) / 180));
      const turned = shape.type === "rotated_box";
      const halfX = turned ? (width * cos + height * sin) / 2 : Math.hypot(width * cos, height * sin) / 2;
      const halfY = turned ? (width * sin + height * cos) / 2 : Math.hypot(width * sin, height * cos) / 2;
      return [cx - halfX, cy - halfY, 2 * halfX, 2 * halfY];
    }
    case "polygon": {
      const xs = shape.data.map((p) => p[0]);
      const ys = shape.data.map((p) => p[1]);
      const x = Math.min(...xs);
      const y = Math.min(...ys);
      return [x, y, Math.max(...xs) - x, Math.max(...ys) - y];
    }
    case "mask":
      return [shape.data.x, shape.data.y, shape.data.size[1], shape.data.size[0]];
  }
}

/** A shape moved and scaled so that its bounds become the given box. */
export function fitTo(shape: Shape, box: Box): Shape {
  const [x0, y0, w0, h0] = bounds(shape);
  const sx = w0 > 0 ? box[2] / w0 : 1;
  const sy = h0 > 0 ? box[3] / h0 : 1;
  switch (shape.type) {
    case "box":
      return { type: "box", data: box };
    case "rotated_box":
    case "ellipse": {
      const [cx, cy, width, height, degrees] = shape.data;
      return {
        type: shape.type,
        data: [box[0] + (cx - x0) * sx, box[1] + (cy - y0) * sy, width * sx, height * sy, degrees],
      };
    }
    case "polygon":
      return {
        type: "polygon",
        data: shape.data.map(([x, y]): Point => [box[0] + (x - x0) * sx, box[1] + (y - y0) * sy]),
      };
    case "mask":
      return { type: "mask", data: { ...shape.data, x: Math.round(box[0]), y: Math.round(box[1]) } };
  }
}

/** The box from the lowest to the highest edges of some; of at least one. */
export function enclosing(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((b) => b[0]));
  const y = Math.min(...boxes.map((b) => b[1]));
  const right = Math.max(...boxes.map((b) => b[0] + b[2]));
  const bottom = Math.max(...boxes.map((b) => b[1] + b[3]));
  return [x, y, right - x, bottom - y];
}

/** A box in whole hundredths of a pixel, as the server stores them, rounded outward: nothing of it is left out. */
export function outward([x, y, width, height]: Box): Box {
  const down = (n: number) => Math.floor(n * 100 + 1e-6) / 100;
  const up = (n: number) => Math.ceil(n * 100 - 1e-6) / 100;
  const [left, top] = [down(x), down(y)];
  const across = (from: number, to: number) => Math.round((up(to) - from) * 100) / 100;
  return [left, top, across(left, x + width), across(top, y + height)];
}

/** The part of a box inside a picture; null where nothing is left of it. */
export function clip([x, y, width, height]: Box, frameWidth: number, frameHeight: number): Box | null {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  const right = Math.min(frameWidth, x + width);
  const bottom = Math.min(frameHeight, y + height);
  return right - left >= 1 && bottom - top >= 1 ? [left, top, right - left, bottom - top] : null;
}

/** Grows a box by a share of its larger side on every side: the policy's margin. */
export function grow([x, y, width, height]: Box, margin: number): Box {
  const by = margin * Math.max(width, height);
  return [x - by, y - by, width + 2 * by, height + 2 * by];
}

/** The upright ellipse that contains a box: its axes are √2 times the sides. */
export function enclosingEllipse([x, y, width, height]: Box): Turned {
  return [x + width / 2, y + height / 2, width * Math.SQRT2, height * Math.SQRT2, 0];
}

export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  const inter = Math.max(0, width) * Math.max(0, height);
  return inter / (a[2] * a[3] + b[2] * b[3] - inter || 1);
}
