"""Precision and recall at an overlap of one half, as COCO counts them (Lin et al., 2014; pycocotools)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .documents import Boxes
from .intervals import Bootstrap, Interval, middle
from .sample import Photo

OVERLAP = 0.5
RECALLS = np.linspace(0, 1, 101)

Values = npt.NDArray[np.float64]


@dataclass
class Ranking:
    """All finds of all photos, best first: `right` or not, of which photo, with which score. Finds of ignored boxes
    are not among them. `true` counts each photo's boxes."""

    right: npt.NDArray[np.bool_]
    photo: npt.NDArray[np.intp]
    scores: Values
    true: npt.NDArray[np.intp]

    def curve(self) -> tuple[Values, Values]:
        """Precision at each of the 101 RECALLS, and the score of the find that reaches it; 0 beyond the last."""
        drawn = np.ones(len(self.true), np.uint8)
        recall, precision = self._reached(drawn)
        place = np.searchsorted(recall, RECALLS, side="left")
        there = place < len(recall)
        at = [
            np.append(values, 0.0)[np.where(there, place, len(recall))] for values in (precision, self.scores)
        ]
        return at[0], at[1]

    def average(self) -> float | None:
        """Average precision: the mean of precision over the 101 recalls. None without a true box."""
        return float(self.curve()[0].mean()) if self.true.sum() else None

    def interval(self, bootstrap: Bootstrap) -> Interval | None:
        """Of the average precision."""
        averages = []
        for drawn in bootstrap.draws:
            if drawn @ self.true:
                recall, precision = self._reached(drawn)
                place = np.searchsorted(recall, RECALLS, side="left")
                averages.append(np.append(precision, 0.0)[place].mean())
        return middle(np.array(averages))

    def _reached(self, drawn: npt.NDArray[np.uint8]) -> tuple[Values, Values]:
        """Recall after each find, and the best precision there or further on, photos counted as often as drawn."""
        weight = drawn[self.photo].astype(np.float64)
        hits, all_finds = (weight * self.right).cumsum(), weight.cumsum()
        true = max(int(drawn.astype(np.intp) @ self.true), 1)
        precision = hits / np.maximum(all_finds, 1e-9)
        return hits / true, np.maximum.accumulate(precision[::-1])[::-1]


def rank(photos: Sequence[Photo]) -> Ranking:
    """Matches the finds of each photo, best first, to the true box that they overlap most and that is still free.

    What then overlaps an ignored box by half of its own area is left out, as of crowds. There is no limit to the finds
    of a photo (COCO keeps the best 100).
    """
    right, photo, scores = [np.zeros(0, bool)], [np.zeros(0, np.intp)], [np.zeros(0)]
    for number, one in enumerate(photos):
        order = np.argsort(-one.scores, kind="stable")
        hit, left_out = _match(one.found[order], one.true, one.ignored)
        right.append(hit[~left_out])
        scores.append(one.scores[order][~left_out])
        photo.append(np.full(len(scores[-1]), number, np.intp))
    all_scores = np.concatenate(scores)
    order = np.argsort(-all_scores, kind="stable")
    true = np.array([len(one.true) for one in photos], np.intp)
    return Ranking(np.concatenate(right)[order], np.concatenate(photo)[order], all_scores[order], true)


def _match(found: Boxes, true: Boxes, ignored: Boxes) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    hit = np.zeros(len(found), bool)
    shared, areas = _shared(found, true), found[:, 2:].prod(axis=1)
    union = areas[:, None] + true[:, 2:].prod(axis=1)[None] - shared
    overlap = shared / np.maximum(union, 1e-9)
    for number in np.flatnonzero((overlap >= OVERLAP).any(axis=1)):
        row = overlap[number]
        last = len(row) - 1 - int(np.argmax(row[::-1]))  # of equals the last, as COCO has it
        if row[last] >= OVERLAP:
            hit[number] = True
            overlap[:, last] = -1
    within = _shared(found, ignored) / np.maximum(areas, 1e-9)[:, None]
    return hit, ~hit & (within >= OVERLAP).any(axis=1)


def _shared(boxes: Boxes, others: Boxes) -> Values:
    """The area that each box shares with each other one, [N, M]."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, :2] + boxes[:, None, 2:], others[None, :, :2] + others[None, :, 2:])
    return np.asarray(np.clip(high - low, 0, None).prod(axis=2))
