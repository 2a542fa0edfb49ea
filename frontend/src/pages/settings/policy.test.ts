import { expect, test } from "vitest";
import type { LabelPolicy, PolicySettings } from "../../api/contract";
import { isSame, withRule } from "./PolicyEditor";

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
