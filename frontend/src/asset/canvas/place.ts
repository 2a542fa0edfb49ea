/** Where a picture lies on the stage, in CSS pixels of the stage, and what of it can be seen. */

import type { Size } from "./viewport";

export interface Place {
  /** The picture's upper left corner, and its size. */
  left: number;
  top: number;
  width: number;
  height: number;
  stage: Size;
  /** The picture's own size, pixels. */
  picture: Size;
}

const MOST = 60e6; // pixels of a picture that is decoded whole
const MORE = 1.1; // pixels of the screen for one of the file, from which on it looks soft

/** What can be seen, from the picture's corner on, at whole pixels of the stage. */
export function shownOf({ left, top, width, height, stage }: Place) {
  const along = (from: number, length: number, room: number) => {
    const first = Math.floor(Math.max(0, from));
    return [first - from, Math.max(0, Math.ceil(Math.min(room, from + length)) - first)] as const;
  };
  const [x, across] = along(left, width, stage.width);
  const [y, down] = along(top, height, stage.height);
  return { left: x, top: y, width: across, height: down };
}

/** Whether more pixels than those of a bitmap would be seen, and the picture has them. */
export function sharper({ width, picture }: Place, bitmap: Size | undefined): boolean {
  if (!bitmap || picture.width * picture.height > MOST) return false;
  return picture.width > bitmap.width && width * window.devicePixelRatio > bitmap.width * MORE;
}
