import { useState } from "react";
import type { BulkAct, BulkExtra } from "../../api/calls";
import type { AssetCard, Project } from "../../api/contract";
import { texts } from "../../texts";
import { Button, Field } from "../../ui/controls";
import { Confirm } from "../../ui/Dialog";
import type { Chosen, Selection } from "../../wall/useSelection";
import type { Bulk } from "./useBulk";
import { AssignTo } from "./Whose";

const say = texts.selection;
const MANY = 100; // pictures from which on approving asks first

/** What can be done with the selected pictures; what a picture refuses is said, the rest goes through. */
export function SelectionBar({
  assets,
  selection,
  bulk,
  project,
}: {
  assets: AssetCard[];
  selection: Selection;
  bulk: Bulk;
  project: Project;
}) {
  const [asking, setAsking] = useState<"exclude" | "delete" | "approve">();
  const [reason, setReason] = useState("");
  const chosen: Chosen[] = [
    ...assets
      .filter((asset) => selection.has(asset.id))
      .map(({ id, revision, counts }) => ({ id, revision, undecided: counts.undecided })),
    ...selection.rest,
  ];
  const undecided = chosen.reduce((sum, asset) => sum + asset.undecided, 0);
  const n = selection.size;
  const may = (act: Project["acts"][number]) => project.acts.includes(act);

  const act = async (kind: BulkAct, extra?: BulkExtra) => {
    if (await bulk.run(kind, chosen, extra)) selection.clear();
  };
  const actNow = (kind: BulkAct, extra?: BulkExtra) => void act(kind, extra);
  const close = () => setAsking(undefined);

  return (
    <div className="hint-bar selection" role="region" aria-label={say.region}>
      <b>{bulk.progress ? say.progress(bulk.progress.done, bulk.progress.all) : say.n(n)}</b>
      {may("annotate") && <Button onClick={() => actNow("submit")}>{say.submit}</Button>}
      {may("review") && (
        <Button onClick={() => (undecided || n > MANY ? setAsking("approve") : actNow("approve"))}>
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
        title={undecided ? say.undecided_title(undecided) : say.approve_title(n)}
        act={undecided ? say.approve_hide(undecided) : say.approve}
        onConfirm={() => act("approve", { hide_undecided: undecided > 0 })}
      >
        <p>{undecided ? say.undecided_says(n) : say.approve_says}</p>
      </Confirm>
    </div>
  );
}
