"""What an object's outline may be, as JSON.

========== ======================================================================
box        ``[x, y, width, height]`` as in COCO
rotated_box ``[cx, cy, width, height, degrees clockwise]``
ellipse    the same five numbers; width and height are the full axes
polygon    ``[[x, y], …]``, at least three points
mask       ``{"x", "y", "size": [h, w], "counts": "…"}``: COCO's compressed run lengths of a crop, and its offset
========== ======================================================================

A shape is ``{"type": <one of these>, "data": <as above>}``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

Shape = dict[str, Any]
Box = tuple[float, float, float, float]

SHAPE_TYPES = ("box", "rotated_box", "ellipse", "polygon", "mask")
MAX_POLYGON_POINTS = 10_000
MAX_COORDINATE = 1_000_000.0


class GeometryError(ValueError):
    """A shape that cannot be used: which field, and a sentence about it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def box_shape(x: float, y: float, width: float, height: float) -> Shape:
    """The shape of an axis-aligned box."""
    return {"type": "box", "data": [x, y, width, height]}


def overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """Intersection over union of two boxes (x, y, width, height)."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def bounds(shape: Shape) -> Box:
    """The smallest axis-aligned (x, y, width, height) around a valid shape."""
    kind, data = shape["type"], shape["data"]
    if kind == "box":
        x, y, width, height = data
        return float(x), float(y), float(width), float(height)
    if kind in ("rotated_box", "ellipse"):
        cx, cy, width, height, degrees = data
        cos, sin = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
        if kind == "rotated_box":
            half_x, half_y = (width * cos + height * sin) / 2, (width * sin + height * cos) / 2
        else:
            half_x, half_y = (
                math.hypot(width * cos, height * sin) / 2,
                math.hypot(width * sin, height * cos) / 2,
            )
        return cx - half_x, cy - half_y, 2 * half_x, 2 * half_y
    if kind == "polygon":
        xs, ys = [p[0] for p in data], [p[1] for p in data]
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    if kind == "mask":
        height, width = data["size"]
        return float(data["x"]), float(data["y"]), float(width), float(height)
    raise GeometryError("type", f"A shape's type is one of {', '.join(SHAPE_TYPES)}, not {kind!r}.")


def shape_box(shape: Shape) -> Shape:
    """The box shape around any shape."""
    return box_shape(*bounds(shape))


def rounded(shape: Shape) -> Shape:
    """The shape in hundredths of a pixel, as it is stored and digested."""
    kind, data = shape["type"], shape["data"]
    if kind == "mask":
        return {"type": kind, "data": dict(data)}
    if kind == "polygon":
        return {"type": kind, "data": [[_hundredths(x), _hundredths(y)] for x, y in data]}
    return {"type": kind, "data": [_hundredths(number) for number in data]}


def _hundredths(number: float) -> float:
    return round(float(number), 2) + 0.0  # the sum turns -0.0 into 0.0, whose JSON differs


def validate_shape(shape: Any, width: float, height: float) -> Shape:
    """Checks a shape from outside and returns a clean copy of it.

    `width` and `height` are those of the upright frame; the shape has to touch it, and may reach beyond its edge.
    Raises GeometryError, whose field is a path such as ``data[2]``.
    """
    if not isinstance(shape, dict):
        raise GeometryError("shape", "A shape is an object with the fields type and data.")
    kind, data = shape.get("type"), shape.get("data")
    if kind == "box":
        clean: Any = _numbers(data, 4, "[x, y, width, height]")
        _positive(clean)
    elif kind in ("rotated_box", "ellipse"):
        clean = _numbers(data, 5, "[cx, cy, width, height, degrees]")
        _positive(clean)
    elif kind == "polygon":
        clean = _polygon(data)
    elif kind == "mask":
        clean = _mask(data)
    else:
        raise GeometryError("type", f"A shape's type is one of {', '.join(SHAPE_TYPES)}, not {kind!r}.")
    result = {"type": kind, "data": clean}
    x, y, w, h = bounds(result)
    if x >= width or y >= height or x + w <= 0 or y + h <= 0:
        raise GeometryError("data", f"The {kind} lies outside the picture of {width:g}×{height:g} pixels.")
    return result


def _numbers(data: Any, count: int, form: str, field: str = "data") -> list[float]:
    if not isinstance(data, Sequence) or isinstance(data, str) or len(data) != count:
        raise GeometryError(field, f"{field} has to be {form}.")
    return [_number(value, f"{field}[{i}]") for i, value in enumerate(data)]


def _number(value: Any, field: str) -> float:
    whole = isinstance(value, int) and not isinstance(value, bool)  # longer than any float, maybe
    if not whole and not (isinstance(value, float) and math.isfinite(value)):
        raise GeometryError(field, f"{field} has to be a number.")
    if abs(value) > MAX_COORDINATE:
        raise GeometryError(field, f"{field} is too large to be a pixel coordinate.")
    return float(value)


def _positive(data: list[float]) -> None:
    for i in (2, 3):
        if data[i] <= 0:
            raise GeometryError(f"data[{i}]", "Width and height have to be larger than zero.")


def _polygon(data: Any) -> list[list[float]]:
    if not isinstance(data, Sequence) or isinstance(data, str) or len(data) < 3:
        raise GeometryError("data", "A polygon needs at least three points [x, y].")
    if len(data) > MAX_POLYGON_POINTS:
        raise GeometryError("data", f"A polygon has at most {MAX_POLYGON_POINTS} points.")
    points = [_numbers(point, 2, "[x, y]", f"data[{i}]") for i, point in enumerate(data)]
    if len({tuple(point) for point in points}) < 3:
        raise GeometryError("data", "A polygon needs at least three different points.")
    return points


def _mask(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise GeometryError("data", "A mask is an object with the fields x, y, size and counts.")
    x, y = (_number(data.get(key), f"data.{key}") for key in ("x", "y"))
    size: Any = data.get("size")
    counts = data.get("counts")
    if not isinstance(size, list) or len(size) != 2 or not all(_side(n) for n in size):
        raise GeometryError("data.size", "data.size has to be [height, width], both larger than zero.")
    if x != int(x) or y != int(y):
        raise GeometryError("data.x", "A mask's offset has to be whole pixels.")
    if not isinstance(counts, str):
        raise GeometryError("data.counts", "data.counts has to be COCO's compressed run lengths, a string.")
    runs = decode_counts(counts)
    if any(run < 0 for run in runs) or sum(runs) != size[0] * size[1]:
        raise GeometryError("data.counts", "data.counts does not fill data.size.")
    if not any(runs[1::2]):
        raise GeometryError("data.counts", "The mask has no pixel.")
    return {"x": int(x), "y": int(y), "size": [size[0], size[1]], "counts": counts}


def _side(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_COORDINATE


def decode_counts(counts: str) -> list[int]:
    """Run lengths of COCO's compressed string (`rleFrString` of the COCO API): column by column, off first."""
    runs: list[int] = []
    position = 0
    while position < len(counts):
        value = shift = 0
        more = True
        while more:
            if position >= len(counts) or shift > 60:
                raise GeometryError(
                    "data.counts", "data.counts is cut off or not COCO's compressed run lengths."
                )
            code = ord(counts[position]) - 48
            if not 0 <= code < 64:
                raise GeometryError("data.counts", "data.counts is not COCO's compressed run lengths.")
            value |= (code & 0x1F) << shift
            more = bool(code & 0x20)
            position += 1
            shift += 5
            if not more and code & 0x10:
                value |= -1 << shift
        runs.append(value + runs[-2] if len(runs) > 2 else value)
    return runs
