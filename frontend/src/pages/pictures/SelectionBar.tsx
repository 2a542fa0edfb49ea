import { useState } from "react";
import type { BulkAct, BulkExtra } from "../../api/calls";
import type { AssetCard, AssetState, Project } from "../../api/contract";
import { sentenceOf } from "../../api/client";
import { texts } from "../../texts";
import { Button, Field } from "../../ui/controls";
import { Confirm } from "../../ui/Dialog";
import { notify } from "../../ui/notices";
import type { Chosen, Selection } from "../../wall/useSelection";
import type { Approvable, Bulk } from "./useBulk";
import { AssignTo } from "./Whose";

const say = texts.selection;
const MANY = 100; // pictures from which on approving asks first
const OPEN: readonly AssetState[] = ["annotate", "in_review"]; // what can be approved

const undecidedIn = (assets: readonly Chosen[]) => assets.reduce((sum, { undecided }) => sum + undecided, 0);

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
  const [approvable, setApprovable] = useState<Approvable>();
  const [reason, setReason] = useState("");
  const chosen: Chosen[] = [
    ...assets
      .filter((asset) => selection.has(asset.id))
      .map(({ id, revision, state, counts }) => ({ id, revision, state, undecided: counts.undecided })),
    ...selection.rest,
  ];
  const undecided = undecidedIn(chosen.filter(({ state }) => OPEN.includes(state)));
  const n = selection.size;
  const may = (act: Project["acts"][number]) => project.acts.includes(act);

  const act = async (kind: BulkAct, extra?: BulkExtra, those: readonly Chosen[] = chosen) => {
    if ((await bulk.run(kind, those, extra)) && those.length === n) selection.clear();
  };
  const actNow = (kind: BulkAct, extra?: BulkExtra) => void act(kind, extra);
  const close = () => setAsking(undefined);

  /** Of many, or where something is undecided, the question counts only what will be approved. */
  const approve = async () => {
    if (!undecided && n <= MANY) return act("approve");
    try {
      const found = await bulk.approvable(chosen);
      if (!found.those.length) return notify(say.refused(found.others, found.why), true);
      setApprovable(found);
      setAsking("approve");
    } catch (error) {
      notify(sentenceOf(error), true);
    }
  };
  const { those = [], others = 0, why = "" } = approvable ?? {};
  const hides = undecidedIn(those);

  return (
    <div className="hint-bar selection" role="region" aria-label={say.region}>
      <b>{bulk.progress ? say.progress(bulk.progress.done, bulk.progress.all) : say.n(n)}</b>
      {may("annotate") && <Button onClick={() => actNow("submit")}>{say.submit}</Button>}
      {may("review") && (
        <Button onClick={() => void approve()}>
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
        title={hides ? say.undecided_title(hides) : say.approve_title(those.length)}
        act={hides ? say.approve_hide(hides) : say.approve}
        onConfirm={() => act("approve", { hide_undecided: hides > 0 }, those)}
      >
        <p>{hides ? say.undecided_says(those.length) : say.approve_says}</p>
        {others > 0 && <p>{say.stay(others, why)}</p>}
      </Confirm>
    </div>
  );
}
