"""Part four: which characters of license plates can be read before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from ...detect import providers
from ...detect.base import Floats
from ...detect.plate_text import plausibility
from ...detect.reading import Reader
from ...detect.text import TextLooker
from ..intervals import wilson
from .material import Picture, Shot

TALL = 96
"""Pixels of height to which a plate is enlarged before it is read."""

LINE = 0.4
"""From this score on a line of text is read."""

SURE = 0.5
"""A reading of the original counts from this mean probability on, and of so many characters."""
FEWEST = 3

LABEL = "license_plate"


@dataclass(frozen=True)
class Reading:
    """What one plate says: before, after, and how sure each reading is."""

    where: str
    before: str
    after: str
    sure: float
    sure_after: float


@dataclass
class Plates:
    """Plates read before and after, on the same lines: whoever attacks knows where they were."""

    readings: list[Reading] = field(default_factory=list)
    plates: int = 0

    def __post_init__(self) -> None:
        provider = providers.find("cpu")
        self._finder, self._reader = TextLooker(provider), Reader(provider)

    def add(self, shot: Shot, mask: object = None) -> None:
        """Reads the plates of one picture or frame."""
        for one in shot.hidden:
            if one.label.lower().replace(" ", "_") != LABEL:
                continue
            self.plates += 1
            before, after = _enlarged(shot.before, one.box), _enlarged(shot.after, one.box)
            lines = self._lines(before)
            text, sure = self._read(before, lines)
            if sure < SURE or len(text) < FEWEST:
                continue
            found, sure_after = max(
                (self._read(after, lines), self._read(after, self._lines(after))), key=lambda r: r[1]
            )
            self.readings.append(Reading(shot.title, text, found, round(sure, 3), round(sure_after, 3)))

    def figures(self) -> dict[str, Any]:
        """Characters in both readings, in order, and how many another plate's reading would share by chance."""
        rows = self.readings
        total = sum(len(one.before) for one in rows)
        kept = [common(one.before, one.after) for one in rows]
        others = [
            float(np.mean([common(one.before, other.after) for other in rows if other is not one] or [0]))
            for one in rows
        ]
        whole = sum(one.before == one.after for one in rows)
        ends = wilson(sum(kept), total)
        return {
            "plates": self.plates,
            "read": len(rows),
            "characters": total,
            "still_read": sum(kept),
            "share": round(sum(kept) / total, 4) if total else None,
            "interval": [round(end, 4) for end in ends] if ends else None,
            "by_chance": round(sum(others) / total, 4) if total else None,
            "whole_plates_still_read": whole,
            "worst": [
                {"where": rows[n].where, "characters": len(rows[n].before), "still_read": kept[n]}
                for n in sorted(range(len(rows)), key=lambda n: -kept[n])[:10]
                if kept[n]
            ],
        }

    def _lines(self, plate: Picture) -> list[Floats]:
        found = self._finder.look(plate, 1.0, LINE)[:, 4:12].reshape(-1, 4, 2)
        height, width = plate.shape[:2]
        whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        return [
            *sorted(found, key=lambda corners: (round(float(corners[0, 1]) / TALL * 3), corners[0, 0])),
            whole,
        ]

    def _read(self, plate: Picture, lines: Sequence[Floats]) -> tuple[str, float]:
        """The reading that is most like a plate's: of all lines together, of one, or of the whole."""
        each = [self._reader.read(plate, corners) for corners in lines]
        each = [("".join(sign for sign in text if sign.isalnum()).upper(), sure) for text, sure in each]
        parts = [(text, sure) for text, sure in each[:-1] if text]
        if len(parts) > 1:
            each.append(("".join(text for text, _ in parts), min(sure for _, sure in parts)))
        return max(each, key=lambda reading: reading[1] * (0.1 + plausibility(reading[0])))


def common(one: str, other: str) -> int:
    """How many characters two readings share in the same order (longest common subsequence)."""
    row = [0] * (len(other) + 1)
    for sign in one:
        last = 0
        for at, sought in enumerate(other, 1):
            row[at], last = (last + 1 if sign == sought else max(row[at], row[at - 1])), row[at]
    return row[-1]


def _enlarged(pixels: Picture, box: Sequence[float]) -> Picture:
    x, y, width, height = box
    by = 0.15 * height
    x0, y0 = max(0, int(x - by)), max(0, int(y - by))
    piece = pixels[y0 : int(y + height + by) + 1, x0 : int(x + width + by) + 1]
    if not piece.size:
        return np.zeros((TALL, TALL, 3), np.uint8)
    scale = max(1.0, TALL / piece.shape[0])
    size = max(16, round(piece.shape[1] * scale)), max(16, round(piece.shape[0] * scale))
    return np.asarray(cv2.resize(piece, size, interpolation=cv2.INTER_CUBIC), np.uint8)
