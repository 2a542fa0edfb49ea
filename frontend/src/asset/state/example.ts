// What the tests of the editor take for an object.
import type { Annotation } from "./document";

export const example = (id: string, more: Partial<Annotation> = {}): Annotation => ({
  id,
  label: "face",
  source: "run",
  score: 0.7,
  decision: "undecided",
  reason: "",
  attributes: {},
  flags: [],
  keyframes: [],
  ...more,
});
