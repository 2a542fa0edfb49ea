/** How the wall of crops reaches the API. */

import { listCrops, type CropFilter } from "../api/calls";
import * as calls from "../api/calls";
import { ApiError } from "../api/client";
import { over } from "../api/waiting";
import type { PictureServer } from "./pictures";
import type { CropServer } from "./store";

const PAGE = 500;
const PASSING = [0, 401, 429];

export function cropServer(dataset: string, filter: CropFilter): CropServer {
  return {
    page: (cursor) => listCrops(dataset, { ...filter, cursor, limit: PAGE }),
    named: async (ids) => (await listCrops(dataset, { ids: ids.join(",") })).results,
    decide: (objects, decide, reason) => calls.decideMany(dataset, { objects, decide, reason }),
    undo: (changes) => calls.undoMany(dataset, changes),
    move: (moves) => calls.movePeople(dataset, moves),
    cut: async (assets) => void (await over(await calls.cutCrops(dataset, assets))),
    isOffline: (error) =>
      error instanceof ApiError && (PASSING.includes(error.status) || error.status >= 500),
  };
}

export function pictureServer(dataset: string): PictureServer {
  return {
    pictures: async (ids) => filesIn(await calls.cropPictures(dataset, ids)),
    decode: (file) => createImageBitmap(file),
  };
}

/** One behind the other: the length of each as four bytes, and so many bytes; null where that is none. */
export function filesIn(body: ArrayBuffer): (Blob | null)[] {
  const view = new DataView(body);
  const files: (Blob | null)[] = [];
  for (let at = 0; at < body.byteLength;) {
    const length = view.getUint32(at);
    const bytes = new Uint8Array(body, at + 4, length);
    files.push(length ? new Blob([bytes], { type: "image/jpeg" }) : null);
    at += 4 + length;
  }
  return files;
}
