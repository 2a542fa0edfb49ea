"""Several finds of one object become one that covers them all."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .base import Floats

Rows = npt.NDArray[np.intp]

BLOCK = 256


def shared_areas(boxes: Floats, others: Floats) -> Floats:
    """The area that each of boxes [N, 4] shares with each of others [M, 4], both x, y, width, height: [N, M]."""
    ends, other_ends = boxes[:, :2] + boxes[:, 2:], others[:, :2] + others[:, 2:]
    shared = np.ones((len(boxes), len(others)), np.float32)
    for axis in (0, 1):
        length = np.minimum(ends[:, axis, None], other_ends[None, :, axis])
        length -= np.maximum(boxes[:, axis, None], others[None, :, axis])
        shared *= np.maximum(length, 0, out=length)
    return shared


def overlaps(boxes: Floats, others: Floats) -> Floats:
    """Intersection over union of boxes [N, 4] with others [M, 4], both x, y, width, height: [N, M]."""
    answer = np.empty((len(boxes), len(others)), np.float32)
    sizes, other_sizes = boxes[:, 2] * boxes[:, 3], others[:, 2] * others[:, 3]
    # In parts and in place: thousands of finds make matrices of tens of megabytes.
    for start in range(0, len(boxes), BLOCK):
        part = slice(start, start + BLOCK)
        shared = shared_areas(boxes[part], others)
        united = sizes[part, None] + other_sizes[None, :]
        united -= shared
        np.divide(shared, np.maximum(united, 1e-9, out=united), out=answer[part])
    return answer


def unite(boxes: Floats, scores: Floats, threshold: float = 0.45) -> tuple[Floats, Rows]:
    """Groups boxes that overlap a better one by `threshold` or more; answers the boxes around the groups, best
    first, and the row of each group's best member.

    The union is kept, not an average: averaging uncovers what one of the members covered.
    """
    order = np.argsort(-scores, kind="stable")
    united, kept = [], []
    while len(order):
        best = order[0]
        same = overlaps(boxes[best : best + 1], boxes[order])[0] >= threshold
        same[0] = True
        members = boxes[order[same]]
        low, high = members[:, :2].min(axis=0), (members[:, :2] + members[:, 2:]).max(axis=0)
        united.append(np.concatenate([low, high - low]))
        kept.append(best)
        order = order[~same]
    return np.array(united, np.float32).reshape(-1, 4), np.array(kept, np.intp)


def suppress(boxes: Floats, scores: Floats, threshold: float = 0.45) -> Rows:
    """The rows that no better row overlaps by more than `threshold`, best first; boxes as x, y, width, height."""
    order = np.argsort(-scores, kind="stable")
    ranks = np.arange(len(order), 0, -1, dtype=np.float32)  # OpenCV drops what scores 0 or less
    kept = cv2.dnn.NMSBoxes(boxes[order].astype(float), ranks, 0.0, threshold)  # type: ignore[arg-type]
    return order[np.asarray(kept, np.intp).reshape(-1)]
