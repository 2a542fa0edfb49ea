import { useEffect } from "react";
import { texts } from "../texts";
import { Button, IconButton, Progress } from "../ui/controls";
import type { Entry } from "./queue";
import type { Uploads as Of } from "./useUploads";

const say = texts.upload;
const SHOWN = 200;

function stateOf({ state }: Entry): string {
  switch (state.at) {
    case "waits":
      return say.waits;
    case "sending":
      return state.share < 1 ? say.sending(Math.round(state.share * 100)) : say.checking;
    case "sent":
      return say.sent;
    case "duplicate":
      return say.duplicate(state.of.name);
    case "failed":
      return state.detail;
  }
}

const shareOf = ({ state }: Entry) => (state.at === "sending" ? state.share : state.at === "waits" ? 0 : 1);
const rank = { failed: 0, duplicate: 1, sending: 2, waits: 3, sent: 4 };

/** Every file on its way, with its own progress; what was refused or is a duplicate stays until closed. */
export function Uploads({ uploads }: { uploads: Of }) {
  const { entries, clear } = uploads;
  const smooth = entries.length > 0 && entries.every(({ state }) => state.at === "sent");
  useEffect(() => {
    if (!smooth) return;
    const timer = setTimeout(clear, 3000);
    return () => clearTimeout(timer);
  }, [smooth, clear]);
  if (entries.length === 0) return null;
  const done = entries.filter(({ state }) => state.at !== "waits" && state.at !== "sending").length;
  const busy = done < entries.length;
  const failed = entries.some(({ state }) => state.at === "failed");
  const bytes = entries.reduce((sum, entry) => sum + entry.file.size, 0) || 1;
  const share = entries.reduce((sum, entry) => sum + shareOf(entry) * entry.file.size, 0) / bytes;
  const shown = [...entries].sort((a, b) => rank[a.state.at] - rank[b.state.at]).slice(0, SHOWN);
  return (
    <section className="uploads" aria-label={say.region}>
      <header>
        <b role="status">{busy ? say.counts(done, entries.length) : say.done(entries.length)}</b>
        <Progress done={share} label={say.region} />
        {failed && !busy && <Button onClick={uploads.retry}>{say.retry}</Button>}
        {busy ? (
          <Button look="quiet" onClick={uploads.cancel}>
            {say.cancel}
          </Button>
        ) : (
          <IconButton icon="close" name={say.hide} onClick={uploads.clear} />
        )}
      </header>
      <ul tabIndex={0} aria-label={say.region}>
        {shown.map((entry) => (
          <li key={entry.key} data-state={entry.state.at}>
            <span className="clip">{entry.file.name}</span>
            <Progress done={shareOf(entry)} label={entry.file.name} />
            <span className={entry.state.at === "failed" ? "wrong clip" : "two clip"} title={stateOf(entry)}>
              {stateOf(entry)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
