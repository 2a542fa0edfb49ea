/** Numbers with their German nouns. */
import { counts, decimals } from "../formats";
import type { Translation } from "../language";
import type { nouns as english } from "../numbers";

export const count = counts("de-DE");

export const decimal = decimals("de-DE");

export const many = (n: number, one: string, more: string) => `${count(n)} ${n === 1 ? one : more}`;

export const pictures = (n: number) => many(n, "Bild", "Bilder");
/** "an 3 Bildern" */
export const atPictures = (n: number) => many(n, "Bild", "Bildern");
export const people = (n: number) => many(n, "Person", "Personen");

export const nouns: Translation<typeof english> = { pictures, people };
