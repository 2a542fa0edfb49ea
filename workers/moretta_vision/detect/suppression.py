"""Several finds of one object become one that covers them all."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .base import Floats

Rows = npt.NDArray[np.intp]

BLOCK = 256
MATRIX = 1024
"""So many finds are compared all at once; of more the answer would take much memory."""


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
    boxes = boxes[order]
    kept: list[int] = []
    near = overlaps(boxes, boxes) >= threshold if len(order) <= MATRIX else None
    group = np.full(len(order), -1)
    for row in range(len(order)):
        if group[row] >= 0:
            continue
        rest = np.flatnonzero(group < 0)
        same = (
            near[row, rest]
            if near is not None
            else overlaps(boxes[row : row + 1], boxes[rest])[0] >= threshold
        )
        same[0] = True
        group[rest[same]] = len(kept)
        kept.append(order[row])
    low, high = np.full((len(kept), 2), np.inf, boxes.dtype), np.full((len(kept), 2), -np.inf, boxes.dtype)
    np.minimum.at(low, group, boxes[:, :2])
    np.maximum.at(high, group, boxes[:, :2] + boxes[:, 2:])
    united = np.asarray(np.concatenate([low, high - low], axis=1), np.float32)
    return united, np.array(kept, np.intp)


def suppress(boxes: Floats, scores: Floats, threshold: float = 0.45) -> Rows:
    """The rows that no better row overlaps by more than `threshold`, best first; boxes as x, y, width, height."""
    order = np.argsort(-scores, kind="stable")
    ranks = np.arange(len(order), 0, -1, dtype=np.float32)  # OpenCV drops what scores 0 or less
    kept = cv2.dnn.NMSBoxes(boxes[order].astype(float), ranks, 0.0, threshold)  # type: ignore[arg-type]
    return order[np.asarray(kept, np.intp).reshape(-1)]
