/** German texts of the hunt for who was missed. */
import type { huntTexts } from "../hunt";
import type { Translation } from "../language";
import { count, many, people, pictures } from "./numbers";

export const hunt: Translation<typeof huntTexts> = {
  hunt: {
    page: "Nachsuche",
    nav: "Nach Übersehenen suchen",
    group: "Nachsuche",
    sheet: (at, all) => `Bogen ${count(at)} von ${all}`,
    stage: "Bilder, wie sie exportiert würden. Klicken Sie auf jede Person, die nicht verdeckt ist.",
    shown: "Was gezeigt wird",
    least: "Gesichter ab",
    least_option: (pixels) => `${pixels} Pixel`,
    unseen: "Nur, was noch niemand durchgesehen hat",
    clean: "Sauber, weiter",
    back: "Einen Bogen zurück",
    says: "Das würde hinausgehen. Klicken Sie auf alle, die nicht verdeckt sind; die Leertaste oder die rechte Maustaste auf dem Bogen bestätigt, dass niemand übrig ist.",
    looked: (n) => `${pictures(n)} von Ihnen durchgesehen.`,
    missed: (n) => `${people(n)} von Ihnen gefunden.`,
    rest: (clean, percent, left, more) =>
      `Auf den letzten ${count(clean)} war niemand offen. Die zweifelhaftesten kommen zuerst: mit 95 % Sicherheit ist auf höchstens ${percent} % der übrigen ${count(left)}${more ? " und weiteren" : ""} noch jemand zu sehen.`,
    clean_left: (n) => `${pictures(n)} ${n === 1 ? "sieht" : "sehen"} sauber aus.`,
    clean_says:
      "Die Suche hatte an ihnen kaum Zweifel, und die zweifelhaften sind durch. Eine zufällige Stichprobe sagt, auf wie vielen noch jemand sein kann.",
    sample: (n) => `Stichprobe von ${count(n)} ansehen`,
    sample_again: (n) => `Weitere Stichprobe von ${count(n)} ansehen`,
    look_at_all: (n) => `Alle ${count(n)} ansehen`,
    sampled: (looked, missed) =>
      `Von ${count(looked)} zufällig gezogenen war auf ${missed ? count(missed) : "keinem"} jemand übersehen.`,
    sampled_rest: (percent, left) =>
      `Mit 95 % Sicherheit ist auf höchstens ${percent} % der ${count(left)}, die niemand durchgesehen hat, noch jemand zu sehen.`,
    in_sample: "Eine Stichprobe dessen, was sauber aussieht.",
    waits: "Die Bilder werden erstellt.",
    unshown: (number) =>
      number === 1
        ? "1 Stelle war nicht zu zeigen: Ihr Bild zählt nicht als durchgesehen."
        : `${count(number)} Stellen waren nicht zu zeigen: Ihre Bilder zählen nicht als durchgesehen.`,
    not_yet: "Warten Sie, bis alle Bilder da sind.",
    looking: "Es wird genauer hingesehen",
    guessed:
      "Kein Detektor sieht dort jemanden. Ein kleiner Rahmen verdeckt die Stelle; ziehen Sie mit der Maus einen auf, wo er zu klein ist.",
    following: (n) => `${many(n, "Person wird", "Personen werden")} durch das Video verfolgt.`,
    open: "Im Bild öffnen",
    undo: "Rückgängig",
    undone: "Zurückgenommen.",
    similar: (n) => `${many(n, "ähnlicher Fund", "ähnliche Funde")} unter der Schwelle`,
    show: "zeigen",
    tried: "Auf diesem Bogen",
    tried_says: "Gespeichert wird erst, wenn Sie sie verbergen. Rückgängig nimmt sie einzeln zurück.",
    hide_sheet: (count) => `${many(count, "Fund", "Funde")} hier verbergen`,
    hide_one: (score, name) => `Verbergen: ${score}, ${name}`,
    hide_all: (n) => `Alle ${count(n)} verbergen`,
    close: "Schließen",
    done: "Alle Bögen sind durch.",
    done_says: "Hier ist alles angesehen. Was andere hinzufügen, erscheint beim nächsten Öffnen.",
    film_left: "Das Zweifelhafteste der Videos ist durch.",
    left_out: (left) =>
      left === 1
        ? "1 weniger zweifelhafte Stelle wurde ausgelassen."
        : `${count(left)} weniger zweifelhafte Stellen und Einzelbilder wurden ausgelassen.`,
    film_says: (frames) =>
      `Eine zufällige Stichprobe aller ${count(frames)} Einzelbilder sagt, auf wie vielen noch jemand offen sein kann.`,
    sample_frames: (n, again) =>
      `${again ? "Weitere Stichprobe" : "Stichprobe"} von ${many(n, "Einzelbild", "Einzelbildern")} ansehen`,
    look_at_left: (left) => `Die ${count(left)} ausgelassenen ansehen`,
    in_frames: "Eine Stichprobe der Einzelbilder aller Videos.",
    film_sampled: (looked, missed, percent, frames) =>
      `Von ${many(looked, "zufällig gezogenen Einzelbild", "zufällig gezogenen Einzelbildern")} war auf ${missed ? count(missed) : "keinem"} jemand offen. Mit 95 % Sicherheit ist auf höchstens ${percent} % aller ${count(frames)} jemand offen.`,
    whole_frames: "Ganze Einzelbilder der Videos",
    whole_option: (seconds) =>
      seconds === 0
        ? "keine"
        : seconds === 1
          ? "eines je Sekunde"
          : `bei Wechseln und alle ${count(seconds)} s`,
    places: "Zweifelhafte Stellen",
    places_option: (places) => `${count(places)} je Sekunde`,
    none: "Nichts durchzusehen.",
    none_says: "Alle Bilder dieses Datensatzes sind durchgesehen.",
    all: "Alle Bilder noch einmal zeigen",
    more: "…",
    blind: "Sie dürfen keine Originale sehen und können hier deshalb nicht nachsuchen.",
    keys: {
      clean: "niemand ist übrig: nächster Bogen",
      whole: "die Bögen auf dem ganzen Bildschirm",
      page: "zurück zur Seite",
      back: "einen Bogen zurück",
      cross: "das Kreuz bewegen",
      spot: "verdecken, wer am Kreuz ist",
      undo: "rückgängig",
      sample: "eine Stichprobe dessen ansehen, was sauber aussieht",
      all: "alles ansehen, was sauber aussieht",
      frames: "eine Stichprobe der Einzelbilder aller Videos ansehen",
      left: "ansehen, was von den Videos ausgelassen wurde",
    },
  },
};
