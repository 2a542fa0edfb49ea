"""Means of squares: what coarse grids of a picture are made of."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

FEW = 8
"""Pixels along the side of a square below which OpenCV's own means are made faster."""

Floats = npt.NDArray[np.float32]


def means(pixels: npt.NDArray[Any], side: int, every: int = 1) -> Floats:
    """The mean of each square of `side` pixels, from the upper left on: [h, w] or [h, w, 3] for pixels of so many
    dimensions. Of squares that reach beyond the right or lower border only what lies in the picture has a say.

    Rows are added up first, which takes a quarter of the time of OpenCV's means of large squares. With `every` 2
    only every second row has a say, in one row of squares the even ones, in the next the odd ones, so that means of
    neighbours are right together where rows take turns; so with other numbers.
    """
    (height, width), channels = pixels.shape[:2], pixels.shape[2:]
    rows = np.empty((-(-height // side), width, *channels), np.float32)
    for n in range(len(rows)):
        cv2.reduce(_some(pixels, n, side, every), 0, cv2.REDUCE_AVG, rows[n : n + 1], cv2.CV_32F)
    across = width // side
    squares = np.empty((len(rows), -(-width // side), *channels), np.float32)
    if across:
        size = (across, len(rows))
        squares[:, :across] = cv2.resize(rows[:, : across * side], size, interpolation=cv2.INTER_AREA)
    if across < squares.shape[1]:
        squares[:, across] = rows[:, across * side :].mean(axis=1)
    return squares


def _some(pixels: npt.NDArray[Any], n: int, side: int, every: int) -> npt.NDArray[Any]:
    start, stop = n * side, min((n + 1) * side, len(pixels))
    return pixels[start + n % every if start + n % every < stop else start : stop : every]


def shrunk(pixels: npt.NDArray[Any], side: int, every: int = 1) -> npt.NDArray[Any]:
    """As `means`, but as samples of the pixels' type; squares beyond the border are filled up from the edge where that
    is faster."""
    if side == 1:
        return pixels
    if side >= FEW:
        return rounded(means(pixels, side, every), pixels.dtype)
    height, width = pixels.shape[:2]
    if height % side or width % side:
        pixels = cv2.copyMakeBorder(pixels, 0, -height % side, 0, -width % side, cv2.BORDER_REPLICATE)
    size = (pixels.shape[1] // side, pixels.shape[0] // side)
    while side % 2 == 0:  # halving is the fast case; each rounds up by an eighth of a grey level
        half = (pixels.shape[1] // 2, pixels.shape[0] // 2)
        pixels, side = cv2.resize(pixels, half, interpolation=cv2.INTER_AREA), side // 2
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if side > 1 else pixels


def rounded(squares: Floats, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Means as samples of a type."""
    return np.rint(squares).astype(dtype)
