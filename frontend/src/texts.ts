/** Every text of the page, in one catalogue. A function where a number or a name goes in. In other languages: `texts/de`. */
import { compareTexts } from "./texts/compare";
import { cropTexts } from "./texts/crops";
import { frameTexts } from "./texts/frame";
import { huntTexts } from "./texts/hunt";
import { keyTexts } from "./texts/keys";
import { pick } from "./texts/language";
import { peopleTexts } from "./texts/people";
import { personTexts } from "./texts/persons";
import { pictureTexts } from "./texts/pictures";
import { placeTexts } from "./texts/places";
import { proofTexts } from "./texts/proofs";
import { zoneTexts } from "./texts/zones";

export { people, pictures } from "./texts/numbers";

export const english = {
  ...frameTexts,
  ...peopleTexts,
  ...pictureTexts,
  ...placeTexts,
  ...compareTexts,
  ...proofTexts,
  ...zoneTexts,
  ...cropTexts,
  ...huntTexts,
  ...keyTexts,
  ...personTexts,
};

export const texts = pick("texts", english);
