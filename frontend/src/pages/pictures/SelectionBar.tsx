import { useState } from "react";
import { actOnMany, type BulkAct, type BulkExtra } from "../../api/calls";
import { sentenceOf } from "../../api/client";
import type { AssetCard, Project } from "../../api/contract";
import { queryClient } from "../../api/queries";
import { texts } from "../../texts";
import { Button, Field } from "../../ui/controls";
import { Confirm } from "../../ui/Dialog";
import { notify } from "../../ui/notices";
import type { Selection } from "../../wall/useSelection";
import { AssignTo } from "./Whose";

const say = texts.selection;
const MOST = 500;

async function actInParts(act: BulkAct, ids: string[], extra: BulkExtra) {
  const done: string[] = [];
  const refused: { id: string; detail: string }[] = [];
  for (let start = 0; start < ids.length; start += MOST) {
    const part = ids.slice(start, start + MOST);
    const result = await actOnMany(act, part, extra);
    done.push(...(result.done ?? (result.job ? part : [])));
    refused.push(...(result.refused ?? []));
  }
  return { done, refused };
}

/** What can be done with the selected pictures; what a picture refuses is said, the rest goes through. */
export function SelectionBar({
  assets,
  selection,
  project,
}: {
  assets: AssetCard[];
  selection: Selection;
  project: Project;
}) {
  const [asking, setAsking] = useState<"exclude" | "delete" | "approve">();
  const [reason, setReason] = useState("");
  const chosen = assets.filter((asset) => selection.has(asset.id));
  const undecided = chosen.reduce((sum, asset) => sum + asset.counts.undecided, 0);
  const n = selection.size;
  const may = (act: Project["acts"][number]) => project.acts.includes(act);

  const act = async (kind: BulkAct, extra: BulkExtra = {}) => {
    const { done, refused } = await actInParts(kind, selection.ids, extra);
    if (done.length) notify(say.done(done.length, say.verbs[kind]));
    if (refused[0]) notify(say.refused(refused.length, refused[0].detail), true);
    if (!refused.length) selection.clear();
    for (const key of ["assets", "asset", "project", "jobs"])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const actNow = (kind: BulkAct, extra?: BulkExtra) =>
    void act(kind, extra).catch((error: unknown) => notify(sentenceOf(error), true));
  const close = () => setAsking(undefined);

  return (
    <div className="hint-bar selection" role="region" aria-label={say.region}>
      <b>{say.n(n)}</b>
      {may("annotate") && <Button onClick={() => actNow("submit")}>{say.submit}</Button>}
      {may("review") && (
        <Button onClick={() => (undecided ? setAsking("approve") : actNow("approve"))}>
          {undecided ? say.approve_hide(undecided) : say.approve}
        </Button>
      )}
      {may("annotate") && <Button onClick={() => setAsking("exclude")}>{say.exclude}</Button>}
      {may("annotate") && (
        <AssignTo project={project} onAssign={(assignee) => actNow("assign", { assignee })} />
      )}
      {may("manage_project") && (
        <Button look="quiet" onClick={() => setAsking("delete")}>
          {say.delete}
        </Button>
      )}
      <span className="grow" />
      <Button look="quiet" onClick={selection.clear}>
        {say.clear} <kbd>Esc</kbd>
      </Button>
      <Confirm
        opened={asking === "exclude"}
        onClose={close}
        title={say.reason_title(n)}
        act={say.exclude}
        disabled={!reason.trim()}
        onConfirm={() => act("exclude", { reason: reason.trim() })}
      >
        <Field label={say.reason}>
          {(field) => (
            <input
              {...field}
              data-autofocus
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </Confirm>
      <Confirm
        opened={asking === "delete"}
        onClose={close}
        danger
        title={say.delete_title(n)}
        act={say.delete}
        onConfirm={() => act("delete", { confirm: true })}
      >
        <p>{say.delete_says}</p>
      </Confirm>
      <Confirm
        opened={asking === "approve"}
        onClose={close}
        title={say.undecided_title(undecided)}
        act={say.approve_hide(undecided)}
        onConfirm={() => act("approve", { hide_undecided: true })}
      >
        <p>{say.undecided_says}</p>
      </Confirm>
    </div>
  );
}
