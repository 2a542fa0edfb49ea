"""Names, kinds and properties of detectors, methods and labels: no heavy import, so that every process may read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LabelKind:
    """What a label stands for. `chip` is the letter that tells the kind on a picture, never a colour."""

    name: str
    title: str
    plural: str
    chip: str


@dataclass(frozen=True)
class DetectorInfo:
    """A detector: which label kinds it finds, from which score on it is believed, which weights it needs."""

    name: str
    title: str
    labels: tuple[str, ...]
    operating_threshold: float
    store_floor: float
    """Candidates below this score are not even stored."""
    licence: str
    weights: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class MethodInfo:
    """A way to hide: *visual* only changes the look, *irreversible* leaves nothing, *synthetic* puts something new."""

    name: str
    title: str
    kind: str
    says: str


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

DETECTORS: dict[str, DetectorInfo] = {
    detector.name: detector
    for detector in (
        DetectorInfo(
            name="yunet",
            title="YuNet",
            labels=("face",),
            operating_threshold=0.6,
            store_floor=0.1,
            licence="MIT",
            weights=("yunet",),
            says="Faces, frontal to profile, from about 10 pixels up. Small and quick; the default.",
        ),
        DetectorInfo(
            name="mediapipe",
            title="MediaPipe, short range",
            labels=("face",),
            operating_threshold=0.5,
            store_floor=0.2,
            licence="Apache-2.0",
            weights=("mediapipe-short",),
            says="Large faces near the camera, as in a video call. Finds few small ones.",
        ),
    )
}

DEFAULT_DETECTOR = "yunet"

MACHINE_CAN_UNDO = "visual, a machine can undo it"

METHODS: dict[str, MethodInfo] = {
    method.name: method
    for method in (
        MethodInfo(
            "solid",
            "Solid",
            "irreversible",
            "One colour. Nothing of what was there is left; irreversible.",
        ),
        MethodInfo(
            "gaussian",
            "Gaussian blur",
            "visual",
            f"Smooth blur, relative to the object's size: {MACHINE_CAN_UNDO}.",
        ),
        MethodInfo(
            "mosaic",
            "Mosaic",
            "visual",
            f"Coarse squares, relative to the object's size: {MACHINE_CAN_UNDO}.",
        ),
    )
}

DEFAULT_METHOD = "solid"

SHAPES = ("box", "ellipse")

RENDER_VERSIONS = {"thumbnail": 1, "proxy": 1, "redacted": 1, "redacted_thumbnail": 1}
"""Raised by hand, a kind at a time, when the same recipe gives other pixels than before."""


def detectors_for(label: str) -> list[str]:
    """The names of the detectors that can find a label kind."""
    return [name for name, detector in DETECTORS.items() if label in detector.labels]
