"""Gaussian blur whose width follows the object's size: visual, a machine can undo it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import cv2
import numpy.typing as npt

from .outlines import Outline
from .scene import Pixels, Scene

if TYPE_CHECKING:
    from .regions import Region

SIGMA_OF_SIZE = 0.25
"""Standard deviation as a share of the object's larger side at strength 1 (ImageNet's face blur uses 0.1)."""

SMALL_SIGMA = 2.0


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
    height, width = source.shape[:2]
    far = math.ceil(3 * sigma)
    left, top = max(0, outline.x0 - far), max(0, outline.y0 - far)
    right, bottom = min(width, outline.x1 + far), min(height, outline.y1 + far)
    factor = max(1, int(sigma / SMALL_SIGMA))
    factor -= factor % 2 if factor > 8 else 0
    if far > 2 * factor:  # whole cells, where that costs no pixel that has a say
        bottom -= (bottom - top) % factor if bottom - outline.y1 == far else 0
        right -= (right - left) % factor if right - outline.x1 == far else 0
    around = source[top:bottom, left:right]
    x0, y0, x1, y1 = outline.x0 - left, outline.y0 - top, outline.x1 - left, outline.y1 - top
    if factor > 1:
        around = _shrunk(around, factor)
    around = cv2.GaussianBlur(around, (0, 0), sigma / factor, borderType=cv2.BORDER_REPLICATE)
    if factor == 1:
        return around[y0:y1, x0:x1]
    # Only the cells under the outline are enlarged, and one more on each side for the interpolation.
    across, down = (max(0, x0 // factor - 1), x1 // factor + 2), (max(0, y0 // factor - 1), y1 // factor + 2)
    cells = around[slice(*down), slice(*across)]
    size = (cells.shape[1] * factor, cells.shape[0] * factor)
    large = cv2.resize(cells, size, interpolation=cv2.INTER_LINEAR)
    x, y = across[0] * factor, down[0] * factor
    return large[y0 - y : y1 - y, x0 - x : x1 - x]


def _shrunk(pixels: npt.NDArray[Any], factor: int) -> npt.NDArray[Any]:
    """The means of squares of `factor` pixels; what is missing of the last ones is filled from the edge."""
    height, width = pixels.shape[:2]
    if height % factor or width % factor:
        pixels = cv2.copyMakeBorder(pixels, 0, -height % factor, 0, -width % factor, cv2.BORDER_REPLICATE)
    size = (pixels.shape[1] // factor, pixels.shape[0] // factor)
    if factor > 8:  # halving is the fast case
        half = (pixels.shape[1] // 2, pixels.shape[0] // 2)
        pixels = cv2.resize(pixels, half, interpolation=cv2.INTER_AREA)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _sigma(outline: Outline, strength: float) -> float:
    return max(1.0, SIGMA_OF_SIZE * strength * outline.size)
