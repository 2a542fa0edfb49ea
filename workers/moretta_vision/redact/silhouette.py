"""A flat outline of the person on smooth surroundings: its pixels know the outline and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from . import opaque_blur
from .outlines import Outline, blended
from .people import person_in
from .scene import Pixels, Scene

if TYPE_CHECKING:
    from .regions import Region

LEAST = 0.1
"""An outline with a smaller share of its rectangle is none: the opaque blur alone is left."""


def reach(outline: Outline, region: Region) -> int:
    """What the opaque blur needs."""
    return opaque_blur.reach(outline, region)


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The rectangle of `outline` in the region's colour where the person is, else in the opaque blur.

    A mask that is the person's outline already is filled as it is.
    """
    height, width = outline.y1 - outline.y0, outline.x1 - outline.x0
    flat = scene.of_bgr(cv2.merge([np.full((height, width), one, np.uint8) for one in region.bgr]))
    if outline.drawn:
        return flat
    person = person_in(scene.inside(outline))
    backdrop = opaque_blur.content(scene, outline, region)
    if person is None or np.count_nonzero(person) < LEAST * person.size:
        scene.fell_back.append("silhouette")
        return backdrop
    alpha = outline.orientation.undo(person.view(np.uint8) * np.uint8(255))
    return blended(backdrop, flat, np.asarray(cv2.blur(alpha, (3, 3)), np.uint8))
