"""The surroundings of an outline folded over its border to the inside, with all their detail.

By inversion in a circle as large as the outline, along the shortest way to the border: it keeps angles, so that
leaves stay leaves and bricks bricks where a rim is seen beside what is drawn there. Deep inside nothing is left to
fold.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .outlines import Mask, Outline, blended
from .scene import Pixels, Scene

SMOOTHED = 0.02
"""Half the side of the square in which the way to the border is averaged, over the larger side of the outline."""
CLEAR = 2
"""Pixels from the border within which nothing is taken, for samples between pixels."""
TWICE = 128
"""Larger side in pixels from which on the way to the border is found for every second pixel."""
FADING = 0.03
"""Over this share of it what is folded gives way to the backdrop where it ends."""


def mirrored(scene: Scene, outline: Outline, backdrop: Pixels, far: int) -> Pixels:
    """`backdrop` (of the outline's rectangle) under what is folded in from up to `far` pixels around it. No sample
    under any outline of the picture has a say in it, but for what the backdrop is made of."""
    height, width = scene.pixels.shape[:2]
    left, top = max(0, outline.x0 - far), max(0, outline.y0 - far)
    window = np.s_[top : min(height, outline.y1 + far), left : min(width, outline.x1 + far)]
    around, hidden = scene.pixels[window], scene.hidden[window]
    inner = np.s_[outline.y0 - top : outline.y1 - top, outline.x0 - left : outline.x1 - left]
    side = max(outline.x1 - outline.x0, outline.y1 - outline.y0)
    x, y = _sources(hidden, inner, far, side)
    folded = cv2.remap(around, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # All four samples between which a place lies have to be open.
    closed = cv2.dilate(hidden, np.ones((3, 3), np.uint8))
    shut = cv2.remap(closed, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    fading = 2 * max(1, round(FADING * side)) + 1
    shut = cv2.dilate(shut, np.ones((fading, fading), np.uint8))
    weight = np.asarray(cv2.blur(cv2.bitwise_not(shut), (fading, fading)), np.uint8)
    return blended(backdrop, np.ascontiguousarray(folded), weight)


def _sources(
    hidden: Mask, inner: tuple[slice, slice], far: int, side: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Columns and rows from which each pixel of `inner` is taken; far outside where that would be more than `far` from
    the border. They are found for every second pixel of what is large."""
    every = 2 if side >= TWICE else 1
    near = 2 * round(SMOOTHED * side) + 4
    rows, columns = (slice(max(0, part.start - near), part.stop + near) for part in inner)
    part = np.ascontiguousarray(hidden[rows, columns][::every, ::every])
    deep = every * cv2.distanceTransform(part, cv2.DIST_L2, cv2.DIST_MASK_5)
    wide = 2 * round(SMOOTHED * side / every) + 3
    soft = cv2.blur(cv2.blur(deep, (wide, wide)), (wide, wide))
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    radius = (inner[0].stop - inner[0].start + inner[1].stop - inner[1].start) / 4
    outside = deep * radius / np.maximum(radius - deep, 1) + CLEAR
    step = (deep + outside) / np.maximum(cv2.magnitude(across, down), 1e-3)
    step[outside >= far] = 1e6
    height, width = part.shape
    x = columns.start + every * np.arange(width, dtype=np.float32) - step * across
    y = rows.start + every * np.arange(height, dtype=np.float32)[:, None] - step * down
    if every > 1:
        size = (every * width, every * height)
        x, y = (cv2.resize(one, size, interpolation=cv2.INTER_LINEAR) for one in (x, y))
    own = np.s_[
        inner[0].start - rows.start : inner[0].stop - rows.start,
        inner[1].start - columns.start : inner[1].stop - columns.start,
    ]
    return np.ascontiguousarray(x[own]), np.ascontiguousarray(y[own])
