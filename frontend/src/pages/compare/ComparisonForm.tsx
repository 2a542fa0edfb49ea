import { useState, type FormEvent } from "react";
import { createEvaluation } from "../../api/calls";
import type { Detector, Evaluation, Label, Project } from "../../api/contract";
import { keys, useAct, useDetectors, useOrganization, usePresets } from "../../api/queries";
import { texts } from "../../texts";
import { Button, Field } from "../../ui/controls";
import { DatasetField } from "../../ui/DatasetChoice";
import { Wrong } from "../../ui/states";
import { detectorsFor, presetsFor, setOf, type Chosen } from "./sets";

const say = texts.compare;

/** What is compared, on which pictures, for which label. */
export function ComparisonForm({
  project,
  dataset,
  onDataset,
  onStarted,
}: {
  project: Project;
  dataset: string;
  onDataset(id: string): void;
  onStarted(made: Evaluation): void;
}) {
  const { data: detectors = [] } = useDetectors();
  const labels = project.labels.filter(({ kind }) => detectorsFor(kind, detectors).length > 0);
  const [chosenLabel, setLabel] = useState<string>();
  const [first, setFirst] = useState<Chosen>(`preset:${project.policy.settings.preset}`);
  const [second, setSecond] = useState<Chosen>("");
  const label = labels.find((one) => one.id === chosenLabel) ?? labels[0];
  const create = useAct(
    () =>
      createEvaluation({
        dataset,
        label: label?.id ?? "",
        sets: [first, second].filter(Boolean).map(setOf),
      }),
    [keys.evaluations(dataset), ["jobs"]],
    (answer) => onStarted(answer.evaluation),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  if (detectors.length > 0 && labels.length === 0) return <p className="two">{say.unfindable}</p>;
  if (!label) return null;
  return (
    <form className="run-form" onSubmit={submit}>
      <DatasetField
        datasets={project.datasets}
        value={dataset}
        label={say.dataset}
        small
        onChange={onDataset}
      />
      <Field label={say.label} small>
        {(field) => (
          <select {...field} value={label.id} onChange={(event) => setLabel(event.target.value)}>
            {labels.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <SetChoice
        letter={say.first}
        value={first}
        label={label}
        organization={project.organization}
        onChange={setFirst}
      />
      <SetChoice
        letter={say.second}
        value={second}
        label={label}
        organization={project.organization}
        onChange={setSecond}
        optional
      />
      <Button look="go" type="submit" disabled={create.isPending}>
        {say.act}
      </Button>
      <Wrong error={create.error} />
    </form>
  );
}

function SetChoice({
  letter,
  value,
  label,
  organization: id,
  onChange,
  optional,
}: {
  letter: string;
  value: Chosen;
  label: Label;
  organization: string;
  onChange(chosen: Chosen): void;
  optional?: boolean;
}) {
  const { data: presets = [] } = usePresets();
  const { data: detectors = [] } = useDetectors();
  const { data: organization } = useOrganization(id);
  const why = (one: Detector | undefined) => {
    if (one?.cloud && !organization?.allow_cloud) return texts.settings.cloud_off;
    return one && !one.available ? (one.reason ?? "") : null;
  };
  const option = (chosen: Chosen, title: string, lacks: string | null) => (
    <option key={chosen} value={chosen} disabled={lacks !== null}>
      {title}
      {lacks !== null && ` (${texts.settings.unavailable(lacks)})`}
    </option>
  );
  return (
    <Field label={say.set(letter)} small>
      {(field) => (
        <select {...field} value={value} onChange={(event) => onChange(event.target.value)}>
          {optional && <option value="">{say.alone}</option>}
          <option value="latest">{say.latest}</option>
          <optgroup label={say.presets}>
            {presetsFor(label.kind, presets).map((one) =>
              option(
                `preset:${one.name}`,
                one.title,
                why(detectors.find(({ name }) => name === one.detectors[label.kind])),
              ),
            )}
          </optgroup>
          <optgroup label={say.detectors}>
            {detectorsFor(label.kind, detectors).map((one) =>
              option(`detector:${one.name}`, one.title, why(one)),
            )}
          </optgroup>
        </select>
      )}
    </Field>
  );
}
