"""How alike two pictures are: structural similarity (Wang, Bovik, Sheikh, Simoncelli, 2004)."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 8
"""Windows of 8 × 8 pixels beside one another, all pixels of a window alike."""


def ssim(a: NDArray[Any], b: NDArray[Any], peak: int, without: NDArray[np.uint8] | None = None) -> float:
    """Mean structural similarity of two planes [H, W] with values from 0 to `peak`; 1 is equal.

    Windows with any pixel that is not 0 in `without` ([H, W]) do not count; nan where none is left.
    """
    height, width = a.shape[0] // SIDE, a.shape[1] // SIDE
    if not height or not width:
        return float("nan")

    def means(values: NDArray[Any]) -> NDArray[np.float32]:
        return cv2.resize(  # type: ignore[return-value]
            values[: height * SIDE, : width * SIDE], (width, height), interpolation=cv2.INTER_AREA
        )

    x, y = a.astype(np.float32), b.astype(np.float32)
    mx, my = means(x), means(y)
    vx, vy, vxy = means(x * x) - mx * mx, means(y * y) - my * my, means(x * y) - mx * my
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2
    values = ((2 * mx * my + c1) * (2 * vxy + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))
    if without is not None:
        values = values[means(without.astype(np.float32)) == 0]
    return float(values.mean()) if values.size else float("nan")
