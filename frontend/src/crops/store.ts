/**
 * The objects of a dataset that wait for a decision, and what was decided about them. No framework: `subscribe` and
 * `snapshot` feed React's useSyncExternalStore. A decision shows at once and is sent in order behind it; one that cannot be
 * sent is tried again.
 */

import { sentenceOf } from "../api/client";
import type { Crop } from "../api/contract";
import type { Move } from "./persons";

export type Decide = "redact" | "keep" | "remove";

export interface Outcome {
  changes: string[];
  done: { id: string; revision: number }[];
  refused: { id: string; detail: string }[];
}

export interface Counts {
  open: number;
  certain: number;
}

/** How the store reaches the server. What rejects with `offline` is tried again. */
export interface CropServer {
  page(cursor?: string): Promise<{ results: Crop[]; next: string | null; counts: Counts | null }>;
  named(ids: string[]): Promise<Crop[]>;
  decide(objects: { id: string; revision: number }[], decide: Decide, reason: string): Promise<Outcome>;
  undo(changes: string[]): Promise<Outcome>;
  /** Puts objects to persons. */
  move(moves: readonly Move[]): Promise<unknown>;
  /** Resolves when the objects of these assets are cut out. */
  cut(assets: string[]): Promise<unknown>;
  isOffline(error: unknown): boolean;
}

export interface CropState {
  /** What still waits, riskiest first, as far as it was read. */
  items: readonly Crop[];
  ended: boolean;
  reading: boolean;
  failed: unknown;
  counts: Counts | null;
  decided: number;
  /** Those of the decided that were taken off: they are nobody. */
  removed: number;
  save: "saved" | "saving" | "offline";
  canUndo: boolean;
}

interface Act {
  ids: string[];
  decide: Decide;
  /** What the server has of it, request by request; what was not sent when it is `undone` never is. */
  changes: string[][];
  undone: boolean;
}

const RETRY_AFTER = [1000, 2000, 5000]; // ms
const NAMED = 100;
const AT_ONCE = 500; // objects that the server takes in a request

export class CropStore {
  private crops: Crop[] = [];
  private items: readonly Crop[] = []; // those of them that are not gone; another array only where they differ
  private readonly byId = new Map<string, Crop>();
  private readonly gone = new Set<string>();
  private readonly asked = new Set<string>(); // assets
  private cursor: string | null | undefined;
  private reading = false;
  private failed: unknown = null;
  private counts: Counts | null = null;
  private done: Act[] = [];
  private queue: (() => Promise<void>)[] = [];
  private sending = false;
  private offline = false;
  private current: CropState;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly server: CropServer,
    private readonly onRefused: (count: number, detail: string) => void,
  ) {
    this.current = this.take();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): CropState => this.current;

  /** Whether an object waits and was read. */
  waits = (id: string): boolean => this.byId.has(id) && !this.gone.has(id);

  /** Reads the next page, unless one is being read or there is none. */
  async more(): Promise<void> {
    if (this.reading || this.cursor === null) return;
    this.reading = true;
    this.failed = null;
    this.publish();
    try {
      const { results, next, counts } = await this.server.page(this.cursor);
      this.counts = counts ?? this.counts;
      const fresh = results.filter((crop) => !this.byId.has(crop.id));
      for (const crop of fresh) this.byId.set(crop.id, crop);
      this.crops = this.crops.concat(fresh);
      this.items = this.items.concat(fresh);
      this.cursor = next;
    } catch (error) {
      this.failed = error;
    } finally {
      this.reading = false;
      this.publish();
    }
  }

  /** Has the objects that are looked at cut out, once an asset. */
  async show(ids: readonly string[]): Promise<void> {
    const crops = ids.flatMap((id) => this.byId.get(id) ?? []).filter((crop) => !crop.crop);
    const assets = [...new Set(crops.map((crop) => crop.asset))].filter((asset) => !this.asked.has(asset));
    if (!assets.length) return;
    for (const asset of assets) this.asked.add(asset);
    const of = new Set(assets);
    try {
      await this.server.cut(assets);
      const wanted = this.crops.filter((crop) => !crop.crop && of.has(crop.asset)).map((crop) => crop.id);
      for (let i = 0; i < wanted.length; i += NAMED) {
        this.replace(await this.server.named(wanted.slice(i, i + NAMED)));
      }
    } catch {
      for (const asset of assets) this.asked.delete(asset); // asked again when they are looked at again
    }
  }

  /** One decision for all of these. */
  decide(ids: readonly string[], decide: Decide, reason = ""): void {
    const open = ids.filter(this.waits);
    if (!open.length) return;
    const act: Act = { ids: open, decide, changes: [], undone: false };
    for (const id of open) this.gone.add(id);
    this.sift();
    this.done.push(act);
    for (const part of inParts(open)) this.later(() => this.send(act, part, decide, reason));
  }

  private async send(act: Act, ids: readonly string[], decide: Decide, reason: string): Promise<void> {
    if (act.undone) return;
    try {
      const objects = ids.map((id) => ({ id, revision: this.byId.get(id)!.revision }));
      const outcome = await this.server.decide(objects, decide, reason);
      act.changes.push(outcome.changes);
      this.settle(outcome);
    } catch (error) {
      if (this.server.isOffline(error)) throw error;
      // nothing was decided about them
      if (!act.undone) for (const id of ids) this.gone.delete(id);
      this.sift();
      this.onRefused(ids.length, sentenceOf(error));
    }
  }

  /** Takes the last decision back. */
  undo(): void {
    const act = this.done.pop();
    if (!act) return;
    for (const id of act.ids) this.gone.delete(id);
    this.sift();
    act.undone = true;
    this.later(async () => {
      if (!act.changes.length) return;
      for (let changes = act.changes.at(-1); changes; changes = act.changes.at(-1)) {
        if (changes.length) await this.takeBack(changes);
        act.changes.pop();
      }
      this.showAgain(act.ids);
    });
  }

  private async takeBack(changes: string[]): Promise<void> {
    const outcome = await this.server.undo(changes);
    this.settle({ ...outcome, refused: [] });
    for (const { id } of outcome.refused) this.gone.add(id); // it is as somebody else left it
    this.sift();
    const [first] = outcome.refused;
    if (first) this.onRefused(outcome.refused.length, first.detail);
  }

  /** Puts objects to persons, at once here and behind it there. */
  move(moves: readonly Move[]): void {
    const known = moves.filter(({ id }) => this.byId.has(id));
    if (!known.length) return;
    for (const { id, person } of known) this.replaceOne(id, { person });
    this.crops = this.crops.map((crop) => this.byId.get(crop.id)!);
    this.sift();
    for (const part of inParts(known)) this.later(async () => void (await this.server.move(part)));
  }

  /** What was removed before it was cut out was left out then. */
  private showAgain(ids: readonly string[]): void {
    const bare = ids
      .flatMap((id) => this.byId.get(id) ?? [])
      .filter((crop) => !crop.crop && this.asked.has(crop.asset));
    for (const { asset } of bare) this.asked.delete(asset);
    void this.show(bare.map(({ id }) => id));
  }

  private settle(outcome: Outcome): void {
    for (const { id, revision } of outcome.done) this.replaceOne(id, { revision });
    const [first] = outcome.refused;
    if (!first) return;
    const ids = outcome.refused.map((one) => one.id);
    this.onRefused(ids.length, first.detail);
    // They are shown again as they are now, where they still wait.
    void this.server.named(ids.slice(0, NAMED)).then((crops) => {
      for (const crop of crops) if (crop.decision === "undecided") this.gone.delete(crop.id);
      this.replace(crops);
    });
  }

  private later(send: () => Promise<void>): void {
    this.queue.push(send);
    this.publish();
    if (!this.sending) void this.sendAll();
  }

  private async sendAll(): Promise<void> {
    this.sending = true;
    let failures = 0;
    while (this.queue.length) {
      try {
        await this.queue[0]!();
        this.queue.shift();
        failures = 0;
        this.offline = false;
      } catch (error) {
        if (this.server.isOffline(error)) {
          this.offline = true;
          this.publish();
          await pause(RETRY_AFTER[Math.min(failures++, RETRY_AFTER.length - 1)]!);
          continue;
        }
        this.queue.shift();
        this.onRefused(1, sentenceOf(error));
      }
      this.publish();
    }
    this.sending = false;
    this.publish();
  }

  /** Whose they are is as the list was read, and as it was moved here: these may be of before that, or of some of the
   * objects only while others are being grouped. */
  private replace(crops: readonly Crop[]): void {
    for (const { person: _, ...fields } of crops) this.replaceOne(fields.id, fields);
    this.crops = this.crops.map((crop) => this.byId.get(crop.id)!);
    this.sift();
    this.publish();
  }

  private replaceOne(id: string, fields: Partial<Crop>): void {
    const before = this.byId.get(id);
    if (before) this.byId.set(id, { ...before, ...fields });
  }

  private sift(): void {
    this.items = this.crops.filter((crop) => !this.gone.has(crop.id));
  }

  private take(): CropState {
    return {
      items: this.items,
      ended: this.cursor === null,
      reading: this.reading,
      failed: this.failed,
      counts: this.counts,
      decided: this.gone.size,
      removed: this.done.reduce((sum, act) => sum + (act.decide === "remove" ? act.ids.length : 0), 0),
      save: this.offline ? "offline" : this.queue.length ? "saving" : "saved",
      canUndo: this.done.length > 0,
    };
  }

  private publish(): void {
    this.current = this.take();
    for (const listener of this.listeners) listener();
  }
}

function inParts<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / AT_ONCE);
  return Array.from({ length: count }, (_, n) => all.slice(n * AT_ONCE, (n + 1) * AT_ONCE));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
