import { useMemo, useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { createProject } from "../api/calls";
import { ApiError } from "../api/client";
import type { LabelKind, MethodName, PresetName } from "../api/contract";
import { keys, useAct, useMe, useMethods } from "../api/queries";
import { texts } from "../texts";
import { Button, Check, Field } from "../ui/controls";
import { Sample } from "../ui/Sample";
import { isDrawn } from "../ui/sampleDrawing";
import { Page } from "../ui/Shell";
import { StateGlyph } from "../ui/StateGlyph";
import { Wrong } from "../ui/states";
import { organizationsToCreateIn } from "./Projects";
import { PresetChoice, useChoice } from "./settings/Finders";
import { MethodPicture } from "./settings/MethodPicture";
import "./projects.css";

const say = texts.create;
const KINDS: LabelKind[] = ["face", "license_plate", "person", "vehicle", "screen", "text"];
const METHODS: MethodName[] = [
  "solid",
  "opaque-blur",
  "overlay",
  "removal",
  "replace-face",
  "replace-head",
  "silhouette",
  "gaussian",
  "mosaic",
];

export default function NewProject() {
  const navigate = useNavigate();
  const { data: me } = useMe();
  const { data: methods } = useMethods();
  const choice = useChoice();
  const found = (kind: LabelKind) =>
    choice.detectors.some(({ labels }) => (labels as string[]).includes(kind)) || kind === "face";
  const organizations = organizationsToCreateIn(me);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string>();
  const [hide, setHide] = useState<LabelKind[]>(["face"]);
  const [method, setMethod] = useState<MethodName>("solid");
  const [preset, setPreset] = useState("balanced");
  const [selfApproval, setSelfApproval] = useState(false);
  const organization = chosen ?? organizations[0]?.id ?? "";

  const create = useAct(
    () =>
      createProject({
        organization,
        name: name.trim(),
        purpose: "",
        hide,
        method,
        preset: preset as PresetName,
        self_approval: selfApproval,
      }),
    [keys.projects, keys.me],
    (project) => void navigate(`/p/${project.id}`),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  const wrong = create.error instanceof ApiError ? create.error : null;
  const toggle = (kind: LabelKind, on: boolean) =>
    setHide(on ? [...hide, kind] : hide.filter((other) => other !== kind));

  return (
    <Page title={say.page}>
      <div className="scroll">
        <form className="sheet questions" onSubmit={submit}>
          <h1>{say.heading}</h1>
          <div className="row" style={{ gap: 24, alignItems: "start" }}>
            <div className="grow">
              <Field label={say.name} wrong={wrong?.field === "name" ? wrong.message : null}>
                {(field) => (
                  <input
                    {...field}
                    required
                    autoFocus
                    maxLength={120}
                    placeholder={say.name_placeholder}
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                  />
                )}
              </Field>
            </div>
            {organizations.length > 1 && (
              <Field label={say.organization}>
                {(field) => (
                  <select {...field} value={organization} onChange={(event) => setChosen(event.target.value)}>
                    {organizations.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.name}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            )}
          </div>

          <fieldset className="question">
            <header>
              <h2>
                <legend>{say.what}</legend>
              </h2>
              <p className="three">{say.what_says}</p>
            </header>
            <div className="kinds">
              {KINDS.map((kind) => (
                <Check
                  key={kind}
                  checked={hide.includes(kind)}
                  onChange={(on) => toggle(kind, on)}
                  says={found(kind) ? say.found : say.drawn}
                >
                  {say.kinds[kind]}
                </Check>
              ))}
            </div>
          </fieldset>

          <fieldset className="question">
            <header>
              <h2>
                <legend>{say.search}</legend>
              </h2>
              <p className="three">{say.search_says}</p>
            </header>
            <PresetChoice value={preset} onChange={setPreset} choice={choice} kinds={hide} />
          </fieldset>

          <fieldset className="question">
            <header>
              <h2>
                <legend>{say.how}</legend>
              </h2>
            </header>
            <div className="how">
              <div className="stack">
                {METHODS.map((one) => {
                  const known = say.methods[one];
                  const listed = methods?.find((other) => other.name === one);
                  return (
                    <Check
                      key={one}
                      type="radio"
                      name="method"
                      checked={method === one}
                      onChange={() => setMethod(one)}
                      says={known?.says ?? listed?.says}
                    >
                      {known?.name ?? listed?.title ?? one}
                    </Check>
                  );
                })}
              </div>
              {isDrawn(method) ? <FirstPicture method={method} /> : <MethodPicture name={method} />}
            </div>
          </fieldset>

          <fieldset className="question">
            <header>
              <h2>
                <legend>{say.who}</legend>
              </h2>
            </header>
            <div className="stack">
              <Check
                type="radio"
                name="who"
                checked={!selfApproval}
                onChange={() => setSelfApproval(false)}
                says={say.others_says}
              >
                {say.others}
              </Check>
              <Check
                type="radio"
                name="who"
                checked={selfApproval}
                onChange={() => setSelfApproval(true)}
                says={say.self_says}
              >
                {say.self}
              </Check>
            </div>
          </fieldset>

          {!(wrong && wrong.field === "name") && <Wrong error={create.error} />}
          <div>
            <Button look="go" big type="submit" disabled={create.isPending || !organization}>
              {say.act}
            </Button>
          </div>
        </form>
      </div>
    </Page>
  );
}

/** The method on the person's own first picture, which never leaves the page; a click moves the region. */
function FirstPicture({ method }: { method: string }) {
  const [source, setSource] = useState<string>();
  const [at, setAt] = useState<[number, number]>([0.5, 0.42]);
  const boxes = useMemo(() => [[at[0] - 0.12, at[1] - 0.16, 0.24, 0.32]], [at]);
  const rule = useMemo(() => ({ method, shape: "ellipse" as const, margin: 0 }), [method]);
  return (
    <div className="sample">
      <div className="sample-frame">
        {source ? (
          <Sample
            source={source}
            boxes={boxes}
            rule={rule}
            label={say.sample}
            onPlace={(x, y) => setAt([x, y])}
          />
        ) : (
          <span className="three">
            <StateGlyph state="hidden" size={48} />
          </span>
        )}
      </div>
      <label className="button">
        {say.sample_choose}
        <input
          type="file"
          accept="image/*"
          className="only-heard"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) setSource(URL.createObjectURL(file));
          }}
        />
      </label>
      <p className="three">{say.sample_says}</p>
    </div>
  );
}
