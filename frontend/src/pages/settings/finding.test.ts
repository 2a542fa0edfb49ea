import { describe, expect, test } from "vitest";
import type { Detector, Label, LabelPolicy, PolicySettings, Preset } from "../../api/contract";
import { detectorsOf, searchedOtherwise, thresholdOf, type Choice } from "./finding";

const detector = (name: string, operating_threshold: number) => ({ name, operating_threshold }) as Detector;
const preset = (name: string, face: string) =>
  ({ name, detectors: { face } as Record<string, string> }) as Preset;
const choice: Choice = {
  presets: [preset("fast", "quick"), preset("thorough", "slow")],
  detectors: [detector("quick", 0.6), detector("slow", 0.4), detector("own", 0.3)],
};
const labels = [{ id: "f", kind: "face" }] as Label[];
const rule = (threshold: number, detectors: string[] = []): LabelPolicy => ({
  redact: true,
  method: "solid",
  shape: "ellipse",
  margin: 0.1,
  threshold,
  detectors,
});
const policy = (preset: string, threshold: number, detectors: string[] = []): PolicySettings => ({
  labels: { f: rule(threshold, detectors) },
  audio: "keep",
  codec: "same",
  preset,
});

describe("what looks for a label", () => {
  test("is what the preset names, or what is named for the label itself", () => {
    expect(detectorsOf(rule(0.5), "face", "fast", choice)).toEqual(["quick"]);
    expect(detectorsOf(rule(0.5, ["own"]), "face", "fast", choice)).toEqual(["own"]);
    expect(detectorsOf(rule(0.5), "vehicle", "fast", choice)).toEqual([]);
  });

  test("gives it the lowest of the thresholds, and a middling one where nothing finds it", () => {
    expect(thresholdOf(["quick", "own"], choice)).toBe(0.3);
    expect(thresholdOf([], choice)).toBe(0.5);
  });
});

describe("another preset or detector", () => {
  test.each<[string, PolicySettings, PolicySettings, number]>([
    ["moves the threshold that was the old one's own", policy("fast", 0.6), policy("thorough", 0.6), 0.4],
    ["leaves the threshold that somebody chose", policy("fast", 0.55), policy("thorough", 0.55), 0.55],
    ["does so for one label too", policy("fast", 0.6), policy("fast", 0.6, ["own"]), 0.3],
    [
      "matters not to a label that names its own",
      policy("fast", 0.3, ["own"]),
      policy("thorough", 0.3, ["own"]),
      0.3,
    ],
  ])("%s", (_says, before, after, threshold) => {
    expect(searchedOtherwise(before, after, labels, choice).labels.f?.threshold).toBe(threshold);
  });
});
