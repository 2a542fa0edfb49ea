"""Which detectors answer a wish for labels."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue import DEFAULT_DETECTOR, DETECTORS, LABEL_KINDS, detectors_for
from . import availability
from .base import DetectorUnavailable


def choose(
    labels: Sequence[str] | None, detector: str | None, provider: str | None = None
) -> dict[str, list[str]]:
    """Detector names, each with the labels it has to find.

    `labels` None: whatever the detector (the default one where none is named) finds. Raises DetectorUnavailable, with
    a sentence, for an unknown label or detector, a label that nothing installed can find, and a detector that
    cannot run here.
    """
    if detector is not None and detector not in DETECTORS:
        raise DetectorUnavailable(f"There is no detector {detector!r}; there are {', '.join(DETECTORS)}.")
    wanted = list(DETECTORS[detector or DEFAULT_DETECTOR].labels if labels is None else dict.fromkeys(labels))
    chosen: dict[str, list[str]] = {}
    for label in wanted:
        chosen.setdefault(_detector_for(label, detector, provider), []).append(label)
    if not chosen:
        raise DetectorUnavailable(f"Name at least one label; there are {', '.join(LABEL_KINDS)}.")
    return chosen


def _detector_for(label: str, detector: str | None, provider: str | None) -> str:
    if label not in LABEL_KINDS:
        raise DetectorUnavailable(f"There is no label {label!r}; there are {', '.join(LABEL_KINDS)}.")
    able = detectors_for(label)
    if detector is not None:
        if detector not in able:
            finds = ", ".join(DETECTORS[detector].labels)
            raise DetectorUnavailable(f"The detector {detector} finds {finds}, not {label}.")
        able = [detector]
    elif DEFAULT_DETECTOR in able:
        able = [DEFAULT_DETECTOR]
    reasons = {name: availability(name, provider) for name in able}
    ready = next((name for name, reason in reasons.items() if reason is None), None)
    if ready is None:
        why = " ".join(reason for reason in reasons.values() if reason)
        raise DetectorUnavailable(why or f"No installed detector can find {label}.")
    return ready
