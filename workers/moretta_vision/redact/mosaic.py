"""Coarse squares whose number follows the object: visual, a machine can undo it."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy.typing as npt

from .outlines import Outline

CELLS = 6.0
"""Squares along the object's larger side at strength 1; strength 2 leaves half as many."""


def content(source: npt.NDArray[Any], outline: Outline, strength: float) -> npt.NDArray[Any]:
    """The rectangle of `outline` in squares, of its size and the source's type; every square is its own mean."""
    cell = max(2, math.ceil(outline.size * strength / CELLS))
    height, width = outline.y1 - outline.y0, outline.x1 - outline.x0
    down, across = math.ceil(height / cell), math.ceil(width / cell)
    part = source[outline.window]
    whole = cv2.copyMakeBorder(part, 0, down * cell - height, 0, across * cell - width, cv2.BORDER_REPLICATE)
    means = cv2.resize(whole, (across, down), interpolation=cv2.INTER_AREA)
    return cv2.resize(means, (across * cell, down * cell), interpolation=cv2.INTER_NEAREST)[:height, :width]
