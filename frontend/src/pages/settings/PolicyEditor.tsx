import { useEffect, useState } from "react";
import { publishPolicy, tryPolicy } from "../../api/calls";
import { sentenceOf } from "../../api/client";
import type { Label, LabelPolicy, PolicySettings, Project } from "../../api/contract";
import { keys, useMethods } from "../../api/queries";
import { queryClient } from "../../api/queries";
import { texts } from "../../texts";
import { decimal } from "../../texts/numbers";
import { Button, Check, Field, Letter, Segmented } from "../../ui/controls";
import { Confirm } from "../../ui/Dialog";
import { notify } from "../../ui/notices";
import { StateGlyph } from "../../ui/StateGlyph";
import { dateOf } from "../../ui/times";
import { searchedOtherwise, type Choice } from "./finding";
import { FinderChoice, PresetChoice, useChoice } from "./Finders";
import { MethodPicture } from "./MethodPicture";
import { PolicySample } from "./PolicySample";

const say = texts.settings;

const CODECS = Object.keys(say.codecs) as PolicySettings["codec"][];

const SHAPES = Object.keys(say.shapes) as LabelPolicy["shape"][];
const COLOURED = ["solid", "silhouette", "eye-bar"];
const STRONG = ["gaussian", "mosaic", "noise"];
const STRENGTHS = { light: 0.5, standard: 1, strong: 2 };

const FRESH: LabelPolicy = {
  redact: false,
  method: "solid",
  shape: "ellipse",
  margin: 0.15,
  color: "1b1e24",
  strength: 1,
  threshold: 0.5,
  detectors: [],
};

const SHAPED: Record<string, LabelPolicy["shape"]> = { "replace-face": "face", "replace-head": "head" };

/** Pure: a method, and the shape that it is made for. */
export function withMethod(method: string): Partial<LabelPolicy> {
  const shape = SHAPED[method];
  return shape ? { method, shape } : { method };
}

/** Pure: the settings with one label's rule changed. */
export function withRule(
  settings: PolicySettings,
  label: string,
  change: Partial<LabelPolicy>,
): PolicySettings {
  const rule = { ...FRESH, ...settings.labels[label], ...change };
  return { ...settings, labels: { ...settings.labels, [label]: rule } };
}

export function isSame(one: PolicySettings, other: PolicySettings): boolean {
  const sorted = (settings: PolicySettings) =>
    JSON.stringify(settings, (_key, value: unknown) =>
      value && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
        : value,
    );
  return sorted(one) === sorted(other);
}

/** The policy as a draft. Publishing says first how many approvals fall. */
export function PolicyEditor({ project, readOnly }: { project: Project; readOnly: boolean }) {
  const published = project.policy;
  const [draft, setDraft] = useState<PolicySettings>(published.settings);
  const [shown, setShown] = useState(project.labels[0]?.id ?? "");
  const [asking, setAsking] = useState(false);
  const choice = useChoice();
  const changed = !isSame(draft, published.settings);
  const change = (label: string, part: Partial<LabelPolicy>) => {
    setShown(label);
    setDraft((old) => {
      const changed = withRule(old, label, part);
      return part.detectors ? searchedOtherwise(old, changed, project.labels, choice) : changed;
    });
  };
  const search = (preset: string) =>
    setDraft((old) => searchedOtherwise(old, { ...old, preset }, project.labels, choice));
  const publish = async () => {
    await publishPolicy(project.id, draft);
    notify(say.published(published.version + 1));
    for (const key of [keys.project(project.id), keys.policies(project.id), ["jobs"], ["assets"]]) {
      void queryClient.invalidateQueries({ queryKey: key });
    }
  };
  return (
    <section>
      <div className="row section-title">
        <h2 className="minor grow">
          {say.policy}{" "}
          <span className="three">
            {say.version(
              published.version,
              published.published_by ?? texts.common.somebody,
              dateOf(published.published_at),
            )}
          </span>
        </h2>
        {!readOnly && (
          <>
            {changed && (
              <Button look="quiet" onClick={() => setDraft(published.settings)}>
                {say.discard}
              </Button>
            )}
            <Button look="go" disabled={!changed} onClick={() => setAsking(true)}>
              {say.publish}
            </Button>
          </>
        )}
      </div>
      <div className="policy">
        <fieldset disabled={readOnly} className="rules">
          <div className="rule">
            <div className="field">
              <span className="label">{say.preset}</span>
              <PresetChoice
                value={draft.preset}
                onChange={search}
                choice={choice}
                kinds={project.labels.map(({ kind }) => kind)}
              />
            </div>
          </div>
          {project.labels.map((label) => (
            <Rule
              key={label.id}
              label={label}
              rule={{ ...FRESH, ...draft.labels[label.id] }}
              onChange={(part) => change(label.id, part)}
              active={shown === label.id}
              finder={{ preset: draft.preset, organization: project.organization, choice }}
            />
          ))}
          <div className="rule-more">
            <div className="field">
              <span className="label">{say.audio}</span>
              <Segmented
                label={say.audio}
                value={draft.audio}
                onChange={(audio) => setDraft({ ...draft, audio })}
                options={(["remove", "voices", "keep"] as const).map((value) => ({
                  value,
                  text: say.audios[value],
                  disabled: readOnly,
                }))}
              />
              {draft.audio === "voices" && <p className="three">{say.voices_says}</p>}
            </div>
            <Field label={say.codec} small help={draft.codec === "same" ? undefined : say.codec_says}>
              {(field) => (
                <select
                  {...field}
                  value={draft.codec}
                  onChange={(event) =>
                    setDraft({ ...draft, codec: event.target.value as PolicySettings["codec"] })
                  }
                >
                  {CODECS.map((codec) => (
                    <option key={codec} value={codec}>
                      {say.codecs[codec]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
        </fieldset>
        <PolicySample
          project={project}
          rule={{ ...FRESH, ...draft.labels[shown] }}
          draft={draft}
          exact={!readOnly && project.acts.includes("see_originals")}
        />
      </div>
      {asking && (
        <Confirm
          opened
          onClose={() => setAsking(false)}
          title={say.publish_title(published.version + 1)}
          act={say.publish}
          onConfirm={publish}
        >
          <Falls project={project} draft={draft} />
        </Confirm>
      )}
    </section>
  );
}

function Falls({ project, draft }: { project: Project; draft: PolicySettings }) {
  const [answer, setAnswer] = useState("");
  useEffect(() => {
    let current = true;
    tryPolicy(project.id, draft).then(
      (found) => current && setAnswer(say.falls(found.approvals_fall ?? 0, found.assets ?? 0)),
      (error: unknown) => current && setAnswer(sentenceOf(error)),
    );
    return () => {
      current = false;
    };
  }, [project.id, draft]);
  return (
    <p role="status" className="falls">
      {answer || texts.common.loading}
    </p>
  );
}

function Rule({
  label,
  rule,
  onChange,
  active,
  finder,
}: {
  label: Label;
  rule: LabelPolicy;
  onChange: (change: Partial<LabelPolicy>) => void;
  active: boolean;
  finder: { preset: string; organization: string; choice: Choice };
}) {
  const { data: methods } = useMethods();
  const method = methods?.find((one) => one.name === rule.method);
  return (
    <div className="rule" data-active={active || undefined}>
      <div className="rule-head">
        <Letter chip={label.chip} />
        <b className="grow clip">{label.name}</b>
        <span className={rule.redact ? "row state-hidden" : "row state-kept"}>
          <StateGlyph state={rule.redact ? "hidden" : "kept"} />
        </span>
        <Check checked={rule.redact} onChange={(redact) => onChange({ redact })}>
          {say.hide}
        </Check>
      </div>
      {rule.redact && (
        <div className="rule-body">
          <Field label={say.method} small help={method?.says}>
            {(field) => (
              <select
                {...field}
                value={rule.method}
                onChange={(event) => onChange(withMethod(event.target.value))}
              >
                {(methods ?? [{ name: rule.method, title: rule.method }]).map((one) => (
                  <option key={one.name} value={one.name}>
                    {one.title}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <MethodPicture name={rule.method} />
          <Field label={say.shape} small>
            {(field) => (
              <select
                {...field}
                value={rule.shape}
                onChange={(event) => onChange({ shape: event.target.value as LabelPolicy["shape"] })}
              >
                {SHAPES.map((shape) => (
                  <option key={shape} value={shape}>
                    {say.shapes[shape]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {COLOURED.includes(rule.method) && (
            <Field label={say.color} small>
              {(field) => (
                <input
                  {...field}
                  type="color"
                  value={`#${(rule.color ?? "1b1e24").toLowerCase()}`}
                  onChange={(event) => onChange({ color: event.target.value.slice(1) })}
                />
              )}
            </Field>
          )}
          {STRONG.includes(rule.method) && (
            <div className="field">
              <Slider
                label={say.strength}
                value={rule.strength ?? 1}
                min={0.25}
                max={3}
                step={0.05}
                text={`${Math.round((rule.strength ?? 1) * 100)} %`}
                onChange={(strength) => onChange({ strength })}
              />
              <Segmented
                label={`${say.strength}: ${label.name}`}
                value={String(rule.strength ?? 1)}
                onChange={(strength) => onChange({ strength: Number(strength) })}
                options={Object.entries(STRENGTHS).map(([name, value]) => ({
                  value: String(value),
                  text: say.strengths[name as keyof typeof STRENGTHS],
                }))}
              />
            </div>
          )}
          <Slider
            label={say.margin}
            value={rule.margin}
            min={0}
            max={1}
            step={0.01}
            text={`${Math.round(rule.margin * 100)} %`}
            onChange={(margin) => onChange({ margin })}
          />
          <FinderChoice label={label} rule={rule} onChange={onChange} {...finder} />
          <Slider
            label={say.threshold}
            value={rule.threshold}
            min={0.1}
            max={1}
            step={0.01}
            text={decimal(rule.threshold)}
            onChange={(threshold) => onChange({ threshold })}
          />
        </div>
      )}
    </div>
  );
}

function Slider(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  text: string;
  onChange: (value: number) => void;
}) {
  const { label, text, onChange, ...range } = props;
  return (
    <Field
      label={
        <span className="slider-label">
          {label} <span className="two">{text}</span>
        </span>
      }
    >
      {(field) => (
        <input
          {...field}
          {...range}
          type="range"
          aria-valuetext={text}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      )}
    </Field>
  );
}
