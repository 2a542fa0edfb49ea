"""How alike two pictures are: structural similarity (Wang, Bovik, Sheikh, Simoncelli, 2004)."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 8
"""Windows of 8 × 8 pixels beside one another, all pixels of a window alike."""
BAND = 16
"""Rows of windows that are worked on at a time, so that large pictures take little memory."""


def ssim(a: NDArray[Any], b: NDArray[Any], peak: int, without: NDArray[np.uint8] | None = None) -> float:
    """Mean structural similarity of two planes [H, W] with values from 0 to `peak`; 1 is equal.

    Windows with any pixel that is not 0 in `without` ([H, W]) do not count; nan where none is left.
    """
    height, width = (length // SIDE * SIDE for length in a.shape)
    bands = [np.s_[top : min(top + BAND * SIDE, height), :width] for top in range(0, height, BAND * SIDE)]
    if not width or not bands:
        return float("nan")
    values = np.concatenate(
        [_windows(a[band], b[band], peak, None if without is None else without[band]) for band in bands]
    )
    return float(values.mean()) if values.size else float("nan")


def _windows(
    a: NDArray[Any], b: NDArray[Any], peak: int, without: NDArray[np.uint8] | None
) -> NDArray[np.float32]:
    """The similarity of each window that counts, of planes whose sides are multiples of its own."""

    def means(values: NDArray[Any]) -> NDArray[np.float32]:
        size = values.shape[1] // SIDE, values.shape[0] // SIDE
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)

    x, y = a.astype(np.float32), b.astype(np.float32)
    mx, my = means(x), means(y)
    vx, vy, vxy = means(x * x) - mx * mx, means(y * y) - my * my, means(x * y) - mx * my
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2
    values = ((2 * mx * my + c1) * (2 * vxy + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))
    counts = np.True_ if without is None else means(without.astype(np.float32)) == 0
    return np.asarray(values[np.broadcast_to(counts, values.shape)], np.float32)
