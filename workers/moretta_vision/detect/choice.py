"""Which detectors answer a wish for labels."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue import DEFAULT_PRESET, LABEL_KINDS, PRESETS, DetectorInfo
from ..own_models import info_of, known
from . import availability
from .base import DetectorUnavailable


def choose(
    labels: Sequence[str] | None,
    detector: str | None = None,
    preset: str | None = None,
    provider: str | None = None,
) -> dict[str, list[str]]:
    """Detector names, each with the labels it has to find: those of the preset, or the one detector named.

    `labels` None: faces with a preset, else whatever the detector finds. Without a detector the preset is the default
    one. Raises DetectorUnavailable, with a sentence, for an unknown label, detector or preset, both a preset and a
    detector, a label that is not found by them, and a detector that cannot run here: a preset is never run weaker.
    """
    if detector is not None and preset is not None:
        raise DetectorUnavailable("Name a preset or a detector, not both.")
    info = info_of(detector) if detector is not None else None
    if detector is not None and info is None:
        raise DetectorUnavailable(f"There is no detector {detector!r}; there are {', '.join(known())}.")
    if preset is not None and preset not in PRESETS:
        raise DetectorUnavailable(f"There is no preset {preset!r}; there are {', '.join(PRESETS)}.")
    if labels is None:
        labels = info.labels if info else ("face",)
    chosen: dict[str, list[str]] = {}
    for label in dict.fromkeys(labels):
        name = _of_detector(label, info) if info else of_preset(label, preset or DEFAULT_PRESET)
        chosen.setdefault(name, []).append(label)
    if not chosen:
        raise DetectorUnavailable(f"Name at least one label; there are {', '.join(LABEL_KINDS)}.")
    reason = next(filter(None, (availability(name, provider) for name in chosen)), None)
    if reason:
        raise DetectorUnavailable(reason)
    return chosen


def of_preset(label: str, preset: str) -> str:
    """The detector by which a preset finds a label. Raises DetectorUnavailable."""
    _known(label)
    found = PRESETS[preset].detectors.get(label)
    if found is None:
        raise DetectorUnavailable(f"No detector of the preset {preset} can find {label}. Mark it by hand.")
    return found


def _of_detector(label: str, detector: DetectorInfo) -> str:
    _known(label)
    if label not in detector.labels:
        finds = ", ".join(detector.labels)
        raise DetectorUnavailable(f"The detector {detector.name} finds {finds}, not {label}.")
    return detector.name


def _known(label: str) -> None:
    if label not in LABEL_KINDS:
        raise DetectorUnavailable(f"There is no label {label!r}; there are {', '.join(LABEL_KINDS)}.")
