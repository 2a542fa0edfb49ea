"""The face blur of ImageNet as it was published: visual, a machine can undo it.

Yang et al., A Study of Face Obfuscation in ImageNet, 2022: with d the larger side of a box, every box is grown by
0.1 d, picture and mask of all boxes are blurred with σ = 0.1 times the largest d in the picture, and laid together by
the blurred mask. So the border of a grown box is half original, and the blur fades out beyond it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from .gaussian import Grid
from .outlines import Fading, Outline
from .scene import Pixels, Scene

if TYPE_CHECKING:
    from .regions import Region

GROWN = 0.1
SIGMA = 0.1
FADES = 2.35
"""Standard deviations beyond a grown box after which less than 1 % of the blur is left."""

AROUND = 1.25
"""Standard deviations beyond that from which the blur is made: what lies farther out has a tenth of a say in what has a
hundredth of the weight."""


def widened(outlines: Sequence[Outline], width: int, height: int) -> list[Outline]:
    """The outlines of all boxes of a picture that are blurred so, with the border in which their blur fades out.

    They come grown by 0.1 of their size; how far the blur goes follows from the largest of them.
    """
    sigma = max(0.5, SIGMA * max((one.size for one in outlines), default=0.0))
    far = math.ceil(FADES * sigma)
    return [
        Outline(
            max(0, one.x0 - far),
            max(0, one.y0 - far),
            min(width, one.x1 + far),
            min(height, one.y1 + far),
            None,
            one.size,
            fading=Fading(one.x0, one.y0, one.x1, one.y1, sigma),
        )
        for one in outlines
    ]


def reach(outline: Outline, region: Region) -> int:
    """What the blur is made from."""
    return math.ceil(AROUND * outline.fading.sigma) if outline.fading else 0


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The rectangle of `outline` in the composite of original and blur, by the blurred mask of all peers.

    The blur times its weight is as smooth as either, so that it is made where that is cheap: on shrunken copies.
    """
    sigma = outline.fading.sigma if outline.fading else 0.5
    grid = Grid.of(scene.pixels, outline, sigma, AROUND)
    cells = grid.blurred(grid.shrunk(scene.pixels))
    weight = grid.blurred(_covered(grid, [one for peer in scene.peers if (one := peer.fading)]))
    share = weight[..., None] if cells.ndim == 3 else weight
    added = np.rint(cells * share).astype(cells.dtype)
    original = scene.pixels[outline.window]
    if cells.dtype != np.uint8:
        left = grid.enlarged(1 - weight)
        left = left[..., None] if cells.ndim == 3 else left
        return np.rint(original * left + grid.enlarged(added)).astype(cells.dtype)
    shown = original if scene.last else np.empty_like(original, order="C")
    _lay(shown, original, grid, added, np.rint(255 * (1 - weight)).astype(np.uint8))
    return shown


def _lay(
    shown: npt.NDArray[np.uint8],
    original: npt.NDArray[np.uint8],
    grid: Grid,
    added: npt.NDArray[np.uint8],
    left: npt.NDArray[np.uint8],
) -> None:
    """Shows `left` (of 255) of the original and what is added to it, both as squares of the grid. Some rows share what
    is between two squares, a tenth of one at most, where weights differ by less than two hundredths."""
    step = next(rows for rows in (4, 2, 1) if 5 * rows <= grid.factor or rows == 1)
    rows_added, rows_left, first = grid.rows(added, step), grid.rows(left, step), grid.y0 % step
    if original.ndim == 3:
        rows_left = np.asarray(
            cv2.cvtColor(rows_left, cv2.COLOR_GRAY2BGR), np.uint8
        )  # enlarged once, not three times
    for n in range(step):
        mine, rows = original[n::step], slice((first + n) // step, None)
        part = shown[n::step]
        cv2.multiply(mine, rows_left[rows][: len(mine)], dst=part, scale=1 / 255)
        cv2.add(part, rows_added[rows][: len(mine)], dst=part)


def _covered(grid: Grid, boxes: Sequence[Fading]) -> npt.NDArray[np.float32]:
    """How much of each square of the grid lies in some of the boxes."""
    free: npt.NDArray[np.float32] = np.ones((1, 1), np.float32)
    for box in boxes:
        down = _along(grid, grid.top, grid.bottom, box.y0, box.y1)
        across = _along(grid, grid.left, grid.right, box.x0, box.x1)
        free = free * (1 - down[:, None] * across)
    return np.asarray(1 - free, np.float32)


def _along(grid: Grid, start: int, stop: int, first: int, last: int) -> npt.NDArray[np.float32]:
    """How much of each square's side lies in [first, last)."""
    edges = np.arange(start, stop + grid.factor, grid.factor, dtype=np.float32)[
        : -(-(stop - start) // grid.factor) + 1
    ]
    inside = np.minimum(np.maximum(edges, first), last)
    return np.asarray((inside[1:] - inside[:-1]) / np.float32(grid.factor), np.float32)
