/** What is read before it is wanted: the next asset, its objects and its picture, so that walking on takes no time. */

import { getAsset } from "../api/calls";
import { send } from "../api/client";
import { keys, queryClient } from "../api/queries";
import { bitmaps, type Held } from "./bitmaps";
import type { Annotation } from "./state/document";

export interface Loaded {
  revision: number;
  annotations: Annotation[];
}

const MOST = 4; // assets
const FRESH = 60_000; // ms; what others saved meanwhile is found by the revision, as in any open asset
const KEPT = 40; // of a kind, such as assets that were left
const AFTER = 300; // ms: the asset at hand comes first

let picture: Held | undefined; // one at most, let go when its asset, or another page, is opened
const objects = new Map<string, { at: number; loaded: Promise<Loaded> }>();

/** The objects of an asset, or those at one frame of it. */
export function readObjects(asset: string, frame?: number): Promise<Loaded> {
  const window = frame === undefined ? "" : `?from=${frame}&to=${frame + 1}`;
  return send<Loaded>("GET", `assets/${asset}/annotations${window}`);
}

/** The objects of an asset: those that were read ahead, once, or read now. */
export function objectsOf(asset: string): Promise<Loaded> {
  const ahead = objects.get(asset);
  objects.delete(asset);
  if (!ahead || Date.now() - ahead.at > FRESH) return readObjects(asset);
  return ahead.loaded.catch(() => readObjects(asset));
}

/** Reads an asset ahead, in a moment; gives what calls that off. */
export function readAhead(asset: string | null | undefined): () => void {
  if (!asset) return () => undefined;
  const off = new AbortController();
  const timer = setTimeout(() => void read(asset, off.signal).catch(() => undefined), AFTER);
  return () => {
    off.abort();
    clearTimeout(timer);
    hold(undefined);
  };
}

function hold(next: Held | undefined): void {
  picture?.release();
  picture = next;
}

async function read(id: string, off: AbortSignal): Promise<void> {
  forgetOldest();
  const asset = await queryClient.ensureQueryData({ queryKey: keys.asset(id), queryFn: () => getAsset(id) });
  if (!objects.has(id)) {
    const loaded = readObjects(id);
    loaded.catch(() => objects.delete(id)); // read again when it is wanted
    objects.set(id, { at: Date.now(), loaded });
    for (const oldest of objects.keys()) if (objects.size > MOST) objects.delete(oldest);
  }
  const { view, original } = asset.files;
  const address = view ?? original;
  if (asset.kind === "image" && address && !off.aborted) hold(bitmaps.hold(address));
}

/**
 * Of what was read and left, each kind keeps the latest: who walks through a thousand assets in minutes does not hold them
 * all, and with each whatever the function that read it can see.
 */
function forgetOldest(): void {
  const cache = queryClient.getQueryCache();
  const left = cache.findAll({ type: "inactive" });
  left.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  const kept = new Map<unknown, number>();
  for (const query of left) {
    const kind = query.queryKey[0];
    const already = kept.get(kind) ?? 0;
    if (already >= KEPT) cache.remove(query);
    else kept.set(kind, already + 1);
  }
}
