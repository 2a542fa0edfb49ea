/** Runs the page's keys, and the two that are held: they show the export's pixels and the original's. */

import { useEffect, useRef, useState } from "react";
import type { Label } from "../api/contract";
import { learn } from "../ui/Hint";
import { isTyping, useShortcuts } from "../ui/shortcuts";
import { texts } from "../texts";
import { capOf, keysOf, type ActName, type Mode } from "./keys";

interface Props {
  mode: Mode;
  handlers: Partial<Record<ActName, () => void>>;
  labels: Label[];
  onLabel(label: string): void;
  /** Whether Tab on the stage and in lists of objects walks what waits; without any it moves the focus as everywhere. */
  walks: boolean;
}

/** What is shown while its key is held. */
const HELD = ["preview", "original"] as const;
/** Walking what waits: Tab moves the focus everywhere else. */
const WALKS: readonly ActName[] = ["next", "previous", "nextMoment", "previousMoment"];

const isTab = (key: { act: ActName; keys: string }) => key.keys.endsWith("Tab") && WALKS.includes(key.act);

function lookOf(key: string, mode: Mode): "preview" | "original" | undefined {
  return HELD.find((act) => capOf(act, mode)?.split("+").at(-1)?.toLowerCase() === key.toLowerCase());
}

export function useAssetKeys({
  mode,
  handlers,
  labels,
  onLabel,
  walks,
}: Props): "preview" | "original" | null {
  const [held, setHeld] = useState<"preview" | "original" | null>(null);
  const latest = useRef({ handlers, walks, mode });
  useEffect(() => {
    latest.current = { handlers, walks, mode };
  });

  const run = (act: ActName) => () => {
    learn(`asset.${act}`);
    latest.current.handlers[act]?.();
  };
  useShortcuts(texts.keyboard.groups.asset, [
    ...keysOf(mode).map((key) => ({
      keys: key.keys,
      says: key.says,
      whileTyping: key.whileTyping,
      // Tab and the held keys have listeners of their own below.
      run: handlers[key.act] && !isTab(key) ? run(key.act) : undefined,
    })),
    ...labels.slice(0, 9).map((label, index) => ({
      keys: String(index + 1),
      says: label.name,
      run: () => onLabel(label.id),
    })),
  ]);

  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const target = event.target as Element;
      const onStage = target === document.body || target.closest(".stage, [role=option]") !== null;
      const { handlers, walks, mode } = latest.current;
      const tab = event.shiftKey ? "Shift+Tab" : "Tab";
      const walk =
        event.key === "Tab" && !event.ctrlKey && !event.altKey
          ? keysOf(mode).find((key) => key.keys === tab && WALKS.includes(key.act))
          : undefined;
      if (walk && onStage && walks) {
        if (document.querySelector("[role=dialog]")) return;
        event.preventDefault();
        learn(`asset.${walk.act}`);
        handlers[walk.act]?.();
        return;
      }
      const look = lookOf(event.key, mode);
      if (look && !event.ctrlKey && !event.metaKey && !event.altKey) setHeld(look);
    };
    const up = (event: KeyboardEvent) => {
      if (lookOf(event.key, latest.current.mode)) setHeld(null);
    };
    const leave = () => setHeld(null);
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", leave);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", leave);
    };
  }, []);
  return held;
}
