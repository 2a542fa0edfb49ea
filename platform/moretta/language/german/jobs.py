"""Jobs: their titles, what stops them, what workers note."""

JOBS = {
    "Add {name}": "{name} hinzufügen",
    "Add 1 photo": "1 Foto hinzufügen",
    "Add {n} photos": "{n} Fotos hinzufügen",
    "Add 1 video": "1 Video hinzufügen",
    "Add {n} videos": "{n} Videos hinzufügen",
    "Add 1 photo and 1 video": "1 Foto und 1 Video hinzufügen",
    "Add 1 photo and {n} videos": "1 Foto und {n} Videos hinzufügen",
    "Add {n} photos and 1 video": "{n} Fotos und 1 Video hinzufügen",
    "Add {n} photos and {m} videos": "{n} Fotos und {m} Videos hinzufügen",
    "Search {name}": "{name} durchsuchen",
    "Search {n} pictures and videos": "{n} Bilder und Videos durchsuchen",
    "Redact {name}": "{name} anonymisieren",
    "Redact {n} assets": "{n} Bilder und Videos anonymisieren",
    "Show {name} redacted": "{name} anonymisiert zeigen",
    "Show a sample": "Eine Probe zeigen",
    "Publish policy {version}": "Richtlinie {version} veröffentlichen",
    "Export {dataset} #{number}": "{dataset} exportieren, Nr. {number}",
    "Cut out objects": "Objekte ausschneiden",
    "Follow somebody in {name}": "Jemanden in {name} verfolgen",
    "Look closer at {name}": "{name} näher ansehen",
    "See what of {name} is doubtful": "Zweifelhafte Stellen von {name} zusammenstellen",
    "Hide what reaches {score} in clips": "Verbergen, was in Videos {score} erreicht",
    "Group objects by person": "Objekte nach Person gruppieren",
    "Compare {one} with {other}": "{one} mit {other} vergleichen",
    "Compare {one}": "{one} vergleichen",
    "Measure what is left in {dataset}": "Messen, was übrig ist: {dataset}",
    "Measure what is left in export {n} of {dataset}": "Messen, was übrig ist: Export {n} von {dataset}",
    "Delete 1 asset": "1 Bild oder Video löschen",
    "Delete {n} assets": "{n} Bilder und Videos löschen",
    "Delete a dataset": "Einen Datensatz löschen",
    "Delete a project": "Ein Projekt löschen",
    "Remove a member": "Ein Mitglied entfernen",
    "A deletion cannot be stopped: what was asked to be gone is to be gone.": (
        "Ein Löschen lässt sich nicht anhalten: Was weg sein soll, soll weg sein."
    ),
    "A publication cannot be stopped half way. Publish the earlier settings again instead.": (
        "Eine Veröffentlichung lässt sich nicht auf halbem Weg anhalten. Veröffentlichen Sie stattdessen die früheren "
        "Einstellungen noch einmal."
    ),
    "This job has already ended: {state}.": "Dieser Auftrag ist schon zu Ende: {state}.",
    "The same work is running in another job. Wait for that one.": (
        "Dieselbe Arbeit läuft in einem anderen Auftrag. Warten Sie auf ihn."
    ),
    "This job is still stopping. Retry it when it has stopped.": (
        "Dieser Auftrag hält noch an. Versuchen Sie ihn erneut, wenn er angehalten hat."
    ),
    "Nothing in this job failed or was cancelled, so there is nothing to retry.": (
        "In diesem Auftrag ist nichts gescheitert oder angehalten, also gibt es nichts zu wiederholen."
    ),
    "The broker does not answer, so {things}. Start it: `moretta up`.": (
        "Der Broker antwortet nicht, darum {things}. Starten Sie ihn: `moretta up`."
    ),
    "No worker is running, so {things}. Start one: `moretta up`.": (
        "Es läuft kein Worker, darum {things}. Starten Sie einen: `moretta up`."
    ),
    "No worker that {does} is running, so {things}. Start one: `moretta worker --queues {queue}`.": (
        "Es läuft kein Worker, der {does}, darum {things}. Starten Sie einen: `moretta worker --queues {queue}`."
    ),
    "1 photo or frame waits": "wartet 1 Bild oder Einzelbild",
    "{n} photos or frames wait": "warten {n} Bilder oder Einzelbilder",
    "reads and writes files": "Dateien liest und schreibt",
    "detects": "sucht",
    "renders": "anonymisiert",
    "This piece stopped its worker {n} times and was given up. Take out the file that does it, or retry on a machine with more memory.": (
        "Dieses Stück hat seinen Worker {n}-mal beendet und wurde aufgegeben. Nehmen Sie die Datei heraus, die es tut, "
        "oder versuchen Sie es auf einem Rechner mit mehr Speicher."
    ),
    "{name} does not fit into memory here. Make it smaller, or use a larger machine.": (
        "{name} passt hier nicht in den Speicher. Machen Sie es kleiner, oder nehmen Sie einen größeren Rechner."
    ),
    "The detector failed on {name} ({error}: {why}). Nothing was searched.": (
        "Der Detektor scheiterte an {name} ({error}: {why}). Durchsucht wurde nichts."
    ),
    "Assets were changed while the export was written, so it began again.": (
        "Während der Export geschrieben wurde, änderte sich etwas; er begann von vorn."
    ),
    "Its redacted file cannot be read ({why}). Reopen and approve it again.": (
        "Seine anonymisierte Datei lässt sich nicht lesen ({why}). Öffnen Sie es wieder und geben Sie es neu frei."
    ),
    "It was changed after it was approved. Approve it again.": (
        "Das wurde nach der Freigabe geändert. Geben Sie es neu frei."
    ),
    "Frames {first} to {last}": "Einzelbilder {first} bis {last}",
    "{name}: {again} of {all} parts look as before and were taken again.": (
        "{name}: {again} von {all} Teilen sehen aus wie zuvor und wurden wieder genommen."
    ),
    "{name} is coded anew as a whole: {why}.": "{name} wird im Ganzen neu kodiert: {why}.",
    "{name} cannot be rendered in parts and is rendered in one piece.": (
        "{name} lässt sich nicht in Teilen anonymisieren und wird es in einem Stück."
    ),
    "The disk is full. Make room, then the work goes on by itself; nothing was lost.": (
        "Der Datenträger ist voll. Schaffen Sie Platz, dann geht die Arbeit von selbst weiter; verloren ist nichts."
    ),
    "The disk is full. Make room, then it goes on by itself; nothing was lost.": (
        "Der Datenträger ist voll. Schaffen Sie Platz, dann geht es von selbst weiter; verloren ist nichts."
    ),
    "No worker here knows work of the kind {kind}. Update the workers, then retry.": (
        "Kein Worker hier kennt Arbeit der Art {kind}. Bringen Sie die Worker auf den Stand und versuchen Sie es erneut."
    ),
    "The database did not answer for a while.": "Die Datenbank antwortete eine Weile nicht.",
    "The video was deleted meanwhile.": "Das Video wurde inzwischen gelöscht.",
    "A picture was deleted while it was measured.": "Ein Bild wurde gelöscht, während es gemessen wurde.",
    "The picture was deleted meanwhile.": "Das Bild wurde inzwischen gelöscht.",
    "The dataset was deleted meanwhile.": "Der Datensatz wurde inzwischen gelöscht.",
    "The export was deleted meanwhile.": "Der Export wurde inzwischen gelöscht.",
    "A process that worked on a part of the video died.": (
        "Ein Prozess, der an einem Teil des Videos arbeitete, ist gestorben."
    ),
    "A process that worked on a part of the video does not end.": (
        "Ein Prozess, der an einem Teil des Videos arbeitete, hört nicht auf."
    ),
    "The work was stopped.": "Die Arbeit wurde angehalten.",
    "The database is not migrated.": "Die Datenbank ist nicht auf dem Stand.",
    "The database does not answer.": "Die Datenbank antwortet nicht.",
    "The event store and broker do not answer.": "Ereignisspeicher und Broker antworten nicht.",
    "The disk is nearly full.": "Der Datenträger ist fast voll.",
    "The file store cannot be written.": "Der Dateispeicher lässt sich nicht beschreiben.",
    "{what}: {sentence}": "{what}: {sentence}",
}
