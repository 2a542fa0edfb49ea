/** Where the picture lies on the stage: screen = picture × scale + offset, in CSS pixels of the stage. */

import type { Box, Point } from "../../geometry/shapes";

export interface Viewport {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

const MOST = 32;
export const TAG = 208; // pixels that the widest tag takes

/** The whole picture, centred, with a margin. */
export function fit(picture: Size, stage: Size, margin = 16): Viewport {
  const scale = Math.min(
    Math.max(1, stage.width - 2 * margin) / picture.width,
    Math.max(1, stage.height - 2 * margin) / picture.height,
  );
  return centred(picture, stage, scale, [picture.width / 2, picture.height / 2]);
}

/** Close enough to judge an object: it takes about a quarter of the stage, never more than 6 times its size. */
export function fitBox(box: Box, picture: Size, stage: Size): Viewport {
  const whole = fit(picture, stage).scale;
  const close = Math.min(stage.width / (box[2] * 4), stage.height / (box[3] * 4), 6);
  const scale = Math.max(whole, close);
  return centred(picture, stage, scale, [box[0] + box[2] / 2, box[1] + box[3] / 2]);
}

function centred(picture: Size, stage: Size, scale: number, at: Point): Viewport {
  return keepInView(
    { scale, x: stage.width / 2 - at[0] * scale, y: stage.height / 2 - at[1] * scale },
    picture,
    stage,
  );
}

/** Zooms so that the point under the cursor stays under it. */
export function zoomAt(view: Viewport, cursor: Point, factor: number, picture: Size, stage: Size): Viewport {
  const least = Math.min(fit(picture, stage).scale, 1) / 2;
  const scale = Math.min(MOST, Math.max(least, view.scale * factor));
  const share = scale / view.scale;
  const moved = {
    scale,
    x: cursor[0] - (cursor[0] - view.x) * share,
    y: cursor[1] - (cursor[1] - view.y) * share,
  };
  return keepInView(moved, picture, stage);
}

export function pan(view: Viewport, dx: number, dy: number, picture: Size, stage: Size): Viewport {
  return keepInView({ ...view, x: view.x + dx, y: view.y + dy }, picture, stage);
}

/** A picture smaller than the stage is centred; a larger one keeps at least a strip of itself in view. */
function keepInView(view: Viewport, picture: Size, stage: Size): Viewport {
  const place = (offset: number, length: number, room: number) => {
    if (length <= room) return (room - length) / 2;
    const strip = Math.min(room, length) / 4;
    return Math.min(room - strip, Math.max(strip - length, offset));
  };
  return {
    scale: view.scale,
    x: place(view.x, picture.width * view.scale, stage.width),
    y: place(view.y, picture.height * view.scale, stage.height),
  };
}

export function toPicture(view: Viewport, [x, y]: Point): Point {
  return [(x - view.x) / view.scale, (y - view.y) / view.scale];
}

export function toScreen(view: Viewport, [x, y, width, height]: Box): Box {
  return [x * view.scale + view.x, y * view.scale + view.y, width * view.scale, height * view.scale];
}

/** Whether anything of an object, its margin and tag included, can lie on the stage. */
export function mayShow([x, y, width, height]: Box, stage: Size): boolean {
  const room = Math.max(width, height) + TAG;
  return x < stage.width + room && y < stage.height + room && x + width > -room && y + height > -room;
}

/** A box as the attributes of a rect. */
export const rect = ([x, y, width, height]: Box) => ({ x, y, width, height });
