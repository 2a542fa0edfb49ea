"""Exports: what they hold, and why something stays out."""

LEAVING = {
    "Many exports of this dataset are starting. Try again.": (
        "Viele Exporte dieses Datensatzes beginnen gerade. Versuchen Sie es noch einmal."
    ),
    "A split is one of {choices}.": "Eine Aufteilung ist eines von {choices}.",
    "The shares of train, val and test are from 0 to 1 and add up to 1.": (
        "Die Anteile von train, val und test liegen zwischen 0 und 1 und ergeben zusammen 1."
    ),
    "Say what the export is for: it is written into its manifest.": (
        "Sagen Sie, wofür der Export ist: Es steht in seinem Manifest."
    ),
    "Nothing is ready yet: an export holds only approved assets whose redaction is done.": (
        "Noch ist nichts bereit: Ein Export enthält nur Freigegebenes, dessen Anonymisierung fertig ist."
    ),
    "The export is not finished. Its job says how far it is.": (
        "Der Export ist nicht fertig. Sein Auftrag sagt, wie weit er ist."
    ),
    "One JSON file a split with boxes and outlines; read by most training tools.": (
        "Eine JSON-Datei je Aufteilung mit Rahmen und Umrissen; die meisten Trainingswerkzeuge lesen sie."
    ),
    "A text file a picture, boxes as shares of its size, and a data.yaml.": (
        "Eine Textdatei je Bild, Rahmen als Anteile seiner Größe, und eine data.yaml."
    ),
    "It changed after it was approved. Approve it again.": (
        "Es hat sich nach der Freigabe geändert. Geben Sie es neu frei."
    ),
    "Its redacted file is missing. Reopen and approve it again.": (
        "Seine anonymisierte Datei fehlt. Öffnen Sie es wieder und geben Sie es neu frei."
    ),
    "It is still being read and searched.": "Es wird noch gelesen und durchsucht.",
    "It could not be read.": "Es ließ sich nicht lesen.",
    "It waits for someone to decide and submit it.": "Es wartet darauf, dass jemand entscheidet und es abgibt.",
    "It waits for a review.": "Es wartet auf Prüfung.",
    "Its redaction was stopped. Retry the job, or open it again and approve it.": (
        "Die Anonymisierung wurde angehalten. Wiederholen Sie den Auftrag, oder öffnen Sie es wieder und geben Sie es frei."
    ),
    "It is approved and being redacted.": "Es ist freigegeben und wird anonymisiert.",
    "It was excluded.": "Es wurde ausgeschlossen.",
    "Assets kept changing while the export was written. Export again when people have finished.": (
        "Während der Export geschrieben wurde, änderte sich immer wieder etwas. Exportieren Sie noch einmal, wenn alle "
        "fertig sind."
    ),
    "Nothing was ready any more when the export began. Approve, then export again.": (
        "Als der Export begann, war nichts mehr bereit. Geben Sie frei und exportieren Sie noch einmal."
    ),
    "{name} is damaged: its bytes are not those that were stored.": (
        "{name} ist beschädigt: Seine Bytes sind nicht die, die gespeichert wurden."
    ),
}
