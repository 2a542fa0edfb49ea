import { useState, type FormEvent } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { createExport } from "../api/calls";
import type { Export, ExportPreview, Project } from "../api/contract";
import { isBuilding, useAct, useExportPreview, useExports, useProject } from "../api/queries";
import { texts } from "../texts";
import { Button, ButtonLink, Field, Segmented } from "../ui/controls";
import { DatasetField } from "../ui/DatasetChoice";
import { Dialog } from "../ui/Dialog";
import { Page } from "../ui/Shell";
import { Empty, Failed, Wrong } from "../ui/states";
import { sizeOf, timeOf } from "../ui/times";
import "./exports.css";

const say = texts.exports;

export default function Exports() {
  const { project: id = "" } = useParams();
  const { data: project } = useProject(id);
  const dataset = project?.datasets[0]?.id;
  const { data: preview } = useExportPreview(dataset);
  const { data, error, refetch } = useExports(id);
  const [asking, setAsking] = useState(false);
  const ready = preview?.ready ?? 0;
  const mayExport = project?.acts.includes("export") ?? false;
  return (
    <Page title={say.page} about={project?.name}>
      <div className="scroll">
        {error && !data ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : data && data.results.length === 0 && preview && ready === 0 ? (
          <Empty
            drawing="mask"
            title={say.empty}
            says={say.empty_says}
            act={
              <ButtonLink look="go" to={`/p/${id}`}>
                {say.empty_act}
              </ButtonLink>
            }
          />
        ) : (
          data &&
          project && (
            <div className="sheet">
              {preview && (
                <div className="heading">
                  <h1>
                    {say.heading(ready)} <span>{say.left(preview.left_out.length)}</span>
                  </h1>
                  {mayExport && (
                    <Button look="go" big disabled={ready === 0} onClick={() => setAsking(true)}>
                      {say.new}
                    </Button>
                  )}
                </div>
              )}
              {data.results.length === 0 && <p className="two">{say.none_yet}</p>}
              <ul className="rows">
                {data.results.map((one) => (
                  <ExportLine key={one.id} project={id} made={one} />
                ))}
              </ul>
              {preview && (
                <Dialog opened={asking} onClose={() => setAsking(false)} title={say.new}>
                  <NewExport project={project} preview={preview} />
                </Dialog>
              )}
            </div>
          )
        )}
      </div>
    </Page>
  );
}

function ExportLine({ project, made }: { project: string; made: Export }) {
  return (
    <li className="export-line">
      <Link to={`/p/${project}/exports/${made.id}`}>
        <b>{say.number(made.number ?? "")}</b>
      </Link>
      <span className="grow clip two">{made.purpose}</span>
      <span className="three">{made.format.toUpperCase()}</span>
      <span>{isBuilding(made) ? say.building : say.approved(made.approved)}</span>
      <span className="three num">{made.size > 0 && sizeOf(made.size)}</span>
      <time className="three num" dateTime={made.created_at}>
        {timeOf(made.created_at)}
      </time>
    </li>
  );
}

type Splits = Record<"train" | "val" | "test", number>;

function NewExport({ project, preview }: { project: Project; preview: ExportPreview }) {
  const navigate = useNavigate();
  const [dataset, setDataset] = useState(project.datasets[0]?.id ?? "");
  const [format, setFormat] = useState<"coco" | "yolo">("coco");
  const [purpose, setPurpose] = useState(project.purpose);
  const [splits, setSplits] = useState<Splits>({ train: 80, val: 10, test: 10 });
  const sum = splits.train + splits.val + splits.test;
  const create = useAct(
    () =>
      createExport({
        dataset,
        format,
        purpose: purpose.trim(),
        splits: { train: splits.train / 100, val: splits.val / 100, test: splits.test / 100 },
      }),
    [["exports"], ["jobs"]],
    (answer) => void navigate(`/p/${project.id}/exports/${answer.export.id}`),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <DatasetField datasets={project.datasets} value={dataset} label={say.dataset} onChange={setDataset} />
      <Field label={say.purpose} help={say.purpose_says}>
        {(field) => (
          <input
            {...field}
            required
            data-autofocus
            maxLength={500}
            placeholder={say.purpose_placeholder}
            value={purpose}
            onChange={(event) => setPurpose(event.target.value)}
          />
        )}
      </Field>
      <div className="field">
        <span className="label">{say.format}</span>
        <Segmented
          label={say.format}
          value={format}
          onChange={setFormat}
          options={[
            { value: "coco", text: "COCO" },
            { value: "yolo", text: "YOLO" },
          ]}
        />
      </div>
      <fieldset className="splits">
        <legend className="only-heard">{say.splits}</legend>
        {(["train", "val", "test"] as const).map((part) => (
          <Field key={part} label={`${say[part]} %`}>
            {(field) => (
              <input
                {...field}
                type="number"
                min={0}
                max={100}
                value={splits[part]}
                onChange={(event) => setSplits({ ...splits, [part]: Number(event.target.value) })}
              />
            )}
          </Field>
        ))}
      </fieldset>
      {sum !== 100 && <p className="wrong">{say.splits_wrong}</p>}
      <Wrong error={create.error} />
      <Button look="go" big full type="submit" disabled={create.isPending || sum !== 100}>
        {say.act(preview.ready)}
      </Button>
    </form>
  );
}
