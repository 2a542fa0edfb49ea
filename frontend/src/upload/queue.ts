/** Sends many files in a few requests, and knows for each file how far it is. Without the page and without the network. */
import type { Uploaded } from "../api/contract";

export type FileState =
  | { at: "waits" }
  | { at: "sending"; share: number }
  | { at: "sent"; asset: string | null }
  | { at: "duplicate"; of: { id: string | null; name: string } }
  | { at: "failed"; detail: string };

export interface Entry {
  key: number;
  file: File;
  state: FileState;
}

export interface Transport {
  /** Sends one request; `progress` hears the bytes of the files that have left. */
  (
    files: File[],
    annotations: File | null,
    progress: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<Uploaded>;
}

export interface Limits {
  files: number;
  bytes: number;
  requests: number;
}

export const LIMITS: Limits = { files: 24, bytes: 48 << 20, requests: 2 };

/** The next batch among those that wait: at most so many files and bytes, but always one. */
export function nextBatch(waiting: readonly Entry[], limits: Limits): Entry[] {
  const batch: Entry[] = [];
  const names = new Set<string>();
  let bytes = 0;
  for (const entry of waiting) {
    if (batch.length >= limits.files || (batch.length && bytes + entry.file.size > limits.bytes)) break;
    if (names.has(entry.file.name)) continue; // answers come by name: two of one name go apart
    batch.push(entry);
    names.add(entry.file.name);
    bytes += entry.file.size;
  }
  return batch;
}

/** How far each file of a batch is when so many bytes have left, one after the other. */
export function shareOut(sizes: readonly number[], bytes: number): number[] {
  let left = bytes;
  return sizes.map((size) => {
    const share = size === 0 ? (left > 0 ? 1 : 0) : Math.min(1, Math.max(0, left / size));
    left -= size;
    return share;
  });
}

/** What became of one file, by the answer to its request. */
export function outcome(name: string, answer: Uploaded): FileState {
  const refused = answer.errors.find((error) => error.name === name);
  if (refused) return { at: "failed", detail: refused.detail };
  const double = answer.duplicates.find((duplicate) => duplicate.name === name);
  if (double) return { at: "duplicate", of: double.of };
  return { at: "sent", asset: answer.assets.find((asset) => asset.name === name)?.id ?? null };
}

export class UploadQueue {
  private entries: Entry[] = [];
  private annotations: File | null = null;
  private listeners = new Set<() => void>();
  private running = new Set<AbortController>();
  private counter = 0;

  constructor(
    private readonly transport: Transport,
    private readonly limits: Limits = LIMITS,
    private readonly onAnswer: (answer: Uploaded) => void = () => {},
  ) {}

  list = (): readonly Entry[] => this.entries;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get busy(): boolean {
    return this.entries.some((entry) => entry.state.at === "waits" || entry.state.at === "sending");
  }

  /** A COCO file among them travels with every request; all else are pictures and videos. */
  add(files: readonly File[]): void {
    const pictures = files.filter((file) => !file.name.toLowerCase().endsWith(".json"));
    const coco = files.find((file) => file.name.toLowerCase().endsWith(".json"));
    if (coco) this.annotations = coco;
    const fresh = pictures.map((file): Entry => ({ key: ++this.counter, file, state: { at: "waits" } }));
    this.change([...this.entries, ...fresh]);
    this.pump();
  }

  retry(): void {
    this.change(
      this.entries.map((entry) =>
        entry.state.at === "failed" ? { ...entry, state: { at: "waits" } } : entry,
      ),
    );
    this.pump();
  }

  /** Stops what is under way and forgets what waits. */
  cancel(): void {
    for (const controller of this.running) controller.abort();
    this.change(this.entries.filter((entry) => entry.state.at !== "waits" && entry.state.at !== "sending"));
  }

  clear(): void {
    if (!this.busy) {
      this.annotations = null;
      this.change([]);
    }
  }

  private pump(): void {
    while (this.running.size < this.limits.requests) {
      const batch = nextBatch(
        this.entries.filter((entry) => entry.state.at === "waits"),
        this.limits,
      );
      if (!batch.length) return;
      void this.send(batch);
    }
  }

  private async send(batch: Entry[]): Promise<void> {
    const controller = new AbortController();
    this.running.add(controller);
    const keys = batch.map((entry) => entry.key);
    const sizes = batch.map((entry) => entry.file.size);
    this.put(keys, () => ({ at: "sending", share: 0 }));
    try {
      const answer = await this.transport(
        batch.map((entry) => entry.file),
        this.annotations,
        (bytes) => {
          const shares = shareOut(sizes, bytes);
          this.put(keys, (index) => ({ at: "sending", share: shares[index] ?? 0 }));
        },
        controller.signal,
      );
      this.put(keys, (index) => outcome(batch[index]!.file.name, answer));
      this.onAnswer(answer);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (!controller.signal.aborted) this.put(keys, () => ({ at: "failed", detail }));
    } finally {
      this.running.delete(controller);
      this.pump();
    }
  }

  private put(keys: number[], state: (index: number) => FileState): void {
    const places = new Map(keys.map((key, index) => [key, index]));
    this.change(
      this.entries.map((entry) => {
        const index = places.get(entry.key);
        return index === undefined ? entry : { ...entry, state: state(index) };
      }),
    );
  }

  private change(entries: Entry[]): void {
    this.entries = entries;
    for (const listener of this.listeners) listener();
  }
}
