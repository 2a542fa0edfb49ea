"""The shape of a head as a height over a plane: z(x, y) towards the viewer, of the front half of a head.

Lengths are in half the distance between the pupils (31 mm of a grown-up); x to the picture's right, y down, the middle
between the pupils is the origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .heads import heads
from .traits import Traits

Floats = npt.NDArray[Any]
"""[rows, columns] of float32."""

CELLS = 40
"""Cells of the relief along one unit."""

LEFT, RIGHT, TOP, BOTTOM = -3.1, 3.1, -4.2, 5.6

BEHIND_ALL = -0.6
"""Height just beside the head, from where it falls away."""
LARGEST = (6, 12, 24, 60)
"""Triangles are met in groups by their larger side in cells, up to these."""
EARS = -0.8, 2.0
"""Between these heights ears stand out."""
ANCHORS = np.array(
    [(-1.0, 0.0, 2.51), (1.0, 0.0, 2.51), (0.0, 1.33, 3.34), (-0.78, 2.2, 2.71), (0.78, 2.2, 2.71)]
)
"""The five landmarks of people: eyes, tip of the nose, corners of the mouth; left of the picture first. With these the
faces of 90 photographs nod by nothing in the middle, and miss their landmarks least."""
EAR, LOBE = (2.28, 2.42), (-0.4, 1.9)
"""Between which distances from the middle the sculpted head becomes an ear, and between which heights."""
EAR_FRONT, FORWARD, DEEP = -0.1, 0.5, 0.4
"""Where the front of sculpted ears stands and where it is brought, and how deep ears become, over the sculpted ones:
the relief would end in front of them."""
TAPERING, POINTED = 1.0, 0.5
"""How much higher lobes end the farther they stand out, and how much nearer the upper ends of ears are to the head."""
SHORTER = 0.95
"""How long faces are below the eyes, over the sculpted ones."""
NARROWER, JAW = 0.14, (0.6, 3.2)
"""How much narrower jaws are than the sculpted ones, between these heights all the more."""
UNEVEN = 0.03
"""How far one half of a face differs from the other."""


@dataclass(frozen=True)
class Surface:
    """The head of a person by cell: its `height`, where on the head in the middle of all its point lies (`x`, `y`),
    how much of an eyeball and of the neck it is (0 to 1), and half the `width` of the skull in each row."""

    height: Floats
    x: Floats
    y: Floats
    eye: Floats
    neck: Floats
    width: Floats


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


def surface_of(traits: Traits) -> Surface:
    """The head of a person."""
    all_heads = heads()
    points = _uneven(all_heads.mixed(dict(traits.shape)), traits.seed)
    points[:, 1] *= np.where(points[:, 1] > 0, np.float32(SHORTER), np.float32(1))
    down = np.clip((points[:, 1] - JAW[0]) / (JAW[1] - JAW[0]), 0, 1)
    points[:, 0] *= 1 - np.float32(NARROWER) * (1 - all_heads.neck) * down
    ear = _ear(all_heads.points)
    triangles = all_heads.triangles
    if traits.long_hair:  # they are under it
        triangles = triangles[(ear[triangles] < 0.5).all(axis=1)]
    else:
        out = np.clip(np.abs(all_heads.points[:, 0]) - EAR[0], 0, 1)
        points[:, 1] -= ear * TAPERING * out * np.clip(points[:, 1] - 0.6, 0, 1)
        points[:, 0] -= np.sign(points[:, 0]) * ear * POINTED * out * np.clip(0.5 - points[:, 1], 0, 1)
        points[:, 2] += ear * (FORWARD + DEEP * (points[:, 2] - EAR_FRONT) - points[:, 2])
    told = np.column_stack([points[:, 2], all_heads.points[:, :2], all_heads.eyes, all_heads.neck]).astype(
        np.float32
    )
    seen = _nearest(points, triangles, told)
    met = cv2.morphologyEx(
        (~np.isnan(seen[..., 0])).astype(np.uint8),
        cv2.MORPH_CLOSE,
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)),
    )
    height, there_x, there_y, eye, neck = (
        np.ascontiguousarray(plane) for plane in np.moveaxis(_filled(seen), 2, 0)
    )
    there_y = cv2.medianBlur(there_y, 5)
    # Between the lips the inside of the mouth would be seen.
    lips = np.clip(1.6 * bump(there_x, there_y, 0, 2.32, 0.6, 0.11), 0, 1)
    closed = cv2.GaussianBlur(
        cv2.morphologyEx(height, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)), (0, 0), 1.2
    )
    height = cv2.GaussianBlur(height + (closed - height) * lips, (0, 0), 0.8)
    # What gapes between ears and head is never seen.
    ears = (np.abs(there_x) > 1.7) & (there_y > EARS[0]) & (there_y < EARS[1])
    round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13))
    height = np.where(ears, cv2.morphologyEx(height, cv2.MORPH_CLOSE, round_), height)
    far = cv2.distanceTransform(1 - met, cv2.DIST_L2, cv2.DIST_MASK_3) / CELLS
    height = np.where(met > 0, height, BEHIND_ALL - 3.0 * np.clip(far, 0, 1))
    return Surface(height.astype(np.float32), there_x, there_y, eye, neck, _width(met))


def _uneven(points: Floats, seed: int) -> Floats:
    """The points with each half of the face a little different, as faces are."""
    random = np.random.default_rng(seed + 9)
    for _ in range(4):
        cx, cy = random.uniform(-1.6, 1.6), random.uniform(-1, 3)
        near = bump(points[:, 0], points[:, 1], cx, cy, 0.9, 0.9)
        points = points + near[:, None] * random.normal(0, UNEVEN, 3).astype(np.float32)
    return np.asarray(points, np.float32)


def _ear(points: Floats) -> Floats:
    """How much of an ear each point of the sculpted head is."""
    far = np.clip((np.abs(points[:, 0]) - EAR[0]) / (EAR[1] - EAR[0]), 0, 1)
    inside = (points[:, 1] > LOBE[0]) & (points[:, 1] < LOBE[1]) & (points[:, 2] < 0.1)
    lobe = (points[:, 1] > 0.6) & (points[:, 2] < 0.05) & (np.abs(points[:, 0]) > 2.1)
    return np.asarray(np.maximum(far, lobe) * inside, np.float32)


def _nearest(points: Floats, triangles: npt.NDArray[np.int64], told: Floats) -> Floats:
    """What is `told` of the points, height first, where each cell meets the triangle nearest to the viewer; NaN where
    it meets none."""
    rows, columns = grid()[0].shape
    at = np.column_stack(cell_of(points[:, 0], points[:, 1]))
    a, b, c = (at[triangles[:, n]] for n in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    low = np.floor(np.minimum(np.minimum(a, b), c))
    side = (np.ceil(np.maximum(np.maximum(a, b), c)) - low).max(axis=1) + 1
    cells, values = [], []
    for smaller, larger in zip((0, *LARGEST), LARGEST, strict=False):
        these = np.flatnonzero((side > smaller) & (side <= larger) & (np.abs(area) > 1e-4))
        down, right = np.mgrid[0:larger, 0:larger].reshape(2, -1).astype(np.float32)
        x, y = low[these, :1] + right, low[these, 1:] + down
        dx, dy = x - a[these, :1], y - a[these, 1:]
        ab, ac = (b - a)[these], (c - a)[these]
        of_b = (dx * ac[:, 1:] - dy * ac[:, :1]) / area[these, None]
        of_c = (dy * ab[:, :1] - dx * ab[:, 1:]) / area[these, None]
        inside = (of_b > -1e-3) & (of_c > -1e-3) & (of_b + of_c < 1.001)
        inside &= (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
        which, _ = np.nonzero(inside)
        shares = np.column_stack([1 - of_b[inside] - of_c[inside], of_b[inside], of_c[inside]])
        values.append(np.einsum("ij,ijk->ik", shares, told[triangles[these[which]]]))
        cells.append((y[inside] * columns + x[inside]).astype(np.int64))
    where, what = np.concatenate(cells), np.concatenate(values)
    order = np.argsort(what[:, 0], kind="stable")
    nearest = np.full((rows * columns, told.shape[1]), np.nan, np.float32)
    nearest[where[order]] = what[order]
    return nearest.reshape(rows, columns, -1)


def _filled(seen: Floats) -> Floats:
    """Gaps and surroundings, which are NaN, from what is near."""
    there = ~np.isnan(seen[..., 0])
    weights, sums = there.astype(np.float32), np.where(there[..., None], seen, 0)
    filled = sums
    for size in (3, 9, 31, 151, 401):
        near, amount = cv2.blur(sums, (size, size)), cv2.blur(weights, (size, size))
        empty = ~there & (amount > 1e-4)
        filled = np.where(empty[..., None], near / np.maximum(amount, 1e-4)[..., None], filled)
        there = there | empty
    return np.asarray(filled, np.float32)


def _width(met: Floats) -> Floats:
    """Half the width of the head in each row where it is `met`, ears taken away."""
    x, y = grid()
    width = np.where(met > 0, np.abs(x), 0).max(axis=1)
    row = y[:, 0]
    skull = (row < EARS[0]) | (row > EARS[1])
    width = np.interp(row, row[skull], width[skull])
    return np.asarray(cv2.blur(width.astype(np.float32)[:, None], (1, 9))[:, 0], np.float32)


def cell_of(x: Any, y: Any) -> tuple[Floats, Floats]:
    """Where a point of the plane lies among the cells."""
    return np.asarray((x - LEFT) * CELLS, np.float32), np.asarray((y - TOP) * CELLS, np.float32)
