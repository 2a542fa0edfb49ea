"""From a shape with its margin to the pixels that it covers, always rounded outward.

A pixel belongs to an outline as soon as any part of its square [i, i+1) × [j, j+1) does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ..geometry.covering import grow
from ..geometry.shapes import Shape, bounds, decode_counts
from ..media.display_matrix import Orientation
from .proportions import Five, eyes, face, head, turned

Mask = npt.NDArray[np.uint8]

HALF_DIAGONAL = math.sqrt(0.5)

ROUNDED = 0.3
"""Radius of rounded corners as a share of the smaller side."""


@dataclass(frozen=True)
class Fading:
    """A rectangle inside an outline whose hiding fades out across its border, with the standard deviation of that."""

    x0: int
    y0: int
    x1: int
    y1: int
    sigma: float


@dataclass(frozen=True)
class Outline:
    """The covered pixels of one object: rows [y0, y1), columns [x0, x1) of the picture, never empty.

    `mask` is uint8 (0 or 255) of that size, None where the whole rectangle is covered. `size` is the larger side
    of the object itself in pixels, before its margin: what strength is relative to. `orientation` leads from the
    picture that the outline lies in to the upright one, for what has a top and a bottom. `drawn` says that the mask is
    the object's own outline, not a frame around it. `landmarks` are the five of a face in the same picture, as
    x, y: eyes, tip of the nose, corners of the mouth, what is left in the upright picture first. `soft` (0 to 255, of
    the same size) says how much is seen of what hides the object where that fades out; it is 255 wherever the mask is.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    mask: Mask | None
    size: float
    fading: Fading | None = None
    orientation: Orientation = Orientation()
    drawn: bool = False
    landmarks: tuple[tuple[float, float], ...] | None = None
    soft: Mask | None = None

    def moved(self, dx: int, dy: int) -> Outline:
        """The same outline in a picture whose origin lies elsewhere."""
        fading = self.fading and replace(
            self.fading,
            x0=self.fading.x0 + dx,
            y0=self.fading.y0 + dy,
            x1=self.fading.x1 + dx,
            y1=self.fading.y1 + dy,
        )
        marks = self.landmarks and tuple((x + dx, y + dy) for x, y in self.landmarks)
        return replace(
            self,
            x0=self.x0 + dx,
            y0=self.y0 + dy,
            x1=self.x1 + dx,
            y1=self.y1 + dy,
            fading=fading,
            landmarks=marks,
        )

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns, to index a picture with."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)


def paint(pixels: npt.NDArray[Any], content: npt.NDArray[Any], mask: Mask) -> None:
    """Writes `content` over `pixels` (same shape and type) in place where `mask` is not 0."""
    # OpenCV writes into contiguous arrays only, and is ten times faster than indexing by a mask.
    pixels[...] = cv2.copyTo(np.ascontiguousarray(content), mask, np.array(pixels, order="C"))


def softened(part: Outline, feather: float, width: int, height: int) -> Outline:
    """The outline with an edge of `feather` of the object's size around it, within a picture of width × height, over
    which what hides it fades out. What it covers stays the same: the edge lies outside."""
    far = math.ceil(feather * part.size)
    if far < 1:
        return part
    x0, y0 = max(0, part.x0 - far), max(0, part.y0 - far)
    x1, y1 = min(width, part.x1 + far), min(height, part.y1 + far)
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    mask[part.moved(-x0, -y0).window] = 255 if part.mask is None else part.mask
    away = cv2.distanceTransform(255 - mask, cv2.DIST_L2, cv2.DIST_MASK_5)
    share = np.clip(1 - away / (far + 1), 0, 1)
    soft = np.rint(255 * share * share * (3 - 2 * share)).astype(np.uint8)
    return replace(part, x0=x0, y0=y0, x1=x1, y1=y1, mask=mask, soft=np.maximum(soft, mask))


def lay(pixels: npt.NDArray[Any], content: npt.NDArray[Any], soft: Mask) -> None:
    """Writes `content` over `pixels` (same shape and type) in place, by a weight of 0 to 255."""
    paint(
        pixels,
        blended(np.array(pixels, order="C"), np.ascontiguousarray(content), soft),
        (soft > 0).view(np.uint8),
    )


def blended(below: npt.NDArray[Any], above: npt.NDArray[Any], weight: Mask) -> npt.NDArray[Any]:
    """`above` over `below` (same shape and type) by a weight [h, w] of 0 to 255."""
    if below.dtype == np.uint8:
        wide = weight if below.ndim == 2 else cv2.merge([weight] * below.shape[2])
        seen = cv2.multiply(above, wide, scale=1 / 255)
        return cv2.add(seen, cv2.multiply(below, cv2.bitwise_not(wide), scale=1 / 255))
    share = weight.astype(np.float32) / 255
    share = share[..., None] if below.ndim == 3 else share
    return np.rint(below + (above.astype(np.float32) - below) * share).astype(below.dtype)


def outline(shape: Shape, drawn_as: str, margin: float, width: int, height: int) -> Outline | None:
    """What to cover for a shape; None where nothing of it lies in the picture of width × height pixels.

    `drawn_as` is one of the catalogue's shapes, and ``eyes``; it decides for boxes and turned boxes. A person's outline
    needs the picture: here it is the box. The ellipse and the rounded box contain the box; ellipses, polygons and
    masks keep their outline, but for a head, which is more than any face.
    """
    kind, data = shape["type"], shape["data"]
    x, y, w, h = bounds(shape)
    own = kind in ("polygon", "mask", "ellipse")
    if kind == "box" and drawn_as in ("box", "person"):
        return _crop(grow(data, margin), max(w, h), width, height)
    five = turned(shape)
    size = max(five[2], five[3])
    if drawn_as == "eyes":
        return _turned_box(grown(eyes(five), margin * size / 5), size, width, height)
    if drawn_as == "head":
        return _ellipse(grown(head(five), margin * size), size, width, height)
    if kind in ("polygon", "mask"):
        return _freehand(shape, margin * max(w, h), width, height)
    if drawn_as == "face" and not own:
        return _ellipse(grown(face(five), margin * size), size, width, height)
    five = grown(five, margin * size)
    if not own and drawn_as in ("box", "person"):
        return _turned_box(five, size, width, height)
    if not own and drawn_as == "rounded":
        return _rounded_box(five, size, width, height)
    if not own:
        five = (five[0], five[1], five[2] * math.sqrt(2), five[3] * math.sqrt(2), five[4])
    return _ellipse(five, size, width, height)


def grown(five: Five, by: float) -> Five:
    """A turned box or ellipse with `by` pixels more on every side."""
    cx, cy, across, down, degrees = five
    return cx, cy, across + 2 * by, down + 2 * by, degrees


def _crop(box: Any, size: float, width: int, height: int) -> Outline | None:
    x, y, w, h = box
    x0, y0 = max(0, math.floor(x)), max(0, math.floor(y))
    x1, y1 = min(width, math.ceil(x + w)), min(height, math.ceil(y + h))
    return Outline(x0, y0, x1, y1, None, size) if x0 < x1 and y0 < y1 else None


def _centres(crop: Outline, cx: float, cy: float) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Pixel centres of a crop relative to a point: a row of x, a column of y."""
    xs = np.arange(crop.x0, crop.x1, dtype=np.float32) + np.float32(0.5 - cx)
    ys = np.arange(crop.y0, crop.y1, dtype=np.float32) + np.float32(0.5 - cy)
    return xs[None, :], ys[:, None]


def _masked(crop: Outline, covered: npt.NDArray[np.bool_]) -> Outline | None:
    if not covered.any():
        return None
    mask = covered.view(np.uint8) * np.uint8(255)
    return Outline(crop.x0, crop.y0, crop.x1, crop.y1, mask, crop.size)


def _ellipse(five: Five, size: float, width: int, height: int) -> Outline | None:
    cx, cy, across, down, degrees = five
    x, y, w, h = bounds({"type": "ellipse", "data": list(five)})
    crop = _crop((x - 1, y - 1, w + 2, h + 2), size, width, height)
    if crop is None:
        return None
    xs, ys = _centres(crop, cx, cy)
    if degrees % 180 == 0:
        # Exact: the nearest point of each pixel's square, one half-width a row.
        dy = np.maximum(np.abs(ys) - 0.5, 0) / max(down / 2, 1e-6)
        half = np.sqrt(np.maximum(1 - dy * dy, 0)) * (across / 2)
        return _masked(crop, (np.abs(xs) - 0.5 <= half) & (dy <= 1))
    u, v = _turned(xs, ys, degrees)
    a, b = across / 2 + HALF_DIAGONAL, down / 2 + HALF_DIAGONAL
    return _masked(crop, (u / a) ** 2 + (v / b) ** 2 <= 1)


def _turned_box(five: Five, size: float, width: int, height: int) -> Outline | None:
    cx, cy, across, down, degrees = five
    x, y, w, h = bounds({"type": "rotated_box", "data": list(five)})
    if degrees % 90 == 0:
        return _crop((x, y, w, h), size, width, height)
    crop = _crop((x - 1, y - 1, w + 2, h + 2), size, width, height)
    if crop is None:
        return None
    u, v = _turned(*_centres(crop, cx, cy), degrees)
    return _masked(crop, (np.abs(u) <= across / 2 + HALF_DIAGONAL) & (np.abs(v) <= down / 2 + HALF_DIAGONAL))


def _rounded_box(five: Five, size: float, width: int, height: int) -> Outline | None:
    """The box with round corners, widened by as much as the corners lose, so that it contains the sharp one."""
    radius = ROUNDED * min(five[2], five[3])
    five = grown(five, radius * (1 - math.sqrt(0.5)))
    cx, cy, across, down, degrees = five
    x, y, w, h = bounds({"type": "rotated_box", "data": list(five)})
    crop = _crop((x - 1, y - 1, w + 2, h + 2), size, width, height)
    if crop is None:
        return None
    u, v = _turned(*_centres(crop, cx, cy), degrees)
    beside = np.maximum(np.abs(u) - (across / 2 - radius), 0)
    above = np.maximum(np.abs(v) - (down / 2 - radius), 0)
    return _masked(crop, np.hypot(beside, above) <= radius + HALF_DIAGONAL)


def _turned(
    xs: npt.NDArray[np.float32], ys: npt.NDArray[np.float32], degrees: float
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Coordinates along a shape's own axes; degrees clockwise on the screen, where y points down."""
    cos, sin = np.float32(math.cos(math.radians(degrees))), np.float32(math.sin(math.radians(degrees)))
    return xs * cos + ys * sin, ys * cos - xs * sin


def _freehand(shape: Shape, by: float, width: int, height: int) -> Outline | None:
    """A polygon or mask, filled without holes and grown by `by` pixels, at least to whole pixels."""
    x, y, w, h = bounds(shape)
    pad = by + 2
    crop = _crop((x - pad, y - pad, w + 2 * pad, h + 2 * pad), max(w, h), width, height)
    if crop is None:
        return None
    # Drawn on the whole extent, also beyond the picture, so that what sticks out still grows into it.
    left, top = math.floor(x - pad), math.floor(y - pad)
    canvas = np.zeros((math.ceil(y + h + pad) - top, math.ceil(x + w + pad) - left), np.uint8)
    if shape["type"] == "polygon":
        _fill_polygon(canvas, shape["data"], left, top)
        by = max(by, 1.0)
    else:
        _paste_mask(canvas, shape["data"], left, top)
    if by > 0:
        distance = cv2.distanceTransform(255 - canvas, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        canvas[distance <= by + 0.5] = 255
    window = canvas[crop.y0 - top : crop.y1 - top, crop.x0 - left : crop.x1 - left]
    masked = _masked(crop, window > 0)
    return masked and replace(masked, drawn=True)


def _fill_polygon(canvas: Mask, points: list[list[float]], left: int, top: int) -> None:
    # OpenCV's pixel i has its centre at i, ours at i + 1/2. Even-odd filling leaves holes where an outline crosses
    # itself: the outer contours are filled once more.
    fixed = np.round((np.asarray(points) - (left + 0.5, top + 0.5)) * 256).astype(np.int32)
    cv2.fillPoly(canvas, [fixed], 255, cv2.LINE_8, 8)
    contours, _ = cv2.findContours(canvas, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(canvas, contours, -1, 255, cv2.FILLED)


def _paste_mask(canvas: Mask, data: dict[str, Any], left: int, top: int) -> None:
    h, w = data["size"]
    runs = np.asarray(decode_counts(data["counts"]))
    flat = np.repeat(np.arange(len(runs)) % 2 * 255, runs).astype(np.uint8)
    canvas[data["y"] - top : data["y"] - top + h, data["x"] - left : data["x"] - left + w] = flat.reshape(
        w, h
    ).T
