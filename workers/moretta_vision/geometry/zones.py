"""Parts of the picture in which everything, or nothing that was found, is hidden: a corner with a logo, a billboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .interpolation import Keyframe, shape_at
from .shapes import bounds, box_shape

INSIDE = 0.95
"""Share of an object's box that has to lie in a zone: who only reaches into one is not kept."""


@dataclass(frozen=True)
class Zone:
    """A box of a picture, x, y, width and height: each in pixels, or a share of the width or height where `shares` says
    so. `says` is what it is for."""

    box: tuple[float, float, float, float]
    shares: tuple[bool, bool, bool, bool] = (True, True, True, True)
    says: str = ""

    def at(self, width: int, height: int) -> list[float]:
        """The box in pixels of a picture of that size."""
        sides = (width, height, width, height)
        return [
            value * side if share else value
            for value, share, side in zip(self.box, self.shares, sides, strict=True)
        ]


def parse_zone(text: str, reason: bool = False) -> Zone:
    """A zone as it is written on the command line: `x,y,width,height`, each in pixels or with % of the width or height,
    and after an @ what it is for, which must not be missing where a `reason` is asked for. Raises ValueError."""
    numbers, _, says = text.partition("@")
    parts = [part.strip() for part in numbers.split(",")]
    try:
        values = [float(part.removesuffix("%")) for part in parts]
    except ValueError:
        values = []
    if len(values) != 4 or not all(abs(value) < 1e9 for value in values):
        raise ValueError(f"{text!r} is not x,y,width,height, each in pixels or with %, as in 80%,0,20%,60.")
    shares = [part.endswith("%") for part in parts]
    box = [value / 100 if share else value for value, share in zip(values, shares, strict=True)]
    if box[2] <= 0 or box[3] <= 0:
        raise ValueError(f"The zone {text!r} has no width or no height.")
    if reason and not says.strip():
        raise ValueError(f"Say why the zone {numbers!r} is kept, after an @: it goes into the report.")
    x, y, w, h = box
    a, b, c, d = shares
    return Zone((x, y, w, h), (a, b, c, d), says.strip())


def region_of(zone: Zone, width: int, height: int) -> dict[str, Any]:
    """What is hidden of every frame of a picture or clip of that size: the keyframes of a region."""
    return {
        "keyframes": [{"frame": 0, "shape": box_shape(*zone.at(width, height))}],
        "shape": "box",
        "margin": 0.0,
    }


def outside(
    keyframes: Sequence[Keyframe], zones: Iterable[Zone], width: int, height: int, last: int
) -> Sequence[Keyframe]:
    """An object's keyframes without the frames in which it lies in one of the zones; empty where that is all of them,
    and the very same where that is none. `last` is the number of the last frame."""
    boxes = [zone.at(width, height) for zone in zones]
    if not boxes or not any(_inside(keyframe.get("shape"), boxes, 0.2) for keyframe in keyframes):
        return keyframes
    end = int(keyframes[-1]["frame"]) if keyframes[-1].get("outside") else last
    found: list[Keyframe] = []
    kept = False
    for frame in range(int(keyframes[0]["frame"]), end + 1):
        shape = shape_at(keyframes, frame)
        inside = shape is not None and _inside(shape, boxes, INSIDE)
        kept = kept or inside
        if shape is None or inside:
            if found and not found[-1].get("outside"):
                found.append({"frame": frame, "shape": None, "outside": True})
        else:
            found.append({"frame": frame, "shape": shape, "outside": False})
    return found if kept else keyframes


def _inside(shape: Any, boxes: Iterable[Sequence[float]], least: float) -> bool:
    if shape is None:
        return False
    x, y, w, h = bounds(shape)
    for zx, zy, zw, zh in boxes:
        width = min(x + w, zx + zw) - max(x, zx)
        height = min(y + h, zy + zh) - max(y, zy)
        if width > 0 and height > 0 and width * height >= least * w * h:
            return True
    return False
