"""The background drawn on into what is covered, from outside all outlines only (Telea, An Image Inpainting Technique,
2004), on a small copy, with the grain of the surroundings. Every picture for itself: in a video it may flicker.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from . import opaque_blur
from .grain import grained, roughness
from .outlines import Mask, Outline
from .scene import Pixels, Scene

if TYPE_CHECKING:
    from .regions import Region

SIDE = 96
"""The larger side of an outline on the small copy."""

RADIUS = 3.0

LARGEST = 0.5
"""Share of the picture's smaller side up to which an outline is drawn on; a larger one gets the opaque blur."""


def reach(outline: Outline, region: Region) -> int:
    """A quarter of the outline: what lies farther away would not look right here."""
    return math.ceil(max(outline.x1 - outline.x0, outline.y1 - outline.y0) / 4) + 8


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The filled rectangle of `outline`. No sample under any outline of the picture has a say in it."""
    if max(outline.x1 - outline.x0, outline.y1 - outline.y0) > LARGEST * min(scene.size):
        scene.fell_back.append("removal")
        return opaque_blur.content(scene, outline, region)
    return drawn_on(scene, outline, region)


def drawn_on(scene: Scene, outline: Outline, region: Region, side: int = SIDE) -> Pixels:
    """The surroundings drawn on into the rectangle of an `outline` of any size, on a copy of `side` pixels."""
    height, width = scene.pixels.shape[:2]
    far = reach(outline, region)
    left, top = max(0, outline.x0 - far), max(0, outline.y0 - far)
    right, bottom = min(width, outline.x1 + far), min(height, outline.y1 + far)
    hidden = scene.hidden[top:bottom, left:right]
    if hidden.all():
        return opaque_blur.content(scene, outline, region)
    # Nothing hidden may reach the means of the small copy, nor the inpainting.
    backdrop = opaque_blur.content(scene, Outline(left, top, right, bottom, None, outline.size), region)
    around = cv2.copyTo(backdrop, hidden, scene.pixels[top:bottom, left:right].copy())
    scale = min(1.0, side / max(outline.x1 - outline.x0, outline.y1 - outline.y0))
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    small = cv2.resize(around, size, interpolation=cv2.INTER_AREA)
    holes = (cv2.resize(hidden.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    filled = _inpainted(small, holes)
    large: Pixels = cv2.resize(filled, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR)
    x, y = outline.x0 - left, outline.y0 - top
    large = large[y : y + outline.y1 - outline.y0, x : x + outline.x1 - outline.x0]
    return grained(scene, large, roughness(scene, around, hidden))


def _inpainted(small: Pixels, holes: Mask) -> Pixels:
    if small.ndim == 2 or small.dtype == np.uint8:
        return cv2.inpaint(small, holes, RADIUS, cv2.INPAINT_TELEA)
    channels = [
        cv2.inpaint(np.ascontiguousarray(c), holes, RADIUS, cv2.INPAINT_TELEA) for c in cv2.split(small)
    ]
    return cv2.merge(channels)
