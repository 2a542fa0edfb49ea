import { Fragment } from "react";
import { texts } from "../texts";
import { Kbd } from "./controls";
import { Dialog } from "./Dialog";
import { useShortcutGroups } from "./shortcuts";

const CAPS: Record<string, string> = {
  ArrowRight: "→",
  ArrowLeft: "←",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ...texts.keyboard.caps,
};

export function Keys({ keys }: { keys: string }) {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  return (
    <span style={{ display: "inline-flex", gap: 4 }}>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <span className="only-heard">+</span>}
          <Kbd>{CAPS[part] ?? part}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}

/** All keys that work on the page that is shown now. */
export function KeyboardHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const groups = useShortcutGroups();
  return (
    <Dialog opened={opened} onClose={onClose} title={texts.keyboard.title} wide>
      <p className="two">{texts.keyboard.says}</p>
      <div className="keys">
        {groups.map((group, index) => (
          <section key={index}>
            <h2 className="minor">{group.title}</h2>
            <dl>
              {group.shortcuts.map((shortcut) => (
                <div key={shortcut.keys + shortcut.says}>
                  <dt>
                    <Keys keys={shortcut.keys} />
                  </dt>
                  <dd>{shortcut.says}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
