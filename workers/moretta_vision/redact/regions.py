"""What is to be hidden, as JSON: where (keyframes), how (method and strength), how generously (shape and margin)."""

from __future__ import annotations

import json
import math
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..catalogue import DEFAULT_METHOD, METHODS, SHAPES
from ..geometry.interpolation import Keyframe
from ..geometry.packed import PackedKeyframes
from .packed import Stretches

DEFAULT_MARGIN = 0.15
DEFAULT_COLOR = "1B1E24"
if TYPE_CHECKING:
    from .portrait.view import Light

Five = tuple[tuple[float, float], ...]

MAX_MARGIN = 5.0
STRENGTHS = (0.25, 4.0)


class RegionError(ValueError):
    """A region that cannot be used: which field, and a sentence about it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Region:
    """One object to hide.

    `keyframes` are those of `geometry.interpolation`, sorted; a still picture is frame 0. `shape` says how boxes are
    drawn (see `outlines.outline`); ellipses, polygons and masks keep their outline. `margin` is the share of the
    object's larger side added on every side. `feather` is the share of it over which what hides the object fades out,
    outside of what is covered. `color` is RRGGBB. `strength` 1 is the method's usual. `image` is the
    path of a picture to lay over the object in place of the smiley.
    `landmarks` are the five of a face by frame, in pixels of the upright picture: eyes, tip of the nose, corners of the
    mouth, as x, y, what is left in the picture first; without them they are looked for. `seed` chooses who is drawn in
    place of the object, `light` how that is lit where more is known than one frame tells.
    `found` are the stretches of frames at which the object was found, for reports; without it, keyframes with a score
    are.
    """

    keyframes: Sequence[Keyframe]
    method: str = DEFAULT_METHOD
    shape: str = "box"
    margin: float = DEFAULT_MARGIN
    color: str = DEFAULT_COLOR
    strength: float = 1.0
    image: str | None = None
    found: Sequence[range] | None = None
    landmarks: Mapping[int, Five] = field(default_factory=dict)
    seed: int = 0
    light: Light | None = None
    feather: float = 0.0

    def found_at(self, frame: int) -> bool:
        """Whether the object was found at this frame; else its place was filled in, or drawn by a person."""
        if self.found is not None:
            after = bisect_right(self.found, frame, key=lambda stretch: stretch.start)
            return after > 0 and frame in self.found[after - 1]
        at = bisect_left(self.keyframes, frame, key=lambda keyframe: keyframe["frame"])
        return (
            at < len(self.keyframes)
            and self.keyframes[at]["frame"] == frame
            and self.keyframes[at].get("score") is not None
        )

    @property
    def bgr(self) -> tuple[int, int, int]:
        """The colour as 8-bit blue, green, red."""
        return int(self.color[4:6], 16), int(self.color[2:4], 16), int(self.color[0:2], 16)


def parse_regions(regions: Iterable[Region | Mapping[str, Any]]) -> list[Region]:
    """Regions from JSON objects; those that already are regions stay as they are. Raises RegionError."""
    return [r if isinstance(r, Region) else parse_region(r, f"regions[{i}]") for i, r in enumerate(regions)]


def parse_region(region: Mapping[str, Any], field: str = "region") -> Region:
    """A region from its JSON object, with defaults for all but the keyframes. Raises RegionError."""
    keyframes = region.get("keyframes")
    if not isinstance(keyframes, list | tuple | PackedKeyframes) or not keyframes:
        raise RegionError(
            f"{field}.keyframes", f"{field}.keyframes has to be a list of at least one keyframe."
        )
    return Region(
        keyframes=keyframes if isinstance(keyframes, PackedKeyframes) else tuple(keyframes),
        method=valid_method(region.get("method", DEFAULT_METHOD), f"{field}.method"),
        shape=valid_shape(region.get("shape", "box"), f"{field}.shape"),
        margin=_number(region.get("margin", DEFAULT_MARGIN), 0.0, MAX_MARGIN, f"{field}.margin"),
        color=valid_color(region.get("color", DEFAULT_COLOR), f"{field}.color"),
        strength=valid_strength(region.get("strength", 1.0), f"{field}.strength"),
        image=_image(region.get("image"), f"{field}.image"),
        found=_found(region.get("found")),
        landmarks=_landmarks(region.get("landmarks") or {}, f"{field}.landmarks"),
        seed=_seed(region, keyframes[0], f"{field}.seed"),
        feather=valid_feather(region.get("feather", 0.0), f"{field}.feather"),
    )


def _found(value: Iterable[int] | Stretches | None) -> Stretches | None:
    return value if value is None or isinstance(value, Stretches) else Stretches(value)


def _landmarks(value: Any, field: str) -> dict[int, Five]:
    if not isinstance(value, Mapping):
        raise RegionError(field, f"{field} has to be five points [x, y] by number of frame.")
    found: dict[int, Five] = {}
    for frame, points in value.items():
        try:
            five = tuple((float(x), float(y)) for x, y in points)
        except (TypeError, ValueError):
            five = ()
        if len(five) != 5 or not all(math.isfinite(value) for point in five for value in point):
            raise RegionError(field, f"{field}.{frame} has to be five points [x, y].")
        found[int(frame)] = five
    return found


def _seed(region: Mapping[str, Any], first: Keyframe, field: str) -> int:
    """The seed, or one that follows from where the object appears; 0 for methods that draw nobody."""
    seed = region.get("seed")
    if METHODS[region.get("method", DEFAULT_METHOD)].only is None:
        return 0
    if seed is None:
        text = json.dumps([first["frame"], first.get("shape")], sort_keys=True, default=float)
        return zlib.crc32(text.encode())
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 1 << 32:
        raise RegionError(field, f"{field} has to be a whole number from 0 to {(1 << 32) - 1}.")
    return seed


def valid_method(method: Any, field: str = "method") -> str:
    """The method's name, checked."""
    if method not in METHODS:
        raise RegionError(field, f"{field} is one of {', '.join(METHODS)}, not {method!r}.")
    return str(method)


def valid_shape(shape: Any, field: str = "shape") -> str:
    """The name of how boxes are drawn, checked."""
    if shape not in SHAPES:
        raise RegionError(field, f"{field} is one of {', '.join(SHAPES)}, not {shape!r}.")
    return str(shape)


def valid_feather(feather: Any, field: str = "feather") -> float:
    """The feather, checked."""
    return _number(feather, 0.0, 1.0, field)


def valid_margin(margin: Any, field: str = "margin") -> float:
    """The margin, checked."""
    return _number(margin, 0.0, MAX_MARGIN, field)


def _image(image: Any, field: str) -> str | None:
    if image is None:
        return None
    from .overlay import OverlayError, picture_of

    try:
        picture_of(str(image))
    except OverlayError as error:
        raise RegionError(field, str(error)) from None
    return str(image)


def valid_strength(strength: Any, field: str = "strength") -> float:
    """The strength, checked."""
    return _number(strength, *STRENGTHS, field)


def valid_color(color: Any, field: str = "color") -> str:
    """RRGGBB in capitals; a leading # is allowed."""
    text = str(color).removeprefix("#").upper()
    if len(text) != 6 or any(letter not in "0123456789ABCDEF" for letter in text):
        raise RegionError(
            field, f"{field} has to be RRGGBB in hexadecimal digits, as in 1B1E24, not {color!r}."
        )
    return text


def _number(value: Any, low: float, high: float, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise RegionError(field, f"{field} has to be a number from {low:g} to {high:g}.")
    if not low <= value <= high:
        raise RegionError(field, f"{field} has to be from {low:g} to {high:g}, not {value:g}.")
    return float(value)
