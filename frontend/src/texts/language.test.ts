import { expect, test } from "vitest";
import { assetTexts } from "../asset/texts";
import { english } from "../texts";
import { german } from "./de";
import { languageOf, overlaid } from "./language";
import { nouns } from "./numbers";

/** Every text by where it stands: "texts.nav.main". */
function leaves(part: unknown, where: string): [string, unknown][] {
  if (typeof part !== "object" || part === null) return [[where, part]];
  return Object.entries(part).flatMap(([key, text]) => leaves(text, `${where}.${key}`));
}

const ENGLISH = new Map(
  leaves({ nouns, texts: english, asset: assetTexts }, "").map(([k, v]) => [k.slice(1), v]),
);
const GERMAN = new Map(leaves({ ...german, served: {} }, "").map(([k, v]) => [k.slice(1), v]));

/** What is the same in both languages: names, signs, words that German has taken over. */
const ALIKE = new Set([
  "Moretta",
  "A",
  "B",
  "Name",
  "Label",
  "Labels",
  "Format",
  "Manifest",
  "Test",
  "Training",
  "Export",
  "Version",
  "H.264",
  "H.265",
  "VP9",
  "AV1",
  "Original",
  "Offline.",
  "Smiley",
  "Silhouette",
  "Video",
  "In",
  "moretta up",
  "Esc",
  "Annotation",
  "Organisation",
  "Token",
  "Average Precision",
  "…",
]);

/** Arguments for any text: numbers that are told apart, words, lists, and what a span of time is made of. */
const GIVEN = [
  [41, 42, 43, 44, 45],
  ["ada", "bea", "cora", "dora"],
  [["ada", "bea"], 42, 43, 44],
  ["ada", 42, 43, true],
  ["ada", "bea", ["cora"], "dora"],
  [{ times: [], known: false }, [41, 42]],
] as const;

const call = (text: unknown, given: readonly unknown[]): string | null => {
  try {
    const said: unknown = (text as (...given: readonly unknown[]) => unknown)(...given);
    return typeof said === "string" ? said : null;
  } catch {
    return null; // not for this text
  }
};

/** The texts in both languages, where both have them. */
const both = [...ENGLISH]
  .filter(([key]) => GERMAN.has(key))
  .map(([key, text]) => [key, text, GERMAN.get(key)] as const);

test("every text is there in German; add what is missing to texts/de", () => {
  expect([...ENGLISH.keys()].filter((key) => !GERMAN.has(key))).toEqual([]);
});

test("nothing is said in German that the page no longer says", () => {
  expect([...GERMAN.keys()].filter((key) => !ENGLISH.has(key))).toEqual([]);
});

test("a text is of the same kind in both languages", () => {
  expect(both.filter(([, en, de]) => typeof en !== typeof de).map(([key]) => key)).toEqual([]);
});

test("no text is left in English but words that both languages have", () => {
  const left = both.filter(([, en, de]) => typeof en === "string" && en === de && !ALIKE.has(en));
  expect(left.map(([key, en]) => `${key}: ${String(en)}`)).toEqual([]);
});

test("what goes into an English text goes into the German one", () => {
  const lost: string[] = [];
  const never = new Set<string>();
  for (const [key, en, de] of both) {
    if (typeof en !== "function") continue;
    never.add(key);
    for (const given of GIVEN) {
      const [english, german] = [call(en, given), call(de, given)];
      if (english === null || german === null) continue;
      never.delete(key);
      const words = given.flat(2).filter((one) => typeof one === "number" || typeof one === "string");
      const gone = words.filter((one) => english.includes(String(one)) && !german.includes(String(one)));
      if (gone.length) lost.push(`${key} says "${german}", without ${gone.join(", ")}`);
    }
  }
  expect(lost).toEqual([]);
  expect([...never]).toEqual([]);
});

test.each(both.filter(([, en]) => typeof en === "function").map(([key, , de]) => [key, de]))(
  "%s never says undefined or NaN where it is given words and numbers that it takes",
  (key, de) => {
    const english = ENGLISH.get(key);
    for (const given of GIVEN) {
      const said = call(english, given);
      if (said && !/undefined|NaN/.test(said)) expect(call(de, given) ?? "").not.toMatch(/undefined|NaN/);
    }
  },
);

test.each([
  ["browser", ["de-AT", "en"], "de"],
  ["browser", ["fr-FR", "de"], "de"],
  ["browser", ["fr-FR"], "en"],
  ["browser", [], "en"],
  ["en", ["de-DE"], "en"],
  ["de", ["en-GB"], "de"],
] as const)("chosen %s in a browser that prefers %j the page speaks %s", (choice, preferred, speaks) => {
  expect(languageOf(choice, preferred)).toBe(speaks);
});

test("what a language does not say is said in English", () => {
  const said = overlaid(
    { a: "one", deep: { b: "two", c: "three" }, list: ["x", "y"] },
    { deep: { c: "drei" } },
  );
  expect(said).toEqual({ a: "one", deep: { b: "two", c: "drei" }, list: ["x", "y"] });
});
