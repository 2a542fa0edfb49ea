"""Second opinions in clips: in some frames another network looks as well, and whom it sees the tracker follows on."""

from __future__ import annotations

import numpy as np

from .base import Detections
from .looking import SAME
from .suppression import overlaps, unite

SECONDS, MOST = 0.48, 12
JUDGED = 16 / 480
"""Larger side of a find over the frame's, from which on a second network, which sees small frames, has a say."""


def every(fps: float) -> int:
    """How many frames lie between two second opinions: about half a second, at most so many."""
    return max(1, min(MOST, round(fps * SECONDS)))


def joined(first: Detections, second: Detections, long_side: int) -> Detections:
    """The finds of one label by two networks in a frame; those of one object united, with its best score, and whether
    both saw it, however surely."""
    boxes = np.concatenate([first.boxes, second.boxes])
    scores = np.concatenate([first.scores, second.scores])
    labels = [*first.labels, *second.labels]
    united, best = unite(boxes, scores, SAME)
    both = np.ones(len(best), bool)
    for one in (first, second):
        both &= overlaps(united, one.boxes).max(axis=1, initial=0) >= SAME
    judged = united[:, 2:].max(axis=1, initial=0) >= JUDGED * long_side
    agreed = np.where(judged, both, -1).astype(np.int8)
    rows = [labels[row] for row in best]
    return Detections(united, scores[best], rows, None, first.source, first.version, agreed=agreed)
