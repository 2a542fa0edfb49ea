/**
 * The language of the page, chosen once while it loads: by the person, else by the browser. English is the source; another
 * language is fetched only where it is chosen, and what it does not say is said in English.
 */
import type { German } from "./de";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;
export type Choice = Language | "browser";

/** A part of the catalogue in another language: of the same make, with nothing that must be there. */
export type Translation<Text> = Text extends (...given: infer Given) => string
  ? (...given: Given) => string
  : Text extends string
    ? string
    : Text extends readonly (infer One)[]
      ? readonly Translation<One>[]
      : { readonly [Key in keyof Text]?: Translation<Text[Key]> };

const STORE = "moretta.language";

/** What this browser was told; nothing is sent to the server. */
export function readChoice(): Choice {
  try {
    const stored = localStorage.getItem(STORE);
    return stored !== null && stored in LANGUAGES ? (stored as Language) : "browser";
  } catch {
    return "browser";
  }
}

/** For the next load of the page; false where the browser keeps nothing. */
export function keepChoice(choice: Choice): boolean {
  try {
    if (choice === "browser") localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, choice);
    return true;
  } catch {
    return false;
  }
}

/** The first of the browser's languages that the page speaks. */
export function languageOf(choice: Choice, preferred: readonly string[]): Language {
  if (choice !== "browser") return choice;
  const known = preferred.map((one) => one.toLowerCase().split("-")[0]!).find((one) => one in LANGUAGES);
  return (known as Language | undefined) ?? "en";
}

const wanted = languageOf(readChoice(), navigator.languages ?? [navigator.language]);

// Modules that import this one wait here. What `de` imports must therefore never import this one.
const german: German | null =
  wanted === "de"
    ? await import("./de").then(
        (loaded) => loaded.german,
        () => null,
      )
    : null;

export const language: Language = german ? "de" : "en";
/** For Intl. */
export const locale = { en: "en-GB", de: "de-DE" }[language];
document.documentElement.lang = language;

/** A part of the catalogue in the language of the page. */
export function pick<Part extends object>(part: keyof German, english: Part): Part {
  return german ? overlaid(english, german[part]) : english;
}

/** The English texts with the translated ones over them. */
export function overlaid<Part>(english: Part, translated: unknown): Part {
  if (translated === undefined) return english;
  if (typeof english !== "object" || english === null || Array.isArray(english)) return translated as Part;
  const over = translated as Record<string, unknown>;
  const both = Object.entries(english).map(([key, text]) => [key, overlaid(text, over[key])]);
  return { ...over, ...Object.fromEntries(both) } as Part;
}
