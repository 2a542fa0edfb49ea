"""Presets, detectors, comparisons, and measuring what is left."""

DETECTING = {
    "Name a preset or detectors, not both.": "Nennen Sie eine Voreinstellung oder Detektoren, nicht beides.",
    "There is no preset {name}; there are {choices}.": "Eine Voreinstellung {name} gibt es nicht; es gibt {choices}.",
    "There is no detector {name}; there are {choices}.": "Einen Detektor {name} gibt es nicht; es gibt {choices}.",
    "There is no detector {name}; {what} is found by {able}.": (
        "Einen Detektor {name} gibt es nicht; {what} findet {able}."
    ),
    "There is no detector {name} any more.": "Einen Detektor {name} gibt es nicht mehr.",
    "No detector finds a label of this project. Look through the pictures by hand.": (
        "Kein Detektor findet ein Label dieses Projekts. Sehen Sie die Bilder von Hand durch."
    ),
    "No detector finds {what}. Look through the pictures and mark it by hand.": (
        "{what}: Das findet kein Detektor. Sehen Sie die Bilder durch und zeichnen Sie es von Hand ein."
    ),
    "The {whose} has no detector for {what}. Name one of {able}, or mark it by hand.": (
        "{whose}: Für {what} gibt es da keinen Detektor. Nennen Sie einen von {able}, oder zeichnen Sie es von Hand ein."
    ),
    "{name} finds {finds}, which is not what is searched for here.": (
        "{name} findet {finds}; danach wird hier nicht gesucht."
    ),
    "There is nothing to search: the pictures are still being read, failed or excluded.": (
        "Es gibt nichts zu durchsuchen: Die Bilder werden noch gelesen, sind gescheitert oder ausgeschlossen."
    ),
    "Everything here was searched just so already.": "Hier ist alles schon genau so durchsucht.",
    "No worker that detects is running. Start one: `moretta up`.": (
        "Es läuft kein Worker, der sucht. Starten Sie einen: `moretta up`."
    ),
    "{titles} {send} pictures out of the house. An owner of {organization} has to allow that first, on the page Members.": (
        "{titles} {send} Bilder aus dem Haus. Das muss zuerst jemand mit der Rolle Eigentum in {organization} erlauben, "
        "auf der Seite Mitglieder."
    ),
    "sends": "sendet",
    "send": "senden",
    "Name an asset: ?asset=….": "Nennen Sie ein Bild oder Video: ?asset=….",
    "The assets of one search belong to one dataset.": "Eine Suche gilt Bildern und Videos eines Datensatzes.",
    "This is not a label of the dataset's project.": "Das ist kein Label des Projekts dieses Datensatzes.",
    "Both sets are the same. Choose another preset, detector or threshold.": (
        "Beide sind gleich. Wählen Sie eine andere Voreinstellung, einen anderen Detektor oder eine andere Schwelle."
    ),
    "No picture of this dataset is reviewed for the label yet: it is compared with what people approved.": (
        "Noch kein Bild dieses Datensatzes ist auf das Label geprüft: Verglichen wird mit dem, was freigegeben ist."
    ),
    "A set is one of a preset, a detector, or the latest runs.": (
        "Es ist eines von: eine Voreinstellung, ein Detektor, oder die letzten Läufe."
    ),
    "No detector has searched this dataset for {what} yet.": (
        "{what}: Danach hat in diesem Datensatz noch kein Detektor gesucht."
    ),
    "The preset {preset} has no detector for {what}.": "Die Voreinstellung {preset} hat keinen Detektor für: {what}.",
    "{detector} does not find {what}, which is found by {able}.": "{detector} findet nicht: {what}. Das findet {able}.",
    "Name a dataset: ?dataset=….": "Nennen Sie einen Datensatz: ?dataset=….",
    "Name a dataset or an export.": "Nennen Sie einen Datensatz oder einen Export.",
    "It is not finished. Its job says how far it is.": "Das ist nicht fertig. Sein Auftrag sagt, wie weit es ist.",
    "The page is gone, for something in the dataset was erased. Measure again.": (
        "Die Seite ist weg, denn im Datensatz wurde etwas gelöscht. Messen Sie noch einmal."
    ),
    "The export is not written. Its job says how far it is.": (
        "Der Export ist nicht geschrieben. Sein Auftrag sagt, wie weit er ist."
    ),
    "Nothing in this dataset is redacted and ready yet. Approve something first.": (
        "In diesem Datensatz ist noch nichts anonymisiert und bereit. Geben Sie zuerst etwas frei."
    ),
    "Nothing of this export is ready any more: all of it was changed since. Measure the dataset.": (
        "Von diesem Export ist nichts mehr bereit: Alles wurde seither geändert. Messen Sie den Datensatz."
    ),
    "Name one set, or two to compare them.": "Nennen Sie eines, oder zwei zum Vergleichen.",
    "from is the number of the first picture.": "from ist die Nummer des ersten Bilds.",
    "None of the pictures is approved any more. Approve some and compare again.": (
        "Keines der Bilder ist mehr freigegeben. Geben Sie einige frei und vergleichen Sie noch einmal."
    ),
    "A detector failed on {name} ({error}: {why}). It is left out.": (
        "Ein Detektor scheiterte an {name} ({error}: {why}). Es bleibt weg."
    ),
    "{title} needs {package}. Install it: pip install 'moretta[{extra}]'.": (
        "{title} braucht {package}. So wird es installiert: pip install 'moretta[{extra}]'."
    ),
    "{title} needs system libraries. Install them: apt-get install {libraries}.": (
        "{title} braucht Bibliotheken des Systems. So werden sie installiert: apt-get install {libraries}."
    ),
    "{variable} names {named}, which is no program. Name the Python of the other environment.": (
        "{variable} nennt {named}, und das ist kein Programm. Nennen Sie das Python der anderen Umgebung."
    ),
    "{title} runs in an environment of its own. Make it: python3 -m venv apart && apart/bin/pip install {packages}. "
    "Then set {variable} to the full path of apart/bin/python.": (
        "{title} läuft in einer eigenen Umgebung. So entsteht sie: python3 -m venv apart && apart/bin/pip install "
        "{packages}. Setzen Sie dann {variable} auf den vollen Pfad von apart/bin/python."
    ),
    "The weights of {name} are missing. Fetch them: {command}.": (
        "Die Gewichte von {name} fehlen. Holen Sie sie: {command}."
    ),
    "Nothing of it is ready any more. Approve something and measure again.": (
        "Davon ist nichts mehr bereit. Geben Sie etwas frei und messen Sie noch einmal."
    ),
    "{missing} of {all} files were changed since: they are not measured.": (
        "{missing} von {all} Dateien wurden seither geändert: Sie werden nicht gemessen."
    ),
}
