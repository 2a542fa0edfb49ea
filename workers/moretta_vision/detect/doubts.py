"""Where a face may be that is hidden nowhere: places worth a person's look, each with what speaks for it.

What stays open is mostly what every look saw faintly, or saw at a place that fits badly. One doubtful candidate alone
says little, so those that touch are one place, with one box around them: a person who accepts it hides the face
whichever of them was right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .base import Floats
from .evidence import SCENE, Evidence
from .suppression import Rows, overlaps, shared_areas

SAME = 0.05
"""Candidates that overlap the best of a place by this much belong to it."""

WIDEST = 4.0
"""The box of a place is at most this many times the area of its best candidate's."""

BESIDE = 0.15
"""What is shown of a place is wider by this share of it on each side: what is seen faintly is seen beside itself."""

ENLARGED = 1.3
"""What is hidden is judged enlarged so, as its margin will be."""

PLACE = (
    "own score",
    "members",
    "finds of all",
    "under hidden",
    "overlap with hidden",
    "wider",
    "hidden",
    "pixels",
    "size to hidden",
    "second score",
    "height in the picture",
)


@dataclass(frozen=True)
class Doubts:
    """Places, best candidate first. `boxes` float32 [N, 4] as x, y, width, height; `best` [N] the row of the best
    candidate; `features` [N, see feature_names]; `relative` [N] as of Evidence."""

    boxes: Floats
    best: Rows
    features: Floats
    relative: Floats

    def __len__(self) -> int:
        return len(self.boxes)

    def shown(self) -> Floats:
        """Left, top, right, bottom [N, 4] of what a person is shown, and hides by accepting it."""
        low, size = self.boxes[:, :2], self.boxes[:, 2:]
        return np.concatenate([low - BESIDE * size, low + (1 + BESIDE) * size], axis=1)


def feature_names(looks: Sequence[str]) -> tuple[str, ...]:
    """The features of a place, in order, for looks of these names."""
    at_best, together = ([f"{name} {how}" for name in looks] for how in ("at best", "together"))
    return (*looks, *SCENE, *at_best, *together, *PLACE)


def doubts(evidence: Evidence, drawn: Floats, scores: Floats, hidden: Rows, shape: tuple[int, ...]) -> Doubts:
    """The places of all candidates but the `hidden` ones, in a picture of `shape` (height, width, …).

    `drawn` [N, 4] are the candidates' boxes as they would be hidden, left, top, right, bottom; `scores` [N] theirs.
    """
    candidates = np.concatenate([drawn[:, :2], drawn[:, 2:] - drawn[:, :2]], axis=1).astype(np.float32)
    members = _members(overlaps(candidates, candidates) >= SAME, scores, hidden)
    best = np.array([each[0] for each in members], np.intp)
    boxes = np.array(
        [_around(candidates[each], evidence.reach[each]) for each in members], np.float32
    ).reshape(-1, 4)
    features = _features(evidence, candidates, scores, hidden, members, boxes, shape)
    return Doubts(boxes, best, features, evidence.relative[best])


def _members(same: npt.NDArray[np.bool_], scores: Floats, hidden: Rows) -> list[Rows]:
    """The candidates of each place, its best first."""
    left = np.ones(len(scores), bool)
    left[hidden] = False
    order = np.argsort(-scores, kind="stable")
    found = []
    for row in order:
        if left[row]:
            mine = order[(same[row] & left)[order]]
            mine = mine if len(mine) else np.array([row])
            left[mine] = False
            left[row] = False
            found.append(mine)
    return found


def _around(boxes: Floats, reaches: Floats) -> Floats:
    """Around the first of `boxes` [N, 4] and as many of the others, and of what their finds reach, as fit."""
    both = np.stack([boxes, reaches], axis=1).reshape(-1, 4)
    low, high = both[:, :2], both[:, :2] + both[:, 2:]
    most = WIDEST * boxes[0, 2] * boxes[0, 3]
    alone = np.prod(np.maximum(high, high[0]) - np.minimum(low, low[0]), axis=1) <= most
    alone[0] = True
    low = np.minimum.accumulate(low[alone], axis=0)
    high = np.maximum.accumulate(high[alone], axis=0)
    last = np.flatnonzero(np.prod(high - low, axis=1) <= most).max(initial=0)
    return np.concatenate([low[last], high[last] - low[last]])


def _features(
    evidence: Evidence,
    candidates: Floats,
    scores: Floats,
    hidden: Rows,
    members: Sequence[Rows],
    boxes: Floats,
    shape: tuple[int, ...],
) -> Floats:
    number, looks = len(members), evidence.features.shape[1] - len(SCENE)
    if not number:
        return np.zeros((0, len(feature_names([""] * looks))), np.float32)
    every = np.concatenate(members)
    starts = np.cumsum([0, *(len(each) for each in members[:-1])])
    best = every[starts]
    seen, sure = evidence.features[every, :looks], _odds(scores)
    areas = np.maximum(boxes[:, 2] * boxes[:, 3], 1e-6)
    own = np.maximum(candidates[best, 2] * candidates[best, 3], 1e-6)
    around = candidates[hidden]
    wide = np.concatenate(
        [around[:, :2] - (ENLARGED - 1) / 2 * around[:, 2:], ENLARGED * around[:, 2:]], axis=1
    )
    usual = np.median(around[:, 3]) if len(hidden) else 0
    place = [
        sure[best],
        np.array([len(each) for each in members]),
        np.add.reduceat(evidence.features[every, looks + 1], starts),
        np.minimum(shared_areas(boxes, wide).sum(axis=1) / areas, 2),
        overlaps(boxes, around).max(axis=1, initial=0),
        np.log(areas / own),
        np.full(number, len(hidden)),
        np.log(np.maximum(boxes[:, 3], 1e-3)),
        np.log(np.maximum(boxes[:, 3], 1e-3) / usual) if usual else np.zeros(number),
        np.array([scores[each[1]] if len(each) > 1 else 0 for each in members]),
        (boxes[:, 1] + boxes[:, 3] / 2) / shape[0],
    ]
    parts = [
        evidence.features[best],
        np.maximum.reduceat(seen, starts),
        np.add.reduceat(seen, starts),
        np.stack(place, axis=1),
    ]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _odds(scores: Floats) -> Floats:
    inside = np.clip(scores, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(inside / (1 - inside)), np.float32)
