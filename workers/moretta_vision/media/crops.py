"""Objects cut out of pictures."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from .preview import Pixels, to_bgr8

AROUND = 0.45
"""What is shown on each side of an object, as a share of its longer side: a face is told by what it sits on."""
LEAST = 12.0  # pixels of the picture that a crop shows at least
GREY = (96, 96, 96)

Bgr = npt.NDArray[np.uint8]


def seen_side(box: Sequence[float]) -> float:
    """The side of the square that is shown around a box, in pixels of the picture."""
    return max(LEAST, max(box[2:]) * (1 + 2 * AROUND))


def cut(pixels: Pixels, box: Sequence[float], side: int) -> Bgr:
    """The square around `box` (x, y, width, height in pixels) as `side` x `side` BGR; grey beyond the picture.

    `pixels` as in `images.Picture`.
    """
    x, y, width, height = box
    seen = seen_side(box)
    left, top = round(x + width / 2 - seen / 2), round(y + height / 2 - seen / 2)
    size = max(1, round(seen))
    right, bottom = min(pixels.shape[1], left + size), min(pixels.shape[0], top + size)
    part = pixels[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    if part.size == 0:
        return np.full((side, side, 3), GREY, np.uint8)
    bgr = cv2.copyMakeBorder(
        np.ascontiguousarray(to_bgr8(part)),
        max(0, -top),
        max(0, top + size - pixels.shape[0]),
        max(0, -left),
        max(0, left + size - pixels.shape[1]),
        cv2.BORDER_CONSTANT,
        value=GREY,
    )
    shrinks = bgr.shape[0] > side
    resized = cv2.resize(bgr, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return np.asarray(resized, np.uint8)
