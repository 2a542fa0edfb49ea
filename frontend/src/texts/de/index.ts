/** The German texts of the page, file by file as the English ones. Nothing here may import `language.ts`, which waits for it. */
import type { Translation } from "../language";
import type { assetTexts } from "../../asset/texts";
import type { english } from "../../texts";
import { frame } from "./frame";
import { nouns } from "./numbers";

export interface German {
  nouns: typeof nouns;
  texts: Translation<typeof english>;
  asset: Translation<typeof assetTexts>;
}

export const german: German = { nouns, texts: { ...frame }, asset: {} };
