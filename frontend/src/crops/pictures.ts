/**
 * The small pictures of objects: those that are shown are fetched, many in one request, and decoded beside the page's own
 * work; the last ones are kept. No framework.
 */

import type { Crop } from "../api/contract";

export interface PictureServer {
  /** The files of objects, in the order of their ids; null where there is none. */
  pictures(ids: readonly string[]): Promise<(Blob | null)[]>;
  decode(file: Blob): Promise<ImageBitmap>;
}

const AT_ONCE = 100;
const GATHER = 30; // ms, so that rows that come one after the other are asked for together
const AGAIN = 2000; // ms after one that failed
const MOST_TRIES = 5; // of one that is not there: others may be cutting it out
const KEPT = 800; // of 64 kB; those that are shown are kept anyway

export class CropPictures {
  private readonly kept = new Map<string, ImageBitmap>(); // the one that was not looked at for longest comes first
  private readonly tries = new Map<string, number>(); // of those that there was none of; they may come yet
  private readonly resting = new Set<string>(); // until they are tried again
  private readonly wanted = new Map<string, { id: string; come: Set<() => void> }>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = false;
  private held = false;

  constructor(private readonly server: PictureServer) {}

  /** The picture of an object, where it is there. */
  of(crop: Crop): ImageBitmap | undefined {
    const key = keyOf(crop);
    const found = key === null ? undefined : this.kept.get(key);
    if (key !== null && found) {
      this.kept.delete(key);
      this.kept.set(key, found);
    }
    return found;
  }

  /** Has those fetched that are not there, and tells when some came; gives what ends that. */
  show(crops: readonly Crop[], come: () => void): () => void {
    const keys: string[] = [];
    for (const crop of crops) {
      const key = keyOf(crop);
      if (key === null) continue;
      keys.push(key);
      const entry = this.wanted.get(key) ?? { id: crop.id, come: new Set() };
      entry.come.add(come);
      this.wanted.set(key, entry);
    }
    this.later();
    return () => {
      for (const key of keys) {
        const entry = this.wanted.get(key);
        if (entry?.come.delete(come) && !entry.come.size) this.wanted.delete(key);
      }
    };
  }

  /** While they fly past, nothing is asked for: what is shown when they come to rest is. */
  hold(held: boolean): void {
    this.held = held;
    this.later();
  }

  /** Lets go of all that were kept. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const picture of this.kept.values()) picture.close();
    this.kept.clear();
  }

  private later(after = GATHER): void {
    if (this.held || this.asking) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.ask();
    }, after);
  }

  private async ask(): Promise<void> {
    const missing = [...this.wanted].filter(([key]) => !this.kept.has(key) && !this.resting.has(key));
    const batch = missing.slice(0, AT_ONCE);
    if (this.held || this.asking || !batch.length) return;
    this.asking = true;
    let failed = false;
    try {
      const files = await this.server.pictures(batch.map(([, { id }]) => id));
      const pictures = await Promise.all(
        files.map((file) => file && this.server.decode(file).catch(() => null)),
      );
      batch.forEach(([key], index) => this.keep(key, pictures[index] ?? null));
      this.clear();
      const listeners = new Set(batch.flatMap(([key]) => [...(this.wanted.get(key)?.come ?? [])]));
      for (const come of listeners) come();
    } catch {
      failed = true;
    }
    this.asking = false;
    this.later(failed ? AGAIN : GATHER);
  }

  private keep(key: string, picture: ImageBitmap | null): void {
    if (picture) this.kept.set(key, picture);
    else this.rest(key);
  }

  private rest(key: string): void {
    const tries = (this.tries.get(key) ?? 0) + 1;
    this.tries.set(key, tries);
    this.resting.add(key);
    if (tries >= MOST_TRIES) return;
    setTimeout(() => {
      this.resting.delete(key);
      this.later();
    }, AGAIN);
  }

  private clear(): void {
    for (const [key, picture] of this.kept) {
      if (this.kept.size <= KEPT) return;
      if (this.wanted.has(key)) continue;
      picture.close();
      this.kept.delete(key);
    }
  }
}

/** None where nothing was cut out. */
export function keyOf({ id, crop }: Crop): string | null {
  return crop && `${id} ${crop.version}`;
}
