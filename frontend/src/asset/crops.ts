/** Small square pictures of objects: cut from the picture's bitmap, from a video by seeking it out of sight. */

import { useEffect, useMemo, useRef, useState, type CSSProperties } from "react";
import type { Asset } from "../api/contract";
import { shapeAt } from "../geometry/interpolation";
import { bounds, type Box } from "../geometry/shapes";
import type { Size } from "./canvas/viewport";
import { useCuts } from "./cuts";
import { seekTime, type FrameTable } from "./frames";
import { bestFrame } from "./needs";
import type { Annotation } from "./state/document";

export type CropStyles = ReadonlyMap<string, CSSProperties>;

const SIDE = 176; // pixels of a crop cut from a video: 88 on a dense screen
const ROOM = 1.4; // of the object's larger side
const TOGETHER = 200; // ms: crops of that time are shown at once
const AT_ONCE = 24; // crops of a video that are cut in the order of their frames, which seeks fast

/** The square around a box, a little larger than it. */
export function around([x, y, width, height]: Box): { left: number; top: number; side: number } {
  const side = Math.max(width, height, 8) * ROOM;
  return { left: x + width / 2 - side / 2, top: y + height / 2 - side / 2, side };
}

/** A crop, by its address, as a background. */
export const styleOf = (url: string): CSSProperties => ({
  backgroundImage: `url("${url}")`,
  backgroundSize: "cover",
});

/**
 * A crop for each object that has one yet, in the given order. Of a clip, who may not see originals gets those of the
 * redacted film, of a picture none.
 */
export function useCrops(
  asset: Asset,
  annotations: readonly Annotation[],
  picture: Size,
  table: FrameTable,
): CropStyles {
  const sees = asset.acts.includes("see_originals");
  const stills = useStills(
    asset.kind === "video" ? filmOf(asset, sees) : undefined,
    annotations,
    picture,
    table,
  );
  const url = asset.kind === "image" && sees ? (asset.files.view ?? asset.files.thumbnail) : undefined;
  const cuts = useCuts(url, annotations, picture);
  return url ? cuts : stills;
}

/** The film that crops of a clip are cut from. */
export function filmOf({ files }: Pick<Asset, "files">, sees: boolean): string | undefined {
  return sees ? files.proxy : (files.redacted_proxy ?? files.redacted);
}

interface Wanted {
  id: string;
  frame: number;
  box: Box;
}

function useStills(
  proxy: string | undefined,
  annotations: readonly Annotation[],
  picture: Size,
  table: FrameTable,
): CropStyles {
  const [stills, setStills] = useState<CropStyles>(new Map());
  const latest = useRef({ annotations, stills });
  useEffect(() => {
    latest.current = { annotations, stills };
  });
  const ids = useMemo(
    () =>
      annotations
        .map((a) => a.id)
        .sort()
        .join(" "),
    [annotations],
  );
  const ready = table.known;
  useEffect(() => {
    if (!proxy || !ids || !ready) return;
    const stop = new AbortController();
    // An object that is moved keeps its crop; a new one gets its own.
    const { annotations, stills } = latest.current;
    const missing = annotations.filter((a) => !stills.has(a.id));
    const wanted = missing.flatMap((annotation): Wanted[] => {
      const frame = bestFrame(annotation);
      const shape = shapeAt(annotation.keyframes, frame);
      return shape ? [{ id: annotation.id, frame, box: bounds(shape) }] : [];
    });
    let fresh: [string, CSSProperties][] = [];
    const show = () => {
      if (!fresh.length) return;
      const made = fresh;
      fresh = [];
      setStills((before) => new Map([...before, ...made]));
    };
    const keep = (id: string, url: string) => fresh.push([id, styleOf(url)]);
    if (!wanted.length) return;
    const showing = setInterval(show, TOGETHER);
    void cutAll(proxy, inParts(wanted), picture, table, stop.signal, keep).then(() => {
      clearInterval(showing);
      if (!stop.signal.aborted) show();
    });
    return () => {
      clearInterval(showing);
      stop.abort();
    };
  }, [ids, picture, proxy, ready, table]);
  return stills;
}

function inParts(wanted: readonly Wanted[]): Wanted[] {
  const parts: Wanted[][] = [];
  for (let i = 0; i < wanted.length; i += AT_ONCE) parts.push(wanted.slice(i, i + AT_ONCE));
  return parts.flatMap((part) => part.sort((a, b) => a.frame - b.frame));
}

async function cutAll(
  proxy: string,
  wanted: Wanted[],
  picture: Size,
  table: FrameTable,
  signal: AbortSignal,
  onCut: (id: string, url: string) => unknown,
): Promise<void> {
  const player = document.createElement("video");
  player.muted = true;
  player.preload = "auto";
  player.src = proxy;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext("2d");
  try {
    for (const { id, frame, box } of wanted) {
      player.currentTime = seekTime(table, frame);
      await once(player, "seeked");
      if (signal.aborted || !pen) return;
      const scale = player.videoWidth / picture.width; // the proxy may be smaller than the frames
      const { left, top, side } = around(box);
      pen.clearRect(0, 0, SIDE, SIDE);
      pen.drawImage(player, left * scale, top * scale, side * scale, side * scale, 0, 0, SIDE, SIDE);
      onCut(id, canvas.toDataURL("image/jpeg", 0.8));
    }
  } catch {
    // without its crop an object shows its letter
  } finally {
    player.removeAttribute("src");
    player.load();
  }
}

function once(player: HTMLVideoElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    player.addEventListener(event, () => resolve(), { once: true });
    player.addEventListener("error", () => reject(new Error("not playable")), { once: true });
  });
}
