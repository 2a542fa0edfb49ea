/**
 * Pictures as bitmaps: each is decoded once while somebody holds it, and closed soon after nobody does. What an <img>
 * shows stays in the browser's own cache of decoded pictures, up to half a gigabyte of them. No framework.
 */

export type Decode = (address: string, signal: AbortSignal) => Promise<ImageBitmap>;

export interface Held {
  /** The picture, once it is there. */
  readonly bitmap: ImageBitmap | undefined;
  /** Rejects where it cannot be read; whoever holds it again has it read again. */
  readonly ready: Promise<ImageBitmap>;
  /** To be called once. */
  release(): void;
}

interface Entry {
  holders: number;
  bitmap?: ImageBitmap;
  ready: Promise<ImageBitmap>;
  close(): void;
  timer?: ReturnType<typeof setTimeout>;
}

const LINGERS = 2000; // ms: whoever goes back at once finds it
const FEW = 2;
const FILM = 96; // pixels: the height of a picture in the film on a dense screen

export class Bitmaps {
  private readonly entries = new Map<string, Entry>();
  private readonly left = new Set<Entry>(); // held by nobody any more, the one that was left first comes first

  /** `mostLeft`: how many are kept for that moment. */
  constructor(
    private readonly decode: Decode,
    private readonly mostLeft = FEW,
  ) {}

  /** The picture of an address, until it is released. */
  hold(address: string): Held {
    const entry = this.entries.get(address) ?? this.open(address);
    entry.holders += 1;
    clearTimeout(entry.timer);
    this.left.delete(entry);
    return {
      get bitmap() {
        return entry.bitmap;
      },
      ready: entry.ready,
      release: () => this.release(entry),
    };
  }

  private open(address: string): Entry {
    const stop = new AbortController();
    const forget = () => {
      if (this.entries.get(address) === entry) this.entries.delete(address);
      clearTimeout(entry.timer);
      this.left.delete(entry);
    };
    const close = () => {
      forget();
      stop.abort();
      entry.bitmap?.close();
    };
    const entry: Entry = { holders: 0, ready: this.decode(address, stop.signal), close };
    entry.ready.then((bitmap) => {
      if (stop.signal.aborted) bitmap.close();
      else entry.bitmap = bitmap;
    }, forget);
    this.entries.set(address, entry);
    return entry;
  }

  private release(entry: Entry): void {
    entry.holders -= 1;
    if (entry.holders) return;
    this.left.add(entry);
    entry.timer = setTimeout(entry.close, LINGERS);
    for (const oldest of this.left) if (this.left.size > this.mostLeft) oldest.close();
  }
}

async function read(address: string, signal: AbortSignal): Promise<Blob> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return await answer.blob();
}

/** Pictures on the stage. */
export const bitmaps = new Bitmaps(async (address, signal) => createImageBitmap(await read(address, signal)));

/** Pictures in the film below it, small: another film shows most of them again when another picture is opened. */
export const thumbnails = new Bitmaps(async (address, signal) => {
  const whole = await createImageBitmap(await read(address, signal));
  const scale = Math.min(1, FILM / whole.height);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  try {
    return await createImageBitmap(whole, {
      resizeWidth: side(whole.width),
      resizeHeight: side(whole.height),
      resizeQuality: "medium",
    });
  } finally {
    whole.close();
  }
}, 40);
