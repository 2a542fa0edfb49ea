"""A drawn smiley or a given picture, the same for everybody; what it leaves free gets the opaque blur."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from . import opaque_blur
from .outlines import Outline, blended
from .scene import Pixels, Scene
from .smiley import SIDE, smiley

if TYPE_CHECKING:
    from .regions import Region


class OverlayError(ValueError):
    """A picture that cannot be laid over anything: a sentence."""


def reach(outline: Outline, region: Region) -> int:
    """What the opaque blur needs."""
    return opaque_blur.reach(outline, region)


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The drawing, as large as the rectangle of `outline`."""
    height, width = outline.y1 - outline.y0, outline.x1 - outline.x0
    across, down = outline.orientation.size(width, height)
    drawing = outline.orientation.undo(_drawing(region.image, across, down))
    alpha, drawn = np.ascontiguousarray(drawing[..., 3]), scene.of_bgr(np.ascontiguousarray(drawing[..., :3]))
    if (alpha == 255).all():
        return drawn
    return blended(opaque_blur.content(scene, outline, region), drawn, alpha)


@lru_cache(maxsize=32)
def _drawing(image: str | None, width: int, height: int) -> Pixels:
    """BGRA of that size: the smiley stretched to it, a picture in its proportions around its middle."""
    if image is None:
        return cv2.resize(smiley(), (width, height), interpolation=_scaling(SIDE, max(width, height)))
    picture = picture_of(image)
    h, w = picture.shape[:2]
    scale = max(width / w, height / h)
    size = (max(width, round(w * scale)), max(height, round(h * scale)))
    large = cv2.resize(picture, size, interpolation=_scaling(w, size[0]))
    x, y = (size[0] - width) // 2, (size[1] - height) // 2
    return np.ascontiguousarray(large[y : y + height, x : x + width])


def _scaling(before: int, after: int) -> int:
    return cv2.INTER_AREA if after < before else cv2.INTER_LINEAR


@lru_cache(maxsize=4)
def picture_of(image: str) -> Pixels:
    """The picture of a file as BGRA with 8 bits. Raises OverlayError."""
    try:
        data = np.frombuffer(Path(image).read_bytes(), np.uint8)
    except OSError as error:
        raise OverlayError(f"{image} cannot be read: {error.strerror or error}.") from None
    picture: Pixels | None = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if data.size else None
    if picture is None:
        raise OverlayError(f"{image} is no picture that can be laid over faces. Give a PNG or a JPEG.")
    if picture.dtype == np.uint16:
        picture = (picture >> 8).astype(np.uint8)
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return picture if picture.shape[2] == 4 else cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
