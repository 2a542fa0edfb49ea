/** Numbers, and numbers with their nouns. */
import { counts, decimals } from "./formats";
import { locale, pick } from "./language";

/** "12,345" as the language of the page writes it. */
export const count = counts(locale);

/** "0.60" as the language of the page writes it. */
export const decimal = decimals(locale);

export const many = (n: number, one: string, more: string) => `${count(n)} ${n === 1 ? one : more}`;

export const nouns = {
  pictures: (n: number) => many(n, "picture", "pictures"),
  people: (n: number) => many(n, "person", "people"),
};

export const { pictures, people } = pick("nouns", nouns);
