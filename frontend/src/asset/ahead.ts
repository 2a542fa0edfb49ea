/** What is read before it is wanted: the next asset, its objects and its picture, so that walking on takes no time. */

import { getAsset } from "../api/calls";
import { send } from "../api/client";
import { keys, queryClient } from "../api/queries";
import type { Annotation } from "./state/document";

export interface Loaded {
  revision: number;
  annotations: Annotation[];
}

const MOST = 4; // assets
const FRESH = 60_000; // ms; what others saved meanwhile is found by the revision, as in any open asset
const AFTER = 300; // ms: the asset at hand comes first

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
  const timer = setTimeout(() => void read(asset).catch(() => undefined), AFTER);
  return () => clearTimeout(timer);
}

async function read(id: string): Promise<void> {
  const asset = await queryClient.ensureQueryData({ queryKey: keys.asset(id), queryFn: () => getAsset(id) });
  if (!objects.has(id)) {
    const loaded = readObjects(id);
    loaded.catch(() => objects.delete(id)); // read again when it is wanted
    objects.set(id, { at: Date.now(), loaded });
    for (const oldest of objects.keys()) if (objects.size > MOST) objects.delete(oldest);
  }
  const { view, original } = asset.files;
  if (asset.kind === "image" && (view ?? original)) {
    const image = new Image();
    image.src = (view ?? original)!;
    await image.decode();
  }
}
