"""Who is at a spot of a picture that a person points at: finds at several scales, and the box that covers them whole.

Whom nothing hides gets the surest find. Whom something hides in part, but not enough, is seen by the detectors just as
before, so what they say again changes nothing: the box that is there grows, over all that was found on it, and past
the spot. Where the spot lies beside what is hidden it is taken for the middle of what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from moretta_vision.detect.base import Detections

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Box = list[float]
"""x, y, width, height in pixels of the picture."""
Spot = tuple[float, float]
Find = Callable[[list[Pixels]], "list[Detections]"]

SIDES = (96, 224, 512, 1152)
"""Pixels around the spot that are looked at; each is brought to LOOKED, so that faces of 12 pixels are found."""
LOOKED = 448
NEAR = 0.75
"""How far beside a find the spot may lie, as a share of the find's longer side."""
ASIDE = 0.3
"""What a find loses at whose edge the spot lies: who is pointed at is pointed at in the middle."""
CUT_OFF = 0.5
"""What a find loses that ends at the edge of what was looked at: the next scale may see all of it."""
LARGER = 0.1
"""What a find loses each time that its longer side is doubled beyond twice that of whoever is hidden: weak finds as
large as the picture lie around every spot."""
NEW = 0.25
"""A find of which at least this share is open covers somebody by itself."""
BELIEVED = 0.15
"""... where it is ranked so high: beneath, what is hidden beside the spot rather reaches too short."""
SAME = 0.4
"""Boxes of this intersection over union are of one face."""
ALIKE = 0.6
"""Of finds of one face those count that have at least this share of the surest one's score."""
BESIDE = 0.5
"""How far beside what hides an object the spot may lie to be of it, as a share of its longer side."""
GROWN = 0.2
"""What a box gains on each side, as a share of it, where the spot does not say which side is missing."""


@dataclass(frozen=True)
class Near:
    """A find that the spot lies on or beside (`away`, as a share of its longer side), from its middle (`aside` 0) to
    its edge (1); `whole`: it ends inside what was looked at."""

    box: Box
    score: float
    kind: str
    away: float
    aside: float
    whole: bool

    @property
    def rank(self) -> float:
        return self.score - self.away - ASIDE * self.aside - (0 if self.whole else CUT_OFF)


@dataclass(frozen=True)
class Hiding:
    """An object that is hidden in the picture: its box, and the box of all that hides it."""

    id: str
    box: Box
    reach: Box


@dataclass(frozen=True)
class Proposed:
    """A box for whoever is at a spot; `find` is what it was made of, `grows` the object that it covers more of."""

    box: Box
    find: Near | None
    grows: str | None


def propose(near: Sequence[Near], hiding: Sequence[Hiding], covered: Mask, at: Spot) -> Proposed | None:
    """What would cover whoever is at the spot; None where nobody is found. `covered` [H, W]: what is hidden now."""
    height, width = covered.shape
    usual = median(max(one.box[2:]) for one in hiding) if hiding else float(max(height, width))

    def rank(one: Near) -> float:
        return one.rank - LARGER * max(0.0, log2(max(*one.box[2:], 1.0) / usual) - 1)

    new = [one for one in near if _open_share(covered, one.box) >= NEW]
    if new:
        first = max(new, key=rank)
        if rank(first) >= BELIEVED:
            return Proposed(inside(first.box, width, height), first, None)
    best = max(near, key=rank, default=None)
    there = _hidden_at(hiding, best, at)
    if there is None:
        return None if best is None else Proposed(inside(best.box, width, height), best, None)
    alike = [one for one in near if one.whole and _same(one.box, there.box)]
    least = ALIKE * max((one.score for one in alike), default=0.0)
    box = _around([there.box, *(one.box for one in alike if one.score >= least)])
    return Proposed(inside(_past(box, there.reach, at), width, height), best, there.id)


def finds_near(find: Find, pixels: Pixels, at: Spot) -> list[Near]:
    """The finds of `find`, which takes BGR pictures, on the surroundings of the spot at several scales. `pixels` as in
    `images.Picture`."""
    import cv2

    from moretta_vision.media.preview import to_bgr8

    height, width = pixels.shape[:2]
    looks, places = [], []
    for side in SIDES:
        left, top = (max(0, round(v - side / 2)) for v in at)
        part = to_bgr8(np.ascontiguousarray(pixels[top : top + side, left : left + side]))
        scale = LOOKED / max(part.shape[:2])
        size = [max(1, round(v * scale)) for v in (part.shape[1], part.shape[0])]
        looks.append(np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_CUBIC), np.uint8))
        places.append((left, top, scale))
        if side >= max(width, height):
            break
    near = []
    for found, (left, top, scale), side in zip(find(looks), places, SIDES, strict=False):
        for box, score, kind in _rows(found):
            real = [left + box[0] / scale, top + box[1] / scale, box[2] / scale, box[3] / scale]
            away = _away(real, at)
            if away <= NEAR:
                whole = _is_whole(real, (left, top), side, (width, height))
                near.append(Near(real, score, kind, away, _aside(real, at), whole))
    return near


def inside(box: Sequence[float], width: int, height: int) -> Box:
    """The part of a box that lies in the picture, in tenths of a pixel."""
    left, top = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(float(width), box[0] + box[2]), min(float(height), box[1] + box[3])
    return [round(v, 1) for v in (left, top, right - left, bottom - top)]


def _rows(found: Detections) -> Iterator[tuple[Box, float, str]]:
    for box, score, kind in zip(found.boxes, found.scores, found.labels, strict=True):
        yield [float(v) for v in box], float(score), kind


def _hidden_at(hiding: Sequence[Hiding], best: Near | None, at: Spot) -> Hiding | None:
    """The hidden object that is the one at the spot: the one that the best find lies on, else the nearest."""
    close = [one for one in hiding if _away(one.reach, at) <= BESIDE]
    if best is not None and (same := [one for one in close if _same(one.box, best.box)]):
        return max(same, key=lambda one: _shared(one.box, best.box))
    return min(close, key=lambda one: (_away(one.reach, at), max(one.box[2:])), default=None)


def _past(box: Box, reach: Box, at: Spot) -> Box:
    """The box grown so that the spot is the middle between what was hidden and where it ends now."""
    edges = []
    for start, length, low, long, spot in zip(box[:2], box[2:], reach[:2], reach[2:], at, strict=True):
        first, last = start, start + length
        if spot < low:
            first = min(first, 2 * spot - low)
        elif spot > low + long:
            last = max(last, 2 * spot - low - long)
        edges.append((first, last))
    (left, right), (top, bottom) = edges
    grown = [left, top, right - left, bottom - top]
    if grown != box:
        return grown
    wide, high = (GROWN * side for side in box[2:])
    return [left - wide, top - high, right - left + 2 * wide, bottom - top + 2 * high]


def _around(boxes: Sequence[Box]) -> Box:
    left, top = (min(box[i] for box in boxes) for i in (0, 1))
    right, bottom = (max(box[i] + box[i + 2] for box in boxes) for i in (0, 1))
    return [left, top, right - left, bottom - top]


def _open_share(covered: Mask, box: Box) -> float:
    """The share of a box that nothing hides."""
    height, width = covered.shape
    left, top = (min(max(0, round(v)), most - 1) for v, most in zip(box[:2], (width, height), strict=True))
    part = covered[top : max(top + 1, round(box[1] + box[3])), left : max(left + 1, round(box[0] + box[2]))]
    return 1 - float(part.mean())


def _same(one: Box, other: Box) -> bool:
    return _shared(one, other) >= SAME


def _shared(a: Box, b: Box) -> float:
    """Intersection over union."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(0.0, width) * max(0.0, height)
    return both / max(a[2] * a[3] + b[2] * b[3] - both, 1e-6)


def _away(box: Box, at: Spot) -> float:
    """How far a spot lies outside a box, as a share of the box's longer side; 0 inside."""
    x, y, width, height = box
    beside = max(x - at[0], at[0] - x - width, 0.0)
    above = max(y - at[1], at[1] - y - height, 0.0)
    return float(max(beside, above) / max(width, height, 1e-6))


def _aside(box: Box, at: Spot) -> float:
    """How far from the middle of a box a spot lies, 1 at its edges and beyond."""
    return min(
        1.0,
        max(
            abs(2 * (v - start) / max(side, 1e-6) - 1)
            for v, start, side in zip(at, box[:2], box[2:], strict=True)
        ),
    )


def _is_whole(box: Box, corner: tuple[int, int], side: int, size: tuple[int, int]) -> bool:
    """Whether a find ends inside the square that was looked at, or where the picture itself ends."""
    slack = 0.01 * side
    for start, length, low, end in zip(box[:2], box[2:], corner, size, strict=True):
        high = min(low + side, end)
        if (low > 0 and start <= low + slack) or (high < end and start + length >= high - slack):
            return False
    return True
