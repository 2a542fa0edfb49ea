"""The shape of a head as a height over a plane: z(x, y) towards the viewer, of the front half of a head.

Lengths are in half the distance between the pupils (31 mm of a grown-up); x to the picture's right, y down, the middle
between the pupils is the origin. Proportions are those of drawing books: eyes at half the height of the head, the nose
ends at half the way from there to the chin.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .traits import Traits

Floats = npt.NDArray[Any]
"""[rows, columns] of float32."""

CELLS = 40
"""Cells of the relief along one unit."""

LEFT, RIGHT, TOP, BOTTOM = -3.1, 3.1, -4.2, 5.6

OUTLINE_Y = (-3.75, -3.6, -3.2, -2.6, -1.8, -0.8, 0.2, 1.0, 1.7, 2.3, 2.8, 3.2, 3.5, 3.68, 3.8)
OUTLINE_X = (0.02, 0.72, 1.45, 1.92, 2.20, 2.30, 2.30, 2.24, 2.09, 1.86, 1.52, 1.10, 0.68, 0.36, 0.02)
"""Half the width of a head by height."""

DEPTH_Y = (-3.75, -3.4, -2.8, -2.0, -1.2, -0.4, 0.4, 1.2, 2.0, 2.8, 3.3, 3.6, 3.8)
DEPTH_Z = (0.30, 1.15, 1.85, 2.32, 2.55, 2.52, 2.48, 2.50, 2.50, 2.42, 2.26, 1.95, 1.40)
"""How far the middle of a head stands out by height, without features."""


@lru_cache(maxsize=1)
def grid() -> tuple[Floats, Floats]:
    """x and y of every cell."""
    xs = np.arange(LEFT, RIGHT, 1 / CELLS, dtype=np.float32)
    ys = np.arange(TOP, BOTTOM, 1 / CELLS, dtype=np.float32)
    x, y = np.meshgrid(xs, ys)
    return x.astype(np.float32), y.astype(np.float32)


def bump(x: Floats, y: Floats, cx: float, cy: float, sx: float, sy: float) -> Floats:
    """A Gaussian hill of height 1."""
    return np.exp(-0.5 * (((x - cx) / sx) ** 2 + ((y - cy) / sy) ** 2))


def twice(x: Floats, y: Floats, cx: float, cy: float, sx: float, sy: float) -> Floats:
    """A hill on both sides."""
    return bump(np.abs(x), y, cx, cy, sx, sy)


def half_width(traits: Traits, y: Floats) -> Floats:
    """Half the width of the head at heights `y`, chin and jaw as they are of this person."""
    lower = np.clip((y - 1.2) / 2.2, 0, 1)
    stretched = np.where(y > 0, y / (1 + traits.chin / 3.8), y)
    width = soft(stretched, OUTLINE_Y, OUTLINE_X) * traits.width
    return np.asarray(
        width * (1 + (traits.jaw - 1) * lower * np.clip((3.7 - stretched) / 0.6, 0, 1)), np.float32
    )


def soft(y: Floats, at: tuple[float, ...], values: tuple[float, ...]) -> Floats:
    """A curve through some points, rounded at them."""
    fine = np.arange(at[0], at[-1], 0.02)
    curve = cv2.GaussianBlur(
        np.interp(fine, at, values)[:, None], (0, 0), sigmaX=0.1, sigmaY=9, borderType=cv2.BORDER_REPLICATE
    )[:, 0]
    curve[-12:] = np.minimum(curve[-12:], np.interp(fine, at, values)[-12:])
    return np.asarray(np.interp(y, fine, curve), np.float32)


def height_of(traits: Traits) -> Floats:
    """z of every cell; far below 0 beside the head."""
    x, y = grid()
    width = half_width(traits, y)
    inside = np.clip(1 - (np.abs(x) / np.maximum(width, 1e-3)) ** 2.3, 0, None)
    depth = soft(np.where(y > 0, y / (1 + traits.chin / 3.8), y), DEPTH_Y, DEPTH_Z)
    z = depth * np.sqrt(inside) ** 1.05
    width = np.where((y < OUTLINE_Y[0]) | (y > OUTLINE_Y[-1] + traits.chin), 0, width)
    z = np.where(np.abs(x) < width, z, -3.0 * np.clip(np.abs(x) - width, 0.2, 1) - 0.6).astype(np.float32)
    return np.asarray(z + np.where(np.abs(x) < width, features(traits), 0), np.float32)


def features(traits: Traits) -> Floats:
    """What makes a face of an egg."""
    x, y = grid()
    manly, length, wide = traits.manly, traits.nose_length, traits.nose_width
    brow = -0.62 + traits.brow_height
    z = (0.10 + 0.10 * manly) * twice(x, y, 0.85, brow, 0.55, 0.20)
    z += 0.06 * bump(x, y, 0, brow, 0.5, 0.2)
    z -= 0.40 * twice(x, y, 0.95, 0.0, 0.46, 0.32)
    z -= 0.13 * twice(x, y, 0.36, 0.05, 0.16, 0.26)
    z += 0.20 * twice(x, y, 1.02, 0.02, 0.33, 0.26)
    z += (0.13 + 0.05 * traits.width) * twice(x, y, 1.35, 0.95, 0.55, 0.50)
    z -= 0.08 * twice(x, y, 1.30, 2.00, 0.40, 0.45) * (0.6 + 0.8 * traits.age)
    z += nose(x, y, length, wide)
    tip = 1.30 * length
    mouth = mouth_y(traits)
    half = 0.82 * traits.mouth_width
    z += 0.16 * bump(x, y, 0, mouth, 0.75, 0.42)
    z += (
        0.10
        * traits.lips
        * np.exp(-0.5 * ((y - mouth + 0.14) / 0.10) ** 2)
        * np.clip(1 - (x / half) ** 2, 0, 1)
    )
    z += (
        0.13
        * traits.lips
        * np.exp(-0.5 * ((y - mouth - 0.19) / 0.12) ** 2)
        * np.clip(1 - (x / half) ** 2, 0, 1)
    )
    z -= 0.13 * np.exp(-0.5 * ((y - mouth) / 0.05) ** 2) * np.clip(1.05 - (x / half) ** 2, 0, 1)
    z -= 0.05 * twice(x, y, half + 0.03, mouth + 0.03, 0.10, 0.12)
    z -= 0.05 * bump(x, y, 0, (tip + mouth) / 2 + 0.1, 0.08, 0.18)
    z -= 0.10 * bump(x, y, 0, mouth + 0.52, 0.5, 0.12)
    z += (0.17 + 0.08 * manly) * bump(x, y, 0, 3.2 + traits.chin, 0.45, 0.30)
    z -= (0.01 + 0.05 * traits.age) * fold(x, y, tip, half, mouth)
    return np.asarray(z, np.float32)


def mouth_y(traits: Traits) -> float:
    """The line between the lips."""
    return 2.28 + 0.35 * (traits.nose_length - 1) + 0.3 * traits.chin


def fold(x: Floats, y: Floats, tip: float, half: float, mouth: float) -> Floats:
    """The folds from the wings of the nose to the corners of the mouth."""
    along = np.clip((y - tip + 0.1) / (mouth - tip + 0.25), 0, 1)
    line = 0.52 + (half + 0.16 - 0.52) * along**0.8
    here = np.clip(np.minimum((y - tip + 0.15) / 0.3, (mouth + 0.35 - y) / 0.3), 0, 1)
    return np.asarray(here * np.exp(-0.5 * ((np.abs(x) - line) / 0.09) ** 2), np.float32)


def nose(x: Floats, y: Floats, length: float, wide: float) -> Floats:
    """Bridge, tip and wings."""
    down = y / length
    along = np.clip((down + 0.35) / 1.6, 0, 1)
    ridge = 0.12 + 0.50 * along**1.15
    end = 1 / (1 + np.exp((down - 1.40) / 0.11))
    begin = 1 / (1 + np.exp(-(down + 0.42) / 0.12))
    sides = (0.17 + 0.16 * along**2) * (0.55 + 0.45 * wide)
    z = ridge * begin * end * np.exp(-0.5 * np.abs(x / sides) ** 2.4)
    z += 0.20 * bump(x, down, 0, 1.20, 0.25 * wide, 0.20)
    z += 0.32 * twice(x, down, 0.35 * wide, 1.28, 0.16 * wide, 0.15)
    return np.asarray(z - 0.10 * twice(x, down, 0.19 * wide, 1.47, 0.09, 0.05), np.float32)


def anchors(traits: Traits, height: Floats) -> npt.NDArray[np.float64]:
    """The five landmarks [5, 3]: eyes, tip of the nose, corners of the mouth; left of the picture first."""
    tip, mouth, half = 1.24 * traits.nose_length, mouth_y(traits), 0.84 * traits.mouth_width
    points = [(-1.0, 0.03), (1.0, 0.03), (0.0, tip), (-half, mouth), (half, mouth)]
    rows = [(round((y - TOP) * CELLS), round((x - LEFT) * CELLS)) for x, y in points]
    return np.array([(x, y, height[row]) for (x, y), row in zip(points, rows, strict=True)])


def cell_of(x: Any, y: Any) -> tuple[Floats, Floats]:
    """Where a point of the plane lies among the cells."""
    return np.asarray((x - LEFT) * CELLS, np.float32), np.asarray((y - TOP) * CELLS, np.float32)
