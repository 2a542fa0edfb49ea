import { useState } from "react";
import { useNavigate } from "react-router";
import { actOnMany, listAssets } from "../../api/calls";
import { sentenceOf } from "../../api/client";
import type { Project } from "../../api/contract";
import { queryClient } from "../../api/queries";
import { texts } from "../../texts";
import { Button, ButtonLink } from "../../ui/controls";
import { notify } from "../../ui/notices";

export type NextAct = "review" | "submit" | "look" | "export" | "add" | "none";

/** Pure: the one act that brings this project on, for this person. */
export function nextAct(project: Project): NextAct {
  const count = (state: keyof Project["counts"]) => project.counts[state] ?? 0;
  const may = (act: Project["acts"][number]) => project.acts.includes(act);
  const total = Object.values(project.counts).reduce((sum, n) => sum + (n ?? 0), 0);
  if (project.need_you > 0 && (may("annotate") || may("review"))) return "review";
  if (total === 0) return "none"; // the empty state has the button
  if (count("annotate") > 0 && may("annotate")) return "submit";
  if (count("in_review") > 0 && may("review")) return "look";
  if (count("ready") > 0 && may("export")) return "export";
  return may("ingest") ? "add" : "none";
}

/** "2 people need you. 11 are hidden already." and the one filled button. */
export function Headline({
  project,
  onReview,
  onChoose,
}: {
  project: Project;
  onReview: () => void;
  onChoose: () => void;
}) {
  const say = texts.pictures;
  const act = nextAct(project);
  const count = (state: keyof Project["counts"]) => project.counts[state] ?? 0;
  const total = Object.values(project.counts).reduce((sum, n) => sum + (n ?? 0), 0);
  if (total === 0) return null;
  const waiting = count("in_review");
  const first =
    project.need_you > 0
      ? say.head.need(project.need_you)
      : count("processing") > 0
        ? say.head.searching(count("processing"))
        : say.head.nobody;
  return (
    <header className="headline">
      <h1>
        {first}{" "}
        <span>{act === "look" ? say.head.waiting(waiting) : say.head.hidden(project.hidden_people)}</span>
      </h1>
      {act === "review" && (
        <Button look="go" big onClick={onReview}>
          {say.act.review(project.need_you)}
        </Button>
      )}
      {act === "submit" && <SubmitAll project={project} count={count("annotate")} />}
      {act === "look" && (
        <ButtonLink look="go" big to="?state=in_review">
          {say.act.look(waiting)}
        </ButtonLink>
      )}
      {act === "export" && (
        <ButtonLink look="go" big to={`/p/${project.id}/exports`}>
          {say.act.export(count("ready"))}
        </ButtonLink>
      )}
      {act === "add" && (
        <Button look="go" big onClick={onChoose}>
          {say.act.add}
        </Button>
      )}
    </header>
  );
}

/** Submits everything that is decided, five hundred at a time. */
function SubmitAll({ project, count }: { project: Project; count: number }) {
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  const submit = async () => {
    setBusy(true);
    let done = 0;
    const refused: string[] = [];
    try {
      let cursor: string | undefined;
      do {
        const page = await listAssets({ project: project.id, state: "annotate", cursor, limit: 500 });
        if (page.results.length === 0) break;
        const result = await actOnMany(
          "submit",
          page.results.map((asset) => asset.id),
        );
        done += result.done.length;
        refused.push(...result.refused.map((one) => one.detail));
        cursor = page.next ?? undefined;
      } while (cursor);
      if (done) notify(texts.selection.done(done, texts.selection.verbs.submit));
      if (refused[0]) notify(texts.selection.refused(refused.length, refused[0]), true);
      if (done && project.acts.includes("review")) void navigate("?state=in_review");
    } catch (error) {
      notify(sentenceOf(error), true);
    } finally {
      setBusy(false);
      void queryClient.invalidateQueries({ queryKey: ["assets"] });
      void queryClient.invalidateQueries({ queryKey: ["project"] });
    }
  };
  return (
    <Button look="go" big disabled={busy} onClick={() => void submit()}>
      {texts.pictures.act.submit(count)}
    </Button>
  );
}
