"""One colour: nothing of what was there is left."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .outlines import lay, paint

Pixels = npt.NDArray[Any]


def apply(
    pixels: Pixels,
    mask: npt.NDArray[np.uint8] | None,
    bgr: tuple[int, int, int],
    soft: npt.NDArray[np.uint8] | None = None,
) -> None:
    """Fills `pixels` (HxW or HxWx3, uint8 or uint16) in place where `mask` is not 0, or everywhere without one; with
    `soft` by that weight of 0 to 255.

    `bgr` has 8 bits a channel; 16-bit pictures take it times 257, one-channel pictures its luma (BT.601).
    """
    value: npt.NDArray[Any] = np.asarray(bgr)
    if pixels.ndim == 2:
        value = np.asarray(round(0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2]))
    value = value * (257 if pixels.dtype == np.uint16 else 1)
    # A whole row of the colour: numpy copies rows many times faster than it repeats three values.
    row = np.empty(pixels.shape[1:], pixels.dtype)
    row[...] = value
    if soft is not None:
        lay(pixels, np.broadcast_to(row, pixels.shape), soft)
    elif mask is None:
        pixels[...] = row
    else:
        paint(pixels, np.broadcast_to(row, pixels.shape), mask)
