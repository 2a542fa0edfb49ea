"""How much of a box lies under other boxes, exactly, in whole pixels, at every threshold at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .documents import Boxes

Pixels = npt.NDArray[np.intp]
"""[N, 4] as left, top, right, bottom: whole pixels, right and bottom not included."""

Scores = npt.NDArray[np.float64]

COVERED = 0.8
"""A true box is covered when this share of its pixels is."""


def enlarged(boxes: Boxes, factor: float) -> Boxes:
    """Boxes grown to `factor` times their width and height about their centres."""
    grown = boxes * factor
    grown[:, :2] = boxes[:, :2] - (factor - 1) / 2 * boxes[:, 2:]
    return grown


def in_pixels(boxes: Boxes, width: int, height: int) -> Pixels:
    """The pixels of boxes in a picture: edges rounded (halves to even), at least one pixel, cut at the picture."""
    size = np.array([width, height], np.float64)
    low = np.clip(np.rint(boxes[:, :2]), 0, size)
    high = np.clip(np.rint(boxes[:, :2] + boxes[:, 2:]), 0, size)
    return np.hstack([low, np.minimum(np.maximum(high, low + 1), size)]).astype(np.intp)


class Painted:
    """A picture with boxes painted on it, each with its score, the higher over the lower.

    It is kept as a grid of rectangles between the edges of all boxes, never larger than the picture: `scores` [Y, X]
    (minus infinity where nothing was painted) and `areas` [Y, X] in pixels. `others` are boxes that will be asked
    about.
    """

    def __init__(self, boxes: Pixels, scores: Scores, others: Pixels, width: int, height: int) -> None:
        both = np.concatenate([boxes, others])
        self._x = np.unique(np.concatenate([both[:, [0, 2]].ravel(), [0, width]]))
        self._y = np.unique(np.concatenate([both[:, [1, 3]].ravel(), [0, height]]))
        self.scores = np.full((len(self._y) - 1, len(self._x) - 1), -np.inf)
        self.areas = np.outer(np.diff(self._y), np.diff(self._x)).astype(np.float64)
        order = np.argsort(scores, kind="stable")
        for (left, top, right, bottom), score in zip(
            self._places(boxes[order]), scores[order].tolist(), strict=True
        ):
            self.scores[top:bottom, left:right] = score

    def covered_from(self, others: Pixels) -> Scores:
        """The highest threshold at which each box is covered by what reaches it; minus infinity where none covers."""
        reached = np.full(len(others), -np.inf)
        for number, (left, top, right, bottom) in enumerate(self._places(others)):
            scores = self.scores[top:bottom, left:right].ravel()
            if not scores.size or scores.max() == -np.inf:
                continue
            order = np.argsort(-scores)
            areas = self.areas[top:bottom, left:right].ravel()[order].cumsum()
            reached[number] = scores[order[np.argmax(areas / areas[-1] >= COVERED)]]
        return reached

    def area_from(self, thresholds: Scores) -> npt.NDArray[np.float64]:
        """How many pixels lie under boxes that reach each of the thresholds, which rise."""
        reached = np.searchsorted(thresholds, self.scores.ravel(), side="right")
        areas = np.bincount(reached, weights=self.areas.ravel(), minlength=len(thresholds) + 1)
        return areas[::-1].cumsum()[::-1][1:]

    def _places(self, boxes: Pixels) -> list[list[int]]:
        x, y = np.searchsorted(self._x, boxes[:, [0, 2]]), np.searchsorted(self._y, boxes[:, [1, 3]])
        return np.stack([x[:, 0], y[:, 0], x[:, 1], y[:, 1]], axis=1).tolist()
