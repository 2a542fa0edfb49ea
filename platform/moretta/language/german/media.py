"""Files that cannot be read or written."""

MEDIA = {
    "{name} is not a picture that can be read. Remove it or convert it.": (
        "{name} ist kein lesbares Bild. Entfernen Sie es, oder wandeln Sie es um."
    ),
    "{name} claims more pixels than the limit, {most} million.": (
        "{name} gibt mehr Pixel an als die Grenze, {most} Millionen."
    ),
    "{name} is damaged: it begins as {kind}, but cannot be read further.": (
        "{name} ist beschädigt: Es beginnt als {kind}, lässt sich aber nicht weiter lesen."
    ),
    "{name} needs more memory than there is. Make it smaller.": (
        "{name} braucht mehr Speicher, als da ist. Machen Sie es kleiner."
    ),
    "{name} is damaged and cannot be decoded ({why}).": "{name} ist beschädigt und lässt sich nicht dekodieren ({why}).",
    "{name} is neither a picture nor a video that can be read. Remove it or convert it.": (
        "{name} ist weder ein lesbares Bild noch ein lesbares Video. Entfernen Sie es, oder wandeln Sie es um."
    ),
    "{name} is not a file but a pipe, socket, device or folder. Take it out.": (
        "{name} ist keine Datei, sondern Pipe, Socket, Gerät oder Ordner. Nehmen Sie es heraus."
    ),
    "{name} is empty (zero bytes). Copy it again from where it came.": (
        "{name} ist leer (null Bytes). Kopieren Sie es noch einmal von dort, wo es herkam."
    ),
    "{name} is empty (zero bytes). Upload the file again.": (
        "{name} ist leer (null Bytes). Laden Sie die Datei noch einmal hoch."
    ),
    "{name} cannot be read: {why}.": "{name} lässt sich nicht lesen: {why}.",
    "MORETTA_MAX_PIXELS has to be a whole number larger than zero, not {text}.": (
        "MORETTA_MAX_PIXELS ist eine ganze Zahl größer als null, nicht {text}."
    ),
    "MORETTA_MAX_VIDEO_{limit} is {text}. Set it to a number.": (
        "MORETTA_MAX_VIDEO_{limit} ist {text}. Setzen Sie es auf eine Zahl."
    ),
    "{name} has no pixels.": "{name} hat keine Pixel.",
    "{name} is {width}×{height}, {pixels} million pixels; the limit is {most} million. Raise MORETTA_MAX_PIXELS if this is no mistake.": (
        "{name} ist {width}×{height}, {pixels} Millionen Pixel; die Grenze ist {most} Millionen. Erhöhen Sie "
        "MORETTA_MAX_PIXELS, wenn das kein Versehen ist."
    ),
    "{name} has {size} GB; a picture may have {most}.": "{name} hat {size} GB; ein Bild darf {most} haben.",
    "{name} has floating-point pixels. Convert it to 16 or 8 bits.": (
        "{name} hat Pixel in Gleitkommazahlen. Wandeln Sie es in 16 oder 8 Bit um."
    ),
    "{name} has 32 bits a pixel. Convert it to 16 or 8.": (
        "{name} hat 32 Bit je Pixel. Wandeln Sie es in 16 oder 8 um."
    ),
    "{name} cannot be encoded ({why}).": "{name} lässt sich nicht kodieren ({why}).",
    "{name} cannot be written: {why}.": "{name} lässt sich nicht schreiben: {why}.",
    "{name} cannot be written as {format}: {why}.": "{name} lässt sich nicht als {format} schreiben: {why}.",
    "{name} could not be written: {why}.": "{name} ließ sich nicht schreiben: {why}.",
    "{name} could not be written: {some} of {all} frames came out.": (
        "{name} ließ sich nicht schreiben: {some} von {all} Einzelbildern kamen heraus."
    ),
    "{name} could not be written: frames are missing.": "{name} ließ sich nicht schreiben: Einzelbilder fehlen.",
    "{name} would still carry {what}; it was not written.": (
        "{name} trüge noch {what}; darum wurde es nicht geschrieben."
    ),
    "{name} has no frame {frame}.": "{name} hat kein Einzelbild {frame}.",
    "{name} holds no frame that can be decoded. Check that it plays.": (
        "{name} enthält kein Einzelbild, das sich dekodieren lässt. Prüfen Sie, ob es abspielt."
    ),
    "{name} has {n} frames or more; at most {most} are taken (MORETTA_MAX_VIDEO_FRAMES). Cut it into parts.": (
        "{name} hat {n} Einzelbilder oder mehr; höchstens {most} werden angenommen (MORETTA_MAX_VIDEO_FRAMES). Teilen "
        "Sie es."
    ),
    "{name} holds no video stream, only {held}.": "{name} enthält keinen Videostrom, nur {held}.",
    "{name} is coded in a way no decoder here can read. Convert it to MP4.": (
        "{name} ist so kodiert, dass kein Dekoder hier es lesen kann. Wandeln Sie es in MP4 um."
    ),
    "{name} lasts {hours} hours; at most {most} are taken (MORETTA_MAX_VIDEO_SECONDS). Cut it into parts.": (
        "{name} dauert {hours} Stunden; höchstens {most} werden angenommen (MORETTA_MAX_VIDEO_SECONDS). Teilen Sie es."
    ),
    "{name} has frames of {width} × {height} pixels; at most {most} pixels are taken (MORETTA_MAX_VIDEO_PIXELS).": (
        "{name} hat Einzelbilder von {width} × {height} Pixeln; höchstens {most} Pixel werden angenommen "
        "(MORETTA_MAX_VIDEO_PIXELS)."
    ),
    "{name} takes longer than {seconds} seconds to decode (MORETTA_MAX_VIDEO_WORKING_SECONDS).": (
        "{name} braucht zum Dekodieren länger als {seconds} Sekunden (MORETTA_MAX_VIDEO_WORKING_SECONDS)."
    ),
    "{name} cannot be worked on in parts. Do it as a whole.": (
        "{name} lässt sich nicht in Teilen bearbeiten. Bearbeiten Sie es im Ganzen."
    ),
    "{name} is not what it was.": "{name} ist nicht mehr, was es war.",
    "Its parts differ.": "Seine Teile sind verschieden.",
    "The parts of {name} do not fit together. Make it as a whole.": (
        "Die Teile von {name} passen nicht zusammen. Machen Sie es im Ganzen."
    ),
    "{name} cannot be entered. Do it as a whole.": (
        "{name} lässt sich nicht mittendrin beginnen. Bearbeiten Sie es im Ganzen."
    ),
    "{name} cannot be opened: {why}.": "{name} lässt sich nicht öffnen: {why}.",
    "{name} cannot be opened as a video: it is damaged, cut off or of an unknown format. Check that it plays, or convert it to MP4.": (
        "{name} lässt sich nicht als Video öffnen: Es ist beschädigt, abgeschnitten oder von unbekanntem Format. Prüfen "
        "Sie, ob es abspielt, oder wandeln Sie es in MP4 um."
    ),
    "{name} does not fit its frame table: no frame was found.": (
        "{name} passt nicht zu seiner Tabelle der Einzelbilder: Keines wurde gefunden."
    ),
    "Some frames of {name} cannot be decoded.": "Einige Einzelbilder von {name} lassen sich nicht dekodieren.",
    "Frame {frame} of {name} cannot be decoded.": "Einzelbild {frame} von {name} lässt sich nicht dekodieren.",
    "The picture does not fit into memory.": "Das Bild passt nicht in den Speicher.",
    "The pictures do not fit into memory.": "Die Bilder passen nicht in den Speicher.",
    "{name} cannot be worked on in shares. Do it as a whole.": (
        "{name} lässt sich nicht aufteilen. Bearbeiten Sie es im Ganzen."
    ),
    "The file is damaged or cut off: what could not be decoded is grey or distorted.": (
        "Die Datei ist beschädigt oder abgeschnitten: Was sich nicht dekodieren ließ, ist grau oder verzerrt."
    ),
    "{n} bytes after the end of the picture are dropped.": "{n} Bytes nach dem Ende des Bilds fallen weg.",
    "{n} bits a channel are reduced to 8.": "{n} Bit je Kanal werden auf 8 verringert.",
    "16 bits a channel are reduced to 8.": "16 Bit je Kanal werden auf 8 verringert.",
    "Transparency is dropped: every pixel is opaque.": "Durchsichtigkeit fällt weg: Jedes Pixel ist deckend.",
    "CMYK is converted to RGB.": "CMYK wird in RGB umgewandelt.",
    "{n} further {what}{are} dropped.": "{n} weitere fallen weg ({what}).",
    "The file is damaged: {errors} at frame {spots}.": "Die Datei ist beschädigt: {errors} bei Einzelbild {spots}.",
    "The file breaks off after {frames}.": "Die Datei bricht ab nach: {frames}.",
    "{frames} had no usable time and got one between the others.": (
        "{frames}: ohne brauchbare Zeit, und bekamen eine zwischen den anderen."
    ),
    "The frame size changes within the video; all frames are brought to the first one's size.": (
        "Die Größe ändert sich im Video; alle Einzelbilder bekommen die des ersten."
    ),
    "The video asks to be shown tilted by an angle that is no quarter turn; that is ignored.": (
        "Das Video verlangt eine Drehung, die keine Vierteldrehung ist; das bleibt unbeachtet."
    ),
    "{tracks} will be dropped.": "Fällt weg: {tracks}.",
    "The file announces {frames}; {shown} are shown.": "Die Datei kündigt an: {frames}; gezeigt werden {shown}.",
    "1 error": "1 Fehler",
    "{n} errors": "{n} Fehler",
    "1 frame": "1 Einzelbild",
    "{n} frames": "{n} Einzelbilder",
    "1 subtitle track": "1 Spur mit Untertiteln",
    "{n} subtitle tracks": "{n} Spuren mit Untertiteln",
    "1 cover picture": "1 Titelbild",
    "{n} cover pictures": "{n} Titelbilder",
    "1 further video track": "1 weitere Videospur",
    "{n} further video tracks": "{n} weitere Videospuren",
    "1 data track": "1 Datenspur",
    "{n} data tracks": "{n} Datenspuren",
}
