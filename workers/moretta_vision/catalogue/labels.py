"""What can be looked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LabelKind:
    """What a label stands for. `chip` is the letter that tells the kind on a picture, never a colour."""

    name: str
    title: str
    plural: str
    chip: str


LABEL_KINDS: dict[str, LabelKind] = {
    kind.name: kind
    for kind in (
        LabelKind("face", "Face", "faces", "F"),
        LabelKind("license_plate", "License plate", "license plates", "L"),
        LabelKind("person", "Person", "people", "P"),
        LabelKind("vehicle", "Vehicle", "vehicles", "V"),
        LabelKind("screen", "Screen", "screens", "S"),
        LabelKind("text", "Text", "texts", "T"),
        LabelKind("object", "Object", "objects", "O"),
    )
}
