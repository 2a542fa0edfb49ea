"""What networks trained on the 80 classes of COCO (Lin et al., 2014) find, as our label kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .base import Detections, Floats
from .suppression import Rows, overlaps

CLASSES: Mapping[str, tuple[int, ...]] = {
    "person": (0,),
    "vehicle": (2, 3, 5, 6, 7, 8),  # car, motorcycle, bus, train, truck, boat
    "screen": (62, 63, 67),  # television, laptop, mobile phone
}
"""Label kind: its classes among COCO's 80, counted from 0."""

SAME = 0.55
"""Boxes of one label that overlap by this much (intersection over union) are one object; people in a row overlap."""


def of_labels(scores: Floats, labels: Sequence[str]) -> Floats:
    """Scores [N, labels] from scores [N, 80]: the best class of each label kind."""
    return np.stack([scores[:, list(CLASSES[label])].max(axis=1) for label in labels], axis=1)


def finds(
    boxes: Floats,
    scores: Floats,
    looks: npt.NDArray[np.intp],
    labels: Sequence[str],
    least: float,
    shape: tuple[int, ...],
    source: str,
    version: str,
) -> Detections:
    """Finds of score `least` or more in a picture of `shape`, from boxes [N, 4], scores [N, labels] and the number
    [N] of the look at the picture that found each."""
    corners, sure, names = [], [], []
    for column, label in enumerate(labels):
        rows, agreed = agreement(boxes, scores[:, column], looks)
        rows, agreed = rows[agreed >= least], agreed[agreed >= least]
        corners.append(np.concatenate([boxes[rows, :2], boxes[rows, :2] + boxes[rows, 2:]], axis=1))
        sure.append(agreed)
        names += [label] * len(rows)
    return Detections.inside(np.concatenate(corners), np.concatenate(sure), names, shape, source, version)


def agreement(boxes: Floats, scores: Floats, looks: npt.NDArray[np.intp]) -> tuple[Rows, Floats]:
    """The best row of each object, and how sure all looks together are of it: 1 - the product of their doubts, as if
    they erred independently. The best box stays as it is: a union would no longer fit the object."""
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] > 0]
    kept, sure = [], []
    while len(order):
        same = overlaps(boxes[order[:1]], boxes[order])[0] >= SAME
        same[0] = True
        doubt = np.ones(int(looks.max()) + 1, np.float32)
        np.minimum.at(doubt, looks[order[same]], 1 - scores[order[same]])
        kept.append(order[0])
        sure.append(1 - doubt.prod())
        order = order[~same]
    return np.array(kept, np.intp), np.array(sure, np.float32)
