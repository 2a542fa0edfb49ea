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
const KEPT = 40; // assets that were left
const AFTER = 300; // ms: the asset at hand comes first

let picture: Held | undefined; // one at most, let go when its asset, or another page, is opened
const objects = new Map<string, { at: number; loaded: Promise<Loaded> }>();

export const readObjects = (asset: string) => send<Loaded>("GET", `assets/${asset}/annotations`);

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

/** Of what was read of assets, each kind keeps the latest: who walks through a thousand in minutes does not hold them all. */
function forgetOldest(): void {
  const cache = queryClient.getQueryCache();
  for (const kind of ["asset", "candidates", "presence"]) {
    const left = cache.findAll({ queryKey: [kind], type: "inactive" });
    left.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
    for (const query of left.slice(KEPT)) cache.remove(query);
  }
}
