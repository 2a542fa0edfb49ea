"""What several looks at a picture say about its faces: one candidate for each place, and what speaks for it.

Networks disagree about scores but hardly about places: finds of all looks that overlap are one candidate. What tells
faces from other things is how many looks agree, and the scene: faces near each other are alike in size, and what lies
inside a better find is mostly a part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .base import Floats
from .suppression import Rows, overlaps, shared_areas

SAME = 0.4
"""Finds that overlap the best of them by this much are one candidate."""

STRONG = 0.6
"""Mean score over all looks from which on a candidate is taken for a face when others are compared with it."""

MOST = 3000
"""Finds of a picture, best first: beyond it lies noise, and the cost grows with the square."""

REPEATED, HIDDEN = 0.35, 0.85
"""A candidate is left out where it overlaps a better one by the first, or lies under a better one, enlarged by 15 %,
with the second share of its area."""

SCENE = (
    "shape",
    "finds",
    "agreement",
    "strong others",
    "size to the near",
    "distance",
    "size to all",
    "inside a better",
    "better inside",
    "share of the picture",
)


@dataclass(frozen=True)
class Evidence:
    """Candidates, best first. `boxes` float32 [N, 4] of the best find of each, `around` [N, 4] around all believed
    ones, `reach` [N, 4] around all, each x, y, width, height; `landmarks` [N, 5, 2] of the best find that has them
    (NaN where none has); `features` [N, looks + len(SCENE)]; `relative` [N] the height in parts of the picture's mean
    side."""

    boxes: Floats
    around: Floats
    reach: Floats
    landmarks: Floats
    features: Floats
    relative: Floats

    def __len__(self) -> int:
        return len(self.boxes)


def gather(looks: Sequence[Floats], shape: tuple[int, ...], believed: float = 0.4) -> Evidence:
    """The evidence of raw rows (see `looking`), one array a look, for a picture of `shape` (height, width, …).

    A candidate's `around` goes around those of its finds that score at least the share `believed` of the best one's.
    """
    rows = np.concatenate([look[:, :4] for look in looks])
    scores = np.concatenate([look[:, -1] for look in looks])
    marks = np.concatenate([_marks(look) for look in looks])
    source = np.repeat(np.arange(len(looks)), [len(look) for look in looks])
    order = np.argsort(-scores, kind="stable")[:MOST]
    rows, scores, marks, source = rows[order], scores[order], marks[order], source[order]
    overlap = overlaps(rows, rows)
    best, group = _groups(overlap >= SAME)
    boxes, number = rows[best], len(best)
    said = np.zeros((number, len(looks)), np.float32)
    np.maximum.at(said, (group, source), scores)
    finds = np.bincount(group, minlength=number)
    agreement = np.bincount(group, overlap[best[group], np.arange(len(group))], number) / np.maximum(finds, 1)
    good = scores >= believed * scores[best[group]]
    landmarks = np.full((number, 5, 2), np.nan, np.float32)
    for row in np.flatnonzero(np.isfinite(marks).all(axis=(1, 2)))[
        ::-1
    ]:  # the best find comes last, and stays
        landmarks[group[row]] = marks[row]
    agreed = np.stack([finds, agreement], axis=1).astype(np.float32)
    scene = _scene(boxes, said.mean(axis=1), agreed, shape)
    return Evidence(
        boxes,
        _around(boxes, group[good], rows[good]),
        _around(boxes, group, rows),
        landmarks,
        np.concatenate([said, scene], axis=1),
        np.asarray(boxes[:, 3] / np.sqrt(shape[0] * shape[1]), np.float32),
    )


def _groups(same: npt.NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """The best find of each group, and the group of each find; finds come best first, `same` [N, N] joins them."""
    group = np.full(len(same), -1, np.intp)
    best: list[int] = []
    for row in range(len(same)):
        if group[row] < 0:
            group[same[row] & (group < 0)] = len(best)
            group[row] = len(best)
            best.append(row)
    return np.array(best, np.intp), group


def _around(boxes: Floats, group: Rows, rows: Floats) -> Floats:
    """Around each of boxes [N, 4] and the rows [M, 4] of its group, each x, y, width, height."""
    low, high = boxes[:, :2].copy(), boxes[:, :2] + boxes[:, 2:]
    np.minimum.at(low, group, rows[:, :2])
    np.maximum.at(high, group, rows[:, :2] + rows[:, 2:])
    return np.concatenate([low, high - low], axis=1)


def _marks(look: Floats) -> Floats:
    """The five landmarks of raw rows, NaN where the network has none, or others."""
    if look.shape[1] != 15:
        return np.full((len(look), 5, 2), np.nan, np.float32)
    return look[:, 4:14].reshape(-1, 5, 2)


def _scene(boxes: Floats, scores: Floats, agreed: Floats, shape: tuple[int, ...]) -> Floats:
    """[N, len(SCENE)]: what the other candidates and the picture say of each."""
    features = np.zeros((len(boxes), len(SCENE)), np.float32)
    if not len(boxes):
        return features
    areas = np.maximum(boxes[:, 2] * boxes[:, 3], 1e-6)
    sizes = np.sqrt(areas)
    centres = np.asarray(boxes[:, :2] + boxes[:, 2:] / 2, np.float32)
    features[:, 0] = np.log(np.maximum(boxes[:, 3], 1e-3) / np.maximum(boxes[:, 2], 1e-3))
    features[:, 1:3] = agreed
    strong = np.flatnonzero(scores >= STRONG)
    features[:, 5] = 40.0
    if len(strong):
        _among(strong, sizes, centres, features)
    shared = shared_areas(boxes, boxes)
    shared[scores[None, :] <= scores[:, None]] = 0  # only what is better than the row counts
    features[:, 7] = shared.max(axis=1) / areas
    shared /= areas[None, :]
    features[:, 8] = shared.max(axis=1)
    features[:, 9] = np.log(sizes / np.sqrt(shape[0] * shape[1]))
    return features


def _among(strong: Rows, sizes: Floats, centres: Floats, features: Floats) -> None:
    """Fills in what the strong candidates say of each candidate; a strong one is not compared with itself."""
    itself = np.arange(len(sizes))[:, None] == strong[None, :]
    others = len(strong) - itself.sum(axis=1)
    away = np.where(itself, np.inf, np.hypot(*np.moveaxis(centres[:, None] - centres[strong], 2, 0)))
    near = np.argsort(away, axis=1, kind="stable")[:, :3]
    near_sizes = np.where(np.isfinite(np.take_along_axis(away, near, 1)), sizes[strong][near], np.nan)
    all_sizes = np.where(itself, np.nan, sizes[strong][None, :])
    known = others > 0
    features[:, 3] = np.minimum(others, 20)
    features[known, 4] = np.log(sizes[known] / _medians(near_sizes[known]))
    features[known, 5] = np.minimum(away[known].min(axis=1) / sizes[known], 30.0)
    features[known, 6] = np.log(sizes[known] / _medians(all_sizes[known]))


def _medians(rows: Floats) -> Floats:
    """The median of each of rows [N, M] without its NaNs, of which it is not made wholly: `np.nanmedian` in a sixth of
    its time."""
    count = np.isfinite(rows).sum(axis=1)[:, None]
    ordered = np.sort(rows, axis=1)  # NaNs last
    low, high = (np.take_along_axis(ordered, at, 1)[:, 0] for at in ((count - 1) // 2, count // 2))
    return np.asarray((low + high) / 2, np.float32)


def one_a_face(boxes: Floats, scores: Floats) -> Rows:
    """The rows to keep, best first: none whose face a better one hides already."""
    areas = np.maximum(boxes[:, 2] * boxes[:, 3], 1e-6)
    wide = np.concatenate([boxes[:, :2] - 0.075 * boxes[:, 2:], 1.15 * boxes[:, 2:]], axis=1)
    repeated, hidden = (
        overlaps(boxes, boxes) >= REPEATED,
        shared_areas(boxes, wide) / areas[:, None] >= HIDDEN,
    )
    gone = np.zeros(len(boxes), bool)
    kept: list[int] = []
    for row in np.argsort(-scores, kind="stable"):
        if not gone[row]:
            kept.append(int(row))
            gone |= repeated[:, row] | hidden[:, row]
    return np.array(kept, np.intp)
