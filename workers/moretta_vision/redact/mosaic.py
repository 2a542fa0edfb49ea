"""Coarse squares whose number follows the object: visual, a machine can undo it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from .outlines import Outline
from .scene import Pixels, Scene
from .squares import means, rounded

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
    part = scene.pixels[outline.window]
    width = part.shape[1]
    # A row of squares is one row of pixels many times over, which is copied faster than enlarged.
    rows: Pixels = np.repeat(rounded(means(part, cell), part.dtype), cell, axis=1)[:, :width]
    large = np.empty_like(part, order="C")
    for n, row in enumerate(rows):
        large[n * cell : (n + 1) * cell] = row
    return large
