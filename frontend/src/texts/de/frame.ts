/** German texts that every page shares. */
import type { frameTexts } from "../frame";
import type { Translation } from "../language";

export const frame: Translation<typeof frameTexts> = {
  product: "Moretta",
  title: (page) => `${page} · Moretta`,

  nav: {
    main: "Hauptnavigation",
    skip: "Zum Inhalt springen",
    projects: "Alle Projekte",
    pictures: "Bilder",
    jobs: "Aufträge",
    exports: "Exporte",
    compare: "Vergleichen",
    policy: "Richtlinie und Einstellungen",
    members: "Mitglieder",
    keys: "Tastatur",
    account: (name) => `${name}: Konto`,
  },

  common: {
    save: "Speichern",
    saved: "Gespeichert",
    cancel: "Abbrechen",
    close: "Schließen",
    delete: "Löschen",
    copy: "Kopieren",
    copied: "Kopiert",
    retry: "Erneut versuchen",
    more: "Mehr anzeigen",
    loading: "Wird geladen",
    none: "Keine",
    minutes_left: (n) =>
      n < 90 ? `Noch etwa ${n} min in Ihrem Tempo.` : `Noch etwa ${Math.round(n / 60)} h in Ihrem Tempo.`,
    by: (name) => `von ${name}`,
    somebody: "ein ehemaliges Mitglied",
  },

  keyboard: {
    title: "Tastatur",
    says: "Für alles gibt es eine Taste. ? oder F1 zeigt sie hier.",
    caps: { Escape: "Esc", Delete: "Entf", Ctrl: "Strg", Shift: "⇧", Space: "Leer" },
    groups: { everywhere: "Überall", pictures: "Bilder", asset: "Ein Bild oder Video" },
  },

  errors: {
    no_answer: "Der Server antwortet nicht.",
    answered: (status) => `Der Server antwortete ${status}. Versuchen Sie es gleich noch einmal.`,
    stopped: "Angehalten.",
    not_found: "Hier ist nichts.",
    not_found_says: "Es wurde gelöscht, oder Sie dürfen es nicht sehen.",
    not_found_act: "Alle Projekte",
    failed: "Das ließ sich nicht lesen.",
    offline: "Offline.",
    offline_says: "Der Server antwortet nicht. Sobald er wieder da ist, geht es von selbst weiter.",
    crashed: "Die Seite ist gestolpert.",
    crashed_says: "Auf dem Server ist nichts verloren. Laden Sie die Seite neu.",
    reload: "Neu laden",
    worker_copy: "Befehl kopieren",
  },

  hints: {
    done: "Verstanden",
    open: "öffnet das erste, das wartet",
    select: "wählt aus, mit ⇧ mehrere",
    find: "sucht Namen",
    keys: "zeigt alle Tasten",
  },
};
