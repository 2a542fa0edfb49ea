/** German texts of the zones of a policy. */
import type { Translation } from "../language";
import type { zoneTexts } from "../zones";

export const zones: Translation<typeof zoneTexts> = {
  zones: {
    title: "Zonen",
    says: "Teile jedes Bildes, die immer verborgen werden, etwa ein Logo, oder in denen nichts Gefundenes verborgen wird, etwa eine Plakatwand.",
    picture: "Gezeichnet auf",
    search: "Nach Namen suchen",
    found: (n, more) =>
      n === 0 ? "Kein Bild heißt so." : more ? `Die ersten ${n} stehen in der Liste.` : `${n} gefunden.`,
    no_picture: "Fügen Sie ein Bild hinzu, um darauf zu zeichnen. Mit Zahlen geht es auch ohne.",
    kind: "Eine neue Zone",
    kinds: { hide: "Verbirgt", keep: "Behält" },
    act: "Zone hinzufügen",
    how: "Mit der Maus zeichnen. Eine Zone mit dem Fokus wandert mit den Pfeiltasten, wächst mit Umschalt und verschwindet mit Entf.",
    full: "Mehr Zonen kann eine Richtlinie nicht haben.",
    list: "Zonen dieser Richtlinie",
    none: "Keine Zonen.",
    name: (n, kind, says) => `Zone ${n}: ${kind}${says ? `, ${says}` : ""}`,
    place: (x, y, w, h) => `${x} % von links, ${y} % von oben, ${w} % breit, ${h} % hoch`,
    what: "Wofür sie ist",
    why: "Warum darin nichts verborgen wird",
    needs_why: "Sagen Sie, warum: Es wird festgehalten.",
    where: "Gilt für",
    project: "Alle Bilder des Projekts",
    dataset: (name) => `Den Datensatz ${name}`,
    asset: (name) => `Nur ${name}`,
    other_asset: "Ein einzelnes Bild",
    numbers: ["Links %", "Oben %", "Breite %", "Höhe %"],
    remove: (n) => `Zone ${n} löschen`,
    corner: "Ziehen ändert die Größe",
  },
};
