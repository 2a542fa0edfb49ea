"""What a policy says for each label, with defaults, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from moretta.api import BadField
from moretta.detections.plans import detectors_of, of_preset, operating_threshold
from moretta_vision.catalogue import (
    DEFAULT_METHOD,
    DEFAULT_PRESET,
    IN_PLACE,
    METHODS,
    PRESETS,
    SHAPES,
    readable,
    unfitting,
)
from moretta_vision.own_models import detectors_for, info_of

from .models import Label

AUDIO = ("keep", "remove", "voices")
CODECS = ("same", "h264", "h265", "vp9", "av1")
"""What videos are coded as: their own codec where the file can hold it, or one of those of the video library."""
MARGIN = {
    "ellipse": 0.05,
    "box": 0.15,
    "face": 0.1,
    "head": 0.05,
}  # all but the box are larger than it already
COLOR = "1B1E24"


def label_settings(
    kind: str, *, redact: bool, method: str = DEFAULT_METHOD, preset: str = DEFAULT_PRESET
) -> dict[str, Any]:
    """The settings that a label of this kind starts with, where a preset finds it."""
    shape = "ellipse" if kind == "face" else "box"
    if unfitting(kind, method):
        method = IN_PLACE
    elif kind == METHODS[method].only:
        shape = METHODS[method].shape
    return {
        "redact": redact,
        "method": method,
        "shape": shape,
        "margin": MARGIN[shape],
        "color": COLOR,
        "strength": 1.0,
        "feather": 0.0,
        "threshold": operating_threshold(of_preset(preset, kind)),
        "detectors": [],
    }


def check_label_settings(given: Any, field: str, before: dict[str, Any], kind: str) -> dict[str, Any]:
    """The settings of one label of this kind over those `before`; raises BadField naming the field."""
    if not isinstance(given, dict):
        raise BadField(field, f"{field} is an object of settings.")
    before = {"feather": 0.0, **before}
    if unknown := set(given) - set(before):
        raise BadField(f"{field}.{min(unknown)}", f"There is no setting {min(unknown)!r} of a label.")
    found = {**before, **given}
    if not isinstance(found["redact"], bool):
        raise BadField(f"{field}.redact", "redact is true or false.")
    _choice(found["method"], tuple(METHODS), f"{field}.method")
    _choice(found["shape"], SHAPES, f"{field}.shape")
    found["margin"] = _number(found["margin"], 0, 5, f"{field}.margin")
    found["strength"] = _number(found["strength"], 0.25, 4, f"{field}.strength")
    found["feather"] = _number(found["feather"], 0, 1, f"{field}.feather")
    if found["redact"] and (why := readable(kind, found["method"], found["strength"])):
        raise BadField(f"{field}.method", why)
    if found["redact"] and (why := unfitting(kind, found["method"])):
        raise BadField(f"{field}.method", why)
    found["threshold"] = _number(found["threshold"], 0, 1, f"{field}.threshold")
    color = str(found["color"]).removeprefix("#").upper()
    if not re.fullmatch("[0-9A-F]{6}", color):
        raise BadField(f"{field}.color", "color is six hexadecimal digits, as in 1B1E24.")
    found["color"] = color
    found["detectors"] = _detectors(found["detectors"], kind, f"{field}.detectors")
    return found


def _detectors(given: Any, kind: str, field: str) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise BadField(field, "detectors is a list of names; an empty one leaves it to the preset.")
    what = kind.replace("_", " ")
    for name in given:
        info = info_of(name)
        if info is None:
            raise BadField(field, f"There is no detector {name!r}; {what} is found by {_able(kind)}.")
        if kind not in info.labels:
            finds = ", ".join(info.labels).replace("_", " ")
            raise BadField(field, f"{name} finds {finds}, not {what}, which is found by {_able(kind)}.")
    return list(dict.fromkeys(given))


def _able(kind: str) -> str:
    return ", ".join(detectors_for(kind)) or "none"


def check_settings(given: Any, labels: Iterable[Label], before: dict[str, Any]) -> dict[str, Any]:
    """Whole policy settings: what is given over what was, for exactly the project's labels. `zones` are checked apart.

    A threshold that is not given and was its detectors' own follows when other detectors find the label.
    """
    if not isinstance(given, dict):
        raise BadField("settings", "settings is an object with labels, audio, codec, preset and zones.")
    if unknown := set(given) - {"labels", "audio", "codec", "preset", "zones"}:
        raise BadField(f"settings.{min(unknown)}", f"There is no setting {min(unknown)!r} of a policy.")
    named = given.get("labels", {})
    if not isinstance(named, dict):
        raise BadField("settings.labels", "labels is an object of label ids and their settings.")
    known = {str(label.pk): label for label in labels}
    if strangers := set(named) - set(known):
        raise BadField(f"settings.labels.{min(strangers)}", "This is not a label of the project.")
    audio = given.get("audio", before.get("audio", "keep"))
    _choice(audio, AUDIO, "settings.audio")
    codec = given.get("codec", before.get("codec", "same"))
    _choice(codec, CODECS, "settings.codec")
    preset = given.get("preset", before.get("preset", DEFAULT_PRESET))
    _choice(preset, tuple(PRESETS), "settings.preset")
    old = before.get("labels", {})
    found = {
        id: check_label_settings(
            named.get(id, {}),
            f"settings.labels.{id}",
            old.get(id) or label_settings(label.kind, redact=False, preset=preset),
            label.kind,
        )
        for id, label in known.items()
    }
    after = {"labels": found, "audio": audio, "codec": codec, "preset": preset}
    if zones := given.get("zones", before.get("zones")):
        after["zones"] = zones
    for id in set(old) & set(found):
        if "threshold" in named.get(id, {}):
            continue
        was, now = (operating_threshold(detectors_of(s, id, known[id].kind)) for s in (before, after))
        if found[id]["threshold"] == was:
            found[id]["threshold"] = now
    return after


def _choice(value: Any, among: tuple[str, ...], field: str) -> None:
    if not isinstance(value, str) or value not in among:
        raise BadField(field, f"{field.rpartition('.')[2]} is one of {', '.join(among)}.")


def _number(value: Any, low: float, high: float, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadField(field, f"{field.rpartition('.')[2]} is a number from {low} to {high}.")
    return float(value)
