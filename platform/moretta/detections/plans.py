"""Which detectors look for which labels: what a policy says, what a request asks for, and the scores that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moretta_vision.catalogue import DEFAULT_PRESET, PRESETS
from moretta_vision.own_models import info_of

if TYPE_CHECKING:
    from moretta.projects.models import Label

MANUAL_THRESHOLD = 0.5
"""Threshold of a label that no detector finds: imported objects below it stay candidates."""

MOST_FLAGGED = 30
"""So many doubtful finds of a picture are flagged, best first, as `moretta detect` lists: a person looks at each. Most
pictures have far fewer; crowds need them."""


@dataclass(frozen=True)
class Plan:
    """The detectors that look for each label kind. `preset` is the one that named any of them, else empty."""

    by: Mapping[str, Sequence[str]]
    preset: str = ""

    @classmethod
    def of_payload(cls, payload: Mapping[str, Any]) -> Plan | None:
        """The plan that a step carries, so that all steps of a search do the same; None where it carries none."""
        return cls(payload["by"], payload.get("preset", "")) if "by" in payload else None

    @property
    def payload(self) -> dict[str, Any]:
        """As a step carries it."""
        return {"by": {kind: list(names) for kind, names in self.by.items()}, "preset": self.preset}

    @property
    def detectors(self) -> list[str]:
        """Each once."""
        return list(dict.fromkeys(name for names in self.by.values() for name in names))

    def kinds_of(self, detector: str) -> list[str]:
        """The label kinds that a detector has to find."""
        return [kind for kind, names in self.by.items() if detector in names]


def named_for(settings: Mapping[str, Any], label: str) -> list[str]:
    """The detectors that a policy names for a label itself; empty where its preset decides."""
    return list(settings.get("labels", {}).get(label, {}).get("detectors") or [])


def of_preset(preset: str, kind: str) -> list[str]:
    """The detectors by which a preset finds a label kind; empty where it finds none, or is not there any more."""
    found = PRESETS[preset].detectors.get(kind) if preset in PRESETS else None
    return [found] if found else []


def detectors_of(settings: Mapping[str, Any], label: str, kind: str) -> list[str]:
    """The detectors by which a policy looks for a label: those named for it, else its preset's for the kind. Empty
    where people look."""
    return named_for(settings, label) or of_preset(settings.get("preset", DEFAULT_PRESET), kind)


def plan_of(
    settings: Mapping[str, Any],
    labels: Iterable[Label],
    *,
    preset: str | None = None,
    detectors: Sequence[str] | None = None,
    only: Sequence[str] | None = None,
) -> Plan:
    """What a search does under a policy: each label kind of the project by the detectors of `detectors_of`, or of
    another preset, or by those of `detectors` that find it; `only` the labels of these ids, where they are given.

    Of several labels of one kind the one that the policy hides decides, for it gets the finds.
    """
    rules = settings.get("labels", {})
    by: dict[str, list[str]] = {}
    used = ""
    wanted = None if only is None else {str(id) for id in only}
    ordered = sorted(labels, key=lambda label: not rules.get(str(label.pk), {}).get("redact"))
    asked = {label.kind for label in ordered if wanted is None or str(label.pk) in wanted}
    for label in ordered:
        if label.kind in by or label.kind not in asked:
            continue
        if detectors:
            by[label.kind] = [n for n in dict.fromkeys(detectors) if finds(n, label.kind)]
        elif preset:
            by[label.kind], used = of_preset(preset, label.kind), preset
        else:
            by[label.kind] = detectors_of(settings, str(label.pk), label.kind)
            if by[label.kind] and not named_for(settings, str(label.pk)):
                used = settings.get("preset", DEFAULT_PRESET)
    return Plan({kind: names for kind, names in by.items() if names}, used)


def finds(detector: str, kind: str) -> bool:
    """Whether there is such a detector and it finds this label kind."""
    info = info_of(detector)
    return info is not None and kind in info.labels


def operating_threshold(detectors: Iterable[str]) -> float:
    """The threshold that a label starts with that these find: the lowest of theirs, for doubt is covered."""
    known = (info.operating_threshold for info in map(info_of, detectors) if info)
    return min(known, default=MANUAL_THRESHOLD)


def doubtful_from(detectors: Iterable[str]) -> float:
    """From which score on a find of these is worth a person's look though it lies below the threshold."""
    known = (info.doubtful_from for info in map(info_of, detectors) if info)
    return min(known, default=MANUAL_THRESHOLD)


def name_of(detectors: Iterable[str]) -> str:
    """How a search is remembered: the detectors that looked, in one word."""
    return "+".join(detectors)
