/** One sentence after an act, said aloud to screen readers, gone by itself. */
import { useEffect, useSyncExternalStore } from "react";
import { texts } from "../texts";
import { IconButton } from "./controls";

interface Notice {
  id: number;
  text: string;
  wrong: boolean;
  act?: Act;
}

/** What can be done about what is said. */
interface Act {
  says: string;
  run(): void;
}

let notices: Notice[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function change(next: Notice[]) {
  notices = next;
  for (const listener of listeners) listener();
}

export function notify(text: string, wrong = false, act?: Act): void {
  change([...notices.slice(-3), { id: ++counter, text, wrong, act }]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function OneNotice({ notice }: { notice: Notice }) {
  const close = () => change(notices.filter((other) => other.id !== notice.id));
  useEffect(() => {
    const timer = setTimeout(close, notice.wrong || notice.act ? 12_000 : 5_000);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [notice.id]);
  const { act } = notice;
  return (
    <div className="notice" role={notice.wrong ? "alert" : undefined}>
      <span>{notice.text}</span>
      {act && (
        <button
          type="button"
          className="text"
          onClick={() => {
            close();
            act.run();
          }}
        >
          {act.says}
        </button>
      )}
      <IconButton icon="close" name={texts.common.close} onClick={close} />
    </div>
  );
}

export function Notices() {
  const shown = useSyncExternalStore(subscribe, () => notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </div>
  );
}
