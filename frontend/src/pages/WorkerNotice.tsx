import { useWorkers } from "../api/queries";
import { texts } from "../texts";
import { Button } from "../ui/controls";
import { copyText } from "../ui/copying";
import { Icon } from "../ui/Icon";
import { notify } from "../ui/notices";

/** Pure: the sentence of the server, cut into what stands out, what follows, and the command to type. */
export function cutSentence(says: string): { first: string; rest: string; command: string } {
  const command = /`([^`]+)`/.exec(says)?.[1] ?? "";
  const end = says.indexOf(". ") + 1;
  const first = end > 0 ? says.slice(0, end) : says;
  const rest =
    end > 0
      ? says
          .slice(end)
          .replace(/`[^`]+`\.?/, "")
          .trim()
      : "";
  return { first, rest, command };
}

/** Said aloud when work waits and nobody does it. */
export function WorkerNotice() {
  const { data } = useWorkers();
  if (!data?.says) return null;
  const { first, rest, command } = cutSentence(data.says);
  const copy = async () => {
    if (await copyText(command)) notify(texts.common.copied);
  };
  return (
    <section className="worker-notice" role="status">
      <Icon name="jobs" />
      <p>
        <b>{first}</b> {rest} {command && <code>{command}</code>}
      </p>
      {command && <Button onClick={() => void copy()}>{texts.jobs.copy_command}</Button>}
    </section>
  );
}
