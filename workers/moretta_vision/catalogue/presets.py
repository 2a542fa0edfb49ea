"""Choices of detectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PresetInfo:
    """A choice of detectors, one for each label kind."""

    name: str
    title: str
    detectors: Mapping[str, str]
    says: str


PRESETS: dict[str, PresetInfo] = {
    preset.name: preset
    for preset in (
        PresetInfo(
            "fast",
            "Fast",
            {
                "face": "faces-fast",
                "license_plate": "plate-text",
                "person": "people-fast",
                "vehicle": "yolox",
                "screen": "yolox",
                "text": "text",
            },
            "For a first look, or for large clear faces: a sixth of the default's time, and it misses more small"
            " ones.",
        ),
        PresetInfo(
            "balanced",
            "Balanced",
            {
                "face": "faces-balanced",
                "license_plate": "plate-text",
                "person": "people",
                "vehicle": "yolox",
                "screen": "yolox",
                "text": "text",
            },
            "Finds nearly everyone at a cost that suits thousands of pictures. The default.",
        ),
        PresetInfo(
            "thorough",
            "Thorough",
            {
                "face": "faces-thorough",
                "license_plate": "plate-text",
                "person": "people",
                "vehicle": "yolox",
                "screen": "yolox",
                "text": "text",
            },
            "Looks six times at each picture: for crowds, and where a missed face weighs more than hours of computing.",
        ),
    )
}

DEFAULT_PRESET = "balanced"
