/** German texts of the page of one picture or video. */
import type { assetTexts } from "../../asset/texts";
import type { Translation } from "../language";
import { atPictures, count, many, pictures } from "./numbers";

/** "unter der Schwelle" of "Unter der Schwelle": nouns keep their capitals. */
const within = (state: string) => state.charAt(0).toLowerCase() + state.slice(1);

const frames = (n: number) => many(n, "Einzelbild", "Einzelbilder");

const KINDS: Record<string, string> = {
  gap: "Lücken",
  boundary: "An Schnitten",
  disagree: "Nur ein Netz",
  weak: "Schwach",
  short: "Kurz",
  ended: "Verschwinden",
  born: "Auftauchen",
  small: "Klein",
};

/** "1:15", whole seconds. */
const short = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

const PLURALS: Record<string, string> = {
  face: "Gesichter",
  license_plate: "Kennzeichen",
  person: "Personen",
  vehicle: "Fahrzeuge",
  screen: "Bildschirme",
};

export const asset: Translation<typeof assetTexts> = {
  back: "Zurück zu den Bildern",
  views: {
    edit: "Bearbeiten",
    preview: "Vorschau",
    original: "Original",
    label: "Was gezeigt wird",
    compare: "Vergleich: links die Markierungen, rechts wie exportiert",
  },
  saved: {
    saved: "Gespeichert",
    saving: "Wird gespeichert",
    offline: (n) => `Offline, ${many(n, "Änderung", "Änderungen")} hier aufbewahrt`,
    unkept: "Offline, nicht aufbewahrt: Lassen Sie diese Seite offen",
    conflict: (n) => `${many(n, "Änderung wartet", "Änderungen warten")} auf Ihre Wahl`,
    refused: "Nicht angenommen",
  },
  unsent: {
    says: (n) => `Ihre Änderungen an ${atPictures(n)} sind noch nicht gesendet.`,
    conflict: (n) => `Ihre Änderungen an ${atPictures(n)} warten auf Ihre Wahl.`,
    open: "Öffnen",
  },
  here: (names) => `${names.join(", ")} ${names.length === 1 ? "ist" : "sind"} hier`,
  othersSaved: "Jemand anderes hat Änderungen gespeichert. Sie sehen sie jetzt.",
  stage: (name) => `${name}: Objekte auf dem Bild. Tab springt zum nächsten, das auf Sie wartet.`,
  object: (name, state, why) => `${name}, ${within(state)}${why ? `: ${why}` : ""}`,
  candidate: (score) => `${score}, unter der Schwelle. Ein Klick macht daraus ein Objekt.`,
  tools: {
    label: "Werkzeuge",
    select: "Auswählen und verschieben",
    box: "Rahmen zeichnen",
    ellipse: "Oval zeichnen",
    polygon: "Umriss zeichnen",
    pan: "Bild verschieben",
    undo: "Rückgängig",
    redo: "Wiederholen",
  },
  objects: {
    title: "Objekte",
    beside: (all, undecided) => (undecided ? `${count(all)}, ${count(undecided)} unentschieden` : count(all)),
    none: (mayEdit) =>
      mayEdit
        ? "Hier wurde nichts gefunden. A fügt jemanden hinzu, der übersehen wurde."
        : "Hier ist nichts markiert.",
    below: (n, doubtful) =>
      doubtful === 0
        ? `${count(n)} unter der Schwelle`
        : `${many(doubtful, "zweifelhafter Fund", "zweifelhafte Funde")}, ${count(n)} unter der Schwelle`,
    show: "Zeigen",
    hide: "Ausblenden",
    keptWhy: (n) =>
      n > 1 ? `Warum bleiben diese ${count(n)} sichtbar?` : "Warum bleibt diese Person sichtbar?",
    keptQuick: ["Einwilligung", "öffentliche Person", "kein echter Mensch", "Druck oder Bildschirm"],
    keep: "Sichtbar lassen",
    decisions: { redact: "Verbergen", undecided: "Unentschieden lassen", keep: "Sichtbar lassen" },
  },
  flags: {
    gap: (n) => `Lücke: ${pictures(n)}`,
    short: (n) => `nur ${pictures(n)}`,
    born: "taucht mitten im Bild auf",
    ended: "verschwindet mitten im Bild",
    more: (gravest, n) => (n ? `${gravest} und ${count(n)} weitere` : gravest),
    score: (score) => `Wert ${score}`,
    person: "von Hand hinzugefügt",
    import: "importiert",
  },
  people: {
    title: "Personen in diesem Video",
    panel: "Personen oder zweifelhafte Stellen",
    tab: (n, undecided) =>
      undecided ? `Personen ${count(n)}, ${count(undecided)} offen` : `Personen ${count(n)}`,
    kind: (kind) => PLURALS[kind] ?? "Objekte",
    acts: "Was sich mit den gewählten tun lässt",
    chosen: (n) => `${count(n)} gewählt`,
    merge: "Verbinden",
    chooseAll: "Alle wählen",
    chooseOpen: "Offene wählen",
    one: (name, state, span, why) => [name, within(state), span, why].filter(Boolean).join(", "),
    span: ({ times, known }, [first, last]) => {
      const [from, to] = known ? [short(times[first] ?? 0), short(times[last] ?? 0)] : [first, last];
      return from === to ? `${from}` : `${from} – ${to}`;
    },
    doubts: (n) => many(n, "Zweifel", "Zweifel"),
  },
  strips: {
    title: "Zweifelhafte Stellen nebeneinander",
    which: "Welche Stellen",
    kind: (kind, n) => `${KINDS[kind] ?? "Andere"} ${count(n)}`,
    certain: (n, sample) => `${many(n, "sieht", "sehen")} sicher aus · Stichprobe von ${sample}`,
    none: "Keine Stelle braucht Sie.",
    rest: (n) =>
      `${many(n, "gefüllte Lücke sieht", "gefüllte Lücken sehen")} sicher aus. Sehen Sie eine Stichprobe an.`,
    choose: "Wählen Sie zuerst Stellen: mit einem Klick, Umschalt und den Pfeilen oder Strg+A.",
    chosen: (n) => `${many(n, "Stelle", "Stellen")} gewählt`,
  },
  moments: {
    title: "Zweifelhafte Stellen",
    tab: (n) => `Stellen ${count(n)}`,
    open: (n) => `${frames(n)} lang nicht verdeckt`,
    cut: "ein Schnitt: Ist sonst noch jemand da?",
    none: "An diesen Spuren ist nichts zweifelhaft.",
    one: (says, name, frame, done) =>
      `${says}, ${name}, ${done ? "angesehen" : `Einzelbild ${count(frame)}`}`,
    done: "Jede Stelle ist angesehen.",
    lead: (name, says) => `${name}: ${says}.`,
  },
  tracks: {
    title: "Was sich mit den gewählten Spuren tun lässt",
    none: "Keine Spur gewählt",
    chosen: (n) => `${count(n)} gewählt`,
    hide: "Verbergen",
    keep: "Lassen",
    acts: {
      hide: "In jedem Einzelbild verbergen",
      keep: "In jedem Einzelbild sichtbar lassen",
      merge: "Zu einer verbinden",
      split: "An der Abspielmarke teilen",
      extendStart: "Früher oder an der Abspielmarke beginnen",
      extendEnd: "Länger oder bis zur Abspielmarke dauern",
      bridge: "Lücke überbrücken",
      follow: "Ab der Abspielmarke verfolgen",
      remove: "Löschen",
    },
    mergeTwo: "Wählen Sie zwei oder mehr Spuren, um sie zu verbinden.",
    mergeAlike: "Nur Spuren mit demselben Label lassen sich verbinden.",
    splitWhere: "Setzen Sie die Abspielmarke in die Spur, um sie zu teilen.",
    noGap: "Diese Spur hat keine Lücke.",
    cannotExtend: "Hier lässt sich nichts verlängern.",
    followWhom: "Wählen Sie eine Spur und ein Einzelbild, in dem sie da ist, um ihr von dort zu folgen.",
    follows: (done) => (done ? `Wird verfolgt, ${done} %` : "Wird verfolgt"),
    stopFollowing: "Nicht weiter verfolgen",
    followed: {
      end: (frame) => `Verfolgt bis Einzelbild ${count(frame)}.`,
      cut: (frame) => `Verfolgt bis zu einem Schnitt bei Einzelbild ${count(frame)}.`,
      left: (frame) => `Verfolgt, bis es bei Einzelbild ${count(frame)} das Bild verließ.`,
      lost: (frame) =>
        `Bei Einzelbild ${count(frame)} verloren. Berichtigen Sie es dort, und verfolgen Sie es weiter.`,
    },
    followedNowhere: "Von hier ließ es sich nicht verfolgen. Ziehen Sie den Rahmen enger darum.",
    followTooLong: "Das Verfolgen dauert zu lange. Sehen Sie in den Aufträgen nach.",
  },
  threshold: {
    title: (label, kind) => `Schwelle für ${PLURALS[kind] ?? label}`,
    found: (found, below) => `${count(found)} gefunden, ${count(below)} darunter.`,
    moved: (to, more, fewer) => {
      const parts = [
        more && `verbirgt ${count(more)} mehr`,
        fewer && `gibt ${count(fewer)} wieder frei`,
      ].filter(Boolean);
      return parts.length ? `Bei ${to}: ${parts.join(" und ")}.` : `Bei ${to} ändert sich hier nichts.`;
    },
    apply: "Hier anwenden",
  },
  searched: {
    title: "Durchsucht",
    run: (by) => `durchsucht${by ? ` mit ${by}` : ""}`,
    hand: (by) => `von Hand durchgesehen${by ? `, ${by}` : ""}`,
    none: "nicht durchsucht",
    byHand: "Ich habe nachgesehen",
    note: "Nicht durchsucht heißt nicht: nichts gefunden. Sehen Sie das ganze Bild an, dann bestätigen Sie es.",
  },
  zones: {
    title: "Zonen",
    one: (kind, says) =>
      `${kind === "hide" ? "Immer verborgen" : "Darin wird nichts verborgen"}${says ? `: ${says}` : ""}`,
    see: "In der Richtlinie ansehen",
    change: "In der Richtlinie ändern",
    draw: "In der Richtlinie zeichnen",
  },
  notes: "Was beim Hinzufügen verändert wurde",
  comments: {
    title: "Kommentare",
    placeholder: "Etwas zu diesem Bild sagen",
    on: (place) => (place ? `Etwas zu ${place} sagen` : "Etwas zu diesem Bild sagen"),
    place: (name, frame) =>
      [name, frame === null ? "" : `Einzelbild ${count(frame)}`].filter(Boolean).join(", "),
    send: "Senden",
    resolve: "Erledigt",
    reopen: "Nicht erledigt",
    showDone: (n) => `${count(n)} erledigt`,
    hideDone: "Erledigte ausblenden",
    gone: "Ein ehemaliges Mitglied",
  },
  review: {
    submit: "Zur Prüfung geben",
    approve: "Freigeben",
    hideAndApprove: (n) => `${count(n)} verbergen und freigeben`,
    changes: "Änderungen erbitten",
    changesWhy: "Was soll anders werden?",
    exclude: "Ausschließen",
    excludeWhy: "Warum wird es ausgeschlossen?",
    include: "Wieder aufnehmen",
    reopen: "Wieder öffnen",
    someoneElse: "Sie haben es zuletzt geändert, deshalb gibt es jemand anderes frei.",
    waits: "Es wartet auf die Prüfung durch jemand anderes.",
    asked: (who) => `${who} erbittet Änderungen`,
    somebody: "Jemand",
    approvedBy: (who) => (who ? `Freigegeben von ${who}.` : "Freigegeben."),
    selfApproved: "Von der Person, die es zuletzt geändert hat; das steht auch im Manifest.",
    rendering: "Die anonymisierte Datei wird erstellt.",
    ready: "Bereit für den Export.",
    excluded: "Ausgeschlossen.",
    allDone: "In diesem Projekt wartet niemand mehr auf Sie.",
  },
  states: {
    processing: "Die Suche läuft noch. Es öffnet sich von selbst, sobald sie fertig ist.",
    failed: "Das ließ sich nicht lesen.",
    noOriginals: "Sie sehen das anonymisierte Bild: Das Recht auf Originale gibt die Leitung.",
    noPreview: "Die Vorschau wird erstellt.",
    exported: "Wie exportiert",
    still: "Ein anonymisiertes Standbild. Das Video selbst wird gerade anonymisiert.",
    playingPreview: "Anhalten zeigt die genauen Pixel",
    noRedacted: "Es gibt noch kein anonymisiertes Bild.",
    withheld: "Noch nicht freigegeben. Nach der Freigabe sehen Sie es anonymisiert.",
  },
  conflict: {
    title: "Zwei Personen haben dasselbe Objekt geändert",
    says: "Alles andere ist gespeichert. Welche Fassung bleibt?",
    mine: "Ihre",
    theirs: "Die andere",
    keep: { mine: "Ihre behalten", theirs: "Die andere behalten" },
    gone: "Gelöscht",
    one: (label, state, reason, size, at) =>
      `${label}, ${within(state)}${reason ? ` (${reason})` : ""}; ${size} Pixel bei ${at}`,
  },
  hints: {
    lead: (name, why) => (why ? `${name}: ${why}.` : `${name} wartet auf Sie.`),
    done: "Hier ist über alle entschieden.",
    nothing: "Hier wurde nichts gefunden.",
    chosen: (n) => `${count(n)} sind gewählt.`,
    waiting: (n) => (n === 1 ? "Eines wartet auf Sie." : `${count(n)} warten auf Sie.`),
    acts: {
      hide: "verbergen",
      notPerson: "keine Person",
      keep: "sichtbar lassen",
      add: "Übersehene dazu",
      next: "nächstes, das wartet",
      approve: "zur Prüfung geben oder freigeben",
      fine: "gut so, bleibt",
      nextMoment: "nächste Stelle",
      strips: "nebeneinander",
      bridge: "Lücke überbrücken",
      extendStart: "früher beginnen",
      extendEnd: "länger dauern",
      split: "teilen",
      merge: "verbinden",
    },
  },
  player: {
    play: "Abspielen",
    stop: "Anhalten",
    back: "Voriges Einzelbild",
    forward: "Nächstes Einzelbild",
    speed: "Tempo",
    loop: "Eine Sekunde in Schleife, mit halbem Tempo",
    noLoop: "Schleife beenden",
    frame: (frame, all) => `Einzelbild ${count(frame)} von ${count(all)}`,
  },
  timeline: {
    title: "Spuren",
    tracks: (n) => many(n, "Spur", "Spuren"),
    track: (name, state, doubts) => [name, within(state), ...doubts.slice(0, 3)].join(", "),
    below: (n) => many(n, "Kandidat", "Kandidaten"),
    order: "Reihenfolge der Spuren",
    byRisk: "Nach Risiko",
    byTime: "Nach Zeit",
    zoom: {
      in: "Kürzeren Abschnitt zeigen (Strg und Mausrad)",
      out: "Längeren Abschnitt zeigen (Strg und Mausrad)",
    },
    playhead: "Abspielmarke",
    at: (frame, time) => `Einzelbild ${count(frame)}, ${time}`,
  },
  film: "Benachbarte Bilder",
  needsYou: (name) => `${name}, wartet auf Sie`,
  where: (at, all) => `${count(at)} von ${count(all)}`,
  size: (width, height) => `${width} × ${height}`,
  frames,
};
