import { expect, test } from "vitest";
import type { LabelPolicy, PolicySettings } from "../../api/contract";
import { isSame, rebased, withRule } from "./PolicyEditor";

const stored: LabelPolicy = {
  redact: true,
  method: "solid",
  shape: "ellipse",
  margin: 0.05,
  color: "1B1E24",
  strength: 1,
  threshold: 0.6,
  detectors: [],
};
const before: PolicySettings = { labels: { f: stored }, audio: "keep", codec: "same", preset: "balanced" };

test("a rule that was stored without a soft edge is the same after that was moved there and back", () => {
  const moved = withRule(before, "f", { feather: 0.2 });
  expect(isSame(before, moved)).toBe(false);
  expect(isSame(before, withRule(moved, "f", { feather: 0 }))).toBe(true);
});

test("what another publishes meanwhile stays where the draft says nothing else", () => {
  const mine = { ...withRule(before, "f", { margin: 0.3 }), audio: "remove" as const };
  const zones = [{ kind: "hide" as const, box: [0, 0, 1, 1], says: "", dataset: null, asset: null }];
  const plates = { ...stored, method: "noise" };
  const theirs = {
    ...withRule(withRule(before, "f", { method: "mosaic", margin: 0.1 }), "p", plates),
    zones,
  };
  const both = rebased(mine, before, theirs);
  expect(both.labels["f"]).toMatchObject({ method: "mosaic", margin: 0.3, threshold: 0.6 });
  expect(both.labels["p"]).toMatchObject(plates);
  expect(both).toMatchObject({ audio: "remove", zones, preset: "balanced" });
  expect(rebased(before, before, theirs)).toEqual(theirs);
  expect(isSame(rebased(mine, before, mine), mine)).toBe(true);
});
