"""Datasets, uploads, review."""

ASSETS = {
    "The project has no policy yet. Publish one first.": (
        "Das Projekt hat noch keine Richtlinie. Veröffentlichen Sie zuerst eine."
    ),
    "There is a dataset named {name} in this project already.": (
        "Einen Datensatz namens {name} gibt es in diesem Projekt schon."
    ),
    "This dataset is being deleted already.": "Dieser Datensatz wird schon gelöscht.",
    "COCO annotations have the lists images, annotations and categories.": (
        "COCO-Annotationen haben die Listen images, annotations und categories."
    ),
    "The annotations are not JSON: {why}": "Die Annotationen sind kein JSON: {why}",
    "More than one picture is named {name}, so its annotations were left out.": (
        "Mehr als ein Bild heißt {name}, darum blieben seine Annotationen weg."
    ),
    "{line} is not an object.": "{line} ist kein Objekt.",
    "{line}.image_id names no image of the file.": "{line}.image_id nennt kein Bild der Datei.",
    "images[{index}].file_name is missing.": "images[{index}].file_name fehlt.",
    "{line}.category_id names no label of the project.": "{line}.category_id nennt kein Label des Projekts.",
    "{name}: {field} is no polygon [x, y, x, y, x, y, …] and was left out. The rest of the object was taken.": (
        "{name}: {field} ist kein Polygon [x, y, x, y, x, y, …] und wurde weggelassen. Das Übrige des Objekts wurde "
        "übernommen."
    ),
    "{line} has neither a bbox [x, y, width, height] nor a polygon.": (
        "{line} hat weder eine bbox [x, y, Breite, Höhe] noch ein Polygon."
    ),
    "categories[{index}].name: the project has no label {name}. Add it to the project first.": (
        "categories[{index}].name: Ein Label {name} hat das Projekt nicht. Legen Sie es zuerst an."
    ),
    "{name} is empty.": "{name} ist leer.",
    "{name} has annotations, but is not in this upload.": (
        "{name} hat Annotationen, ist aber nicht in dieser Sendung."
    ),
    "{name} is larger than the {most} MB that are taken in.": (
        "{name} ist größer als die {most} MB, die angenommen werden."
    ),
    "One request may carry {number} MB. Send fewer files at once.": (
        "Eine Anfrage darf {number} MB tragen. Senden Sie weniger Dateien auf einmal."
    ),
    "One request may carry {number} files. Send fewer at once.": (
        "Eine Anfrage darf {number} Dateien tragen. Senden Sie weniger auf einmal."
    ),
    "Send one file of annotations at a time.": "Senden Sie eine Datei mit Annotationen auf einmal.",
    "Send at least one file in the field files.": "Senden Sie mindestens eine Datei im Feld files.",
    "The disk is nearly full: {left} MB would be left, {kept} MB are kept free. Make room, then retry; nothing was lost.": (
        "Der Datenträger ist fast voll: {left} MB blieben übrig, {kept} MB werden frei gehalten. Schaffen Sie Platz und "
        "versuchen Sie es noch einmal; verloren ist nichts."
    ),
    "Name a dataset or a project: ?dataset=… or ?project=….": (
        "Nennen Sie einen Datensatz oder ein Projekt: ?dataset=… oder ?project=…."
    ),
    "need is you.": "need ist you.",
    "seen is yes or no.": "seen ist yes oder no.",
    "The asset was changed since you looked. Look at it again.": (
        "Das hat sich geändert, seit Sie es ansahen. Sehen Sie es noch einmal an."
    ),
    "You changed this asset last, so someone else has to approve it.": (
        "Sie haben das zuletzt geändert, darum muss jemand anderes es freigeben."
    ),
    "1 object is": "1 Objekt ist",
    "{number} objects are": "{number} Objekte sind",
    "{those} undecided. Decide, or hide and approve.": (
        "{those} unentschieden. Entscheiden Sie, oder verbergen Sie mit der Freigabe."
    ),
    "Say what has to change.": "Sagen Sie, was anders werden soll.",
    "Only approvals have a preview.": "Eine Vorschau gibt es nur für Freigaben.",
    "Say why the asset is excluded.": "Sagen Sie, warum es ausgeschlossen wird.",
    "The asset is not excluded.": "Das ist nicht ausgeschlossen.",
    "Someone else moved or changed the asset in this moment. Look at it again.": (
        "Gerade hat jemand anderes das geändert. Sehen Sie es noch einmal an."
    ),
    "The asset is being deleted.": "Das wird gerade gelöscht.",
    "A new policy was published in this moment. Look at the asset again.": (
        "Gerade wurde eine neue Richtlinie veröffentlicht. Sehen Sie es noch einmal an."
    ),
    "The asset is still being read. Try again in a moment.": (
        "Das wird noch gelesen. Versuchen Sie es gleich noch einmal."
    ),
    "The asset could not be read, so it cannot be annotated.": (
        "Das ließ sich nicht lesen und darum nicht annotieren."
    ),
    "The asset could not be read.": "Das ließ sich nicht lesen.",
    "The asset is excluded. Include it again first.": (
        "Das ist ausgeschlossen. Nehmen Sie es zuerst wieder auf."
    ),
    "The asset is approved already.": "Das ist schon freigegeben.",
    "The asset is in review already.": "Das ist schon in Prüfung.",
    "The asset is not in review.": "Das ist nicht in Prüfung.",
    "Name assets by id, or a dataset and a state.": (
        "Nennen Sie Bilder und Videos mit ihrer Kennung, oder einen Datensatz und einen Zustand."
    ),
    "Name the state of the assets that are meant.": "Nennen Sie den Zustand der gemeinten Bilder und Videos.",
    "Name a dataset or a list of assets.": "Nennen Sie einen Datensatz oder eine Liste von Bildern und Videos.",
}
