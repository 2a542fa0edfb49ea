/** The German texts of the page, file by file as the English ones. Nothing here may import `language.ts`, which waits for it. */
import type { assetTexts } from "../../asset/texts";
import type { english } from "../../texts";
import type { Translation } from "../language";
import { asset } from "./asset";
import { compare } from "./compare";
import { crops } from "./crops";
import { frame } from "./frame";
import { hunt } from "./hunt";
import { keys } from "./keys";
import { nouns } from "./numbers";
import { people } from "./people";
import { persons } from "./persons";
import { pictures } from "./pictures";
import { places } from "./places";
import { proofs } from "./proofs";
import { served } from "./served";
import { zones } from "./zones";

export interface German {
  nouns: typeof nouns;
  texts: Translation<typeof english>;
  asset: Translation<typeof assetTexts>;
  served: typeof served;
}

export const german: German = {
  nouns,
  texts: {
    ...frame,
    ...people,
    ...pictures,
    ...places,
    ...compare,
    ...proofs,
    ...zones,
    ...crops,
    ...hunt,
    ...keys,
    ...persons,
  },
  asset,
  served,
};
