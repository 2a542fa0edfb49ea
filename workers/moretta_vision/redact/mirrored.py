"""The surroundings of an outline folded over its border to the inside, with all their detail.

By inversion in a circle as large as the outline, along the shortest way to the border: it keeps angles, so that
leaves stay leaves and bricks bricks where a rim is seen beside what is drawn there. What is not like that, writing, a
wire, the rim of a collar, would be read backwards or seen as an arc: it fades away from the border on. Deep inside
nothing is left to fold.
"""

from __future__ import annotations

from typing import Any

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
CELLS, COARSEST = 80, 4
"""What has no detail is made on a copy of so many pixels along the larger side, or of one pixel of so many."""
SOFT = 0.03, 0.07
"""Half the side of the square over which what is folded is averaged near the border and far from it, over the larger
side of the outline."""
KEPT = 0.025
"""Over this share of it detail fades that is stronger than is usual there, and the second average takes over after
twice as much."""
COMMON, USUAL, RIM = 25, 1.8, 5.0
"""Detail is kept whole up to so many times this percentile of it: leaves all around stay, writing on half of a wall
does not. It is taken in a rim of so many times that share."""


def mirrored(scene: Scene, outline: Outline, backdrop: Pixels, far: int) -> Pixels:
    """`backdrop` (of the outline's rectangle) under what is folded in from up to `far` pixels around it. No sample
    under any outline of the picture has a say in it, but for what the backdrop is made of."""
    height, width = scene.pixels.shape[:2]
    left, top = max(0, outline.x0 - far), max(0, outline.y0 - far)
    window = np.s_[top : min(height, outline.y1 + far), left : min(width, outline.x1 + far)]
    around, hidden = scene.pixels[window], scene.hidden[window]
    inner = np.s_[outline.y0 - top : outline.y1 - top, outline.x0 - left : outline.x1 - left]
    side = max(outline.x1 - outline.x0, outline.y1 - outline.y0)
    x, y, deep = _sources(hidden, inner, far, side)
    folded = cv2.remap(around, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # All four samples between which a place lies have to be open.
    closed = cv2.dilate(hidden, np.ones((3, 3), np.uint8))
    shut = cv2.remap(closed, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    fading = 2 * max(1, round(FADING * side)) + 1
    shut = cv2.dilate(shut, np.ones((fading, fading), np.uint8))
    weight = np.asarray(cv2.blur(cv2.bitwise_not(shut), (fading, fading)), np.uint8)
    whole = blended(backdrop, np.ascontiguousarray(folded), weight)
    return _plain(scene, whole, deep, side)


def _plain(scene: Scene, whole: Pixels, deep: npt.NDArray[np.float32], side: int) -> Pixels:
    """`whole` without what stands out in it, the more the larger `deep` is, the pixels from the outline's border."""
    height, width = whole.shape[:2]
    coarse = max(1, min(COARSEST, side // CELLS))
    size = max(1, width // coarse), max(1, height // coarse)
    small = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    near, far = (
        cv2.blur(cv2.blur(small, (wide, wide)), (wide, wide))
        for wide in (2 * round(part * side / coarse) + 1 for part in SOFT)
    )
    share = np.asarray(cv2.resize(deep, size, interpolation=cv2.INTER_AREA) / (KEPT * side), np.float32)
    soft = blended(near, far, _share(share - 1))
    soft = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    light, even = (one if one.ndim == 2 else one[..., 1 - scene.planar] for one in (whole, soft))
    off: npt.NDArray[Any] = cv2.resize(cv2.absdiff(light, even), size, interpolation=cv2.INTER_AREA)
    off = cv2.blur(cv2.dilate(off.astype(np.float32), np.ones((3, 3), np.uint8)), (3, 3))
    inside = off[(share > 0) & (share < RIM)]
    usual = USUAL * float(np.percentile(inside, COMMON)) + scene.top / 255 if len(inside) else 1.0
    less = np.minimum(1, share) * (1 - np.minimum(1, usual / np.maximum(off, 1e-3)) ** 2)
    detail = cv2.resize(_share(1 - less), (width, height), interpolation=cv2.INTER_LINEAR)
    return blended(soft, whole, np.asarray(detail, np.uint8))


def _share(values: npt.NDArray[Any]) -> Mask:
    return np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8)


def _sources(
    hidden: Mask, inner: tuple[slice, slice], far: int, side: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Columns and rows from which each pixel of `inner` is taken, far outside where that would be more than `far` from
    the border; and how far each is from the border. They are found for every second pixel of what is large."""
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
        x, y, deep = (cv2.resize(one, size, interpolation=cv2.INTER_LINEAR) for one in (x, y, deep))
    own = np.s_[
        inner[0].start - rows.start : inner[0].stop - rows.start,
        inner[1].start - columns.start : inner[1].stop - columns.start,
    ]
    return (
        np.ascontiguousarray(x[own]),
        np.ascontiguousarray(y[own]),
        np.asarray(np.ascontiguousarray(deep[own]), np.float32),
    )
