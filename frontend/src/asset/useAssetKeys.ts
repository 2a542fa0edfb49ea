/** Runs the page's keys, and the two that are held: P shows the export's pixels, I the original's. */

import { useEffect, useRef, useState } from "react";
import type { Label } from "../api/contract";
import { learn } from "../ui/Hint";
import { isTyping, useShortcuts } from "../ui/shortcuts";
import { texts } from "../texts";
import { keysOf, type ActName, type Mode } from "./keys";

interface Props {
  mode: Mode;
  handlers: Partial<Record<ActName, () => void>>;
  labels: Label[];
  onLabel(label: string): void;
  /** Whether Tab on the stage and in lists of objects walks what waits; without any it moves the focus as everywhere. */
  walks: boolean;
}

const HELD: Record<string, "preview" | "original"> = { p: "preview", i: "original" };

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
      run: handlers[key.act] && !key.keys.endsWith("Tab") ? run(key.act) : undefined,
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
      if (event.key === "Tab" && onStage && walks && !event.ctrlKey && !event.altKey) {
        if (document.querySelector("[role=dialog]")) return;
        event.preventDefault();
        const tab = event.shiftKey ? "Shift+Tab" : "Tab";
        const { act } = keysOf(mode).find((key) => key.keys === tab)!;
        learn(`asset.${act}`);
        handlers[act]?.();
        return;
      }
      const look = HELD[event.key.toLowerCase()];
      if (look && !event.ctrlKey && !event.metaKey && !event.altKey) setHeld(look);
    };
    const up = (event: KeyboardEvent) => {
      if (HELD[event.key.toLowerCase()]) setHeld(null);
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
