"""Second opinions in clips: in some frames another network looks as well, and whom it sees the tracker follows on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .base import Detections
from .looking import SAME
from .suppression import unite

SECONDS, MOST = 0.48, 12


def every(fps: float) -> int:
    """How many frames lie between two second opinions: about half a second, at most so many."""
    return max(1, min(MOST, round(fps * SECONDS)))


def joined(found: Sequence[Detections]) -> Detections:
    """The finds of one label by several looks at a frame; those of one object united, with its best score."""
    if len(found) == 1:
        return found[0]
    boxes, scores = (
        np.concatenate([one.boxes for one in found]),
        np.concatenate([one.scores for one in found]),
    )
    labels = [label for one in found for label in one.labels]
    united, best = unite(boxes, scores, SAME)
    first = found[0]
    return Detections(
        united.astype(np.float32),
        scores[best],
        [labels[row] for row in best],
        None,
        first.source,
        first.version,
    )
