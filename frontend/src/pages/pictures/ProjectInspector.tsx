import { Fragment, useState } from "react";
import { Link } from "react-router";
import type { Label, Policy, Project } from "../../api/contract";
import { searchAgain } from "../../api/calls";
import { ApiError, sentenceOf } from "../../api/client";
import { isQuiet, keys, useAct, useDetectors, useJobs, useSearches } from "../../api/queries";
import { texts } from "../../texts";
import { TryingParts } from "../../crops/Trying";
import { DatasetField } from "../../ui/DatasetChoice";
import { count } from "../../texts/numbers";
import { Letter } from "../../ui/controls";
import { Inspector, Part } from "../../ui/Shell";
import { notify } from "../../ui/notices";
import { StateGlyph } from "../../ui/StateGlyph";
import { timeOf } from "../../ui/times";
import { HereNow } from "./HereNow";
import { LookedPart } from "./LookedPart";

const say = texts.inspector;

export function ProjectInspector({
  project,
  onApplied,
}: {
  project: Project;
  /** A threshold holds now: `undo` takes that back. */
  onApplied(undo: () => Promise<void>): void;
}) {
  const [dataset, setDataset] = useState(project.datasets[0]?.id ?? "");
  return (
    <Inspector label={say.label}>
      <Part title={say.on}>
        <dl className="sums">
          <Sum state="hidden" says={say.hidden} n={project.hidden_people} />
          <Sum state="undecided" says={say.undecided} n={project.undecided} />
          <Sum state="kept" says={say.kept} n={project.kept} />
        </dl>
      </Part>
      {project.policy && <PolicyPart project={project} policy={project.policy} />}
      <TryingParts project={project} dataset={dataset} onApplied={onApplied}>
        <DatasetField
          datasets={project.datasets}
          value={dataset}
          label={texts.crops.dataset}
          small
          onChange={setDataset}
        />
      </TryingParts>
      <SearchedPart project={project} />
      <LookedPart project={project} />
      {(project.counts.ready ?? 0) > 0 && (
        <Part title={texts.proofs.page}>
          <p className="three">
            {texts.proofs.link_says}{" "}
            <Link className="text" to={`/p/${project.id}/proofs`}>
              {texts.proofs.link}
            </Link>
          </p>
        </Part>
      )}
      <HereNow project={project} />
      <LatelyPart project={project} />
    </Inspector>
  );
}

function Sum({ state, says, n }: { state: "hidden" | "undecided" | "kept"; says: string; n: number }) {
  return (
    <>
      <dt>
        <span className={`state-${state}`}>
          <StateGlyph state={state} />
        </span>
        {says}
      </dt>
      <dd>{count(n)}</dd>
    </>
  );
}

function howOf(label: Label, policy: Policy): string {
  const rule = policy.settings.labels[label.id];
  if (!rule?.redact) return say.stays;
  return [`${say.shape[rule.shape]} + ${Math.round(rule.margin * 100)} %`, say.from(rule.threshold)].join(
    ", ",
  );
}

function PolicyPart({ project, policy }: { project: Project; policy: Policy }) {
  return (
    <Part
      title={say.policy}
      beside={say.version(policy.version)}
      end={
        project.acts.includes("manage_project") && (
          <Link className="text" to={`/p/${project.id}/settings`}>
            {say.change}
          </Link>
        )
      }
    >
      <ul className="policy-lines">
        {project.labels.map((label) => {
          const hides = policy.settings.labels[label.id]?.redact ?? false;
          return (
            <li key={label.id}>
              <Letter chip={label.chip} />
              <span>
                {label.name}
                <span className="three">{howOf(label, policy)}</span>
              </span>
              <span className={hides ? "state-hidden row" : "state-kept row"}>
                <StateGlyph state={hides ? "hidden" : "kept"} />
                {hides ? say.hides : say.keeps}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="three after">
        {say.audio[policy.settings.audio]} {say.metadata}
      </p>
    </Part>
  );
}

function SearchedPart({ project }: { project: Project }) {
  const { data: detectors } = useDetectors();
  const { data: searches } = useSearches(project.id);
  const inState = (state: keyof Project["counts"]) => project.counts[state] ?? 0;
  const total = Object.values(project.counts).reduce((sum, n) => sum + (n ?? 0), 0);
  const searching = inState("processing");
  const failed = inState("failed");
  const searched = total - searching - failed;
  const rules = project.policy?.settings;
  const hidden = project.labels.filter((label) => rules?.labels[label.id]?.redact);
  if (!rules || hidden.length === 0 || total === 0) return null;
  const titleOf = (name: string) => detectors?.find((one) => one.name === name)?.title ?? name;
  const searchesOf = (label: Label) => searches?.results.find((one) => one.label === label.id);
  const older = Math.max(0, ...hidden.map((label) => searchesOf(label)?.older ?? 0));
  return (
    <Part title={say.searched}>
      <dl className="sums">
        {hidden.map((label) => {
          const finders = searchesOf(label)?.detectors ?? [];
          const found = finders.length > 0;
          return (
            <Fragment key={label.id}>
              <dt>
                <Letter chip={label.chip} />
                {found
                  ? say.searched_by(label.name, finders.map(titleOf).join(" + "))
                  : say.searched_hand(label.name)}
              </dt>
              <dd>{found ? say.of(searched, total) : ""}</dd>
            </Fragment>
          );
        })}
      </dl>
      {older > 0 && <Older project={project} n={older} approved={searches?.approved ?? 0} />}
      {(searching > 0 || failed > 0) && (
        <p className="two after">
          {searching > 0 && say.searching(searching)} {failed > 0 && say.failed(failed)}{" "}
          <Link className="text" to={`?state=${failed > 0 ? "failed" : "processing"}`}>
            {say.show}
          </Link>
        </p>
      )}
    </Part>
  );
}

/** Pictures that other detectors searched than the policy names now; searching them again leaves what people drew. */
function Older({ project, n, approved }: { project: Project; n: number; approved: number }) {
  const again = useAct(
    () => Promise.all(project.datasets.map((one) => searchAgain(one.id).catch(unlessDone))),
    [["jobs"], keys.project(project.id)],
    () => notify(say.again_started),
  );
  return (
    <p className="two after">
      {say.older(n)}{" "}
      {project.acts.includes("detect") && (
        <button
          type="button"
          className="text"
          disabled={again.isPending}
          onClick={() => again.mutate(undefined, { onError: (error) => notify(sentenceOf(error), true) })}
        >
          {say.again(approved)}
        </button>
      )}
    </p>
  );
}

/** A dataset of which everything was searched so already is no failure. */
function unlessDone(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 409)) throw error;
}

/** What happened last here: the jobs that people started. */
function LatelyPart({ project }: { project: Project }) {
  const { data } = useJobs(project.id);
  const jobs = (data?.pages[0]?.results ?? []).filter((job) => !isQuiet(job)).slice(0, 5);
  return (
    <Part title={say.lately}>
      {jobs.length === 0 ? (
        <p className="three">{say.lately_none}</p>
      ) : (
        <ul className="lately">
          {jobs.map((job) => (
            <li key={job.id}>
              <Link to={`/p/${project.id}/jobs#${job.id}`} className="clip">
                {job.title}
              </Link>
              <time className="three" dateTime={job.created_at}>
                {timeOf(job.created_at)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
