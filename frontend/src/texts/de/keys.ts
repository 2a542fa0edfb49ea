/** German texts of the part of the account page where keys are changed. */
import type { keyTexts } from "../keys";
import type { Translation } from "../language";

export const keys: Translation<typeof keyTexts> = {
  key_change: {
    title: "Tasten",
    says: "Für ein Bild oder Video, in diesem Browser. Klicken Sie auf eine Taste und drücken Sie die neue; Esc lässt sie, wie sie ist.",
    press: "Taste drücken",
    change: (act, cap) => `${act}: ${cap}. Ändern`,
    changed: (act, cap) => `${act}: jetzt ${cap}.`,
    exchanged: (act, cap, other, free) =>
      `${act}: jetzt ${cap}. Bisher war das „${other}“, von nun an mit ${free}.`,
    taken: (cap, other) =>
      `${cap} ist „${other}“ und lässt sich nicht überall tauschen. Ändern Sie zuerst diese Taste.`,
    reserved: (cap) => `${cap} hat überall eine feste Bedeutung. Nehmen Sie eine andere Taste.`,
    reset: "Alle zurücksetzen",
    was: (cap) => `bisher ${cap}`,
  },
};
