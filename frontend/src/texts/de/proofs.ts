/** German texts of the page that says what is left of people in what was redacted. */
import type { Translation } from "../language";
import type { proofTexts } from "../proofs";
import { count, decimal, many } from "./numbers";

export const proofs: Translation<typeof proofTexts> = {
  proofs: {
    page: "Was übrig ist",
    heading: "Was ist von den Menschen übrig?",
    says: "Dateien, die hinausgehen dürfen, werden mit ihren Originalen verglichen: wer noch gefunden wird, wer sich von wem unterscheiden lässt, was eine Umkehrung zurückgibt, was sich sonst geändert hat. An den Dateien ändert sich nichts.",
    blind: "Sie dürfen keine Originale sehen: Die Berichte zeigen Ihnen Zahlen und keine Bilder.",
    reader: "Einen Nachweis starten kann man ab der Rolle Annotation und mit dem Recht, Originale zu sehen.",
    of: "Wovon",
    of_dataset: (name) => `${name}, wie es jetzt bereit ist`,
    of_export: (n, name) => `Export ${n} von ${name}`,
    act: "Messen",
    none: "Noch nichts gemessen.",
    none_says:
      "Geben Sie zuerst Bilder oder Videos frei; sind sie anonymisiert, wird gemessen, was übrig ist.",
    running: "Messung läuft",
    running_says: "Einige Minuten für hundert Gesichter. Sie können die Seite verlassen.",
    failed: "Dieser Nachweis ist gescheitert.",
    earlier: "Nachweise",
    title: (of, when) => `${of}, ${when}`,
    measured: (files, objects) => `${many(files, "Datei", "Dateien")}, ${count(objects)} verborgen`,
    summary: "Kurz",
    rows: {
      looked_at: "Angesehen",
      again: "Funde auf Verborgenem",
      elsewhere: "Funde anderswo",
      linked: "Unterscheidbar",
      undone: "Umgekehrt",
      plates: "Noch lesbare Zeichen von Kennzeichen",
      equal: "Sonst unverändert",
      carriers: "Dateien, die mehr als Pixel tragen",
    },
    of_all: (n, all) => `${count(n)} von ${count(all)}`,
    looked_pictures: (n) => `Bilder: ${n}`,
    looked_clips: (n, frames) => `Videos: ${n}, darin Einzelbilder: ${frames}, gleichmäßig gewählt`,
    against: (n, control) =>
      control === null ? count(n) : `${count(n)}, davon ${count(control)} auch in der Kontrolle`,
    look: (n) => (n === 0 ? "niemand" : `${count(n)}: Sehen Sie jeden an`),
    characters: (read, all) => `${count(read)} von ${count(all)}`,
    equal: (percent, psnr) =>
      `${decimal(percent, 1)} % der Pixel${psnr === undefined ? "" : `, PSNR ${decimal(psnr, 1)} dB`}`,
    report: "Der Bericht",
    report_of: (of) => `Der Bericht über ${of}`,
    save_page: "Seite speichern",
    save_figures: "Zahlen speichern (JSON)",
    alone: "Allein öffnen",
    faces: "Er zeigt Gesichter, auch unverdeckte. Bewahren Sie ihn dort auf, wo die Originale sind.",
    gone: "Inzwischen wurde etwas aus diesem Datensatz gelöscht; der Bericht ist daher nicht mehr da, die Zahlen bleiben. Messen Sie neu.",
    link: "Sehen, was übrig ist",
    link_says: "Messen, wer in dem, was hinausgeht, noch zu erkennen wäre.",
  },
};
