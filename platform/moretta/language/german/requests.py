"""Any request: what is not there, not allowed, or not understood."""

REQUESTS = {
    "Not found.": "Nicht gefunden.",
    "You may not do this.": "Das dürfen Sie nicht.",
    "The request is not valid.": "Die Anfrage ist ungültig.",
    "Something went wrong on the server. It is in the log; try again.": (
        "Auf dem Server ist etwas schiefgegangen. Es steht im Log; versuchen Sie es noch einmal."
    ),
    "The request's JSON is nested too deeply.": "Das JSON der Anfrage ist zu tief verschachtelt.",
    "A number in the request's JSON is not finite.": "Eine Zahl im JSON der Anfrage ist nicht endlich.",
    "A text in the request's JSON holds half a character (a lone surrogate).": (
        "Ein Text im JSON der Anfrage enthält ein halbes Zeichen (ein einzelnes Surrogat)."
    ),
    "The page is too old to send this. Reload it and try again.": (
        "Die Seite ist zu alt, um das zu senden. Laden Sie sie neu und versuchen Sie es noch einmal."
    ),
    "{act} needs a token with the scope {scope}.": "{act}: Das Token braucht dafür den Umfang {scope}.",
    "{act} needs the role {role} here. Ask a manager for it.": (
        "{act}: Dafür braucht es hier die Rolle {role}. Bitten Sie die Leitung darum."
    ),
    "{act} needs the right to see originals. Ask a manager for it.": (
        "{act}: Dafür braucht es das Recht, Originale zu sehen. Bitten Sie die Leitung darum."
    ),
    "{act} needs the role {role} in the whole organization.": (
        "{act}: Dafür braucht es die Rolle {role} in der ganzen Organisation."
    ),
    "limit is a whole number from 1 to 500.": "limit ist eine ganze Zahl von 1 bis 500.",
    "The cursor is not one that this list gave.": "Diesen cursor hat diese Liste nicht ausgegeben.",
    "One request may carry {number} MB.": "Eine Anfrage darf {number} MB tragen.",
    "{field} is one of {choices}.": "{field} ist eines von {choices}.",
    "source is one of {choices}.": "source ist eines von {choices}.",
    "op is one of {choices}.": "op ist eines von {choices}.",
    "decision is one of {choices}.": "decision ist eines von {choices}.",
    "kind is one of {choices}.": "kind ist eines von {choices}.",
    "format is one of {choices}.": "format ist eines von {choices}.",
    "state is one of {choices}.": "state ist eines von {choices}.",
    "order is doubt.": "order ist doubt.",
    "{field} is a whole number from 1 to {most}.": "{field} ist eine ganze Zahl von 1 bis {most}.",
    "{field} is a number from {low} to {high}.": "{field} ist eine Zahl von {low} bis {high}.",
    "{field} is a score from 0 to 1.": "{field} ist ein Wert von 0 bis 1.",
    "{field} is a frame, a whole number from 0.": "{field} ist ein Einzelbild, eine ganze Zahl ab 0.",
    "{field} is the number of a frame.": "{field} ist die Nummer eines Einzelbilds.",
    "{field} is a UUID.": "{field} ist eine UUID.",
    "{field} is a text of 1 to {most} characters.": "{field} ist ein Text von 1 bis {most} Zeichen.",
    "{field} is an object of settings.": "{field} ist ein Objekt von Einstellungen.",
    "{field} is an object with id and operations.": "{field} ist ein Objekt mit id und operations.",
    "A frame is a whole number from 0 to {last}.": "Ein Einzelbild ist eine ganze Zahl von 0 bis {last}.",
    "Deleting is for good. Send confirm: true to do it.": (
        "Gelöscht ist endgültig. Senden Sie confirm: true, um es zu tun."
    ),
    "Deleting is for good. Type the name {name} to confirm it.": (
        "Gelöscht ist endgültig. Geben Sie zur Bestätigung den Namen {name} ein."
    ),
    "Events are read with GET.": "Ereignisse werden mit GET gelesen.",
    "Sign in to follow events.": "Melden Sie sich an, um Ereignissen zu folgen.",
    "actor is the id of a person.": "actor ist die Kennung einer Person.",
    "after is the id of an asset.": "after ist die Kennung eines Bilds oder Videos.",
    "The file has {size} bytes.": "Die Datei hat {size} Bytes.",
}
