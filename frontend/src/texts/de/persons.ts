/** German texts of the page with one entry for each person. */
import type { Translation } from "../language";
import type { personTexts } from "../persons";
import { count, many } from "./numbers";

export const persons: Translation<typeof personTexts> = {
  persons: {
    page: "Personen",
    nav: "Ein Eintrag je Person",
    group: "Personen",
    grid: "Personen, die riskantesten zuerst",
    heading: (n) => `${many(n, "Eintrag", "Einträge")}.`,
    of: (n) => `${many(n, "Objekt", "Objekte")}, ein Eintrag je Person.`,
    back: "Einzeln ansehen",
    person: (n) => `Person ${count(n)}`,
    times: (n) => (n === 1 ? "einmal zu sehen" : `${count(n)}-mal zu sehen`),
    more: (n) => `${count(n)} weitere`,
    drop: "Ein Objekt hierher ziehen, um es zu einer eigenen Person zu machen.",
    chosen: (n) => `${many(n, "Objekt", "Objekte")} gewählt.`,
    hide: "Überall verbergen",
    keep: "Überall zeigen",
    kept_shown: (shown, all) =>
      `${count(shown)} von ${count(all)} bleiben sichtbar: Die anderen waren nicht auf dem Schirm.`,
    merge: "Eine Person",
    split: "Nicht dieselbe",
    merge_which: "Wählen Sie zuerst mindestens zwei Personen.",
    split_which: "Wählen Sie zuerst Objekte oder eine Person.",
    likeness: "Ähnlichkeit",
    likeness_says:
      "Ähnliche Gesichter werden ein Eintrag. Woran Ähnlichkeit erkannt wird, wird auf Wunsch berechnet und nirgends aufbewahrt; gespeichert wird nur, welche Objekte zusammengehören. Niemand wird dadurch gezeigt oder verborgen.",
    group_now: "Nach Ähnlichkeit gruppieren",
    grouping: "Gesichter werden verglichen",
    forget: "Gruppen vergessen",
    forget_says: "Jedes Objekt wird ein eigener Eintrag. Was entschieden ist, bleibt.",
    keys: {
      hide: "überall verbergen",
      keep: "überall zeigen",
      remove: "keine Person",
      choose: "Person oder Objekt wählen",
      merge: "eine Person",
      split: "nicht dieselbe Person",
      undo: "rückgängig",
      clear: "Auswahl aufheben",
    },
  },
};
