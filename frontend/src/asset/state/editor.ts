/**
 * The state of one asset under work: what the server has, what is not saved yet, and what can be undone. No framework:
 * `subscribe` and `snapshot` feed React's useSyncExternalStore. Every act is one Change, sent within a second; a
 * journal keeps it until the server has it.
 */

import { contend, type Conflict } from "./conflicts";
import { applyOperations, type Annotation, type Annotations, type Change, type Operation } from "./document";

export type SaveState = "saved" | "saving" | "offline" | "refused";

export interface Snapshot {
  revision: number;
  annotations: Annotations;
  save: SaveState;
  refusal: string | null;
  conflicts: Conflict[];
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

/** Changes that are not saved yet, kept across reloads and crashes. */
export interface Journal {
  read(): Change[];
  write(changes: Change[]): void;
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
  private pending: Change[] = [];
  private undoable: Done[] = [];
  private redoable: Done[] = [];
  private conflicts: Conflict[] = [];
  private save: SaveState = "saved";
  private refusal: string | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private flight: Promise<void> | null = null;
  private failures = 0;
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
    await this.reload();
    const left = this.journal.read();
    if (!left.length) return;
    for (const change of left) this.apply(change.operations);
    this.pending = left;
    this.later(0);
    this.publish();
  }

  /** Takes over what others saved, with the changes that are not saved yet on top. */
  async reload(): Promise<void> {
    const { revision, annotations } = await this.server.load();
    if (revision < this.revision) return; // an older answer that came late
    this.revision = revision;
    this.annotations = new Map(annotations.map((a) => [a.id, a]));
    for (const change of this.pending) this.apply(change.operations);
    this.publish();
  }

  /** One act: applied at once, saved soon, undone in one step. */
  act(operations: Operation[]): void {
    if (!operations.length) return;
    const change: Change = { id: this.newId(), operations };
    this.undoable.push({ change, inverse: this.apply(operations) });
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
    if (change && whose === "mine") {
      const gone = resolved.filter((c) => c.theirs === null);
      const back = gone.map((c): Operation => ({ op: "restore", annotation: c.annotation }));
      this.act([...back, ...change.operations]);
    } else this.publish();
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

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    void this.flush();
    this.listeners.clear();
  }

  private step(from: Done[], to: Done[]): void {
    const done = from.pop();
    if (!done) return;
    const change: Change = { id: this.newId(), operations: done.inverse, undoes: done.change.id };
    to.push({ change, inverse: this.apply(done.inverse) });
    this.enqueue(change);
  }

  private apply(operations: readonly Operation[]): Operation[] {
    const { annotations, inverse } = applyOperations(this.annotations, operations, this.bin);
    this.annotations = annotations;
    return inverse;
  }

  private enqueue(change: Change): void {
    this.pending = [...this.pending, change];
    this.journal.write(this.pending);
    this.refusal = null;
    this.later(SAVE_AFTER);
    this.publish();
  }

  private later(delay: number): void {
    this.timer ??= setTimeout(() => void this.flush(), delay);
  }

  private async send(): Promise<void> {
    const sent = this.pending;
    this.save = "saving";
    this.publish();
    const answer = await this.server.save(this.revision, sent);
    switch (answer.kind) {
      case "saved":
        this.failures = 0;
        this.settle(sent);
        this.save = "saved";
        this.revision = Math.max(this.revision, answer.revision);
        if (answer.missed) await this.reload();
        break;
      case "conflict":
        await this.conflict(sent, answer.objects);
        break;
      case "refused": // the server will never take it: show the sentence and go back to what is there
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
    if (this.pending.length && answer.kind !== "offline") this.later(0);
    this.publish();
  }

  /** What was done to objects that others touched waits for a choice; everything else goes through. */
  private async conflict(
    sent: Change[],
    objects: { annotation: string; theirs: Annotation | null }[],
  ): Promise<void> {
    const contested = new Map(objects.map((o) => [o.annotation, o.theirs]));
    const { stuck, conflicts, free } = contend(sent, contested, this.conflicts, this.annotations);
    this.conflicts = conflicts;
    this.pending = [...free.map((operations) => ({ id: this.newId(), operations })), ...this.pending];
    this.settle(stuck);
    this.save = this.pending.length ? "saving" : "saved";
    await this.reload();
  }

  private settle(changes: Change[]): void {
    const ids = new Set(changes.map((c) => c.id));
    this.pending = this.pending.filter((change) => !ids.has(change.id));
    this.journal.write(this.pending);
  }

  private take(): Snapshot {
    return {
      revision: this.revision,
      annotations: this.annotations,
      save: this.pending.length && this.save === "saved" ? "saving" : this.save,
      refusal: this.refusal,
      conflicts: this.conflicts,
      canUndo: this.undoable.length > 0,
      canRedo: this.redoable.length > 0,
    };
  }

  private publish(): void {
    this.current = this.take();
    for (const listener of this.listeners) listener();
  }
}

/** A journal in the browser's local storage, one entry an asset. */
export function localJournal(asset: string, storage: Storage = localStorage): Journal {
  const key = `moretta.journal.${asset}`;
  return {
    read() {
      try {
        return JSON.parse(storage.getItem(key) ?? "[]") as Change[];
      } catch {
        return [];
      }
    },
    write(changes) {
      if (changes.length) storage.setItem(key, JSON.stringify(changes));
      else storage.removeItem(key);
    },
  };
}
