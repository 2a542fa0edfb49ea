/** What may be done with the asset as a whole: the next act in words, and the ways out beside it. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import * as calls from "../api/calls";
import { sentenceOf } from "../api/client";
import type { Asset, AssetCard } from "../api/contract";
import { Button } from "../ui/controls";
import { Dialog } from "../ui/Dialog";
import { say } from "./texts";

interface Props {
  asset: Asset;
  undecided: number;
  /** Saves what is pending and gives the revision that the server has then. */
  settle(): Promise<number>;
  onDone(asset: AssetCard): void;
}

export interface NextAct {
  text: string;
  run(revision: number): Promise<AssetCard>;
}

/** The filled button: approve where one may, otherwise submit. */
export function nextAct(asset: Asset, undecided: number): NextAct | null {
  const { id, state, acts } = asset;
  if (state === "excluded" || state === "approved" || state === "ready") return null;
  if (acts.includes("review")) {
    const text = undecided ? say.review.hideAndApprove(undecided) : say.review.approve;
    return { text, run: (revision) => calls.approveAsset(id, revision, undecided > 0) };
  }
  if (state === "annotate" && acts.includes("annotate")) {
    return { text: say.review.submit, run: () => calls.submitAsset(id) };
  }
  return null;
}

type Asking = "changes" | "exclude" | null;

export function Verdict({ asset, undecided, settle, onDone }: Props) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const [asking, setAsking] = useState<Asking>(null);
  const client = useQueryClient();
  const act = nextAct(asset, undecided);
  const may = (name: Asset["acts"][number]) => asset.acts.includes(name);

  const run = async (perform: (revision: number) => Promise<AssetCard>) => {
    setBusy(true);
    setWrong("");
    try {
      const card = await perform(await settle());
      await client.invalidateQueries({ queryKey: ["asset", asset.id] });
      void client.invalidateQueries({ queryKey: ["assets"] });
      setAsking(null);
      onDone(card);
    } catch (error) {
      setWrong(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };

  const closed = asset.state === "approved" || asset.state === "ready" || asset.state === "excluded";
  return (
    <div className="verdict">
      {wrong && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      {act && (
        <Button look="go" big full disabled={busy} onClick={() => void run(act.run)} data-act="verdict">
          {act.text}
        </Button>
      )}
      {asset.state === "in_review" && may("review") && (
        <Button full disabled={busy} onClick={() => setAsking("changes")}>
          {say.review.changes}
        </Button>
      )}
      {!closed && may("annotate") && (
        <Button full look="quiet" disabled={busy} onClick={() => setAsking("exclude")}>
          {say.review.exclude}
        </Button>
      )}
      {asset.state === "excluded" && may("annotate") && (
        <Button full disabled={busy} onClick={() => void run(() => calls.includeAsset(asset.id))}>
          {say.review.include}
        </Button>
      )}
      {(asset.state === "approved" || asset.state === "ready") && may("annotate") && (
        <Button full disabled={busy} onClick={() => void run(() => calls.reopenAsset(asset.id))}>
          {say.review.reopen}
        </Button>
      )}
      <Why
        asking={asking}
        wrong={wrong}
        onClose={() => setAsking(null)}
        onSay={(text) =>
          void run((revision) =>
            asking === "changes"
              ? calls.requestChanges(asset.id, revision, text)
              : calls.excludeAsset(asset.id, text),
          )
        }
      />
    </div>
  );
}

function Why({
  asking,
  wrong,
  onClose,
  onSay,
}: {
  asking: Asking;
  wrong: string;
  onClose(): void;
  onSay(text: string): void;
}) {
  const [text, setText] = useState("");
  const title = asking === "changes" ? say.review.changes : say.review.exclude;
  return (
    <Dialog opened={asking !== null} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSay(text.trim());
          setText("");
        }}
      >
        <label className="field">
          {asking === "changes" ? say.review.changesWhy : say.review.excludeWhy}
          <textarea
            value={text}
            onChange={(event) => setText(event.target.value)}
            rows={3}
            data-autofocus
            required
          />
        </label>
        {wrong && (
          <p className="wrong" role="alert">
            {wrong}
          </p>
        )}
        <p className="row" style={{ justifyContent: "flex-end", marginTop: "var(--s-4)" }}>
          <Button look="go" type="submit" disabled={!text.trim()}>
            {title}
          </Button>
        </p>
      </form>
    </Dialog>
  );
}
