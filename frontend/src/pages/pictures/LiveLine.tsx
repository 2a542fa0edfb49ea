import { Link } from "react-router";
import { cancelJob } from "../../api/calls";
import type { Project } from "../../api/contract";
import { isLive, isQuiet, useAct, useJobs } from "../../api/queries";
import { texts } from "../../texts";
import { Progress } from "../../ui/controls";

/** What runs for this project right now, in one line; nothing when nothing runs. */
export function LiveLine({ project }: { project: Project }) {
  const { data } = useJobs(project.id, true);
  const cancel = useAct(cancelJob, [["jobs"]]);
  const jobs = (data?.pages[0]?.results ?? []).filter((one) => isLive(one) && !isQuiet(one));
  const job = jobs[0];
  if (!job) return null;
  const share = job.total ? job.done / job.total : 0;
  return (
    <div className="live">
      <span className="clip">
        <b>{texts.pictures.live(job.title)}</b>{" "}
        <span className="two">
          {job.total > 0 ? texts.pictures.live_counts(job.done, job.total) : texts.jobs.states[job.state]}
        </span>
      </span>
      <Progress done={share} label={texts.jobs.progress(job.title)} />
      <span className="two row">
        {job.eta_seconds !== null && job.eta_seconds > 0 && texts.pictures.eta(job.eta_seconds)}
        {jobs.length > 1 ? (
          <Link className="text" to={`/p/${project.id}/jobs`}>
            {texts.jobs.heading(jobs.length)}
          </Link>
        ) : (
          project.acts.includes("detect") && (
            <button type="button" className="text" onClick={() => cancel.mutate(job.id)}>
              {texts.jobs.cancel}
            </button>
          )
        )}
      </span>
    </div>
  );
}
