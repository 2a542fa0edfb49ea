import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { previewThreshold } from "../api/calls";
import { sentenceOf } from "../api/client";
import type { Id, ScoresOfLabel } from "../api/contract";
import { queryClient } from "../api/queries";
import { texts } from "../texts";
import { Button } from "../ui/controls";
import { notify } from "../ui/notices";
import { applicable, makeHold, takeBack, type Applied } from "./applying";

const say = texts.crops.threshold;
const SETTLED = 250; // ms that the slider has to stand
const LEFT = 5; // clips that are named

interface Props {
  dataset: Id;
  scores: ScoresOfLabel;
  to: number;
  /** It holds: the slider may go back. `undo` takes it back. */
  onApplied(undo: () => Promise<void>): void;
}

/** Makes the threshold that is tried hold for all that waits; the button says how many that are. */
export function ApplyThreshold({ dataset, scores, to, onApplied }: Props) {
  const [busy, setBusy] = useState<Applied>();
  const { more, fewer, inClips } = applicable(scores, to);
  const apply = async () => {
    let done: Applied | undefined;
    const soFar = (part: Applied) => setBusy((done = part));
    try {
      setBusy({ hidden: 0, removed: 0, refused: [], changes: [] });
      await makeHold(dataset, scores.label, to, soFar);
    } catch (error) {
      notify(sentenceOf(error), true);
    }
    setBusy(undefined);
    if (done) finish(done);
  };
  const finish = ({ hidden, removed, refused, changes }: Applied) => {
    renew();
    const undo = async () => {
      const left = await takeBack(dataset, changes);
      renew();
      if (left[0]) notify(texts.crops.refused(left.length, left[0]), true);
      else notify(say.taken_back);
    };
    const act = { says: texts.selection.undo, run: () => void undo().catch(sayWrong) };
    if (changes.length) notify(say.applied(hidden, removed), false, act);
    else if (!refused.length) notify(say.nothing_left);
    if (refused[0]) notify(texts.selection.refused(refused.length, refused[0]), true);
    onApplied(undo);
  };
  const busySays =
    busy && (busy.clips === undefined ? say.applied(busy.hidden, busy.removed) : say.clips_busy(busy.clips));
  return (
    <>
      {more + fewer > 0 && (
        <p className="after">
          <Button full disabled={busy !== undefined} onClick={() => void apply()}>
            {busySays ?? say.apply(more, fewer)}
          </Button>
        </p>
      )}
      {inClips > 0 && <p className="three after">{say.in_clips(inClips)}</p>}
      <SaidFirst dataset={dataset} label={scores.label} to={to} />
    </>
  );
}

/** What making it hold would open again, and what it would leave. */
function SaidFirst({ dataset, label, to }: { dataset: Id; label: Id; to: number }) {
  const [threshold] = useDebouncedValue(to, SETTLED);
  const { data } = useQuery({
    queryKey: ["scores", dataset, label, threshold],
    queryFn: () => previewThreshold(dataset, { label, threshold }),
  });
  if (!data) return null;
  return (
    <>
      {data.in_review > 0 && <p className="two after">{say.in_review(data.in_review)}</p>}
      {data.left.length > 0 && (
        <div className="two after">
          <p>{say.left(data.left.length)}</p>
          <ul className="left-clips">
            {data.left.slice(0, LEFT).map(({ id, name, detail }) => (
              <li key={id}>
                <b>{name}</b> {detail}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

const sayWrong = (error: unknown) => notify(sentenceOf(error), true);

function renew(): void {
  for (const key of ["assets", "asset", "project", "scores", "tried"])
    void queryClient.invalidateQueries({ queryKey: [key] });
}
