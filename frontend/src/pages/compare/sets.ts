/** What can be compared, and figures as people read them. Pure. */

import type { Detector, EvaluationFigures, Preset, SetForm } from "../../api/contract";
import { decimal } from "../../texts/numbers";

/** A choice of the form: "preset:fast", "detector:yunet", "latest", or empty for none. */
export type Chosen = string;

export function setOf(chosen: Chosen): SetForm {
  const [kind, name] = chosen.split(":");
  if (kind === "preset") return { preset: name };
  return kind === "detector" ? { detector: name } : { latest: true };
}

export const presetsFor = (kind: string, presets: readonly Preset[]) =>
  presets.filter((one) => one.detectors[kind]);

export const detectorsFor = (kind: string, detectors: readonly Detector[]) =>
  detectors.filter((one) => (one.labels as string[]).includes(kind));

/** Heights, small to tall, as the plot shows them from left to right. */
export const BANDS = ["<12", "12-24", "24-48", "48+"] as const;

export const percent = (share: number | null | undefined) =>
  share === null || share === undefined ? "–" : `${decimal(share * 100, share > 0 && share < 0.1 ? 1 : 0)} %`;

export const plain = (value: number | null | undefined) =>
  value === null || value === undefined ? "–" : decimal(value);

/** "(91 % to 97 %)", or nothing where there is no interval. */
export function between(
  figures: Pick<EvaluationFigures, "intervals">,
  name: string,
  show: (value: number) => string,
): string {
  const ends = figures.intervals[name];
  return ends && ends.length === 2 ? `(${show(ends[0]!)} to ${show(ends[1]!)})` : "";
}

export interface Point {
  band: string;
  share: number;
  low: number;
  high: number;
}

/** What the plot shows of a set: a point for every height of which there is anybody. */
export function pointsOf({ recall, intervals }: Pick<EvaluationFigures, "recall" | "intervals">): Point[] {
  return BANDS.flatMap((band) => {
    const share = recall[band];
    if (share === null || share === undefined) return [];
    const [low = share, high = share] = intervals[`recall:${band}`] ?? [];
    return [{ band, share, low, high }];
  });
}
