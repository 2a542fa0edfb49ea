/** Numbers with their nouns. */

export const many = (n: number, one: string, more: string) =>
  `${n.toLocaleString("en")} ${n === 1 ? one : more}`;

export const pictures = (n: number) => many(n, "picture", "pictures");
export const people = (n: number) => many(n, "person", "people");
