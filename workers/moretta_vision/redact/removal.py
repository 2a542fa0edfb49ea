"""The background drawn on into what is covered, from outside all outlines only (Telea, An Image Inpainting Technique,
2004), on a small copy, with the grain of the surroundings. In clips it is what other frames showed there.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from . import opaque_blur
from .grain import grained, roughness
from .outlines import Mask, Outline, blended
from .scene import DISPUTED, ONE_SAYS, SURE, Pixels, Scene
from .squares import means, shrunk

if TYPE_CHECKING:
    from .regions import Region

SIDE = 96
"""The larger side of an outline on the small copy."""

RADIUS = 3.0

EVIDENCE = 0.6
"""Share of an outline that other frames have to show, in a clip; a less known one gets the opaque blur."""
AGREED, CHECKED = 0.9, 0.3
"""What a single frame shows counts among that only where so much of what several show is alike, and that is such a
share of the outline."""

LARGEST = 0.5
"""Share of the picture's smaller side up to which an outline is drawn on; a larger one gets the opaque blur."""


def reach(outline: Outline, region: Region) -> int:
    """A quarter of the outline: what lies farther away would not look right here."""
    return math.ceil(max(outline.x1 - outline.x0, outline.y1 - outline.y0) / 4) + 8


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The filled rectangle of `outline`. No sample under any outline of the picture has a say in it."""
    if scene.behind is not None:
        return _shown(scene, outline, region)
    if max(outline.x1 - outline.x0, outline.y1 - outline.y0) > LARGEST * min(scene.size):
        scene.fell_back.append("removal")
        return opaque_blur.content(scene, outline, region)
    return drawn_on(scene, outline, region)


def drawn_on(
    scene: Scene, outline: Outline, region: Region, side: int = SIDE, rough: float | None = None
) -> Pixels:
    """The surroundings drawn on into the rectangle of an `outline` of any size, on a copy of `side` pixels, as `rough`
    as they are."""
    height, width = scene.pixels.shape[:2]
    far = reach(outline, region)
    left, top = max(0, outline.x0 - far), max(0, outline.y0 - far)
    right, bottom = min(width, outline.x1 + far), min(height, outline.y1 + far)
    hidden = scene.hidden[top:bottom, left:right]
    around = scene.pixels[top:bottom, left:right]
    cell = max(1, round(max(outline.x1 - outline.x0, outline.y1 - outline.y0) / side))
    holes = means(hidden, cell) > 0
    if holes.all():
        return opaque_blur.content(scene, outline, region)
    small = np.array(shrunk(around, cell))
    small[holes] = 0  # nothing that was made of anything hidden
    filled = _inpainted(small, holes.view(np.uint8))
    # Only the cells under the outline are enlarged, and one more on each side for the interpolation.
    x, y = outline.x0 - left, outline.y0 - top
    w, h = outline.x1 - outline.x0, outline.y1 - outline.y0
    column, row = max(0, x // cell - 1), max(0, y // cell - 1)
    filled = filled[row : (y + h) // cell + 2, column : (x + w) // cell + 2]
    size = (filled.shape[1] * cell, filled.shape[0] * cell)
    large: Pixels = cv2.resize(filled, size, interpolation=cv2.INTER_LINEAR)
    x, y = x - column * cell, y - row * cell
    rough = roughness(scene, around, hidden) if rough is None else rough
    return grained(scene, large[y : y + h, x : x + w], rough)


def _shown(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """What other frames showed, in the light of this one; the rest drawn on. Where that is too little, the opaque
    blur."""
    assert scene.behind is not None
    seen, known = scene.behind
    window = outline.window
    mask: Mask = np.full(known[window].shape, 255, np.uint8) if outline.mask is None else outline.mask
    sure, single, disputed = (
        int(np.count_nonzero(mask[known[window] == how])) for how in (SURE, ONE_SAYS, DISPUTED)
    )
    pixels = int(np.count_nonzero(mask))
    trusted = sure >= max(AGREED * (sure + disputed), CHECKED * pixels)
    if sure + trusted * single < EVIDENCE * pixels:
        scene.told.removed.append((pixels, 0))
        scene.fell_back.append("removal")
        return opaque_blur.content(scene, outline, region)
    scene.told.removed.append((pixels, sure))
    known = np.where(known >= ONE_SAYS, 255, 0).astype(np.uint8)
    # Where both are seen they differ by the light: that difference goes on smoothly under the outline.
    middle = scene.top // 2
    other_light = np.clip(scene.pixels.astype(np.int32) - seen + middle, 0, scene.top).astype(seen.dtype)
    compared = replace(scene, pixels=other_light, hidden=scene.hidden | ~known, behind=None)
    light = opaque_blur.smooth(compared, outline).astype(np.int32) - middle
    filled = np.clip(seen[window].astype(np.int32) + light, 0, scene.top).astype(seen.dtype)
    open_ = ~scene.hidden
    rough = (
        roughness(scene, scene.pixels, scene.hidden),
        roughness(scene, seen, ~(known & open_)),
    )
    filled = grained(scene, filled, math.sqrt(max(0.0, rough[0] ** 2 - rough[1] ** 2)))
    if not np.any(mask & ~known[window]):
        return filled
    patched, hidden = scene.pixels.copy(), scene.hidden.copy()
    patched[window] = cv2.copyTo(filled, known[window], np.ascontiguousarray(patched[window]))
    hidden[window] &= ~known[window]
    rest = drawn_on(replace(scene, pixels=patched, hidden=hidden, behind=None), outline, region)
    edge = np.asarray(cv2.blur(cv2.erode(known[window], np.ones((5, 5), np.uint8)), (5, 5)), np.uint8)
    return blended(rest, filled, edge)


def _inpainted(small: Pixels, holes: Mask) -> Pixels:
    if small.ndim == 2 or small.dtype == np.uint8:
        return cv2.inpaint(small, holes, RADIUS, cv2.INPAINT_TELEA)
    channels = [
        cv2.inpaint(np.ascontiguousarray(c), holes, RADIUS, cv2.INPAINT_TELEA) for c in cv2.split(small)
    ]
    return cv2.merge(channels)
