"""Gaussian blur whose width follows the object's size: visual, a machine can undo it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy.typing as npt

from .outlines import Outline
from .scene import Pixels, Scene
from .squares import shrunk

if TYPE_CHECKING:
    from .regions import Region

SIGMA_OF_SIZE = 0.25
"""Standard deviation as a share of the object's larger side at strength 1 (ImageNet's face blur uses 0.1)."""

SMALL_SIGMA = 2.0

ROWS = 5
"""Rows of a square that are enough, with as many of its neighbours."""


def reach(outline: Outline, region: Region) -> int:
    """Three standard deviations."""
    return math.ceil(3 * _sigma(outline, region.strength))


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The blurred rectangle of `outline`, of its size and the scene's type."""
    return blurred(scene.pixels, outline, _sigma(outline, region.strength))


def blurred(source: npt.NDArray[Any], outline: Outline, sigma: float) -> npt.NDArray[Any]:
    """The rectangle of `outline` after a Gaussian filter of the whole source.

    Wide blurs run on a shrunken copy: shrink by area, blur with a σ of at least 2 pixels there, enlarge. That
    differs from the direct filter by less than what 8 bits show, at a hundredth of its cost.
    """
    grid = Grid.of(source, outline, sigma)
    return grid.enlarged(grid.blurred(grid.shrunk(source)))


@dataclass(frozen=True)
class Grid:
    """The squares of `factor` pixels in which an outline and what is around it is blurred: the pixels [top, bottom) and
    [left, right) of the source, in which the outline is [y0, y1) and [x0, x1)."""

    factor: int
    sigma: float
    top: int
    bottom: int
    left: int
    right: int
    y0: int
    y1: int
    x0: int
    x1: int

    @classmethod
    def of(cls, source: npt.NDArray[Any], outline: Outline, sigma: float, around: float = 3) -> Grid:
        """Of what is `around` standard deviations around the outline."""
        height, width = source.shape[:2]
        far = math.ceil(around * sigma)
        left, top = max(0, outline.x0 - far), max(0, outline.y0 - far)
        right, bottom = min(width, outline.x1 + far), min(height, outline.y1 + far)
        factor = max(1, int(sigma / SMALL_SIGMA))
        factor -= factor % 4 if factor > 8 else 0
        if far > 2 * factor:  # whole cells, where that costs no pixel that has a say
            bottom -= (bottom - top) % factor if bottom - outline.y1 == far else 0
            right -= (right - left) % factor if right - outline.x1 == far else 0
        inside = outline.y0 - top, outline.y1 - top, outline.x0 - left, outline.x1 - left
        return cls(factor, sigma, top, bottom, left, right, *inside)

    def shrunk(self, source: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The means of the squares."""
        around = source[self.top : self.bottom, self.left : self.right]
        return shrunk(around, self.factor, min(4, max(1, self.factor // ROWS)))

    def blurred(self, cells: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The squares after the filter."""
        return cv2.GaussianBlur(cells, (0, 0), self.sigma / self.factor, borderType=cv2.BORDER_REPLICATE)

    def enlarged(self, cells: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The rectangle of the outline out of squares."""
        return self.rows(cells, 1)

    def rows(self, cells: npt.NDArray[Any], step: int) -> npt.NDArray[Any]:
        """As `enlarged`, but one row for `step` of the picture, which divides the factor. The first is of those rows of
        which the outline's first is number y0 % step. Only the squares under the outline are enlarged, and one more on
        each side for the interpolation."""
        factor = self.factor
        if factor == 1:
            return cells[self.y0 : self.y1, self.x0 : self.x1]
        column, row = max(0, self.x0 // factor - 1), max(0, self.y0 // factor - 1)
        cells = cells[row : self.y1 // factor + 2, column : self.x1 // factor + 2]
        size = (cells.shape[1] * factor, cells.shape[0] * factor // step)
        large = cv2.resize(cells, size, interpolation=cv2.INTER_LINEAR)
        x, y = column * factor, row * factor
        return large[(self.y0 - y) // step : -(-(self.y1 - y) // step), self.x0 - x : self.x1 - x]


def _sigma(outline: Outline, strength: float) -> float:
    return max(1.0, SIGMA_OF_SIZE * strength * outline.size)
