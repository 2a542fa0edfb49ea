/** German texts of the wall of crops. */
import type { cropTexts } from "../crops";
import type { Translation } from "../language";
import { count, many } from "./numbers";

export const crops: Translation<typeof cropTexts> = {
  crops: {
    page: "Objekte",
    nav: "Objekte einzeln",
    group: "Objekte",
    wall: "Objekte, die riskantesten zuerst",
    need: (n) => `${many(n, "Objekt wartet", "Objekte warten")} auf Sie.`,
    nobody: "Kein Objekt wartet auf Sie.",
    order: "Die riskantesten zuerst.",
    certain: (n) => `${many(n, "scheint", "scheinen")} sicher`,
    sample: (n) => `Stichprobe von ${count(n)} ansehen`,
    waits: "Was wartet, ist solange verborgen. Wie viel davon niemand ist",
    sampled: {
      certain: (n) => `Eine Stichprobe von ${count(n)}, die sicher aussehen.`,
      open: (n) => `Eine Stichprobe von ${count(n)}, die warten.`,
    },
    sampled_says: {
      certain: "Bisher verborgen, ohne dass jemand hinsah. Was stimmt, braucht nichts.",
      open: "Nehmen Sie heraus, was niemand ist. Was stimmt, braucht nichts.",
    },
    nobodies: (removed, sample, least, most, left) =>
      `Sie haben ${count(removed)} von ${count(sample)} herausgenommen: mit 95 % Sicherheit sind ${least} bis ${most} % der anderen ${count(left)} niemand. Bei der Freigabe alle zu verbergen, lässt keinen davon offen.`,
    times: (doubt, times) => (Number(times) > 1 ? `${doubt} (${count(times)} mal)` : doubt),
    back: "Zurück zu den zweifelhaften",
    again: "Andere Stichprobe",
    dataset: "Datensatz",
    more: "Weitere Objekte werden gelesen",
    one: (label, score, why, name) => [`${label}, ${score}`, why, name].filter(Boolean).join("; "),
    open_score: (score) => `${score}, unter der Schwelle: nicht verborgen`,
    at: (frame) => `Einzelbild ${count(frame)}`,
    selected: (n) => `${count(n)} ausgewählt.`,
    none: "Nichts ausgewählt: Tasten gelten dem markierten Objekt.",
    hide: "Verbergen",
    keep: "Sichtbar lassen",
    remove: "Keine Person",
    undo: "Rückgängig",
    open: "Im Bild öffnen",
    score: "Wert",
    risk: "Risiko",
    doubt: "Zweifelhaft",
    in: "In",
    blind: "Sie dürfen keine Originale sehen, daher gibt es hier nichts zu entscheiden.",
    refused: (n, first) => `${many(n, "Objekt blieb", "Objekte blieben")} unverändert: ${first}`,
    saved: {
      saved: "Gespeichert",
      saving: "Wird gespeichert",
      offline: "Offline, lassen Sie die Seite offen",
    },
    threshold: {
      waits: (objects, below) => `${count(objects)} warten hier, ${count(below)} wurden darunter gefunden.`,
      moved: (more, fewer) =>
        more || fewer
          ? [more && `+${count(more)} verborgen`, fewer && `−${count(fewer)}`].filter(Boolean).join(", ")
          : "Hier würde sich nichts ändern.",
      back: (to) => `Zurück zu ${to}`,
      apply: (more, fewer) =>
        more ? `${count(more)} mehr verbergen` : `${many(fewer, "Fund", "Funde")} wegnehmen`,
      applied: (hidden, removed) =>
        removed ? `${count(removed)} weggenommen.` : `${count(hidden)} verborgen.`,
      nothing_left: "Es bleibt nichts, was sich dadurch ändern würde.",
      taken_back: "Es ist wieder wie zuvor.",
      in_clips: (n) => `Davon ${count(n)} in Clips: Ein Auftrag verbirgt sie von Anfang bis Ende.`,
      clips_busy: (percent) => `Clips: ${percent} %`,
      in_review: (n) =>
        `${count(n)} in Prüfung ${n === 1 ? "ist" : "sind"} dann wieder offen. Was freigegeben ist, bleibt es.`,
      left: (n) => `${many(n, "Clip", "Clips")} nicht im Ganzen:`,
      policy: "Regeln ändern",
      uncounted: (assets) => `${many(assets, "Datei ist", "Dateien sind")} noch nicht gezählt.`,
    },
    filter: {
      title: "Welche Objekte",
      names: { label: "Label", flag: "Was zweifelhaft ist", source: "Gefunden von", score: "Wert" },
      any: { label: "Alle Labels", flag: "Jeder Zweifel", source: "Gefunden von allen", score: "Jeder Wert" },
      flags: {
        gap: "Lücken",
        boundary: "Neben einem Schnitt",
        disagree: "Netze sind uneins",
        weak: "Unsicher",
        small: "Klein",
        short: "Nur kurz zu sehen",
        born: "Taucht mitten im Bild auf",
        ended: "Verschwindet mitten im Bild",
      },
      sources: {
        run: "Von einem Detektor gefunden",
        person: "Von Menschen gezeichnet",
        import: "Importiert",
      },
      scores: { low: "Unter 0,60", middle: "0,60 bis 0,80", high: "Ab 0,80" },
      on: "Ein Filter ist aktiv.",
      clear: "Filter aufheben",
    },
    keys: {
      hide: "verbergen",
      keep: "sichtbar lassen",
      remove: "keine Person",
      toggle: "dazu auswählen",
      extend: "bis zum nächsten auswählen",
      all: "alle auf dem Schirm auswählen",
      undo: "rückgängig",
      open: "im Bild öffnen",
      clear: "Auswahl aufheben",
    },
  },
};
