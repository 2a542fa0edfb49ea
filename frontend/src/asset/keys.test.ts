import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { keysOf, type Mode } from "./keys";

const MODES: readonly Mode[] = ["image", "video", "moments", "strips"];

test.each(MODES)("no key means two things in the mode %s", (mode) => {
  const caps = keysOf(mode).map((key) => key.keys.toLowerCase());
  expect(new Set(caps).size).toBe(caps.length);
});

test.each(MODES)("no key of the mode %s is a digit, F1 or ?, which mean something on their own", (mode) => {
  for (const { keys } of keysOf(mode)) expect(keys).not.toMatch(/^[1-9]$|^F1$|^\?$/);
});

/** "| `Tab` | next | next | next moment |" as key → what it does in each mode. */
function tableInTheGuide(): Map<string, string[]> {
  const guide = readFileSync("../docs/user-guide.md", "utf8");
  const table = guide
    .slice(guide.indexOf("| key | picture | clip | moments | side by side |"))
    .split("\n\n")[0]!;
  const rows = table.split("\n").slice(2);
  return new Map(
    rows.map((row) => {
      const [key = "", ...does] = row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [key.replaceAll("`", ""), does];
    }),
  );
}

test("the table of keys in the user guide is the page's", () => {
  const written = tableInTheGuide();
  const keys = [...new Set(MODES.flatMap((mode) => keysOf(mode).map((key) => key.keys)))];
  const wanted = new Map(
    keys.map((key) => [key, MODES.map((mode) => keysOf(mode).find((one) => one.keys === key)?.says ?? "")]),
  );
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(wanted));
});
