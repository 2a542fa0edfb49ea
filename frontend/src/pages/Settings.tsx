import { useState, type FormEvent } from "react";
import { useNavigate, useParams } from "react-router";
import { changeProject, deleteProject } from "../api/calls";
import type { Project } from "../api/contract";
import { keys, useAct, usePolicies, useProject } from "../api/queries";
import { texts } from "../texts";
import { Button, Check, Field } from "../ui/controls";
import { Confirm } from "../ui/Dialog";
import { notify } from "../ui/notices";
import { Page } from "../ui/Shell";
import { Failed, Wrong } from "../ui/states";
import { dateOf } from "../ui/times";
import { LabelsEditor } from "./settings/LabelsEditor";
import { PolicyEditor } from "./settings/PolicyEditor";
import "./settings/settings.css";

const say = texts.settings;

export default function Settings() {
  const { project: id = "" } = useParams();
  const { data: project, error, refetch } = useProject(id);
  if (!project) {
    return <Page title={say.page}>{error && <Failed error={error} onRetry={() => void refetch()} />}</Page>;
  }
  const manages = project.acts.includes("manage_project");
  return (
    <Page title={say.page} about={project.name}>
      <div className="scroll">
        <div className="sheet settings">
          <h1>{say.heading}</h1>
          {!manages && <p className="two">{say.reader}</p>}
          <PolicyEditor key={project.id} project={project} readOnly={!manages} />
          <LabelsEditor project={project} readOnly={!manages} />
          {manages && <ProjectForm project={project} />}
          <History project={project} />
          {project.acts.includes("delete_project") && <DeleteProject project={project} />}
        </div>
      </div>
    </Page>
  );
}

function History({ project }: { project: Project }) {
  const { data: policies } = usePolicies(project.id);
  if (!policies || policies.length < 2) return null;
  return (
    <section>
      <h2 className="minor section-title">{say.history}</h2>
      <ul className="rows">
        {policies.slice(1, 20).map((policy) => (
          <li key={policy.id} className="two">
            {say.version(
              policy.version,
              policy.published_by ?? texts.common.somebody,
              dateOf(policy.published_at),
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProjectForm({ project }: { project: Project }) {
  const [form, setForm] = useState({
    name: project.name,
    purpose: project.purpose,
    retention: project.retention_days?.toString() ?? "",
    self: project.self_approval,
  });
  const save = useAct(
    () =>
      changeProject(project.id, {
        name: form.name.trim(),
        purpose: form.purpose.trim(),
        retention_days: form.retention ? Number(form.retention) : null,
        self_approval: form.self,
      }),
    [keys.project(project.id), keys.projects],
    () => notify(texts.common.saved),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <section>
      <h2 className="minor section-title">{say.project}</h2>
      <form className="stack project-form" onSubmit={submit}>
        <Field label={say.name}>
          {(field) => (
            <input
              {...field}
              required
              maxLength={120}
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          )}
        </Field>
        <Field label={say.purpose}>
          {(field) => (
            <input
              {...field}
              maxLength={500}
              value={form.purpose}
              onChange={(event) => setForm({ ...form, purpose: event.target.value })}
            />
          )}
        </Field>
        <Field label={say.retention} help={say.retention_says}>
          {(field) => (
            <input
              {...field}
              type="number"
              min={1}
              max={36500}
              value={form.retention}
              onChange={(event) => setForm({ ...form, retention: event.target.value })}
            />
          )}
        </Field>
        <Check
          checked={form.self}
          onChange={(self) => setForm({ ...form, self })}
          says={texts.create.self_says}
        >
          {say.self}
        </Check>
        <Wrong error={save.error} />
        <div>
          <Button type="submit" disabled={save.isPending}>
            {texts.common.save}
          </Button>
        </div>
      </form>
    </section>
  );
}

function DeleteProject({ project }: { project: Project }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  const remove = useAct(() => deleteProject(project.id, typed.trim()), [keys.projects]);
  return (
    <section>
      <h2 className="minor section-title">{say.delete_title}</h2>
      <div className="row delete-row">
        <p className="two grow">{say.delete_says}</p>
        <Button look="wrong" onClick={() => setAsking(true)}>
          {say.delete_act}
        </Button>
      </div>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        danger
        title={say.delete_title}
        act={say.delete_act}
        disabled={typed.trim() !== project.name}
        onConfirm={async () => {
          await remove.mutateAsync(undefined);
          void navigate("/projects");
        }}
      >
        <p>{say.delete_says}</p>
        <Field label={say.delete_type(project.name)}>
          {(field) => (
            <input
              {...field}
              data-autofocus
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </Confirm>
    </section>
  );
}
