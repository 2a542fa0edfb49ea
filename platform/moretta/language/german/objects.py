"""Objects on pictures and changes of them."""

OBJECTS = {
    "Too many people are saving this asset at the same moment. Try again.": (
        "Zu viele speichern das in diesem Augenblick. Versuchen Sie es noch einmal."
    ),
    "An object was": "Ein Objekt wurde",
    "{number} objects were": "{number} Objekte wurden",
    "{things} changed by someone else meanwhile. Choose which version stays.": (
        "{things} inzwischen von jemand anderem geändert. Wählen Sie, welche Fassung bleibt."
    ),
    "base_revision is the revision that the changes were made on.": (
        "base_revision ist die Revision, auf der die Änderungen gemacht wurden."
    ),
    "The asset is at revision {now}; {base} is not there yet.": (
        "Das steht bei Revision {now}; {base} gibt es noch nicht."
    ),
    "This id is taken. Make a new UUID for a new change.": (
        "Diese Kennung ist vergeben. Machen Sie für eine neue Änderung eine neue UUID."
    ),
    "This id is taken. Make a new UUID for a new object.": (
        "Diese Kennung ist vergeben. Machen Sie für ein neues Objekt eine neue UUID."
    ),
    "There is no such object in this asset.": "Dieses Objekt gibt es hier nicht.",
    "This object was deleted. Restore it first.": "Dieses Objekt wurde gelöscht. Stellen Sie es zuerst wieder her.",
    "An object keeps at least one keyframe. Delete it instead.": (
        "Ein Objekt behält mindestens ein Schlüsselbild. Löschen Sie es stattdessen."
    ),
    "An object cannot begin with an outside keyframe.": (
        "Ein Objekt kann nicht mit einem Schlüsselbild außerhalb beginnen."
    ),
    "show is open, certain, waiting, hidden or kept.": "show ist open, certain, waiting, hidden oder kept.",
    "ids are ids of objects with commas between.": "ids sind Kennungen von Objekten mit Kommas dazwischen.",
    "label is the id of a label.": "label ist die Kennung eines Labels.",
    "Nothing that looks clean is left to draw a sample of.": (
        "Es ist nichts mehr da, was sauber aussieht, um eine Stichprobe daraus zu ziehen."
    ),
    "There are no clips to draw a sample of.": "Es sind keine Videos da, um eine Stichprobe daraus zu ziehen.",
    "frames are frames of the sample, each with its clip.": (
        "frames sind Einzelbilder der Stichprobe, jedes mit seinem Video."
    ),
    "missed are ids of pictures of the sample.": "missed sind IDs von Bildern der Stichprobe.",
    "{left} of the sample were not looked through yet.": "{left} der Stichprobe wurden noch nicht durchgesehen.",
    "looks is clean or doubtful.": "looks ist clean oder doubtful.",
    "sample is the id of a sample of this dataset.": "sample ist die ID einer Stichprobe dieses Datensatzes.",
    "No detector has searched it. Search it first.": (
        "Kein Detektor hat es durchsucht. Durchsuchen Sie es zuerst."
    ),
    "What was found in it is not kept as it would have to be. Search it again.": (
        "Was darin gefunden wurde, ist nicht so aufbewahrt, wie es nötig wäre. Durchsuchen Sie es noch einmal."
    ),
    "Finds below {score} were not followed in it. To follow them, publish a lower threshold and search it again.": (
        "Funde unter {score} wurden darin nicht verfolgt. Veröffentlichen Sie dafür eine niedrigere Schwelle und "
        "durchsuchen Sie es noch einmal."
    ),
    "{name}: the label, or who asked for it, is not there any more.": (
        "{name}: Das Label, oder wer darum bat, ist nicht mehr da."
    ),
    "{name} does not wait any more, so it was left as it is.": (
        "{name} wartet nicht mehr und blieb darum, wie es ist."
    ),
    "Say why it stays visible: what is kept needs a reason.": (
        "Sagen Sie, warum es sichtbar bleibt: Was behalten wird, braucht einen Grund."
    ),
    "Say why they stay visible.": "Sagen Sie, warum sie sichtbar bleiben.",
    "Somebody has changed it meanwhile. Look at it again.": (
        "Jemand hat es inzwischen geändert. Sehen Sie es noch einmal an."
    ),
    "It is not there any more.": "Es ist nicht mehr da.",
    "flags is a list of at most {most} flags.": "flags ist eine Liste von höchstens {most} Zeichen.",
    "A flag is an object with flag, says and frames.": "Ein Zeichen ist ein Objekt mit flag, says und frames.",
    "A flag has no field {name}.": "Ein Feld {name} hat ein Zeichen nicht.",
    "seen is true or false.": "seen ist true oder false.",
    "frames are the first and the last one, from 0 to {last}, or null.": (
        "frames sind das erste und das letzte, von 0 bis {last}, oder null."
    ),
    "frame is one with others before it: 1 to {last}.": "frame ist eines, vor dem andere liegen: 1 bis {last}.",
    "frame is one with others after it: 0 to {last}.": (
        "frame ist eines, nach dem weitere kommen: 0 bis {last}."
    ),
    "A place lies inside the picture of {width} x {height} pixels.": (
        "Eine Stelle liegt im Bild von {width} x {height} Pixeln."
    ),
    "Say which frames, or which places of frames, are wanted.": (
        "Geben Sie an, welche Einzelbilder oder welche Stellen davon gewünscht sind."
    ),
    "at lies inside the picture of {width} x {height} pixels.": (
        "at liegt im Bild von {width} x {height} Pixeln."
    ),
    "changes is a list of at least one change.": "changes ist eine Liste von mindestens einer Änderung.",
    "At most {most} changes go into one request.": "Höchstens {most} Änderungen gehen in eine Anfrage.",
    "The operation {op} has no field {name}.": "Ein Feld {name} hat die Operation {op} nicht.",
    "The picture has not been read yet. Try again when it is there.": (
        "Das Bild ist noch nicht gelesen. Versuchen Sie es noch einmal, wenn es da ist."
    ),
    "This is not a label of the asset's project.": "Das ist kein Label dieses Projekts.",
    "score is a number from 0 to 1.": "score ist eine Zahl von 0 bis 1.",
    "At most {most} keyframes go into one operation.": "Höchstens {most} Schlüsselbilder gehen in eine Operation.",
    "Two changes of one request have the same id.": "Zwei Änderungen einer Anfrage haben dieselbe Kennung.",
    "A change has at least one operation.": "Eine Änderung hat mindestens eine Operation.",
    "At most {most} operations go into one request.": "Höchstens {most} Operationen gehen in eine Anfrage.",
    "set names at least one of {fields}.": "set nennt mindestens eines von {fields}.",
    "{name} cannot be set.": "{name} lässt sich nicht setzen.",
    "put and remove are lists, and at least one of them says something.": (
        "put und remove sind Listen, und mindestens eine sagt etwas."
    ),
    "reason is a text of at most 200 characters.": "reason ist ein Text von höchstens 200 Zeichen.",
    "attributes is an object of at most {most} characters.": "attributes ist ein Objekt von höchstens {most} Zeichen.",
    "Some of these objects are not in this dataset any more.": (
        "Einige dieser Objekte sind nicht mehr in diesem Datensatz."
    ),
    "The body is an object with base_revision and changes.": (
        "Der Inhalt ist ein Objekt mit base_revision und changes."
    ),
    "Not searched for {what} yet. Run a detector that finds it, or look through it and mark it as searched.": (
        "Noch nicht durchsucht: {what}. Lassen Sie einen Detektor suchen, der es findet, oder sehen Sie es durch und "
        "vermerken Sie es als durchsucht."
    ),
    "An object needs at least one keyframe.": "Ein Objekt braucht mindestens ein Schlüsselbild.",
    "A decision is one of {choices}, not {decision}.": "Eine Entscheidung ist eines von {choices}, nicht {decision}.",
    "A score has to be a number from 0 to 1.": "Ein score ist eine Zahl von 0 bis 1.",
    "A keyframe is an object with the fields frame and shape.": (
        "Ein Schlüsselbild ist ein Objekt mit den Feldern frame und shape."
    ),
    "{field}.frame has to be a whole number from 0 to {last}.": "{field}.frame ist eine ganze Zahl von 0 bis {last}.",
    "Keyframes have to be sorted by frame, one for a frame.": (
        "Schlüsselbilder sind nach Einzelbild geordnet, je eines für ein Einzelbild."
    ),
    "outside and occluded have to be true or false.": "outside und occluded sind true oder false.",
    "A shape's type is one of {choices}, not {kind}.": "Der Typ einer Form ist eines von {choices}, nicht {kind}.",
    "A shape is an object with the fields type and data.": "Eine Form ist ein Objekt mit den Feldern type und data.",
    "The {kind} lies outside the picture of {width}×{height} pixels.": (
        "{kind}: Das liegt außerhalb des Bilds von {width}×{height} Pixeln."
    ),
    "{field} has to be {form}.": "{field} muss sein: {form}.",
    "{field} has to be a number.": "{field} ist eine Zahl.",
    "{field} is too large to be a pixel coordinate.": "{field} ist für eine Koordinate in Pixeln zu groß.",
    "A polygon needs at least three points [x, y].": "Ein Polygon braucht mindestens drei Punkte [x, y].",
    "A polygon has at most {most} points.": "Ein Polygon hat höchstens {most} Punkte.",
    "A polygon needs at least three different points.": "Ein Polygon braucht mindestens drei verschiedene Punkte.",
    "A mask is an object with the fields x, y, size and counts.": (
        "Eine Maske ist ein Objekt mit den Feldern x, y, size und counts."
    ),
    "data.size has to be [height, width], both larger than zero.": (
        "data.size ist [Höhe, Breite], beide größer als null."
    ),
    "A mask's offset has to be whole pixels.": "Der Versatz einer Maske ist in ganzen Pixeln.",
    "data.counts has to be COCO's compressed run lengths, a string.": (
        "data.counts sind die gepackten Lauflängen von COCO, eine Zeichenkette."
    ),
    "data.counts does not fill data.size.": "data.counts füllt data.size nicht aus.",
    "The mask has no pixel.": "Die Maske hat kein Pixel.",
    "Width and height have to be larger than zero.": "Breite und Höhe sind größer als null.",
    "data.counts is cut off or not COCO's compressed run lengths.": (
        "data.counts ist abgeschnitten oder keine gepackten Lauflängen von COCO."
    ),
    "data.counts is not COCO's compressed run lengths.": "data.counts sind keine gepackten Lauflängen von COCO.",
}
