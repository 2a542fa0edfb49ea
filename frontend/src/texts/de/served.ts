/**
 * What the server says of its presets, methods and doubts, in German, by name. The English is in the server's catalogue; what is
 * not named here stays as the server says it.
 */
interface Served {
  title: string;
  says: string;
}

const presets: Record<string, Served> = {
  fast: {
    title: "Schnell",
    says: "Für einen ersten Blick oder für große, deutliche Gesichter: ein Sechstel der üblichen Zeit, und mehr kleine werden übersehen.",
  },
  balanced: {
    title: "Ausgewogen",
    says: "Findet fast alle, mit einem Aufwand, der für Tausende Bilder taugt. Die übliche Wahl.",
  },
  thorough: {
    title: "Gründlich",
    says: "Sieht jedes Bild sechsmal an: für Menschenmengen, und wo ein übersehenes Gesicht schwerer wiegt als Stunden an Rechenzeit.",
  },
};

const methods: Record<string, Served> = {
  solid: { title: "Fläche", says: "Eine Farbe. Vom Verborgenen bleibt nichts; unumkehrbar." },
  "opaque-blur": {
    title: "Deckende Unschärfe",
    says: "Sieht aus wie Unschärfe, ist aber allein aus der Umgebung gemacht: Vom Verborgenen bleibt nichts; unumkehrbar.",
  },
  overlay: {
    title: "Smiley",
    says: "Derselbe gezeichnete Smiley über allen: Vom Verborgenen bleibt nichts; unumkehrbar.",
  },
  removal: {
    title: "Entfernen",
    says: "Der Hintergrund darüber: in Videos, was andere Einzelbilder dort zeigen, in Bildern aus der Umgebung weitergezeichnet; unumkehrbar. Wo das zu wenig oder zu groß ist, kommt die deckende Unschärfe.",
  },
  silhouette: {
    title: "Silhouette",
    says: "Ein flacher Umriss der Person auf glatter Umgebung. Haltung und Umriss bleiben sichtbar, und man kann Menschen daran erkennen; sonst bleibt nichts.",
  },
  "replace-face": {
    title: "Anderes Gesicht",
    says: "Ein gezeichnetes Gesicht von niemandem, gedreht wie das echte, im Ton des Halses. Die Blickrichtung bleibt sichtbar, sonst nichts vom Gesicht. Kleine und weit abgewandte bekommen die deckende Unschärfe.",
  },
  "replace-head": {
    title: "Anderer Kopf",
    says: "Ein gezeichneter Kopf von niemandem mit eigenem Haar, gedreht wie der echte. Die Blickrichtung bleibt sichtbar, sonst nichts vom Kopf. Kleine und weit abgewandte bekommen die deckende Unschärfe.",
  },
  gaussian: {
    title: "Weichzeichnen",
    says: "Glatte Unschärfe, nach der Größe des Objekts: nur fürs Auge, eine Maschine kann sie umkehren.",
  },
  imagenet: {
    title: "ImageNet-Unschärfe",
    says: "Die veröffentlichte Gesichtsunschärfe von ImageNet, für vergleichbare Datensätze; am Rand schwach: nur fürs Auge, eine Maschine kann sie umkehren.",
  },
  mosaic: {
    title: "Mosaik",
    says: "Grobe Quadrate, nach der Größe des Objekts: nur fürs Auge, eine Maschine kann sie umkehren.",
  },
  noise: {
    title: "Pixelrauschen",
    says: "Zufällige Körner über dem Bild; Menschen sehen noch hindurch: nur fürs Auge, eine Maschine kann es umkehren.",
  },
  "eye-bar": {
    title: "Augenbalken",
    says: "Ein Balken, wo die Augen sein sollten, aus dem Rahmen des Gesichts geschätzt. Der Rest bleibt sichtbar, und Menschen und Maschinen erkennen die Person daran: Er schützt fast niemanden.",
  },
};

/** Doubts, whose figures are left out. */
const flags: Record<string, string> = {
  gap: "Lücke",
  boundary: "unsicher neben einem Schnitt",
  disagree: "nur von einem von zwei Netzen gesehen",
  weak: "nie ganz sicher",
  small: "klein",
  short: "nur kurz gefunden",
  born: "taucht mitten im Bild auf",
  ended: "verschwindet mitten im Bild",
};

export const served = { presets, methods, flags };
