"""A fill that looks like a blur and holds nothing of what it covers: the surroundings, drawn smoothly inward.

The colours just outside all outlines are taken to a small grid and spread over its empty cells by a pyramid (pull-push:
Gortler et al., The Lumigraph, 1996), smoothed towards the membrane between them, enlarged, and given a little grain
from a fixed table.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import numpy.typing as npt

from .grain import grained
from .outlines import Mask, Outline
from .scene import Pixels, Scene

if TYPE_CHECKING:
    from .regions import Region

CELLS = 32
"""Cells of the grid along the larger side of the outline."""

RING = 3
"""Cells around the outline whose colours are spread into it."""

GRAIN = 1.5
"""Standard deviation of the grain, of 255."""

SMOOTHINGS = 12

FEW_ENOUGH = 500
"""A mean over fewer pixels that holds one of 255 is not rounded to 0 in 8 bits."""

Floats = npt.NDArray[np.float32]


def reach(outline: Outline, region: Region) -> int:
    """The ring of cells around the outline."""
    return (RING + 1) * _cell(outline)


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The filled rectangle of `outline`. No sample under any outline of the picture has a say in it."""
    return grained(scene, smooth(scene, outline), GRAIN)


def smooth(scene: Scene, outline: Outline) -> Pixels:
    """As `content`, without grain."""
    cell = _cell(outline)
    height, width = scene.pixels.shape[:2]
    top, bottom = _whole_cells(outline.y0, outline.y1, cell, height)
    left, right = _whole_cells(outline.x0, outline.x1, cell, width)
    window = np.s_[top:bottom, left:right]
    x, y = outline.x0 - left, outline.y0 - top
    w, h = outline.x1 - outline.x0, outline.y1 - outline.y0
    ring = _ring(scene.pixels[window], scene.hidden[window], cell, (x, y, w, h), outline.mask is not None)
    grid = spread(*ring, scene.top / 2)
    # Only the cells under the outline are enlarged, and one more on each side for the interpolation.
    column, row = max(0, x // cell - 1), max(0, y // cell - 1)
    grid = grid[row : (y + h) // cell + 2, column : (x + w) // cell + 2]
    size = (grid.shape[1] * cell, grid.shape[0] * cell)
    large = cv2.resize(np.rint(grid).astype(scene.pixels.dtype), size, interpolation=cv2.INTER_LINEAR)
    x, y = x - column * cell, y - row * cell
    return large[y : y + h, x : x + w]


def spread(grid: Floats, known: npt.NDArray[np.bool_], otherwise: float) -> Floats:
    """The grid [h, w] or [h, w, 3] with its unknown cells filled from the known ones; `otherwise` where none is."""
    if not known.any():
        return np.full_like(grid, otherwise)
    weight = known.astype(np.float32)
    filled = _pull_push(np.where(_wide(known, grid), grid, 0).astype(np.float32), weight)
    unknown = (~known).view(np.uint8)
    for _ in range(SMOOTHINGS):
        cv2.copyTo(cv2.blur(filled, (3, 3), borderType=cv2.BORDER_REPLICATE), unknown, filled)
    return filled


def _pull_push(colours: Floats, weight: Floats) -> Floats:
    """`colours` are those of the cells times their weight, which is 0 or 1; fills those of weight 0."""
    h, w = weight.shape
    if h == w == 1 or weight.all():
        return colours / _wide(np.maximum(weight, 1e-6), colours)
    size = (-(-w // 2), -(-h // 2))
    below = cv2.resize(colours, size, interpolation=cv2.INTER_AREA)
    sums = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    some = (sums > 1e-4).astype(np.float32)
    coarse = _pull_push(below / _wide(np.maximum(sums, 1e-4), below) * _wide(some, below), some)
    fine = cv2.resize(coarse, (w, h), interpolation=cv2.INTER_LINEAR)
    return colours + fine * _wide(1 - weight, colours)


def _wide(plane: npt.NDArray[Any], like: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return plane[..., None] if like.ndim == 3 else plane


def _cell(outline: Outline) -> int:
    return max(1, math.ceil(max(outline.x1 - outline.x0, outline.y1 - outline.y0) / CELLS))


def _whole_cells(start: int, end: int, cell: int, side: int) -> tuple[int, int]:
    """The outline's extent with its ring, within the picture and, where that is possible, in whole cells."""
    first, last = max(0, start - RING * cell), min(side, end + RING * cell)
    spare = (last - first) % cell
    return first, last - spare if last - spare >= end else last


def _ring(
    pixels: Pixels, hidden: Mask, cell: int, box: tuple[int, int, int, int], round_: bool
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """As `_cells`, but what is hidden inside of the outline's `box` is not looked at, if that is all of it; of `round_`
    outlines all of the largest square."""
    x, y, w, h = box
    aside, above = (round((1 - math.sqrt(0.5)) / 2 * side) if round_ else 0 for side in (w, h))
    left, right = -(-(x + aside) // cell), (x + w - aside) // cell
    top, bottom = -(-(y + above) // cell), (y + h - above) // cell
    inner = hidden[top * cell : bottom * cell, left * cell : right * cell]
    if left >= right or top >= bottom or cv2.countNonZero(inner) < inner.size:
        return _cells(pixels, hidden, cell)
    down, across = (-(-side // cell) for side in hidden.shape)
    means = np.zeros((down, across, *pixels.shape[2:]), np.float32)
    known = np.zeros((down, across), np.bool_)
    for y0, y1, x0, x1 in (
        (0, top, 0, across),
        (bottom, down, 0, across),
        (top, bottom, 0, left),
        (top, bottom, right, across),
    ):
        if y0 < y1 and x0 < x1:
            part = np.s_[y0 * cell : y1 * cell, x0 * cell : x1 * cell]
            means[y0:y1, x0:x1], known[y0:y1, x0:x1] = _cells(pixels[part], hidden[part], cell)
    return means, known


def _cells(pixels: Pixels, hidden: Mask, cell: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Means of squares, and which of them hold no hidden sample at all: a mean of others must never be used."""
    h, w = hidden.shape
    covered: Pixels = hidden if cell * cell < FEW_ENOUGH else hidden.astype(np.float32)
    if h % cell or w % cell:
        pad = (0, -h % cell, 0, -w % cell)
        pixels = cv2.copyMakeBorder(pixels, *pad, cv2.BORDER_REPLICATE)
        covered = cv2.copyMakeBorder(covered, *pad, cv2.BORDER_REPLICATE)
    size = (covered.shape[1] // cell, covered.shape[0] // cell)
    means = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return means, cv2.resize(covered, size, interpolation=cv2.INTER_AREA) == 0
