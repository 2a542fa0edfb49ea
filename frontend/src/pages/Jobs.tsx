import { useParams } from "react-router";
import { cancelJob, retryJob } from "../api/calls";
import { sentenceOf } from "../api/client";
import type { Job } from "../api/contract";
import { isLive, isQuiet, useAct, useJobs, useProject, useWorkers } from "../api/queries";
import { texts } from "../texts";
import { Button, ButtonLink, Progress } from "../ui/controls";
import { notify } from "../ui/notices";
import { Page } from "../ui/Shell";
import { Empty, Failed } from "../ui/states";
import { timeOf } from "../ui/times";
import { FramesTable } from "./FramesTable";
import { WorkerNotice } from "./WorkerNotice";
import "./jobs.css";

const say = texts.jobs;
const SHOWN_OPEN = 5; // longer lists wait for a click

export default function Jobs() {
  const { project: id = "" } = useParams();
  const { data: project } = useProject(id);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useJobs(id);
  const { data: workers } = useWorkers();
  const jobs = (data?.pages.flatMap((page) => page.results) ?? []).filter((job) => !isQuiet(job));
  const running = jobs.filter(isLive).length;
  const waiting = Object.values(workers?.queues ?? {}).reduce((sum, n) => sum + n, 0);
  return (
    <Page
      title={say.page}
      about={project?.name}
      actions={
        workers && (
          <span className="two">
            {say.workers(workers.workers.length)}
            {waiting > 0 && `, ${say.waiting(waiting)}`}
          </span>
        )
      }
    >
      <div className="scroll">
        <WorkerNotice />
        {error && !data ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : data && jobs.length === 0 ? (
          <Empty
            drawing="lines"
            title={say.empty}
            says={say.empty_says}
            act={
              <ButtonLink look="go" to={`/p/${id}`}>
                {texts.exports.empty_act}
              </ButtonLink>
            }
          />
        ) : (
          data && (
            <div className="sheet">
              <h1>{say.heading(running)}</h1>
              <ul className="jobs">
                {jobs.map((job) => (
                  <JobLine key={job.id} job={job} />
                ))}
              </ul>
              {hasNextPage && (
                <div>
                  <Button onClick={() => void fetchNextPage()}>{texts.common.more}</Button>
                </div>
              )}
            </div>
          )
        )}
      </div>
    </Page>
  );
}

function JobLine({ job }: { job: Job }) {
  const refuse = (error: unknown) => notify(sentenceOf(error), true);
  const cancel = useAct(cancelJob, [["jobs"], ["job", job.id]]);
  const retry = useAct(retryJob, [["jobs"], ["job", job.id]]);
  const live = isLive(job);
  const wrong = job.state === "failed" || job.state === "partial";
  return (
    <li id={job.id} data-state={job.state}>
      <div className="job">
        <span className="job-title">
          <b className="clip">{job.title}</b>
          <span className="three">{say.by(job.created_by ?? texts.product, timeOf(job.created_at))}</span>
        </span>
        {live ? (
          <Progress done={job.total ? job.done / job.total : 0} label={say.progress(job.title)} />
        ) : (
          <span className={wrong ? "wrong" : "two"}>
            {say.states[job.state]}
            {job.failed > 0 && `, ${say.failed(job.failed)}`}
          </span>
        )}
        <span className="two num">
          {live && job.state !== "running" ? say.states[job.state] : ""}
          {job.eta_seconds ? ` ${texts.pictures.eta(job.eta_seconds)}` : ""}
        </span>
        <span className="three num">{job.total > 0 && texts.pictures.live_counts(job.done, job.total)}</span>
        <span className="job-acts">
          {job.acts.includes("cancel") && (
            <Button disabled={cancel.isPending} onClick={() => cancel.mutate(job.id, { onError: refuse })}>
              {say.cancel}
            </Button>
          )}
          {job.acts.includes("retry") && (
            <Button disabled={retry.isPending} onClick={() => retry.mutate(job.id, { onError: refuse })}>
              {say.retry}
            </Button>
          )}
        </span>
      </div>
      {job.message && <p className={wrong ? "wrong" : "two"}>{job.message}</p>}
      {job.clips.length > 0 && (
        <details open={job.clips.length <= SHOWN_OPEN}>
          <summary>{say.clips}</summary>
          <FramesTable clips={job.clips} />
        </details>
      )}
      {job.notes.length > 0 && (
        <details open={job.notes.length <= SHOWN_OPEN}>
          <summary>{say.notes}</summary>
          <ul className="job-notes">
            {job.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
      {job.errors.length > 0 && (
        <details open={job.errors.length <= SHOWN_OPEN}>
          <summary>{say.errors}</summary>
          <dl className="job-errors">
            {job.errors.map((error, index) => (
              <div key={index}>
                <dt className="clip">{error.name}</dt>
                <dd>{error.detail}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
