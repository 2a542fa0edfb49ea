"""Which find of this frame continues which track."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from lap import lapjv

from ..detect.base import Floats
from ..detect.suppression import overlaps
from .tracks import Box

SWELL = 0.25
"""Boxes are compared enlarged by this share on every side, so that a small fast face still meets itself."""


class Path:
    """A growing track: what was found, and where it is expected (constant velocity of centre and size)."""

    def __init__(self, label: str, frame: int, box: Box, score: float) -> None:
        self.label = label
        self.boxes: dict[int, Box] = {frame: box}
        self.scores: dict[int, float] = {frame: score}
        self.tip = frame
        self.velocity = np.zeros(4)

    def add(self, frame: int, box: Box, score: float) -> None:
        """Adds a find at a frame after (or, going backward, before) the tip."""
        step = (np.asarray(_centred(box)) - np.asarray(_centred(self.boxes[self.tip]))) / (frame - self.tip)
        self.velocity = step if len(self.boxes) == 1 else 0.5 * self.velocity + 0.5 * step
        self.boxes[frame], self.scores[frame], self.tip = box, score, frame

    def turned(self) -> Path:
        """The same path with its tip at the first frame, to go on backward."""
        first, *later = sorted(self.boxes)
        path = Path(self.label, first, self.boxes[first], self.scores[first])
        path.boxes, path.scores = dict(self.boxes), dict(self.scores)
        if later:
            near = later[: min(3, len(later))][-1]
            span = near - first
            path.velocity = (
                np.asarray(_centred(self.boxes[near])) - np.asarray(_centred(self.boxes[first]))
            ) / span
        return path

    def expected(self, frame: int) -> Box:
        """The box at a frame; the velocity is believed for five frames."""
        ahead = max(-5, min(5, frame - self.tip))
        cx, cy, width, height = _centred(self.boxes[self.tip])
        dx, dy, dw, dh = self.velocity * ahead
        width, height = max(width / 2, width + dw), max(height / 2, height + dh)
        return float(cx + dx - width / 2), float(cy + dy - height / 2), float(width), float(height)


def _centred(box: Box) -> Box:
    x, y, width, height = box
    return x + width / 2, y + height / 2, width, height


def match(
    paths: Sequence[Path], frame: int, boxes: Floats, labels: Sequence[str], least: float
) -> list[tuple[int, int]]:
    """Optimal pairs (path, box) of one label whose enlarged boxes overlap by `least` (IoU) or more."""
    if not paths or not len(boxes):
        return []
    expected = np.array([path.expected(frame) for path in paths], np.float32)
    shared = overlaps(_swollen(expected), _swollen(np.asarray(boxes, np.float32)))
    shared[np.array([[path.label != label for label in labels] for path in paths])] = 0
    _, chosen, _ = lapjv(np.where(shared >= least, -shared, 0), extend_cost=True)
    return [
        (row, int(column))
        for row, column in enumerate(chosen)
        if column >= 0 and shared[row, column] >= least
    ]


def _swollen(boxes: Floats) -> Floats:
    by = SWELL * boxes[:, 2:]
    return np.concatenate([boxes[:, :2] - by, boxes[:, 2:] + 2 * by], axis=1)
