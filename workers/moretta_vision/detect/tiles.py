"""Pictures as networks see them: scaled, and in overlapping tiles where they are large."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from .base import Image

TILE, OVERLAP = 1280, 160
"""Inputs larger than a tile would take memory by the square."""


def scaled(image: Image, scale: float) -> Image:
    """The picture at `scale`, at least one pixel a side; areas are averaged where it shrinks."""
    height, width = image.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if size == (width, height):
        return image
    whole = min(int(1 / scale), height, width)
    while whole > 3:  # averaging blocks of two takes a third of the time of larger ones
        # By the factor, not the size: else a side that is odd makes it the slow case.
        image = np.asarray(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
        whole //= 2
    if whole > 1:  # averaging whole blocks takes a quarter of the time, and what is left to shrink is little
        block = 1 / whole
        image = np.asarray(
            cv2.resize(image, None, fx=block, fy=block, interpolation=cv2.INTER_AREA), np.uint8
        )
    way = cv2.INTER_AREA if 0.5 < scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)


def tiles(
    image: Image, side: int | tuple[int, int] = TILE, overlap: int = OVERLAP
) -> Iterator[tuple[int, int, Image]]:
    """Left, top and pixels of each tile of at most `side` pixels (of both sides, or height and width), evenly spread,
    overlapping by `overlap` or more."""
    high, wide = (side, side) if isinstance(side, int) else side
    for top in _starts(image.shape[0], high, overlap):
        for left in _starts(image.shape[1], wide, overlap):
            yield left, top, np.ascontiguousarray(image[top : top + high, left : left + wide])


def _starts(length: int, side: int, overlap: int) -> list[int]:
    if length <= side:
        return [0]
    count = -(-(length - overlap) // (side - overlap))
    return [round(i * (length - side) / (count - 1)) for i in range(count)]
