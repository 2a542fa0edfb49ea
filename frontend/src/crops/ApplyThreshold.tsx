import { useState } from "react";
import { sentenceOf } from "../api/client";
import type { Id, ScoresOfLabel } from "../api/contract";
import { queryClient } from "../api/queries";
import { texts } from "../texts";
import { Button } from "../ui/controls";
import { notify } from "../ui/notices";
import { applicable, makeHold, takeBack, type Applied } from "./applying";

const say = texts.crops.threshold;

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
  return (
    <>
      {more + fewer > 0 && (
        <p className="after">
          <Button full disabled={busy !== undefined} onClick={() => void apply()}>
            {busy ? say.applied(busy.hidden, busy.removed) : say.apply(more, fewer)}
          </Button>
        </p>
      )}
      {inClips > 0 && <p className="three after">{say.in_clips(inClips)}</p>}
    </>
  );
}

const sayWrong = (error: unknown) => notify(sentenceOf(error), true);

function renew(): void {
  for (const key of ["assets", "asset", "project", "scores", "tried"])
    void queryClient.invalidateQueries({ queryKey: [key] });
}
