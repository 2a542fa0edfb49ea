/**
 * The state of one asset under work: what the server has, what is not saved yet, and what can be undone. No framework:
 * `subscribe` and `snapshot` feed React's useSyncExternalStore. Every act is one Change, sent within a second; a
 * journal keeps it until the server has it.
 */

import { contend, type Conflict } from "./conflicts";
import {
  applyOperations,
  does,
  touched,
  type Annotation,
  type Annotations,
  type Applied,
  type Change,
  type Operation,
} from "./document";
import type { Journal, Unsent } from "./journal";

/** `unkept`: not sent, and this browser keeps nothing. `conflict`: one of ours waits for a choice. */
export type SaveState = "saved" | "saving" | "offline" | "unkept" | "conflict" | "refused";

export interface Snapshot {
  revision: number;
  annotations: Annotations;
  save: SaveState;
  refusal: string | null;
  conflicts: Conflict[];
  /** Acts that the server does not have, those in conflict included. */
  unsent: number;
  canUndo: boolean;
  canRedo: boolean;
}

export type SaveAnswer =
  /** `missed`: how many changes of others lie between what we knew and what was saved. */
  | { kind: "saved"; revision: number; missed?: number }
  | { kind: "conflict"; revision: number; objects: { annotation: string; theirs: Annotation | null }[] }
  | { kind: "refused"; detail: string }
  | { kind: "offline" };

/** How the editor reaches the server; `load` gives the annotations as they are there now. */
export interface Server {
  save(base: number, changes: Change[]): Promise<SaveAnswer>;
  load(): Promise<{ revision: number; annotations: Annotation[] }>;
}

interface Done {
  change: Change;
  inverse: Operation[];
}

const SAVE_AFTER = 250; // ms
const RETRY_AFTER = [1000, 2000, 5000, 10000]; // ms

export class Editor {
  private revision = 0;
  private annotations: Annotations = new Map();
  private readonly bin = new Map<string, Annotation>();
  private pending: Unsent[] = [];
  private undoable: Done[] = [];
  private redoable: Done[] = [];
  private conflicts: Conflict[] = [];
  private save: "saved" | "saving" | "offline" | "refused" = "saved";
  private kept = true;
  private oneByOne = false;
  private refusal: string | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private flight: Promise<void> | null = null;
  private failures = 0;
  private resting = false;
  private current: Snapshot;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly server: Server,
    private readonly journal: Journal,
    private readonly newId: () => string,
  ) {
    this.current = this.take();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): Snapshot => this.current;

  /** Loads the asset and replays what an earlier visit could not save. */
  async open(): Promise<void> {
    this.resting = false;
    const left = await this.journal.read();
    const here = new Set(this.unsent().map((one) => one.change.id)); // where it is opened a second time
    this.pending = [...left.filter((one) => !here.has(one.change.id)), ...this.pending];
    await this.reload();
    if (this.pending.length) this.later(0);
  }

  /** Takes over what others saved, with the changes that are not saved yet on top. */
  async reload(): Promise<void> {
    const { revision, annotations } = await this.server.load();
    if (revision < this.revision) return; // an older answer that came late
    this.revision = revision;
    this.annotations = new Map(annotations.map((a) => [a.id, a]));
    for (const { change } of this.pending) this.apply(change.operations);
    this.publish();
  }

  /** One act: applied at once, saved soon, undone in one step. */
  act(operations: Operation[]): void {
    const { applied, inverse } = this.apply(operations);
    if (!applied.length) return;
    const change: Change = { id: this.newId(), operations: applied };
    this.undoable.push({ change, inverse });
    this.redoable = [];
    this.enqueue(change);
  }

  undo(): void {
    this.step(this.undoable, this.redoable);
  }

  redo(): void {
    this.step(this.redoable, this.undoable);
  }

  /** Resolves one conflict: theirs stays, or mine is written over it as a new change. */
  resolve(annotation: string, whose: "mine" | "theirs"): void {
    const change = this.conflicts.find((c) => c.annotation === annotation)?.change;
    const resolved = this.conflicts.filter((c) => c.change === change);
    this.conflicts = this.conflicts.filter((c) => c.change !== change);
    this.keep();
    this.publish();
    if (!change || whose === "theirs") return;
    // as it is now, not as it was when the question was asked: they may have deleted it since
    const gone = resolved.filter((c) => c.mine && !this.annotations.has(c.annotation));
    for (const one of gone) this.bin.set(one.annotation, one.mine!);
    const back = gone.map((c): Operation => ({ op: "restore", annotation: c.annotation }));
    this.act([...back, ...change.operations]);
  }

  /** Sends what is pending now; resolves when the server has answered. */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    while (this.flight) await this.flight;
    if (!this.pending.length) return;
    this.flight = this.send().finally(() => {
      this.flight = null;
    });
    await this.flight;
  }

  /** Sends until the server has everything, or does not answer, or somebody has to choose. */
  async sendAll(): Promise<void> {
    while (this.pending.length) {
      await this.flush();
      if (this.save === "offline") return;
    }
  }

  /** Sends once more what waits, and rests: what is left stays in the journal. */
  close(): void {
    void this.flush();
    this.rest();
    this.listeners.clear();
  }

  /** Sends nothing by itself until it is opened again. */
  rest(): void {
    this.resting = true;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private step(from: Done[], to: Done[]): void {
    const done = from.pop();
    if (!done) return;
    const { applied, inverse } = this.apply(done.inverse);
    if (!applied.length) return this.step(from, to); // others deleted what it was about: the one before
    const change: Change = { id: this.newId(), operations: applied, undoes: done.change.id };
    to.push({ change, inverse });
    this.enqueue(change);
  }

  private apply(operations: readonly Operation[]): Pick<Applied, "applied" | "inverse"> {
    const { annotations, ...done } = applyOperations(this.annotations, operations, this.bin);
    this.annotations = annotations;
    return done;
  }

  private enqueue(change: Change): void {
    this.pending = [...this.pending, { base: this.revision, change }];
    this.keep();
    this.refusal = null;
    this.later(SAVE_AFTER);
    this.publish();
  }

  private later(delay: number): void {
    if (this.resting) return;
    this.timer ??= setTimeout(() => void this.flush(), delay);
  }

  private async send(): Promise<void> {
    const base = this.pending[0]!.base;
    const other = this.pending.findIndex((one) => one.base !== base);
    const sent = this.pending.slice(0, this.oneByOne ? 1 : other < 0 ? undefined : other);
    this.save = "saving";
    this.publish();
    const answer = await this.server.save(
      base,
      sent.map((one) => one.change),
    );
    if (answer.kind !== "offline") this.failures = 0;
    switch (answer.kind) {
      case "saved":
        this.save = "saved";
        this.revision = Math.max(this.revision, answer.revision);
        this.settle(sent, (one) => (meets(one, sent) || !answer.missed ? answer.revision : one.base));
        // what comes back may have been changed before others deleted it
        if (answer.missed || sent.some(({ change }) => does(change, "restore"))) await this.reload();
        break;
      case "conflict":
        await this.conflict(base, sent, answer.revision, answer.objects);
        break;
      case "refused": // the server will never take all of it: what it takes goes through, the rest is said and taken back
        if (sent.length > 1) {
          this.oneByOne = true;
          break;
        }
        this.settle(sent);
        this.save = "refused";
        this.refusal = answer.detail;
        await this.reload();
        break;
      case "offline":
        this.save = "offline";
        this.later(RETRY_AFTER[Math.min(this.failures++, RETRY_AFTER.length - 1)]!);
        break;
    }
    if (!this.pending.length) this.oneByOne = false;
    else if (answer.kind !== "offline") this.later(0);
    this.publish();
  }

  /** What was done to objects that others touched waits for a choice; everything else goes through. */
  private async conflict(
    base: number,
    sent: Unsent[],
    revision: number,
    objects: { annotation: string; theirs: Annotation | null }[],
  ): Promise<void> {
    const contested = new Map(objects.map((o) => [o.annotation, o.theirs]));
    const changes = sent.map((one) => one.change);
    const { stuck, conflicts, free } = contend(
      { changes, base },
      contested,
      this.conflicts,
      this.annotations,
      this.newId,
    );
    this.conflicts = conflicts;
    const waits = new Set(stuck);
    this.pending = [
      ...free.map((operations) => ({ base: revision, change: { id: this.newId(), operations } })),
      ...this.pending,
    ];
    this.settle(
      sent.filter((one) => waits.has(one.change)),
      (one) => (one.base === base ? revision : one.base), // the server has named all that stands against them
    );
    this.save = "saved";
    await this.reload();
  }

  /** These need not be sent any more; the others are from now on based on what `rebase` says. */
  private settle(done: readonly Unsent[], rebase = (one: Unsent): number => one.base): void {
    const ids = new Set(done.map((one) => one.change.id));
    this.pending = this.pending
      .filter((one) => !ids.has(one.change.id))
      .map((one) => ({ ...one, base: Math.max(one.base, rebase(one)) }));
    this.keep();
  }

  /** What the server does not have: acts in conflict, each once, then those on their way. */
  private unsent(): Unsent[] {
    const waiting = new Map(this.conflicts.map(({ change, base }) => [change, { base, change }]));
    return [...waiting.values(), ...this.pending];
  }

  private keep(): void {
    void this.journal.write(this.unsent()).then(
      () => this.found(true),
      () => this.found(false),
    );
  }

  private found(kept: boolean): void {
    if (kept === this.kept) return;
    this.kept = kept;
    this.publish();
  }

  private take(): Snapshot {
    return {
      revision: this.revision,
      annotations: this.annotations,
      save: this.saveState(),
      refusal: this.refusal,
      conflicts: this.conflicts,
      unsent: this.unsent().length,
      canUndo: this.undoable.length > 0,
      canRedo: this.redoable.length > 0,
    };
  }

  private saveState(): SaveState {
    if (this.save === "offline") return this.kept ? "offline" : "unkept";
    if (this.conflicts.length) return "conflict";
    return this.pending.length && this.save === "saved" ? "saving" : this.save;
  }

  private publish(): void {
    this.current = this.take();
    for (const listener of this.listeners) listener();
  }
}

/** Whether an act touches what one of these touched. */
function meets(one: Unsent, others: readonly Unsent[]): boolean {
  const ids = touched(one.change);
  return others.some(({ change }) => change.operations.some((o) => ids.has(o.annotation)));
}
