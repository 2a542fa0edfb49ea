/** Keys: each page registers its own, one listener runs them, and the help shows what is registered. */
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
  type ReactNode,
} from "react";

export interface Shortcut {
  /** As on the keycap: "Enter", "F", "Shift+ArrowRight", "Ctrl+Z", "?". Letters ignore case. */
  keys: string;
  says: string;
  run?: (event: KeyboardEvent) => void;
  /** Runs in a text field, too (Escape, Ctrl+Enter). */
  whileTyping?: boolean;
}

export interface ShortcutGroup {
  title: string;
  shortcuts: Shortcut[];
}

/** Pure: whether a pressed key is the one that is written. */
export function matches(
  keys: string,
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
) {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  const key = parts[parts.length - 1] ?? "";
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const pressed = event.key === " " ? "Space" : event.key;
  if (pressed.toLowerCase() !== key.toLowerCase()) return false;
  if (wants("Ctrl") !== (event.ctrlKey || event.metaKey) || wants("Alt") !== event.altKey) return false;
  const shiftMakesTheSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  return shiftMakesTheSign || wants("Shift") === event.shiftKey;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  const plain = ["checkbox", "radio", "range", "button", "submit", "file", "color"];
  return target.tagName === "INPUT" && !plain.includes((target as HTMLInputElement).type);
}

class Registry {
  private groups: ShortcutGroup[] = [];
  private listeners = new Set<() => void>();

  add(group: ShortcutGroup): () => void {
    this.groups = [...this.groups, group];
    this.tell();
    return () => {
      this.groups = this.groups.filter((other) => other !== group);
      this.tell();
    };
  }

  list = () => this.groups;

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The latest registered wins, so that a page overrides the frame. */
  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
    const typing = isTyping(event.target);
    for (const group of [...this.groups].reverse()) {
      for (const shortcut of group.shortcuts) {
        if (!shortcut.run || (typing && !shortcut.whileTyping)) continue;
        if (!matches(shortcut.keys, event)) continue;
        const onControl = event.key === "Enter" || event.key === " ";
        if (onControl && event.target instanceof HTMLElement && event.target.closest("a, button, summary"))
          continue;
        event.preventDefault();
        shortcut.run(event);
        return;
      }
    }
  }

  private tell() {
    for (const listener of this.listeners) listener();
  }
}

const Shortcuts = createContext(new Registry());

export function ShortcutProvider({ children }: { children: ReactNode }) {
  const registry = useMemo(() => new Registry(), []);
  useEffect(() => {
    const handle = (event: KeyboardEvent) => registry.handle(event);
    window.addEventListener("keydown", handle);
    return () => window.removeEventListener("keydown", handle);
  }, [registry]);
  return <Shortcuts.Provider value={registry}>{children}</Shortcuts.Provider>;
}

/** Registers a page's keys while it is shown. The functions may change between renders. */
export function useShortcuts(title: string, shortcuts: Shortcut[]): void {
  const registry = useContext(Shortcuts);
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const shown = shortcuts
    .map((one) => `${one.keys}\t${one.says}\t${one.whileTyping ?? ""}\t${Boolean(one.run)}`)
    .join("\n");
  useEffect(() => {
    const group: ShortcutGroup = {
      title,
      shortcuts: shown
        .split("\n")
        .filter(Boolean)
        .map((line, index) => {
          const [keys = "", says = "", typing = "", runs] = line.split("\t");
          const run =
            runs === "true" ? (event: KeyboardEvent) => latest.current[index]?.run?.(event) : undefined;
          return { keys, says, whileTyping: typing === "true", run };
        }),
    };
    return registry.add(group);
  }, [registry, title, shown]);
}

export function useShortcutGroups(): ShortcutGroup[] {
  const registry = useContext(Shortcuts);
  return useSyncExternalStore(registry.subscribe, registry.list);
}
