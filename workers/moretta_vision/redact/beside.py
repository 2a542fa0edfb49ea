"""The fine structure of what lies beside an outline and above it, seen inside as in a mirror that stands upright.

Unlike what is folded over a round border, folds of curtains stay upright in it and rows of bricks level. Only how much
lighter or darker things are than what is around them: what they are would be pasted beside a head.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from .outlines import Mask, Outline
from .portrait.view import Floats
from .ranks import percentile
from .scene import Pixels, Scene

LARGE = 240
"""Larger side in pixels from which on every second pixel is enough: as of what is drawn before it."""
CELLS, COARSEST = 80, 4
"""The middle is taken on a copy of so many pixels along the outline's larger side, or of one pixel of so many."""
WIDE = 0.09
"""Half the side of the square over which the middle is taken, over the larger side of the outline."""
NEAR = 0.02
"""The same for how strong structure is."""
COMMON, USUAL = 35, 1.5
"""What is stronger than so many times this percentile of it gets weaker: it would be seen as a thing."""
STRONGEST = 18
"""Grey levels of 255 that are never more than usual: faces and writing have more."""
ENDING = 0.4
"""Over this share of what there is it fades away where it ends."""
PLACES = 32
"""Places along the sides of a rectangle for which it is told once which side is near."""


def structure(
    scene: Scene, outline: Outline, around: Pixels, hidden: Mask, inner: tuple[slice, slice]
) -> tuple[Floats, Floats]:
    """How much lighter (in the scene's samples) `inner` becomes, and how surely that is known (0 to 1), by what is
    `around` and not `hidden`, on the side that is nearest; nothing comes from below. Of what is large for every second
    pixel."""
    size = inner[0].stop - inner[0].start, inner[1].stop - inner[1].start
    every = 2 if max(size) >= LARGE else 1
    cells = -(-size[0] // every), -(-size[1] // every)
    made, sure = np.zeros(cells, np.float32), np.zeros(cells, np.float32)
    for axis, end in _sides(outline):
        part, to = list(inner), [slice(None), slice(None)]
        if end < 0:
            part[axis] = slice(max(0, inner[axis].start - size[axis]), inner[axis].start)
        else:
            part[axis] = slice(inner[axis].stop, min(inner[axis].stop + size[axis], hidden.shape[axis]))
        long = (part[axis].stop - part[axis].start) // every
        if not long:
            continue
        to[axis] = slice(0, long) if end < 0 else slice(cells[axis] - long, None)
        window, mirror = (part[0], part[1]), (to[0], to[1])
        seen = around[window] if around.ndim == 2 else cv2.extractChannel(around[window], 1 - scene.planar)
        # The farther from the outline, the deeper in the mirror: there it ends.
        ends = np.clip((np.arange(long, dtype=np.float32) + 1) / (ENDING * long), 0, 1)[::-end]
        ends = np.broadcast_to(np.expand_dims(ends, 1 - axis), made[mirror].shape)
        detail, known = _detail(scene, seen, hidden[window], max(cells), ends)
        near = cv2.resize(_nearness(axis, end), cells[::-1], interpolation=cv2.INTER_LINEAR)
        share = np.asarray(near, np.float32)[mirror]
        made[mirror] += share * cv2.flip(detail, axis)
        sure[mirror] += share * share * cv2.flip(known, axis)
    return made, sure


@lru_cache(maxsize=4)
def _nearness(axis: int, end: int) -> Floats:
    """How much each place of a rectangle shows of what lies at one of its sides [PLACES, PLACES]; squares add up
    to 1."""
    place = np.linspace(-1, 1, PLACES, dtype=np.float32)
    along, other = np.expand_dims(place, 1 - axis), np.expand_dims(place, axis)
    return np.asarray(np.square(np.maximum(end * along, 0)) / np.sqrt(along**4 + other**4), np.float32)


def _sides(outline: Outline) -> list[tuple[int, int]]:
    """Axis and end (-1 or 1) of each side of the coded rectangle but for the one that is below when it is upright."""
    upright = np.zeros((3, 3), np.uint8)
    upright[2, 1] = 1
    row, column = np.argwhere(outline.orientation.undo(upright))[0].tolist()
    below = (0, row - 1) if row != 1 else (1, column - 1)
    return [side for side in ((0, -1), (0, 1), (1, -1), (1, 1)) if side != below]


def _detail(scene: Scene, luma: Pixels, hidden: Mask, side: int, ends: Floats) -> tuple[Floats, Floats]:
    """How much lighter each cell is than what is around it, and where that is known, each as much as `ends` says, which
    has the cells' shape."""
    height, width = ends.shape
    open_ = np.asarray(cv2.threshold(hidden, 0, 1, cv2.THRESH_BINARY_INV)[1], np.float32)
    detail = np.asarray(cv2.multiply(luma, open_, dtype=cv2.CV_32F), np.float32)
    if luma.shape != ends.shape:
        detail, open_ = (
            np.asarray(cv2.resize(one, (width, height), interpolation=cv2.INTER_AREA), np.float32)
            for one in (detail, open_)
        )
        # A cell that is hidden in part would be too dark.
        open_ = (open_ > 0.999).astype(np.float32)
        detail *= open_
    cell = max(1, min(COARSEST, side // CELLS))
    small = max(1, width // cell), max(1, height // cell)
    share = cv2.resize(open_, small, interpolation=cv2.INTER_AREA)
    wide, near = (2 * max(1, round(part * side / cell)) + 1 for part in (WIDE, NEAR))

    def mean(values: Floats, square: int) -> Floats:
        means = cv2.blur(cv2.resize(values, small, interpolation=cv2.INTER_AREA), (square, square))
        amount = np.maximum(cv2.blur(share, (square, square)), np.float32(1e-3))
        return np.asarray(means / amount, np.float32)

    middle = cv2.resize(mean(detail, wide), (width, height), interpolation=cv2.INTER_LINEAR)
    detail -= np.asarray(middle, np.float32)
    detail *= open_
    strong = mean(np.abs(detail), near)
    told, least = strong[share > 0.5], scene.top / 255
    usual = (min(USUAL * percentile(told, COMMON), STRONGEST * least) if len(told) else 0) + least
    less = np.square(np.minimum(1, usual / np.maximum(strong, 1e-3))).astype(np.float32)
    detail *= np.asarray(cv2.resize(less, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    return detail * ends, open_ * ends
