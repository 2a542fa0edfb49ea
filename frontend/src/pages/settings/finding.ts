/** Which detectors look for a label, and the threshold that follows from them. Pure. */

import type { Detector, Label, LabelPolicy, PolicySettings, Preset } from "../../api/contract";

const BY_HAND = 0.5; // the threshold of a label that no detector finds

/** What there is to choose from. */
export interface Choice {
  presets: readonly Preset[];
  detectors: readonly Detector[];
}

/** The preset's detector for a kind of label, if it finds that. */
export function ofPreset(preset: string, kind: string, { presets }: Choice): string | undefined {
  return presets.find((one) => one.name === preset)?.detectors[kind];
}

/** The detectors that look for a label: those named for it, else the preset's. */
export function detectorsOf(
  rule: Pick<LabelPolicy, "detectors"> | undefined,
  kind: string,
  preset: string,
  choice: Choice,
): string[] {
  if (rule?.detectors.length) return rule.detectors;
  const found = ofPreset(preset, kind, choice);
  return found ? [found] : [];
}

/** The threshold that a label starts with that these find: the lowest of theirs. */
export function thresholdOf(names: readonly string[], { detectors }: Choice): number {
  const known = detectors.filter((one) => names.includes(one.name)).map((one) => one.operating_threshold);
  return known.length ? Math.min(...known) : BY_HAND;
}

/** The settings with other detectors: a threshold that was the old ones' own becomes the new ones' own. */
export function searchedOtherwise(
  before: PolicySettings,
  after: PolicySettings,
  labels: readonly Label[],
  choice: Choice,
): PolicySettings {
  const rules = { ...after.labels };
  for (const { id, kind } of labels) {
    const [old, rule] = [before.labels[id], rules[id]];
    if (!old || !rule) continue;
    const was = thresholdOf(detectorsOf(old, kind, before.preset, choice), choice);
    const now = thresholdOf(detectorsOf(rule, kind, after.preset, choice), choice);
    if (rule.threshold === was) rules[id] = { ...rule, threshold: now };
  }
  return { ...after, labels: rules };
}
