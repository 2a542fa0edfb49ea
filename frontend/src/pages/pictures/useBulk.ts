/** One act on many pictures, in parts, with what is done so far; an approval can be taken back. */

import { useRef, useState } from "react";
import { actOnMany, type BulkAct, type BulkExtra } from "../../api/calls";
import { sentenceOf } from "../../api/client";
import type { Id } from "../../api/contract";
import { queryClient } from "../../api/queries";
import { texts } from "../../texts";
import { notify } from "../../ui/notices";
import type { Chosen } from "../../wall/useSelection";

const say = texts.selection;
const MOST = 500; // pictures in one request

export interface Bulk {
  /** How far an act is that takes several requests. */
  progress: { done: number; all: number } | null;
  /** Gives whether all of them went through. */
  run(act: BulkAct, chosen: readonly Chosen[], extra?: BulkExtra): Promise<boolean>;
  /** Takes the last act back that can be: an approval, or what `remember` was given. */
  undo(): Promise<void>;
  /** Which of these can be approved, and why the first of the others cannot. */
  approvable(chosen: readonly Chosen[]): Promise<Approvable>;
  remember(undo: () => Promise<void>): void;
}

export interface Approvable {
  those: readonly Chosen[];
  others: number;
  why: string;
}

interface Outcome {
  done: Id[];
  refused: { id: Id; detail: string }[];
  /** What broke it off: what was done before stays done. */
  wrong: unknown;
}

export function useBulk(): Bulk {
  const [progress, setProgress] = useState<Bulk["progress"]>(null);
  const undoable = useRef<(() => Promise<void>)[]>([]); // at hand as soon as it is said

  const asked = async (act: BulkAct | "take_back", chosen: readonly Chosen[], extra: BulkExtra) => {
    const found: Outcome = { done: [], refused: [], wrong: null };
    try {
      for (let start = 0; start < chosen.length; start += MOST) {
        if (chosen.length > MOST) setProgress({ done: start, all: chosen.length });
        const part = chosen.slice(start, start + MOST);
        const ids = part.map(({ id }) => id);
        const revisions = Object.fromEntries(part.map(({ id, revision }) => [id, revision]));
        const result = await actOnMany(act, ids, act === "approve" ? { ...extra, revisions } : extra);
        found.done.push(...(result.done ?? (result.job ? ids : [])));
        found.refused.push(...(result.refused ?? []));
      }
    } catch (error) {
      found.wrong = error;
    }
    setProgress(null);
    return found;
  };

  const inParts = async (...what: Parameters<typeof asked>) => {
    const found = await asked(...what);
    for (const key of ["assets", "asset", "project", "jobs"])
      void queryClient.invalidateQueries({ queryKey: [key] });
    return found;
  };

  const sayWrong = ({ refused, wrong }: Outcome) => {
    if (refused[0]) notify(say.refused(refused.length, refused[0].detail), true);
    if (wrong) notify(sentenceOf(wrong), true);
  };

  const takeBack = async (those: readonly Chosen[]) => {
    const found = await inParts("take_back", those, {});
    if (found.done.length) notify(say.taken_back(found.done.length));
    sayWrong(found);
  };

  const take = async (undo: () => Promise<void>) => {
    undoable.current = undoable.current.filter((one) => one !== undo);
    try {
      await undo();
    } catch (error) {
      notify(sentenceOf(error), true);
    }
  };

  return {
    progress,
    async run(act, chosen, extra = {}) {
      const found = await inParts(act, chosen, extra);
      const { done } = found;
      if (done.length && act === "approve") {
        const through = new Set(done);
        const those = chosen.filter(({ id }) => through.has(id));
        const undo = () => takeBack(those);
        undoable.current.push(undo);
        notify(say.done(done.length, say.verbs[act]), false, { says: say.undo, run: () => void take(undo) });
      } else if (done.length) notify(say.done(done.length, say.verbs[act]));
      sayWrong(found);
      return !found.refused.length && !found.wrong;
    },
    async undo() {
      const last = undoable.current.at(-1);
      if (last) await take(last);
    },
    async approvable(chosen) {
      const { done, refused, wrong } = await asked("approve", chosen, { preview: true });
      if (wrong) throw wrong;
      const can = new Set(done);
      const those = chosen.filter(({ id }) => can.has(id));
      return { those, others: refused.length, why: refused[0]?.detail ?? "" };
    },
    remember: (undo) => undoable.current.push(undo),
  };
}
