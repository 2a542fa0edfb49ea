"""The surroundings of an outline folded over its border to the inside, with all their detail.

By inversion in a circle as large as the outline, along the shortest way to the border: it keeps angles, so that
leaves stay leaves and bricks bricks where a rim is seen beside what is drawn there. What is not like that, writing, a
wire, the rim of a collar, would be read backwards or seen as an arc: it fades away from the border on. Deep inside
nothing is left to fold. Beside a head folds of cloth and rows of bricks would become rings: from the border on their
structure is that of `beside`.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .beside import structure
from .outlines import Mask, Outline, blended
from .ranks import percentile
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
SOFT = 0.04, 0.09
"""Half the side of the square of which what is folded gets the median near the border and far from it, over the larger
side of the outline."""
HALF = 9
"""Side of such a square from which on the median is made on a copy of half the size, far from the border."""
KEPT = 0.025
"""Over this share of it detail fades that is stronger than is usual there, and the second average takes over after
twice as much."""
BENT = 0.35
"""How much less the way to the border goes up or down than the shortest one."""
ABOVE, DRAWN_OUT, ROWS = (0.55, 0.75), 0.15, 16
"""Between which heights in the outline, from its lower end, hair begins to hang in, from how much nearer it then is
taken, and in how many rows that is told."""
COMMON, USUAL, RIM = 25, 1.4, 5.0
"""Detail is kept whole up to so many times this percentile of it: leaves all around stay, writing on half of a wall
does not. It is taken in a rim of so many times that share."""


Floats = npt.NDArray[np.float32]


def mirrored(scene: Scene, outline: Outline, backdrop: Pixels, far: int, hair: bool = False) -> Pixels:
    """`backdrop` (of the outline's rectangle) under what is folded in from up to `far` pixels around it. No sample
    under any outline of the picture has a say in it, but for what the backdrop is made of. `hair` draws out what comes
    from above: it hangs in."""
    height, width = scene.pixels.shape[:2]
    left, top = max(0, outline.x0 - far), max(0, outline.y0 - far)
    window = np.s_[top : min(height, outline.y1 + far), left : min(width, outline.x1 + far)]
    around, hidden = scene.pixels[window], scene.hidden[window]
    inner = np.s_[outline.y0 - top : outline.y1 - top, outline.x0 - left : outline.x1 - left]
    side = max(outline.x1 - outline.x0, outline.y1 - outline.y0)
    hanging, transposed = _hanging(outline, hair), outline.orientation.transpose
    x, y, deep = _sources(hidden, inner, far, side, hanging, transposed)
    # OpenCV takes three times as long for places outside, and where a neighbour is.
    inside = (np.clip(at, 0, last - 1.1) for at, last in ((x, around.shape[1]), (y, around.shape[0])))
    columns, rows = (np.asarray(at, np.float32) for at in inside)
    folded = cv2.remap(around, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # All four samples between which a place lies have to be open.
    closed = cv2.dilate(hidden, np.ones((3, 3), np.uint8))
    shut = cv2.remap(closed, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    fading = 2 * max(1, round(FADING * side)) + 1
    shut = cv2.dilate(shut, np.ones((fading, fading), np.uint8))
    weight = np.asarray(cv2.blur(cv2.bitwise_not(shut), (fading, fading)), np.uint8)
    whole = blended(backdrop, np.ascontiguousarray(folded), weight)
    fine = None if hair else structure(scene, outline, around, hidden, inner)
    return _plain(scene, whole, deep, side, fine)


def _plain(
    scene: Scene, whole: Pixels, deep: Floats, side: int, fine: tuple[Floats, Floats] | None
) -> Pixels:
    """`whole` without what stands out in it, the more the larger `deep` is, the pixels from the outline's border. Where
    `fine` structure is known from beside, that is there in place of what was folded."""
    height, width = whole.shape[:2]
    coarse = max(1, min(COARSEST, side // CELLS))
    size = max(1, width // coarse), max(1, height // coarse)
    small = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    # Wide medians are there for 8 bits alone.
    eight = np.asarray(cv2.convertScaleAbs(small, alpha=255 / scene.top), np.uint8)
    narrow, wide = (2 * max(1, round(part * side / coarse)) + 1 for part in SOFT)
    near, far = _even(scene, eight, narrow), _wide(scene, eight, wide)
    share = np.asarray(cv2.resize(deep, size, interpolation=cv2.INTER_AREA) / (KEPT * side), np.float32)
    soft = blended(near, far, _share(share - 1))
    soft = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    light, even = (one if one.ndim == 2 else one[..., 1 - scene.planar] for one in (whole, soft))
    off: npt.NDArray[Any] = cv2.resize(cv2.absdiff(light, even), size, interpolation=cv2.INTER_AREA)
    off = cv2.blur(cv2.dilate(off.astype(np.float32), np.ones((3, 3), np.uint8)), (3, 3))
    inside = off[(share > 0) & (share < RIM)]
    usual = USUAL * percentile(inside, COMMON) + scene.top / 255 if len(inside) else 1.0
    less = np.minimum(1, share) * (1 - np.minimum(1, usual / np.maximum(off, 1e-3)) ** 2)
    kept = 1 - less
    if fine is not None:
        instead = np.clip(share, 0, 1) * cv2.resize(fine[1], size, interpolation=cv2.INTER_AREA)
        kept = kept * (1 - instead)
    detail = cv2.resize(_share(kept), (width, height), interpolation=cv2.INTER_LINEAR)
    made = blended(soft, whole, np.asarray(detail, np.uint8))
    if fine is None:
        return made
    added = fine[0] * cv2.resize(instead, fine[0].shape[::-1], interpolation=cv2.INTER_LINEAR)
    return _lighter(scene, made, np.asarray(added, np.float32))


def _lighter(scene: Scene, made: Pixels, added: Floats) -> Pixels:
    """`made`, lighter by what is `added`, which may be smaller and is enlarged."""
    height, width = made.shape[:2]
    plane = cv2.resize(added, (width, height), interpolation=cv2.INTER_LINEAR)
    if made.ndim == 3:
        none = np.zeros_like(plane)
        plane = cv2.merge([plane, none, none] if scene.planar else [plane] * 3)
    lighter = cv2.add(made, plane, dtype=cv2.CV_8U if made.dtype == np.uint8 else cv2.CV_16U)
    return np.minimum(lighter, np.asarray(scene.top, made.dtype)).astype(made.dtype)


def _even(scene: Scene, eight: npt.NDArray[np.uint8], wide: int) -> Pixels:
    """The median over squares of so many pixels, in the scene's samples: what is thin goes, edges of what is large
    stay."""
    even = cv2.blur(cv2.medianBlur(eight, wide), (3, 3))
    if scene.pixels.dtype == np.uint8:
        return even
    return np.asarray(even * np.float32(scene.top / 255), scene.pixels.dtype)


def _wide(scene: Scene, eight: npt.NDArray[np.uint8], wide: int) -> Pixels:
    """As `_even`, made on a copy of half the size, where that is a quarter of the work."""
    height, width = eight.shape[:2]
    if wide < HALF:
        return _even(scene, eight, wide)
    half = cv2.resize(eight, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    even = _even(scene, np.asarray(half, np.uint8), wide // 4 * 2 + 1)
    return cv2.resize(even, (width, height), interpolation=cv2.INTER_LINEAR)


def _share(values: npt.NDArray[Any]) -> Mask:
    return np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8)


def _hanging(outline: Outline, hair: bool) -> Floats:
    """How surely what is inside hangs in from above, over its place in the outline's rectangle as it is coded
    [ROWS, ROWS]: hair above a face is seldom as high as it would have to be."""
    if not hair:
        return np.zeros((ROWS, ROWS), np.float32)
    height = np.linspace(1, 0, ROWS, dtype=np.float32)[:, None] * np.ones(ROWS, np.float32)
    return np.ascontiguousarray(
        outline.orientation.undo(np.clip((height - ABOVE[0]) / (ABOVE[1] - ABOVE[0]), 0, 1))
    )


def _sources(
    hidden: Mask,
    inner: tuple[slice, slice],
    far: int,
    side: int,
    hanging: Floats,
    transposed: bool,
) -> tuple[Floats, Floats, Floats]:
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
    left, top = (inner[1].start - columns.start) // every, (inner[0].start - rows.start) // every
    own = (inner[1].stop - inner[1].start) // every, (inner[0].stop - inner[0].start) // every
    share = cv2.resize(hanging, (max(1, own[0]), max(1, own[1])), interpolation=cv2.INTER_LINEAR)
    below, right = part.shape[0] - top - share.shape[0], part.shape[1] - left - share.shape[1]
    share = cv2.copyMakeBorder(share, top, below, left, right, cv2.BORDER_REPLICATE)
    outside = deep * radius / np.maximum(radius - deep, 1) * (1 - (1 - DRAWN_OUT) * share) + CLEAR
    # The way to the border is bent towards the sides, so that shoulders go on level and walls do not become arcs; what
    # hangs in comes from above.
    bent = np.exp(np.float32(math.log(BENT) * (-1 if transposed else 1)) * (1 - 2 * share))
    steep, down = cv2.magnitude(across, down), bent * down
    step = (deep + outside) * steep / np.maximum(across * across + down * down / bent, 1e-3)
    step[outside >= far] = 1e6
    height, width = part.shape
    x = columns.start + every * np.arange(width, dtype=np.float32) - step * across
    y = rows.start + every * np.arange(height, dtype=np.float32)[:, None] - step * down
    if every > 1:
        size = (every * width, every * height)
        x, y, deep = (cv2.resize(one, size, interpolation=cv2.INTER_LINEAR) for one in (x, y, deep))
    rectangle = np.s_[
        inner[0].start - rows.start : inner[0].stop - rows.start,
        inner[1].start - columns.start : inner[1].stop - columns.start,
    ]
    return (
        np.ascontiguousarray(x[rectangle]),
        np.ascontiguousarray(y[rectangle]),
        np.asarray(np.ascontiguousarray(deep[rectangle]), np.float32),
    )
