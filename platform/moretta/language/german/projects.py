"""Projects, labels, policies, zones."""

PROJECTS = {
    "Objects carry this label, so its kind stays. Make another label and relabel them.": (
        "Objekte tragen dieses Label, darum bleibt seine Art. Legen Sie ein anderes an und ändern Sie ihr Label."
    ),
    "Objects carry this label. Relabel or delete them first.": (
        "Objekte tragen dieses Label. Ändern Sie zuerst ihr Label, oder löschen Sie sie."
    ),
    "The policy hides this label. Publish one that does not, then delete it.": (
        "Die Richtlinie verbirgt dieses Label. Veröffentlichen Sie eine, die es nicht tut, und löschen Sie es dann."
    ),
    "The project already has a label named {name}.": "Das Projekt hat schon ein Label namens {name}.",
    "A policy of this project is just being published. Wait until that is done.": (
        "Eine Richtlinie dieses Projekts wird gerade veröffentlicht. Warten Sie, bis das getan ist."
    ),
    "Someone else has just published a policy. Reload and try again.": (
        "Gerade hat jemand anderes eine Richtlinie veröffentlicht. Laden Sie neu und versuchen Sie es noch einmal."
    ),
    "The policy changed what is hidden here. Look again and submit.": (
        "Die Richtlinie hat geändert, was hier verborgen wird. Sehen Sie es noch einmal durch und geben Sie es ab."
    ),
    "The policy of this dataset does not hide this label.": (
        "Die Richtlinie dieses Datensatzes verbirgt dieses Label nicht."
    ),
    "There is no setting {name} of a label.": "Eine Einstellung {name} hat ein Label nicht.",
    "There is no setting {name} of a policy.": "Eine Einstellung {name} hat eine Richtlinie nicht.",
    "redact is true or false.": "redact ist true oder false.",
    "color is six hexadecimal digits, as in 1B1E24.": "color sind sechs Hexadezimalziffern, wie 1B1E24.",
    "detectors is a list of names; an empty one leaves it to the preset.": (
        "detectors ist eine Liste von Namen; eine leere überlässt es der Voreinstellung."
    ),
    "settings is an object with labels, audio, codec, preset and zones.": (
        "settings ist ein Objekt mit labels, audio, codec, preset und zones."
    ),
    "labels is an object of label ids and their settings.": (
        "labels ist ein Objekt aus Kennungen von Labels und ihren Einstellungen."
    ),
    "This is not a label of the project.": "Das ist kein Label des Projekts.",
    "{name} finds {finds}, not {what}, which is found by {able}.": (
        "{name} findet {finds}, nicht {what}; das findet {able}."
    ),
    "This picture is not in the project.": "Dieses Bild ist nicht im Projekt.",
    "There is no picture yet to show a sample on. Add one first.": (
        "Noch gibt es kein Bild für eine Probe. Fügen Sie zuerst eines hinzu."
    ),
    "zones is a list of at most {most} zones.": "zones ist eine Liste von höchstens {most} Zonen.",
    "A zone is an object with kind, box and says.": "Eine Zone ist ein Objekt mit kind, box und says.",
    "There is no {name} of a zone.": "Ein Feld {name} hat eine Zone nicht.",
    "says is a text of at most 200 characters.": "says ist ein Text von höchstens 200 Zeichen.",
    "Say why nothing is hidden in this zone: it stays on record.": (
        "Sagen Sie, warum in dieser Zone nichts verborgen wird: Es wird festgehalten."
    ),
    "box is x, y, width and height, in shares of the picture's sides.": (
        "box ist x, y, Breite und Höhe, als Anteile der Seiten des Bilds."
    ),
    "box lies within the picture: x, y, width and height from 0 to 1.": (
        "box liegt im Bild: x, y, Breite und Höhe von 0 bis 1."
    ),
    "{method} leaves a {what} readable. Take an irreversible method, such as {other}.": (
        "{method}: Damit bleibt Schrift lesbar ({what}). Nehmen Sie eine unumkehrbare Art, etwa {other}."
    ),
    "{method} of strength {strength} leaves a {what} readable. Take a strength of at least {least}.": (
        "{method} mit Stärke {strength}: Damit bleibt Schrift lesbar ({what}). Nehmen Sie mindestens {least}."
    ),
    "{method} is drawn in place of a {made_for}, not of a {what}. Take another, such as {other}.": (
        "{method}: Das steht an der Stelle von {made_for}, nicht von {what}. Nehmen Sie eine andere Art, etwa {other}."
    ),
    "There is no such {thing} in the project.": "{thing}: Das gibt es in diesem Projekt nicht.",
    "This project is being deleted already.": "Dieses Projekt wird schon gelöscht.",
}
