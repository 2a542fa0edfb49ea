"""Where the face of a candidate ends: the box that is hidden of it, from all that the looks drew.

Networks draw a face from its hairline to its chin, and one with a mask too high. Small forests tell by the landmarks,
the shape and the scores how far out each edge has to lie so that few faces end beyond it: the less sure, the farther.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .base import Floats
from .evidence import SCENE, Evidence
from .fusion import Trees

TINY, PLAIN, WIDER = 0.02, 0.08, 0.05
"""Boxes of faces that are small in the picture are wrong by more of their size: up to the first share of the picture's
mean side they grow by the third on each side, from the second on not at all."""

FARTHEST = 0.45
"""The most that an edge is moved, in parts of the box."""

OF_THE_BEST = ("width of the best", "height of the best", "left of the best", "top of the best")
OF_THE_SCENE = ("shape", "finds", "share of the picture")
MARKS = tuple(
    f"{mark} {axis}"
    for mark in ("right eye", "left eye", "nose", "mouth right", "mouth left")
    for axis in "xy"
)


def feature_names(looks: Sequence[str]) -> tuple[str, ...]:
    """What `features` gives for looks of these names, in order."""
    return ("shape of all", *OF_THE_BEST, *looks, *OF_THE_SCENE, *MARKS)


def features(evidence: Evidence) -> Floats:
    """[N, see feature_names]: the best find and its landmarks relative to the box around all, and what was said."""
    corner, size = evidence.around[:, :2], np.maximum(evidence.around[:, 2:], 1e-3)
    looks = evidence.features.shape[1] - len(SCENE)
    scene = [looks + SCENE.index(name) for name in OF_THE_SCENE]
    marks = (evidence.landmarks - (corner + size / 2)[:, None]) / size[:, None]
    return np.concatenate(
        [
            np.log(size[:, 1:] / size[:, :1]),
            np.log(np.maximum(evidence.boxes[:, 2:], 1e-3) / size),
            (evidence.boxes[:, :2] - corner) / size,
            evidence.features[:, [*range(looks), *scene]],
            marks.reshape(len(evidence), len(MARKS)),
        ],
        axis=1,
    ).astype(np.float32)


def drawn(evidence: Evidence, edges: Trees) -> Floats:
    """Left, top, right, bottom [N, 4] of what is hidden of each candidate. `edges` answer how far left and top lie from
    those of the box around all believed finds, and right and bottom, in parts of its width and height."""
    corner, size = evidence.around[:, :2], evidence.around[:, 2:]
    moved = np.clip(edges.sums(features(evidence)), -FARTHEST, FARTHEST)
    low, high = corner + moved[:, :2] * size, corner + (1 + moved[:, 2:]) * size
    between = np.log(np.maximum(evidence.relative, 1e-4) / TINY) / np.log(PLAIN / TINY)
    grow = (WIDER * (1 - np.clip(between, 0, 1)))[:, None] * (high - low)
    return np.asarray(np.concatenate([low - grow, high + grow], axis=1), np.float32)
