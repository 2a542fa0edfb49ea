import { describe, expect, test } from "vitest";
import type { Detector, Preset } from "../../api/contract";
import { between, detectorsFor, percent, plain, pointsOf, presetsFor, setOf } from "./sets";

describe("what can be compared", () => {
  test.each([
    ["preset:fast", { preset: "fast" }],
    ["detector:yunet", { detector: "yunet" }],
    ["latest", { latest: true }],
  ])("%s is sent as a set", (chosen, sent) => {
    expect(setOf(chosen)).toEqual(sent);
  });

  test("only what finds the label is offered", () => {
    const presets = [
      { name: "fast", detectors: { face: "small" } },
      { name: "plates", detectors: { license_plate: "plate" } },
    ] as unknown as Preset[];
    const detectors = [
      { name: "small", labels: ["face"] },
      { name: "plate", labels: ["license_plate", "text"] },
    ] as unknown as Detector[];
    expect(presetsFor("face", presets).map((one) => one.name)).toEqual(["fast"]);
    expect(detectorsFor("text", detectors).map((one) => one.name)).toEqual(["plate"]);
  });
});

describe("figures", () => {
  const figures = {
    recall: { "48+": 0.9, "24-48": null, "12-24": 0, "<12": null },
    intervals: { "recall:48+": [0.8, 0.95], masked: [0.04, 0.051], average_precision: null },
  };

  test("heights of which there is nobody have no point", () => {
    expect(pointsOf(figures)).toEqual([
      { band: "12-24", share: 0, low: 0, high: 0 },
      { band: "48+", share: 0.9, low: 0.8, high: 0.95 },
    ]);
  });

  test("intervals stand in brackets, and nothing where there is none", () => {
    expect(between(figures, "masked", percent)).toBe("(4.0 % to 5.1 %)");
    expect(between(figures, "average_precision", plain)).toBe("");
  });

  test("a figure of which there is nothing to measure is a dash", () => {
    expect([percent(null), plain(undefined), percent(0), percent(0.031), percent(0.97)]).toEqual([
      "–",
      "–",
      "0 %",
      "3.1 %",
      "97 %",
    ]);
  });
});
