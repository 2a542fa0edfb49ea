import type { Detector, Label, LabelPolicy } from "../../api/contract";
import { useDetectors, useOrganization, usePresets } from "../../api/queries";
import { texts } from "../../texts";
import { Check, Field } from "../../ui/controls";
import { ofPreset, type Choice } from "./finding";

const say = texts.settings;
const PRESET = "";

/** What there is to choose from; empty until it is read. */
export function useChoice(): Choice {
  const { data: presets = [] } = usePresets();
  const { data: detectors = [] } = useDetectors();
  return { presets, detectors };
}

/** The presets, each with what it says, and why it cannot search for one of these kinds of labels where it cannot. */
export function PresetChoice({
  value,
  onChange,
  choice,
  kinds,
}: {
  value: string;
  onChange(preset: string): void;
  choice: Choice;
  kinds: readonly string[];
}) {
  return (
    <div className="stack" role="radiogroup" aria-label={say.preset}>
      {choice.presets.map((preset) => {
        const named = kinds.map((kind) => preset.detectors[kind]);
        const lame = choice.detectors.find((one) => named.includes(one.name) && !one.available);
        return (
          <Check
            key={preset.name}
            type="radio"
            name="preset"
            checked={value === preset.name}
            onChange={() => onChange(preset.name)}
            says={lame ? `${preset.says} ${lame.title}: ${say.unavailable(lame.reason ?? "")}` : preset.says}
          >
            {preset.title}
          </Check>
        );
      })}
    </div>
  );
}

/** What looks for one label: the preset's detector, or another that finds its kind. */
export function FinderChoice({
  label,
  rule,
  preset,
  organization: id,
  choice,
  onChange,
}: {
  label: Label;
  rule: LabelPolicy;
  preset: string;
  organization: string;
  choice: Choice;
  onChange(change: Partial<LabelPolicy>): void;
}) {
  const { data: organization } = useOrganization(id);
  const able = choice.detectors.filter((one) => (one.labels as string[]).includes(label.kind));
  const titleOf = (name: string) => choice.detectors.find((one) => one.name === name)?.title ?? name;
  const why = (one: Detector) => {
    if (one.cloud && !organization?.allow_cloud) return say.cloud_off;
    return one.available ? null : (one.reason ?? "");
  };
  const usual = ofPreset(preset, label.kind, choice);
  const named = rule.detectors.join(" ");
  if (able.length === 0 && !named) return null;
  return (
    <Field label={say.detectors} small>
      {(field) => (
        <select
          {...field}
          value={named}
          onChange={(event) => onChange({ detectors: event.target.value.split(" ").filter(Boolean) })}
        >
          <option value={PRESET}>{usual ? say.by_preset(titleOf(usual)) : say.by_nobody}</option>
          {named && !able.some((one) => one.name === named) && (
            <option value={named}>{rule.detectors.map(titleOf).join(" + ")}</option>
          )}
          {able.map((one) => {
            const reason = why(one);
            return (
              <option key={one.name} value={one.name} disabled={reason !== null}>
                {one.title}
                {reason !== null && ` (${say.unavailable(reason)})`}
              </option>
            );
          })}
        </select>
      )}
    </Field>
  );
}
