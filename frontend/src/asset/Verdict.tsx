/** What may be done with the asset as a whole: the next act in words, and the ways out beside it. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import * as calls from "../api/calls";
import { ApiError, sentenceOf } from "../api/client";
import type { Asset, AssetCard, Me, Project } from "../api/contract";
import { useMe } from "../api/queries";
import { Button } from "../ui/controls";
import { Dialog } from "../ui/Dialog";
import { StateGlyph } from "../ui/StateGlyph";
import { say } from "./texts";

interface Props {
  asset: Asset;
  project: Project;
  undecided: number;
  /** The objects are there: nothing is decided about what has not been shown. */
  opened: boolean;
  /** Saves what is pending and gives the revision that the server has then. */
  settle(): Promise<number>;
  /** Runs an act of ours that raises the revision. */
  ours<T>(act: () => Promise<T>): Promise<T>;
  onDone(asset: AssetCard): void;
}

export interface NextAct {
  text: string;
  run(revision: number): Promise<AssetCard>;
}

/** Whether somebody else has to approve: the person at hand changed it last, and the project does not allow that. */
export function needsAnother(asset: Asset, project: Project, me: Me | undefined): boolean {
  if (project.self_approval || project.members_count < 2 || !me || !asset.last_author) return false;
  return asset.last_author === me.name || asset.last_author === me.email;
}

/** The filled button: approve where one may, otherwise submit; nothing where it waits for somebody else. */
export function nextAct(asset: Asset, undecided: number, another: boolean): NextAct | null {
  const { id, state, acts } = asset;
  if (isClosed(asset)) return null;
  if (acts.includes("review") && !another) {
    const text = undecided ? say.review.hideAndApprove(undecided) : say.review.approve;
    return { text, run: (revision) => calls.approveAsset(id, revision, undecided > 0) };
  }
  if (state === "annotate" && acts.includes("annotate")) {
    return { text: say.review.submit, run: () => calls.submitAsset(id) };
  }
  return null;
}

export function isClosed({ state }: Pick<Asset, "state">): boolean {
  return state === "excluded" || state === "approved" || state === "ready";
}

type Asking = "changes" | "exclude" | null;

export function Verdict({ asset, project, undecided, opened, settle, ours, onDone }: Props) {
  const { data: me } = useMe();
  const [sending, setSending] = useState(false);
  const busy = sending || !opened;
  const [wrong, setWrong] = useState("");
  const [refused, setRefused] = useState(false); // the server wants another person, although it did not look so
  const [asking, setAsking] = useState<Asking>(null);
  const client = useQueryClient();
  const another = refused || needsAnother(asset, project, me);
  const act = nextAct(asset, undecided, another);
  const may = (name: Asset["acts"][number]) => asset.acts.includes(name);
  const closed = isClosed(asset);
  const silent = !act && !closed && !may("annotate") && !may("review");

  const run = async (perform: (revision: number) => Promise<AssetCard>) => {
    setSending(true);
    setWrong("");
    try {
      const card = await ours(async () => {
        const done = await perform(await settle());
        await client.invalidateQueries({ queryKey: ["asset", asset.id] });
        return done;
      });
      void client.invalidateQueries({ queryKey: ["assets"] });
      void client.invalidateQueries({ queryKey: ["project", project.id] });
      setAsking(null);
      onDone(card);
    } catch (error) {
      if (error instanceof ApiError && error.status === 403) setRefused(true);
      setWrong(sentenceOf(error));
      void client.invalidateQueries({ queryKey: ["asset", asset.id] });
    } finally {
      setSending(false);
    }
  };

  if (silent) return null;
  return (
    <div className="verdict">
      <Standing asset={asset} />
      {wrong && !asking && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      {another && !wrong && !closed && may("review") && (
        <p className="two">{asset.state === "in_review" ? say.review.waits : say.review.someoneElse}</p>
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

/** Where an asset stands that nobody works on any more. */
function Standing({ asset }: { asset: Asset }) {
  if (!isClosed(asset)) return null;
  const { review, state } = asset;
  if (state === "excluded") {
    return (
      <div>
        <p className="strong">{say.review.excluded}</p>
        {asset.reason && <p className="two">{asset.reason}</p>}
      </div>
    );
  }
  return (
    <div>
      <p className="row strong">
        <StateGlyph state="hidden" />
        {say.review.approvedBy(review?.reviewer ?? "")}
      </p>
      <p className={asset.error ? "wrong" : "two"}>
        {asset.error || (state === "ready" ? say.review.ready : say.review.rendering)}{" "}
        {review?.self_approved && say.review.selfApproved}
      </p>
    </div>
  );
}

/** What the reviewer wanted, for as long as it is being mended. */
export function Asked({ asset }: { asset: Asset }) {
  const { review } = asset;
  if (asset.state !== "annotate" || review?.verdict !== "changes") return null;
  return (
    <section className="part asked" aria-label={say.review.changes}>
      <h3>{say.review.asked(review.reviewer ?? say.review.somebody)}</h3>
      <p>{review.comment}</p>
    </section>
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
