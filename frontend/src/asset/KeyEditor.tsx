/** The keys of the asset page, each with a button that takes another one. */

import { useState, type KeyboardEvent } from "react";
import { texts } from "../texts";
import { Button } from "../ui/controls";
import { Keys } from "../ui/KeyboardHelp";
import { notify } from "../ui/notices";
import { KEYS } from "./keys";
import { capOfEvent, changesNow, clashes, exchange, idOf, isReserved, setChanges } from "./keymap";
import "./keys.css";

const say = texts.key_change;
const ONCE = KEYS.filter((key, index) => KEYS.findIndex((one) => idOf(one) === idOf(key)) === index);

export function KeyEditor() {
  const [changes, setShown] = useState(changesNow());
  const [waiting, setWaiting] = useState<string>();
  const take = (next: typeof changes) => {
    setChanges(next);
    setShown(next);
  };

  const press = (event: KeyboardEvent, id: string, says: string) => {
    if (waiting !== id || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    const cap = capOfEvent(event);
    if (cap === "Escape") return setWaiting(undefined);
    if (!cap) return;
    if (isReserved(cap)) return notify(say.reserved(cap), true);
    const [other] = clashes(KEYS, id, cap, changes);
    const next = exchange(KEYS, id, cap, changes);
    if (!next) return notify(say.taken(cap, other!.says), true);
    take(next);
    setWaiting(undefined);
    notify(
      other ? say.exchanged(says, cap, other.says, next[idOf(other)] ?? other.keys) : say.changed(says, cap),
    );
  };

  return (
    <>
      <ul className="key-list">
        {ONCE.map((key) => {
          const id = idOf(key);
          const cap = changes[id] ?? key.keys;
          const says = KEYS.filter((one) => idOf(one) === id)
            .map((one) => one.says)
            .join(", ");
          return (
            <li key={id}>
              <span className="grow">
                {says}
                {cap !== key.keys && <span className="three"> {say.was(key.keys)}</span>}
              </span>
              <button
                type="button"
                className="key-button"
                aria-pressed={waiting === id}
                onClick={() => setWaiting(id)}
                onBlur={() => setWaiting((now) => (now === id ? undefined : now))}
                onKeyDown={(event) => press(event, id, says)}
              >
                <span className="only-heard">{says}: </span>
                {waiting === id ? say.press : <Keys keys={cap} />}
              </button>
            </li>
          );
        })}
      </ul>
      <p>
        <Button look="quiet" disabled={!Object.keys(changes).length} onClick={() => take({})}>
          {say.reset}
        </Button>
      </p>
    </>
  );
}
