"""The report in German: its texts, and the sentences of its figures, each by the English one. A gap in braces takes
what stands in its place there; where it is a number, `{files:file|files}` adds the word that goes with it."""

TEXTS = {
    "What is left in {of}": "Was übrig ist in {of}",
    "What is left": "Was übrig ist",
    "{files:file|files}, {objects:object|objects}, hidden by": (
        "{files:Datei|Dateien}, {objects:Objekt|Objekte}, verborgen durch"
    ),
    "an unknown method": "ein unbekanntes Verfahren",
    "visual": "nur dem Auge verborgen",
    "irreversible": "unumkehrbar",
    "synthetic": "synthetisch",
    "of unknown kind": "unbekannter Art",
    "Notes": "Anmerkungen",
    "Looked at": "Angesehen",
    "{looked} of {of}": "{looked} von {of}",
    "pictures: {number}": "Bilder: {number}",
    "clips: {number}": "Videos: {number}",
    "frames of these, evenly chosen: {number}": "Einzelbilder daraus, gleichmäßig gewählt: {number}",
    "Face": "Gesicht",
    "License plate": "Kennzeichen",
    "Person": "Person",
    "Vehicle": "Fahrzeug",
    "Screen": "Bildschirm",
    "Text": "Schrift",
    "Object": "Objekt",
    "which had no part in finding": "am Finden nicht beteiligt",
    "<b>which had searched before</b>": "<b>der schon vorher gesucht hatte</b>",
    (
        "{title}, {searched}, looked at {shots:picture|pictures}, from a score of {least:g} on. Of "
        "{objects:hidden object|hidden objects} it finds {objects_found_again} again."
    ): (
        "{title}, {searched}, hat {shots:Bild|Bilder} angesehen, ab einem Wert von {least:g}. Von "
        "{objects:verborgenen Objekt|verborgenen Objekten} findet er {objects_found_again} wieder."
    ),
    "finds": "Funde",
    "what it means": "was das heißt",
    "on what is hidden": "auf Verborgenem",
    "something there looks like this ({label}): no more than in the control?": (
        "etwas sieht dort so aus ({label}): nicht öfter als in der Kontrolle?"
    ),
    "there in the control": "dort in der Kontrolle",
    "noise was hidden in the same place: the surroundings alone are seen": (
        "an derselben Stelle wurde Rauschen verborgen: zu sehen ist nur die Umgebung"
    ),
    "elsewhere": "anderswo",
    "somebody or something that was missed ({label}), or none: look at each": (
        "übersehen ({label}), oder nichts davon: sehen Sie jeden Fund an"
    ),
    "on what the method drew": "auf dem, was das Verfahren gezeichnet hat",
    "expected of synthetic faces and overlays: nobody is seen": (
        "bei synthetischen Gesichtern und Auflagen zu erwarten: niemand ist zu sehen"
    ),
    "hidden": "verborgen",
    "Residue": "Noch zu finden",
    "{people:person|people}, {second_photos} of them with a real second photo.": (
        "{people:Mensch|Menschen}, {second_photos} davon mit einem echten zweiten Foto."
    ),
    "Fewer than {least}: the figures conclude nothing.": "Weniger als {least}: Aus den Zahlen folgt nichts.",
    (
        "An attacker who knows the box compares what stands in the hidden region alone with a gallery of "
        "all of them. The control is the same picture with noise in the place of all that is hidden, before "
        "it was hidden: what it links is linked by the surroundings."
    ): (
        "Wer angreift und den Rahmen kennt, vergleicht allein das, was im verborgenen Bereich steht, mit "
        "einer Galerie von allen. Die Kontrolle ist dasselbe Bild, in dem Rauschen an die Stelle von allem "
        "Verborgenen trat, bevor es verborgen wurde: Was sie zuordnet, ordnet die Umgebung zu."
    ),
    "Re-identification": "Wiedererkennen",
    "redacted, given back, clear": "verborgen, zurückgewonnen, unverdeckt",
    " (of the control {control:.2f})": " (der Kontrolle {control:.2f})",
    "Undone by {by}, learnt from half of the people; correlation with the clear face {alike:.2f}{beside}.": (
        "Umgekehrt durch {by}, gelernt an der Hälfte der Menschen; Korrelation mit dem unverdeckten Gesicht "
        "{alike:.2f}{beside}."
    ),
    "Reconstruction": "Umkehren",
    "License plates": "Kennzeichen",
    "{plates:plate|plates}, none could be read before.": "{plates} Kennzeichen, keines war vorher zu lesen.",
    (
        "{read} of {plates:plate|plates} could be read before, {characters:character|characters}. After: "
        "{still_read} of them, {share:.1%} ({low:.1%} to {high:.1%}); the reading of another plate shares "
        "{by_chance:.1%} by chance. Whole plates still read: {whole_plates_still_read}."
    ): (
        "Vorher zu lesen: {read} von {plates} Kennzeichen, {characters} Zeichen. Nachher: {still_read} "
        "davon, {share:.1%} ({low:.1%} bis {high:.1%}); mit dem Gelesenen eines anderen Kennzeichens "
        "stimmen {by_chance:.1%} zufällig überein. Ganze Kennzeichen, die noch zu lesen sind: "
        "{whole_plates_still_read}."
    ),
    "plate": "Kennzeichen",
    "characters": "Zeichen",
    "still read": "noch gelesen",
    "hidden, soft edges with it": "verborgen, weiche Ränder mitgezählt",
    "equal bit for bit, of what is not": "Bit für Bit gleich, vom Rest",
    "PSNR of luma outside, dB (99: no difference)": (
        "PSNR der Helligkeit außerhalb, dB (99: kein Unterschied)"
    ),
    "the same, 8 pixels away from what is hidden": "dasselbe, 8 Pixel vom Verborgenen entfernt",
    "SSIM of luma outside": "SSIM der Helligkeit außerhalb",
    "Files that carry more than pixels: {files_with_carriers} of {files}.": (
        "Dateien, die mehr als Pixel tragen: {files_with_carriers} von {files}."
    ),
    "Pictures that are equal in every pixel outside: {wholly_equal} of {shots}.": (
        "Bilder, die außerhalb in jedem Pixel gleich sind: {wholly_equal} von {shots}."
    ),
    "outside of what is hidden": "außerhalb des Verborgenen",
    "mean": "Mittel",
    "95 %": "95 %",
    "Fidelity": "Treue",
    "without outline and pose": "ohne Umriss und Haltung",
    "matcher": "Vergleicher",
    "attack": "Angriff",
    "gallery": "Galerie",
    "first of all": "an erster Stelle",
    "control": "Kontrolle",
    "p": "p",
    "at {share:g} false accepts": "bei {share:g} falschen Treffern",
    "too few pairs": "zu wenige Paare",
    "chance {share:.1%}": "Zufall {share:.1%}",
    "Linked first; under it in grey the control; dashed: chance; thin: 95 % confidence.": (
        "An erster Stelle zugeordnet; darunter grau die Kontrolle; gestrichelt: Zufall; dünn: 95 % Konfidenz."
    ),
    "Who is linked, by attack": "Wer zugeordnet wird, nach Angriff",
    "What attackers see, of the first people:": "Was Angreifer sehen, von den ersten Menschen:",
    "asked, redacted second, clear second": "gefragt, verborgenes zweites, unverdecktes zweites",
    "asked, its control, redacted second, clear second": (
        "gefragt, seine Kontrolle, verborgenes zweites, unverdecktes zweites"
    ),
}

SENTENCES = {
    "Too few to conclude: {people} people can be compared, and it takes {least}.": (
        "Zu wenige für einen Schluss: {people:Mensch lässt|Menschen lassen} sich vergleichen, nötig sind {least}."
    ),
    "Too few people to learn from.": "Zu wenige Menschen, um daran zu lernen.",
    "Without a control: {more} of {asked} attacks link more people than guessing would.": (
        "Ohne Kontrolle: {more} von {asked} Angriffen ordnen mehr Menschen zu, als Raten es täte."
    ),
    (
        "Linkage is not above its control for any attack: nothing but the outline or the pose, which the "
        "method is open about, was found to be left."
    ): (
        "Kein Angriff ordnet mehr zu als seine Kontrolle: Es wurde nichts gefunden, was übrig wäre, außer "
        "Umriss oder Haltung, die das Verfahren offen zeigt."
    ),
    "Linkage is not above its control for any attack: nothing of the faces was found to be left.": (
        "Kein Angriff ordnet mehr zu als seine Kontrolle: Von den Gesichtern wurde nichts gefunden, was "
        "übrig wäre."
    ),
    (
        "Linkage is above its control for {above} of {tested} attacks, most clearly for {title}, {attack}, "
        "{gallery} gallery: something of the faces is left."
    ): (
        "{above} von {tested} Angriffen ordnen mehr zu als ihre Kontrolle, am deutlichsten {title}, "
        "{attack}, Galerie {gallery}: Von den Gesichtern ist etwas übrig."
    ),
    "32×32 grey values": "32×32 Grauwerte",
    "none: both photos clear": "keiner: beide Fotos unverdeckt",
    "one photo": "ein Foto",
    "several photos, rows averaged": "mehrere Fotos, Merkmale gemittelt",
    "several photos, pixels averaged": "mehrere Fotos, Pixel gemittelt",
    "trained on redacted faces, discriminant": "am Verborgenen gelernt, Diskriminanz",
    "trained on redacted faces, regression": "am Verborgenen gelernt, Regression",
    "undone": "umgekehrt",
    "clear": "unverdeckt",
    "redacted": "verborgen",
    "network": "ein Netz",
    "ridge regression": "Ridge-Regression",
    (
        "Undone by ridge regression, in closed form. A network undoes more; it is trained in an environment "
        "of its own: {command}. Then set {variable} to the full path of {python}."
    ): (
        "Umgekehrt durch Ridge-Regression, in geschlossener Form. Ein Netz kehrt mehr um; es wird in einer "
        "eigenen Umgebung trainiert: {command}. Setzen Sie dann {variable} auf den vollen Pfad von {python}."
    ),
    "smaller than {smallest} pixels": "kleiner als {smallest} Pixel",
    "unreadable or too near to the edge": "nicht lesbar oder zu nahe am Rand",
    "beyond the most": "über die Höchstzahl hinaus",
    "{output} has {width}×{height} pixels, its original {before}×{high}: it was not compared.": (
        "{output} hat {width}×{height} Pixel, das Original {before}×{high}: nicht verglichen."
    ),
    "Of {name} only {looked} of {of} frames could be reached and compared.": (
        "Von {name} ließen sich nur {looked} von {of} Einzelbildern erreichen und vergleichen."
    ),
    "No {label} of {smallest} pixels or more: nobody was compared.": (
        "Nichts ({label}) von {smallest} Pixeln oder mehr: Niemand wurde verglichen."
    ),
    (
        "Of {one} of {all} people there is one photo only: their second photos were made from it by shift, "
        "scale, light and coding. Real second photos are harder to link; what is linked here is an upper "
        "bound."
    ): (
        "Von {one} von {all} Menschen gibt es nur ein Foto: Das zweite wurde daraus durch Verschieben, "
        "Größe, Licht und Kodieren gemacht. Echte zweite Fotos sind schwerer zuzuordnen; was hier "
        "zugeordnet wird, ist eine obere Grenze."
    ),
    "Residue was not measured. {why}": "Ob noch etwas zu finden ist, wurde nicht gemessen. {why}",
    "Plates were not read. {why}": "Kennzeichen wurden nicht gelesen. {why}",
    "There is no license plate among the detections.": "Unter den Funden ist kein Kennzeichen.",
    "Without the matcher {name}: {why}": "Ohne den Vergleicher {name}: {why}",
    (
        "{title} runs in an environment of its own. Make it: python3 -m venv apart && apart/bin/pip install "
        "{packages}. Then set {variable} to the full path of apart/bin/python."
    ): (
        "{title} läuft in einer eigenen Umgebung. So entsteht sie: python3 -m venv apart && apart/bin/pip install "
        "{packages}. Setzen Sie dann {variable} auf den vollen Pfad von apart/bin/python."
    ),
    "It needs {package}. Install it: {command}.": "Er braucht {package}. So wird es installiert: {command}.",
    "The weights of {name} are missing. Fetch them: {command}.": (
        "Die Gewichte von {name} fehlen. Holen Sie sie: {command}."
    ),
    "{missing} of {all} files were changed since: they are not measured.": (
        "Inzwischen geändert und nicht gemessen: {missing} von {all:Datei|Dateien}."
    ),
}
