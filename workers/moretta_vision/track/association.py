"""Which find of this frame continues which track."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lap import lapjv

from ..detect.base import Floats
from ..detect.suppression import overlaps
from .tracks import Box

SWELL = 0.25
"""Boxes are compared enlarged by this share on every side, so that a small fast face still meets itself."""


@dataclass(frozen=True)
class Steady:
    """The finds of one shot, in order: index of the frame [N], steady box [N, 4], score [N] and label [N] of each,
    and whether two networks agreed on it [N]."""

    frames: npt.NDArray[np.int64]
    boxes: Floats
    scores: Floats
    labels: npt.NDArray[np.uint16]
    agreed: npt.NDArray[np.int8]

    def __getitem__(self, rows: npt.NDArray[np.int64]) -> Steady:
        labels, agreed = self.labels[rows], self.agreed[rows]
        return Steady(self.frames[rows], self.boxes[rows], self.scores[rows], labels, agreed)

    def box(self, row: int) -> Box:
        x, y, width, height = self.boxes[row].tolist()
        return x, y, width, height


class Path:
    """A growing track: the rows of a shot's finds that belong to it, as they were added, and where the next one is
    expected (constant velocity of centre and size)."""

    def __init__(self, finds: Steady, row: int) -> None:
        self.label = finds.labels[row]
        self.rows = array("q", [row])
        self.tip, self._box = int(finds.frames[row]), finds.box(row)
        self._velocity: Box = (0.0, 0.0, 0.0, 0.0)

    def add(self, finds: Steady, row: int) -> None:
        """Adds a find at a frame after (or, going backward, before) the tip."""
        frame, box = int(finds.frames[row]), finds.box(row)
        step = _step(self._box, box, frame - self.tip)
        if len(self.rows) > 1:
            (x, y, width, height), (dx, dy, dw, dh) = self._velocity, step
            step = (
                0.5 * x + 0.5 * dx,
                0.5 * y + 0.5 * dy,
                0.5 * width + 0.5 * dw,
                0.5 * height + 0.5 * dh,
            )
        self._velocity = step
        self.rows.append(row)
        self.tip, self._box = frame, box

    def turned(self, finds: Steady) -> Path:
        """The same finds, last first, with the tip at the first frame, to go on backward."""
        first, near = self.rows[0], self.rows[min(3, len(self.rows) - 1)]
        path = Path(finds, first)
        path.rows = self.rows[::-1]
        if near != first:
            span = int(finds.frames[near]) - path.tip
            path._velocity = _step(path._box, finds.box(near), span)
        return path

    def expected(self, frame: int) -> Box:
        """The box at a frame; the velocity is believed for five frames."""
        ahead = max(-5, min(5, frame - self.tip))
        cx, cy, width, height = _centred(self._box)
        dx, dy, dw, dh = self._velocity
        width, height = max(width / 2, width + dw * ahead), max(height / 2, height + dh * ahead)
        return cx + dx * ahead - width / 2, cy + dy * ahead - height / 2, width, height


def _centred(box: Box) -> Box:
    x, y, width, height = box
    return x + width / 2, y + height / 2, width, height


def _step(one: Box, other: Box, frames: int) -> Box:
    """By how much centre and size change a frame."""
    x, y, width, height = _centred(one)
    there = _centred(other)
    return (
        (there[0] - x) / frames,
        (there[1] - y) / frames,
        (there[2] - width) / frames,
        (there[3] - height) / frames,
    )


def match(
    paths: Sequence[Path], frame: int, boxes: Floats, labels: npt.NDArray[np.uint16], least: float
) -> list[tuple[int, int]]:
    """Optimal pairs (path, box) of one label whose enlarged boxes overlap by `least` (IoU) or more."""
    if not paths or not len(boxes):
        return []
    expected = np.array([path.expected(frame) for path in paths], np.float32)
    shared = overlaps(_swollen(expected), _swollen(np.asarray(boxes, np.float32)))
    shared[np.array([path.label for path in paths])[:, None] != labels[None]] = 0
    _, chosen, _ = lapjv(np.where(shared >= least, -shared, 0), extend_cost=True)
    return [
        (row, int(column))
        for row, column in enumerate(chosen)
        if column >= 0 and shared[row, column] >= least
    ]


def _swollen(boxes: Floats) -> Floats:
    by = SWELL * boxes[:, 2:]
    return np.concatenate([boxes[:, :2] - by, boxes[:, 2:] + 2 * by], axis=1)
