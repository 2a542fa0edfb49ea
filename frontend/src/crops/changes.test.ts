import { expect, test } from "vitest";
import type { Candidate, CardMark } from "../api/contract";
import type { Annotation } from "../asset/state/document";
import { changesAt, marksOf } from "./changes";

const object = (score: number, x: number, decision = "undecided") =>
  ({
    label: "face",
    score,
    decision,
    keyframes: [{ frame: 0, shape: { type: "box", data: [x, 0, 10, 10] }, outside: false, occluded: false }],
  }) as unknown as Annotation;
const find = (score: number, x: number, frame = 0) =>
  ({ label: "face", score, box: [x, 0, 10, 10], frame, flagged: false }) as unknown as Candidate;

const known = {
  annotations: [object(0.9, 0), object(0.6, 20), object(0.45, 40), object(0.6, 60, "redact")],
  candidates: [find(0.4, 80), find(0.38, 81), find(0.3, 100), find(0.4, 1), find(0.4, 120, 7)],
};
const pinned = new Map([["face", 0.5]]);
const xs = (changes: readonly { box: readonly number[] }[]) => changes.map(({ box }) => box[0]);

test("a lower threshold hides finds that are no objects yet, each once, and objects that are open", () => {
  const { more, found, fewer } = changesAt(0, known, new Map([["face", 0.35]]), pinned);
  expect([xs(more), xs(found), xs(fewer)]).toEqual([[40, 80], [80], []]);
});

test("a higher one lets go of what nobody decided about", () => {
  const { more, fewer } = changesAt(0, known, new Map([["face", 0.7]]), pinned);
  expect([xs(more), xs(fewer)]).toEqual([[], [20]]);
});

test("labels that are not tried stay as they are", () => {
  expect(changesAt(0, known, new Map([["plate", 0.1]]), pinned)).toEqual({ more: [], found: [], fewer: [] });
});

test("a card shows what would be hidden as hidden, and what would not as a candidate", () => {
  const marks: CardMark[] = [
    { state: "hidden", box: [0, 0, 0.1, 0.1], why: "" },
    { state: "undecided", box: [0.2, 0, 0.1, 0.1], why: "not sure" },
  ];
  const changes = changesAt(0, known, new Map([["face", 0.7]]), pinned);
  const shown = marksOf(marks, changes, 100, 100).map(({ state, box }) => [state, box[0]]);
  expect(shown).toEqual([
    ["hidden", 0],
    ["candidate", 0.2],
  ]);
});
