"""Names, kinds and properties of detectors, methods and labels: no heavy import, so that every process may read it."""

from __future__ import annotations

from .elsewhere import ELSEWHERE
from .faces import FACES
from .info import DetectorInfo
from .labels import LABEL_KINDS, LabelKind
from .methods import (
    DEFAULT_METHOD,
    IN_PLACE,
    METHODS,
    RENDER_VERSIONS,
    SHAPES,
    STRENGTHS,
    MethodInfo,
    readable,
    unfitting,
)
from .others import OTHERS
from .presets import DEFAULT_PRESET, PRESETS, PresetInfo

__all__ = [
    "DEFAULT_METHOD",
    "DEFAULT_PRESET",
    "DETECTORS",
    "IN_PLACE",
    "LABEL_KINDS",
    "METHODS",
    "PRESETS",
    "RENDER_VERSIONS",
    "SHAPES",
    "STRENGTHS",
    "DetectorInfo",
    "LabelKind",
    "MethodInfo",
    "PresetInfo",
    "readable",
    "unfitting",
    "weights_of_methods",
    "weights_of_preset",
]

DETECTORS: dict[str, DetectorInfo] = {one.name: one for one in (*FACES, *OTHERS, *ELSEWHERE)}


def weights_of_preset(name: str) -> list[str]:
    """The weights that a preset needs, whatever it looks for."""
    detectors = PRESETS[name].detectors.values()
    return list(dict.fromkeys(weights for one in detectors for weights in DETECTORS[one].weights))


def weights_of_methods() -> list[str]:
    """The weights that some ways to hide look with."""
    return list(dict.fromkeys(weights for one in METHODS.values() for weights in one.weights))
