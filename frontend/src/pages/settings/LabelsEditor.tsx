import { useState, type FormEvent } from "react";
import { changeLabel, createLabel, deleteLabel } from "../../api/calls";
import { sentenceOf } from "../../api/client";
import type { Label, LabelKind, Project } from "../../api/contract";
import { keys, useAct } from "../../api/queries";
import { texts } from "../../texts";
import { Button, Field, IconButton, Letter } from "../../ui/controls";
import { notify } from "../../ui/notices";
import { Wrong } from "../../ui/states";

const say = texts.settings;
const KINDS: LabelKind[] = ["face", "license_plate", "person", "vehicle", "screen", "text", "object"];

export function LabelsEditor({ project, readOnly }: { project: Project; readOnly: boolean }) {
  const [adding, setAdding] = useState(false);
  return (
    <section>
      <div className="row section-title">
        <h2 className="minor grow">{say.labels}</h2>
        {!readOnly && !adding && <Button onClick={() => setAdding(true)}>{say.add_label}</Button>}
      </div>
      <ul className="rows">
        {project.labels.map((label) => (
          <LabelLine key={label.id} label={label} project={project} readOnly={readOnly} />
        ))}
      </ul>
      {adding && <NewLabel project={project} onDone={() => setAdding(false)} />}
    </section>
  );
}

function LabelLine({ label, project, readOnly }: { label: Label; project: Project; readOnly: boolean }) {
  const touches = [keys.project(project.id)];
  const rename = useAct((name: string) => changeLabel(label.id, { name }), touches);
  const remove = useAct(() => deleteLabel(label.id), touches);
  const refuse = (error: unknown) => notify(sentenceOf(error), true);
  return (
    <li>
      <Letter chip={label.chip} />
      {readOnly ? (
        <span className="grow">{label.name}</span>
      ) : (
        <input
          className="input label-name"
          aria-label={say.label_name}
          defaultValue={label.name}
          maxLength={60}
          onBlur={(event) => {
            const name = event.target.value.trim();
            if (name && name !== label.name) rename.mutate(name, { onError: refuse });
          }}
        />
      )}
      <span className="two grow">{texts.create.kinds[label.kind] ?? label.kind}</span>
      {!readOnly && (
        <IconButton
          icon="trash"
          name={say.delete_label(label.name)}
          onClick={() => remove.mutate(undefined, { onError: refuse })}
        />
      )}
    </li>
  );
}

function NewLabel({ project, onDone }: { project: Project; onDone: () => void }) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<LabelKind>("object");
  const create = useAct(
    () => createLabel(project.id, { name: name.trim(), kind }),
    [keys.project(project.id)],
    onDone,
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  return (
    <form className="new-label" onSubmit={submit}>
      <Field label={say.label_name} small>
        {(field) => (
          <input
            {...field}
            required
            autoFocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={say.label_kind} small>
        {(field) => (
          <select {...field} value={kind} onChange={(event) => setKind(event.target.value as LabelKind)}>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {texts.create.kinds[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Button type="submit" disabled={create.isPending}>
        {say.add_label}
      </Button>
      <Button look="quiet" onClick={onDone}>
        {texts.common.cancel}
      </Button>
      <Wrong error={create.error} />
    </form>
  );
}
