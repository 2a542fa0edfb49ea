"""Coarse squares whose number follows the object: visual, a machine can undo it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2

from .outlines import Outline
from .scene import Pixels, Scene

if TYPE_CHECKING:
    from .regions import Region

CELLS = 6.0
"""Squares along the object's larger side at strength 1; strength 2 leaves half as many."""


def reach(outline: Outline, region: Region) -> int:
    """Nothing outside has a say."""
    return 0


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The rectangle of `outline` in squares, of its size and the scene's type; every square is its own mean."""
    cell = max(2, math.ceil(outline.size * region.strength / CELLS))
    height, width = outline.y1 - outline.y0, outline.x1 - outline.x0
    down, across = math.ceil(height / cell), math.ceil(width / cell)
    part = scene.pixels[outline.window]
    whole = cv2.copyMakeBorder(part, 0, down * cell - height, 0, across * cell - width, cv2.BORDER_REPLICATE)
    means = cv2.resize(whole, (across, down), interpolation=cv2.INTER_AREA)
    large: Pixels = cv2.resize(means, (across * cell, down * cell), interpolation=cv2.INTER_NEAREST)
    return large[:height, :width]
