import { expect, test } from "vitest";
import type { Crop, Job, ScoresOfLabel } from "../api/contract";
import { applicable, withClips } from "./applying";
import { hiddenBy, moving } from "./thresholds";

const faces: ScoresOfLabel = {
  label: "face",
  threshold: 0.5,
  objects: [
    [0.45, 1], // found when the threshold was lower
    [0.5, 2],
    [0.57, 3],
    [0.9, 8],
  ],
  below: [
    [0.2, 100],
    [0.29, 30],
    [0.4, 5],
  ],
  in_clips: [[0.4, 2]],
};

test.each([
  [0.5, 0, 0],
  [0.57, 0, 2],
  [0.58, 0, 5],
  [1, 0, 13],
  [0.4, 6, 0],
  [0.29, 36, 0],
  [0.1, 136, 0],
])("at %d it hides %d more and lets %d go", (to, more, fewer) => {
  expect(moving(faces, to)).toEqual({ more, fewer });
});

test("of what making a threshold hold hides it is said how much lies in clips", () => {
  expect(applicable(faces, 0.4)).toEqual({ more: 6, fewer: 0, inClips: 2 });
  expect(applicable(faces, 0.58)).toEqual({ more: 0, fewer: 5, inClips: 0 });
});

test("what the job of the clips did counts with the rest, and why a clip stayed as it was is said", () => {
  const done = { hidden: 2, removed: 0, refused: [], changes: ["a"] };
  const job = { state: "partial", errors: [{ detail: "yard.mp4 does not wait any more." }], message: "" };
  const result = { "1": { hidden: 3, changes: ["b", "c"] } };
  expect(withClips(done, { ...job, result } as unknown as Job)).toEqual({
    hidden: 5,
    removed: 0,
    refused: ["yard.mp4 does not wait any more."],
    changes: ["a", "b", "c"],
  });
});

test("what nobody decided about follows the threshold that is tried, what somebody decided does not", () => {
  const crop = (decision: string, hidden: boolean) =>
    ({ label: "face", score: 0.6, decision, hidden }) as unknown as Crop;
  const tried = new Map([["face", 0.7]]);
  expect(hiddenBy(tried, crop("undecided", true))).toBe(false);
  expect(hiddenBy(tried, crop("redact", true))).toBe(true);
  expect(hiddenBy(new Map([["face", 0.6]]), crop("undecided", false))).toBe(true);
  expect(hiddenBy(new Map(), crop("undecided", true))).toBe(true);
});
