import type { Label, LabelPolicy } from "../../api/contract";
import { useMethods } from "../../api/queries";
import { texts } from "../../texts";
import { decimal } from "../../texts/numbers";
import { Check, Field, Letter, Segmented } from "../../ui/controls";
import { StateGlyph } from "../../ui/StateGlyph";
import type { Choice } from "./finding";
import { FinderChoice } from "./Finders";
import { MethodPicture } from "./MethodPicture";

const say = texts.settings;

const SHAPES = Object.keys(say.shapes) as LabelPolicy["shape"][];
const COLOURED = ["solid", "silhouette", "eye-bar"];
const STRONG = ["gaussian", "mosaic", "noise"];
const STRENGTHS = { light: 0.5, standard: 1, strong: 2 };

const SHAPED: Record<string, LabelPolicy["shape"]> = { "replace-face": "face", "replace-head": "head" };

/** Pure: a method, and the shape that it is made for. */
export function withMethod(method: string): Partial<LabelPolicy> {
  const shape = SHAPED[method];
  return shape ? { method, shape } : { method };
}

/** Pure: the methods that the server takes for a kind of label, and the one that is chosen. */
export function fitting<One extends { name: string; only: string | null }>(
  methods: readonly One[],
  kind: string,
  chosen: string,
): One[] {
  return methods.filter((one) => one.only === null || one.only === kind || one.name === chosen);
}

/** How one label is hidden, and what looks for it. */
export function Rule({
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
                {(methods
                  ? fitting(methods, label.kind, rule.method)
                  : [{ name: rule.method, title: rule.method }]
                ).map((one) => (
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
          {rule.method !== "imagenet" && (
            <Slider
              label={say.feather}
              value={rule.feather ?? 0}
              min={0}
              max={0.5}
              step={0.01}
              text={`${Math.round(100 * (rule.feather ?? 0))} %`}
              onChange={(feather) => onChange({ feather })}
            />
          )}
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
