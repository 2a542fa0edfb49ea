import { useState } from "react";
import { useParams } from "react-router";
import type { Evaluation, Project } from "../api/contract";
import { isBuilding, useEvaluation, useEvaluations, useJob, useProject } from "../api/queries";
import { texts } from "../texts";
import { Progress } from "../ui/controls";
import { Earlier } from "../ui/Earlier";
import { Page } from "../ui/Shell";
import { Empty, Failed } from "../ui/states";
import { ComparisonForm } from "./compare/ComparisonForm";
import { Differences } from "./compare/Differences";
import { Figures } from "./compare/Figures";
import { RecallPlot } from "./compare/RecallPlot";
import "./compare/compare.css";

const say = texts.compare;

export default function Compare() {
  const { project: id = "" } = useParams();
  const { data: project, error, refetch } = useProject(id);
  return (
    <Page title={say.page} about={project?.name}>
      <div className="scroll">
        {error && !project && <Failed error={error} onRetry={() => void refetch()} />}
        {project &&
          (project.acts.includes("see_originals") ? (
            <Comparisons project={project} />
          ) : (
            <Empty title={say.page} says={say.blind} />
          ))}
      </div>
    </Page>
  );
}

function Comparisons({ project }: { project: Project }) {
  const [dataset, setDataset] = useState(project.datasets[0]?.id ?? "");
  const [chosen, setChosen] = useState<string>();
  const { data, error, refetch } = useEvaluations(dataset);
  const list = data?.results ?? [];
  const shown = chosen ?? list[0]?.id;
  return (
    <div className="sheet">
      <header className="stack">
        <h1>{say.heading}</h1>
        <p className="two">
          {say.says} {say.caveat}
        </p>
      </header>
      {project.acts.includes("detect") ? (
        <ComparisonForm
          project={project}
          dataset={dataset}
          onDataset={(id) => {
            setDataset(id);
            setChosen(undefined);
          }}
          onStarted={(made) => setChosen(made.id)}
        />
      ) : (
        <p className="two">{say.reader}</p>
      )}
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {data && !shown && <Empty drawing="filtered" title={say.none} says={say.none_says} />}
      {shown && <Shown key={shown} id={shown} project={project.id} />}
      <Earlier
        title={say.earlier}
        runs={list}
        shown={shown}
        titleOf={titleOf}
        besides={(one) => labelOf(project, one)}
        onShow={setChosen}
      />
    </div>
  );
}

const titleOf = (one: Evaluation) => say.title(one.sets.map((set) => set.title));
const labelOf = (project: Project, one: Evaluation) =>
  project.labels.find((label) => label.id === one.label)?.name ?? "";

function Shown({ id, project }: { id: string; project: string }) {
  const { data: one, error, refetch } = useEvaluation(id);
  if (!one) return error ? <Failed error={error} onRetry={() => void refetch()} /> : null;
  if (isBuilding(one)) return <Running one={one} />;
  if (one.state !== "ready") return <Broken one={one} />;
  const [first] = one.figures;
  return (
    <>
      <section className="result">
        <h2>
          {titleOf(one)} <span>{first && say.against(first.images)}</span>
        </h2>
        <div className="side-by-side">
          <Figures evaluation={one} />
          <RecallPlot evaluation={one} />
        </div>
        <p className="three">
          {say.interval}{" "}
          {one.figures.map(
            ({ unanswered }, index) =>
              unanswered > 0 && say.unanswered(index === 0 ? say.first : say.second, unanswered),
          )}
        </p>
      </section>
      <Differences evaluation={one} project={project} />
    </>
  );
}

function Running({ one }: { one: Evaluation }) {
  const { job } = one;
  return (
    <section className="result" role="status">
      <h2>
        {say.running} <span>{job && job.total > 0 && texts.pictures.live_counts(job.done, job.total)}</span>
      </h2>
      <Progress done={job?.total ? job.done / job.total : 0} label={say.running} />
    </section>
  );
}

function Broken({ one }: { one: Evaluation }) {
  const { data: job } = useJob(one.job?.id);
  return (
    <section className="result">
      <h2>{say.failed}</h2>
      <p className="wrong">{job?.message || job?.errors[0]?.detail}</p>
    </section>
  );
}
