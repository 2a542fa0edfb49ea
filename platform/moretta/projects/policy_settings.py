"""What a policy says for each label, with defaults, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from moretta.api import BadField
from moretta_vision.catalogue import (
    DEFAULT_DETECTOR,
    DEFAULT_METHOD,
    DETECTORS,
    METHODS,
    SHAPES,
    detectors_for,
)

from .models import Label

AUDIO = ("keep", "remove")
MARGIN = {"ellipse": 0.05, "box": 0.15}  # an ellipse already encloses the box, with √2 of its sides
COLOR = "1B1E24"
MANUAL_THRESHOLD = 0.5
"""Threshold of a label that no detector finds: imported objects below it stay candidates."""


def label_settings(kind: str, *, redact: bool, method: str = DEFAULT_METHOD) -> dict[str, Any]:
    """The settings that a label of this kind starts with."""
    found = [name for name in (DEFAULT_DETECTOR, *detectors_for(kind)) if kind in DETECTORS[name].labels]
    shape = "ellipse" if kind == "face" else "box"
    return {
        "redact": redact,
        "method": method,
        "shape": shape,
        "margin": MARGIN[shape],
        "color": COLOR,
        "strength": 1.0,
        "threshold": DETECTORS[found[0]].operating_threshold if found else MANUAL_THRESHOLD,
    }


def check_label_settings(given: Any, field: str, before: dict[str, Any]) -> dict[str, Any]:
    """The settings of one label over those `before`; raises BadField naming the field."""
    if not isinstance(given, dict):
        raise BadField(field, f"{field} is an object of settings.")
    if unknown := set(given) - set(before):
        raise BadField(f"{field}.{min(unknown)}", f"There is no setting {min(unknown)!r} of a label.")
    found = {**before, **given}
    if not isinstance(found["redact"], bool):
        raise BadField(f"{field}.redact", "redact is true or false.")
    _choice(found["method"], tuple(METHODS), f"{field}.method")
    _choice(found["shape"], SHAPES, f"{field}.shape")
    found["margin"] = _number(found["margin"], 0, 5, f"{field}.margin")
    found["strength"] = _number(found["strength"], 0.25, 4, f"{field}.strength")
    found["threshold"] = _number(found["threshold"], 0, 1, f"{field}.threshold")
    color = str(found["color"]).removeprefix("#").upper()
    if not re.fullmatch("[0-9A-F]{6}", color):
        raise BadField(f"{field}.color", "color is six hexadecimal digits, as in 1B1E24.")
    found["color"] = color
    return found


def check_settings(given: Any, labels: Iterable[Label], before: dict[str, Any]) -> dict[str, Any]:
    """Whole policy settings: what is given over what was, for exactly the project's labels."""
    if not isinstance(given, dict):
        raise BadField("settings", "settings is an object with labels, audio and detector.")
    if unknown := set(given) - {"labels", "audio", "detector"}:
        raise BadField(f"settings.{min(unknown)}", f"There is no setting {min(unknown)!r} of a policy.")
    named = given.get("labels", {})
    if not isinstance(named, dict):
        raise BadField("settings.labels", "labels is an object of label ids and their settings.")
    known = {str(label.pk): label for label in labels}
    if strangers := set(named) - set(known):
        raise BadField(f"settings.labels.{min(strangers)}", "This is not a label of the project.")
    old = before.get("labels", {})
    found = {
        id: check_label_settings(
            named.get(id, {}),
            f"settings.labels.{id}",
            old.get(id) or label_settings(label.kind, redact=False),
        )
        for id, label in known.items()
    }
    audio = given.get("audio", before.get("audio", "keep"))
    _choice(audio, AUDIO, "settings.audio")
    detector = given.get("detector", before.get("detector", DEFAULT_DETECTOR))
    _choice(detector, tuple(DETECTORS), "settings.detector")
    return {"labels": found, "audio": audio, "detector": detector}


def _choice(value: Any, among: tuple[str, ...], field: str) -> None:
    if value not in among:
        raise BadField(field, f"{field.rpartition('.')[2]} is one of {', '.join(among)}.")


def _number(value: Any, low: float, high: float, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadField(field, f"{field.rpartition('.')[2]} is a number from {low} to {high}.")
    return float(value)
