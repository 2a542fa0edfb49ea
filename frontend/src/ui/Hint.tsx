/** The one-line bar that teaches the keys of the state at hand; each hint leaves after its key was used. */
import { useSyncExternalStore, type ReactNode } from "react";
import { texts } from "../texts";
import { Keys } from "./KeyboardHelp";

const STORE = "moretta.hints.used";
const listeners = new Set<() => void>();

function readUsed(): string {
  try {
    return localStorage.getItem(STORE) ?? "";
  } catch {
    return "";
  }
}

/** Remembers that a hint was followed: it is not shown again on this browser. */
export function learn(id: string): void {
  const used = readUsed().split(" ").filter(Boolean);
  if (used.includes(id)) return;
  try {
    localStorage.setItem(STORE, [...used, id].join(" "));
  } catch {
    return;
  }
  for (const listener of listeners) listener();
}

export function forgetHints(): void {
  localStorage.removeItem(STORE);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useLearned(): Set<string> {
  const used = useSyncExternalStore(subscribe, readUsed);
  return new Set(used.split(" "));
}

export interface HintLine {
  id: string;
  keys: string;
  says: string;
}

/** `lead` says what the state is; without a lead, the bar is gone when all its hints are learned. */
export function HintBar({ lead, hints, end }: { lead?: ReactNode; hints: HintLine[]; end?: ReactNode }) {
  const learned = useLearned();
  const left = hints.filter((hint) => !learned.has(hint.id));
  if (!left.length && !lead && !end) return null;
  return (
    <div className="hint-bar" role="note">
      {lead && <b>{lead}</b>}
      <span className="hints">
        {left.map((hint) => (
          <span className="hint" key={hint.id}>
            <Keys keys={hint.keys} />
            {hint.says}
          </span>
        ))}
      </span>
      {end}
      {left.length > 0 && (
        <button type="button" className="text" onClick={() => left.forEach((hint) => learn(hint.id))}>
          {texts.hints.done}
        </button>
      )}
    </div>
  );
}
