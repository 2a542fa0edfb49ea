"""Boxes that contain what was detected: margins, ellipses, keyframes with nothing sticking out between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from .interpolation import Keyframe
from .shapes import box_shape

Numbers = Sequence[float]


def grow(box: Numbers, margin: float) -> list[float]:
    """The box [x, y, width, height] with `margin`, a share of its larger side, added on every side."""
    x, y, width, height = box
    by = margin * max(width, height)
    return [x - by, y - by, width + 2 * by, height + 2 * by]


def enclosing_ellipse(box: Numbers) -> list[float]:
    """The smallest ellipse [cx, cy, width, height, 0] around a box of its proportions: √2 times as large."""
    x, y, width, height = box
    return [x + width / 2, y + height / 2, width * math.sqrt(2), height * math.sqrt(2), 0.0]


def reduce_to_keyframes(boxes: Mapping[int, Numbers], tolerance: float) -> list[Keyframe]:
    """Few box keyframes whose linear interpolation contains every given box.

    `boxes` maps frame to [x, y, width, height]. Between the keyframes each edge lies outside the given boxes' edge, by
    `tolerance` pixels at most (plus 1/100 pixel from rounding outward). Frames without a box inside the range are
    bridged by the same interpolation. Swing filter (Elmeleegy et al., VLDB 2009), one-sided, for all edges: O(n).
    """
    frames = sorted(boxes)
    if not frames:
        return []
    first, last = _edges(boxes[frames[0]]), frames[-1]
    if len(frames) == 1:
        return [_keyframe(last, first)]
    knots = [(frames[0], [value + tolerance / 2 for value in first])]
    slopes = _ANY
    for before, frame in pairwise(frames):
        edges = _edges(boxes[frame])
        narrowed = _narrow(slopes, knots[-1], frame, edges, tolerance)
        if any(low > high for low, high in narrowed):
            knots.append(_knot(knots[-1], before, slopes))
            narrowed = _narrow(_ANY, knots[-1], frame, edges, tolerance)
        slopes = narrowed
    knots.append(_knot(knots[-1], last, slopes))
    return [_keyframe(frame, values) for frame, values in knots]


Slopes = list[tuple[float, float]]
_ANY: Slopes = [(-math.inf, math.inf)] * 4


def _narrow(
    slopes: Slopes, origin: tuple[int, list[float]], frame: int, edges: list[float], tolerance: float
) -> Slopes:
    """The slopes from the last knot that also pass through [edge, edge + tolerance] at this frame."""
    span = frame - origin[0]
    return [
        (max(low, (edge - base) / span), min(high, (edge + tolerance - base) / span))
        for (low, high), edge, base in zip(slopes, edges, origin[1], strict=True)
    ]


def _edges(box: Numbers) -> list[float]:
    """Signs turn left and top into upper bounds as well: every edge has to stay at or above its value."""
    x, y, width, height = box
    return [-x, -y, x + width, y + height]


def _knot(origin: tuple[int, list[float]], frame: int, slopes: Slopes) -> tuple[int, list[float]]:
    span = frame - origin[0]
    return frame, [
        base + span * (low + high) / 2 for base, (low, high) in zip(origin[1], slopes, strict=True)
    ]


def _keyframe(frame: int, edges: list[float]) -> Keyframe:
    left, top, right, bottom = (_up(edge) for edge in edges)
    x, y = -left, -top
    shape = box_shape(x + 0.0, y + 0.0, round(right - x, 2), round(bottom - y, 2))
    return {"frame": frame, "shape": shape, "outside": False, "occluded": False, "score": None}


def _up(value: float) -> float:
    return math.ceil(value * 100 - 1e-6) / 100
