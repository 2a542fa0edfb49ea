/** Keys that a person has changed, kept in this browser; and what a key may not be. */

import type { Key } from "./keys";

/** By `idOf`: the key that stands in place of the default. */
export type Changes = Readonly<Record<string, string>>;

const STORE = "moretta.keys";
const RESERVED = /^([1-9]|F1|\?|Escape)$/; // labels, help, and the way out of everything
const MODIFIERS = ["Control", "Shift", "Alt", "Meta", "AltGraph"];

let changes: Changes = read();

function read(): Changes {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORE) ?? "{}");
    if (!stored || typeof stored !== "object") return {};
    return Object.fromEntries(
      Object.entries(stored).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
  } catch {
    return {};
  }
}

export const changesNow = (): Changes => changes;

/** From now on these are in force; kept where the browser keeps anything. */
export function setChanges(next: Changes): void {
  changes = next;
  try {
    localStorage.setItem(STORE, JSON.stringify(next));
  } catch {
    return; // until this page is left
  }
}

/** An act and its default: what has the same both in several modes is changed together. */
export const idOf = (key: Pick<Key, "act" | "keys">) => `${key.act} ${key.keys}`;

export function changed<One extends Key>(keys: readonly One[], by: Changes = changes): One[] {
  return keys.map((key) => ({ ...key, keys: by[idOf(key)] ?? key.keys }));
}

/** What else the key would mean in a mode of the act; `keys` are the defaults. */
export function clashes<One extends Key>(keys: readonly One[], id: string, cap: string, by: Changes): One[] {
  const modes = new Set(keys.filter((key) => idOf(key) === id).flatMap((key) => [...key.modes]));
  return keys.filter(
    (key) =>
      idOf(key) !== id &&
      (by[idOf(key)] ?? key.keys).toLowerCase() === cap.toLowerCase() &&
      key.modes.some((mode) => modes.has(mode)),
  );
}

/**
 * With a key changed; who had it takes the key that becomes free, so that every act keeps one. Null where that key means
 * something else to who would take it.
 */
export function exchange<One extends Key>(
  keys: readonly One[],
  id: string,
  cap: string,
  by: Changes,
): Changes | null {
  const own = keys.find((key) => idOf(key) === id)!;
  const next: Record<string, string> = { ...by, [id]: cap };
  const others = clashes(keys, id, cap, by);
  for (const key of others) next[idOf(key)] = by[id] ?? own.keys;
  for (const key of others) if (clashes(keys, idOf(key), next[idOf(key)]!, next).length) return null;
  return Object.fromEntries(
    Object.entries(next).filter(([one, value]) =>
      keys.some((key) => idOf(key) === one && key.keys !== value),
    ),
  );
}

/** Keys that mean something on their own, on this page or in the browser. */
export const isReserved = (cap: string): boolean => RESERVED.test(cap);

/** The pressed key as it is written ("Ctrl+Shift+Z", "Space"); null while only a modifier is down. */
export function capOfEvent(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string | null {
  if (MODIFIERS.includes(event.key)) return null;
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase(); // Shift makes the sign
  return [
    (event.ctrlKey || event.metaKey) && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && !isSign && "Shift",
    key,
  ]
    .filter(Boolean)
    .join("+");
}
