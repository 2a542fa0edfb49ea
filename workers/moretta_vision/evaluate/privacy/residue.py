"""Part one: what a detector that had no part in finding still finds in the output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...catalogue import DETECTORS, LABEL_KINDS
from ...detect import availability, choice, load
from ...detect.base import DetectorUnavailable
from ...detect.files import least_score
from ..filled import TOUCHES
from .material import Mask, Material, Shot, ways_of
from .showing import Shown, around
from .views import emptied, redacted

CANDIDATES = ("retinaface", "yunet", "centerface", "ultralight", "mtcnn", "dlib-hog", "haar")
"""Detectors of faces to look at the output with, the best first."""

DRAWN = ("overlay",)
"""Methods that put a face of their own there without being synthetic."""

MOST_SHOWN = 200
"""So many finds are listed with a picture; all are counted."""


def another_detector(used: Sequence[str]) -> str:
    """The best one that shares no network with those that searched. Raises DetectorUnavailable."""
    networks = {name for one in used if one in DETECTORS for name in DETECTORS[one].weights}
    for name in CANDIDATES:
        if name not in used and not networks & set(DETECTORS[name].weights) and availability(name) is None:
            return name
    raise DetectorUnavailable(
        "No detector is left that had no part in finding. Fetch one: moretta models pull retinaface."
    )


@dataclass
class Residue:
    """Finds in the output, shot by shot: `left` on what is hidden, `elsewhere` on none of it (a face that was
    missed, or none), `drawn` on what the method itself put there, `by_control` on what is hidden where noise had
    taken the place of it before it was hidden. `objects` of the label were to be hidden."""

    detector: str
    label: str
    material: Material
    least: float = 0.0
    shots: int = 0
    objects: int = 0
    found_again: int = 0
    by_control: int | None = None
    counts: dict[str, int] = field(default_factory=lambda: {"left": 0, "elsewhere": 0, "drawn": 0})
    shown: list[Shown] = field(default_factory=list)

    def __post_init__(self) -> None:
        choice.choose([self.label], self.detector, None)
        self.least = least_score(self.detector, None)
        drawn = self.material.kind == "synthetic" or self.material.method in DRAWN
        self.on_hidden = "drawn" if drawn else "left"

    def add(self, shot: Shot, mask: Mask) -> None:
        """Looks at one redacted picture."""
        found = load(self.detector).detect([shot.after], self.least)[0]
        self.shots += 1
        here = [one for one in shot.hidden if one.label.lower().replace(" ", "_") == self.label]
        self.objects += len(here)
        boxes = [box for box, label in zip(found.boxes, found.labels, strict=True) if label == self.label]
        self.found_again += sum(any(_shared(one.box, box) for box in boxes) for one in here)
        if self.material.how is not None:
            self.by_control = (self.by_control or 0) + self._in_control(shot, mask)
        for box, label, score in zip(found.boxes, found.labels, found.scores, strict=True):
            if label != self.label:
                continue
            kind = self.on_hidden if _share(mask, box) >= TOUCHES else "elsewhere"
            self.counts[kind] += 1
            if kind != "drawn" and len(self.shown) < MOST_SHOWN:
                where = [round(float(value), 1) for value in box]
                picture = around(shot.after, where)
                self.shown.append(Shown(kind, shot.title, where, round(float(score), 3), picture))

    def _in_control(self, shot: Shot, mask: Mask) -> int:
        """Finds on what is hidden, when nothing of it can be left: those that the surroundings make."""
        boxes = np.array([one.box for one in shot.hidden], np.float64).reshape(-1, 4)
        if not len(boxes):
            return 0
        ways = ways_of(shot, self.material.how)
        control = redacted(emptied(shot.before, boxes, ways, shot.title, 0), boxes, ways)
        found = load(self.detector).detect([control], self.least)[0]
        rows = zip(found.boxes, found.labels, strict=True)
        return sum(label == self.label and _share(mask, box) >= TOUCHES for box, label in rows)

    def figures(self) -> dict[str, Any]:
        return {
            "detector": self.detector,
            "title": DETECTORS[self.detector].title if self.detector in DETECTORS else self.detector,
            "used": list(self.material.used),
            "label": self.label,
            "label_title": LABEL_KINDS[self.label].title,
            "min_score": self.least,
            "shots": self.shots,
            "objects": self.objects,
            "objects_found_again": self.found_again,
            **self.counts,
            "by_control": self.by_control,
            "finds": [one.facts() for one in self.shown],
        }


def _share(mask: Mask, box: Any) -> float:
    """What share of a find lies on what is hidden."""
    x, y, width, height = (float(value) for value in box)
    part = mask[
        max(0, int(y)) : max(0, int(np.ceil(y + height))), max(0, int(x)) : max(0, int(np.ceil(x + width)))
    ]
    return float((part > 0).mean()) if part.size else 0.0


def _shared(one: Sequence[float], other: Any) -> bool:
    """Whether two boxes are about the same: intersection over union of TOUCHES."""
    width = min(one[0] + one[2], float(other[0] + other[2])) - max(one[0], float(other[0]))
    height = min(one[1] + one[3], float(other[1] + other[3])) - max(one[1], float(other[1]))
    if width <= 0 or height <= 0:
        return False
    union = one[2] * one[3] + float(other[2] * other[3]) - width * height
    return bool(width * height >= TOUCHES * union)
