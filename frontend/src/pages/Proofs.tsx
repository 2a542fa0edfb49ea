import { useState, type FormEvent } from "react";
import { useParams, useSearchParams } from "react-router";
import { createProof } from "../api/calls";
import type { Project, Proof } from "../api/contract";
import {
  isBuilding,
  isBuilt,
  keys,
  useAct,
  useExports,
  useJob,
  useProject,
  useProof,
  useProofs,
} from "../api/queries";
import { texts } from "../texts";
import { language } from "../texts/language";
import { Button, Field, Progress } from "../ui/controls";
import { Earlier } from "../ui/Earlier";
import { Page } from "../ui/Shell";
import { Empty, Failed, Wrong } from "../ui/states";
import { timeOf } from "../ui/times";
import { InShort } from "./proofs/InShort";
import "./proofs/proofs.css";

const say = texts.proofs;

export default function Proofs() {
  const { project: id = "" } = useParams();
  const { data: project, error, refetch } = useProject(id);
  return (
    <Page title={say.page} about={project?.name}>
      <div className="scroll">
        {error && !project && <Failed error={error} onRetry={() => void refetch()} />}
        {project && <Measured project={project} />}
      </div>
    </Page>
  );
}

function Measured({ project }: { project: Project }) {
  const { data: exports } = useExports(project.id);
  const [asked] = useSearchParams();
  const [chosen, setChosen] = useState<string>();
  const [shown, setShown] = useState<string>();
  const written = (exports?.results ?? []).filter(isBuilt);
  const named = written.find((one) => one.id === asked.get("export"));
  const of = chosen ?? (named ? `export:${named.id}` : `dataset:${project.datasets[0]?.id ?? ""}`);
  const [kind, about = ""] = of.split(":");
  const dataset = kind === "dataset" ? about : (written.find((one) => one.id === about)?.dataset ?? "");
  const { data, error, refetch } = useProofs(dataset);
  const list = (data?.results ?? []).filter((one) => kind === "dataset" || one.export === about);
  const first = shown ?? list[0]?.id;
  const create = useAct(
    () => createProof({ [kind ?? ""]: about }),
    [keys.proofs(dataset), ["jobs"]],
    (answer) => setShown(answer.proof.id),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  const mayStart = project.acts.includes("detect") && project.acts.includes("see_originals");
  const nameOf = (id: string) => project.datasets.find((one) => one.id === id)?.name ?? "";
  const titleOf = (one: Proof) =>
    one.export_number === null ? nameOf(one.dataset) : say.of_export(one.export_number, nameOf(one.dataset));
  return (
    <div className="sheet">
      <header className="stack">
        <h1>{say.heading}</h1>
        <p className="two">{say.says}</p>
        {!project.acts.includes("see_originals") && <p className="two">{say.blind}</p>}
      </header>
      <form className="run-form proof-form" onSubmit={submit}>
        <Field label={say.of} small>
          {(field) => (
            <select
              {...field}
              value={of}
              onChange={(event) => {
                setChosen(event.target.value);
                setShown(undefined);
              }}
            >
              {project.datasets.map((one) => (
                <option key={one.id} value={`dataset:${one.id}`}>
                  {say.of_dataset(one.name)}
                </option>
              ))}
              {written.map((one) => (
                <option key={one.id} value={`export:${one.id}`}>
                  {say.of_export(one.number ?? "", nameOf(one.dataset))}
                </option>
              ))}
            </select>
          )}
        </Field>
        {mayStart ? (
          <Button look="go" type="submit" disabled={create.isPending}>
            {say.act}
          </Button>
        ) : (
          <p className="two">{say.reader}</p>
        )}
        <Wrong error={create.error} />
      </form>
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {data && !first && <Empty drawing="mask" title={say.none} says={say.none_says} />}
      {first && (
        <Shown key={first} id={first} titleOf={titleOf} faces={project.acts.includes("see_originals")} />
      )}
      <Earlier
        title={say.earlier}
        runs={list}
        shown={first}
        titleOf={titleOf}
        besides={(one) => one.created_by}
        onShow={setShown}
      />
    </div>
  );
}

function Shown({ id, titleOf, faces }: { id: string; titleOf(one: Proof): string; faces: boolean }) {
  const { data: one, error, refetch } = useProof(id);
  const { data: job } = useJob(one && !isBuilt(one) ? one.job?.id : undefined);
  if (!one) return error ? <Failed error={error} onRetry={() => void refetch()} /> : null;
  if (isBuilding(one)) {
    return (
      <section className="proof" role="status">
        <h2>{say.running}</h2>
        <Progress done={job?.total ? job.done / job.total : 0} label={say.running} />
        <p className="two">{say.running_says}</p>
      </section>
    );
  }
  if (one.state !== "ready") {
    return (
      <section className="proof">
        <h2>{say.failed}</h2>
        <p className="wrong">{job?.message || job?.errors[0]?.detail}</p>
      </section>
    );
  }
  const title = say.title(titleOf(one), timeOf(one.finished_at ?? one.created_at));
  const page = `/api/proofs/${one.id}/page?language=${language}`;
  return (
    <section className="proof">
      <div className="row heading">
        <h2 className="grow">
          {title} <span>{say.measured(one.figures.files ?? 0, one.figures.objects ?? 0)}</span>
        </h2>
        <a className="button" href={`/api/proofs/${one.id}/figures`} download>
          {say.save_figures}
        </a>
        {one.has_page && (
          <a className="button" href={page} download>
            {say.save_page}
          </a>
        )}
      </div>
      <InShort figures={one.figures} />
      {one.has_page ? (
        <>
          <div className="row">
            <h3 className="minor grow">{say.report}</h3>
            {faces && <span className="three">{say.faces}</span>}
            <a className="text" href={`${page}&shown=1`} target="_blank" rel="noreferrer">
              {say.alone}
            </a>
          </div>
          <iframe
            className="proof-page"
            title={say.report_of(titleOf(one))}
            src={`${page}&shown=1`}
            sandbox=""
            referrerPolicy="no-referrer"
          />
        </>
      ) : (
        <p className="two">{say.gone}</p>
      )}
    </section>
  );
}
