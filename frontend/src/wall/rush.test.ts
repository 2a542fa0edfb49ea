import { expect, test } from "vitest";
import { rushes, withSample, type Sample } from "./rush";

const HEIGHT = 700;
const after = (...steps: [ms: number, pixels: number][]) => {
  let [at, top] = [1000, 0];
  return steps.reduce<Sample[]>((samples, [ms, pixels]) => {
    [at, top] = [at + ms, top + pixels];
    return withSample(samples, { at, top });
  }, []);
};
const times = (count: number, step: [ms: number, pixels: number]) =>
  Array.from({ length: count }, () => step);

test.each([
  ["a fling rushes", times(20, [16, 60]), true],
  ["a fling upwards rushes", times(20, [16, -60]), true],
  ["looking while scrolling does not", times(20, [16, 15]), false],
  ["one jump does not", [[16, 40_000]], false],
  ["two pages do not", times(2, [80, 700]), false],
  ["a fling that was a while ago does not", [...times(20, [16, 60]), ...times(20, [16, 5])], false],
] as [string, [number, number][], boolean][])("%s", (_, steps, expected) => {
  expect(rushes(after(...steps), HEIGHT)).toBe(expected);
});
