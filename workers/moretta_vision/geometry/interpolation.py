"""An object's shape at every frame, from its keyframes.

The specification, tested here and in TypeScript by `tests/cases/interpolation.json`:

- absent before the first keyframe, and from an `outside` keyframe to the next one that is not;
- between two present keyframes of one type linear, number by number; angles go the shortest way round
  (clockwise where both ways are equal); polygons point by point where they have equally many;
- otherwise (types differ, point counts differ, masks, the next keyframe is outside) the earlier shape holds;
- after the last keyframe its shape holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from .shapes import GeometryError, Shape, validate_shape

Keyframe = dict[str, Any]


def shape_at(keyframes: Sequence[Keyframe], frame: int) -> Shape | None:
    """The shape at a frame, None where the object is absent. Keyframes are sorted by frame, without repeats."""
    following = until(keyframes, frame)
    if following == 0:
        return None
    earlier = keyframes[following - 1]
    if earlier.get("outside"):
        return None
    if earlier["frame"] == frame or following == len(keyframes) or keyframes[following].get("outside"):
        shape: Shape = earlier["shape"]
        return shape
    later = keyframes[following]
    share = (frame - earlier["frame"]) / (later["frame"] - earlier["frame"])
    return _between(earlier["shape"], later["shape"], share)


def until(keyframes: Sequence[Keyframe], frame: int) -> int:
    """How many keyframes come at or before a frame. Sequences that make keyframes only when they are asked for count
    them by a method of this name."""
    count = getattr(keyframes, "until", None)
    return count(frame) if count else bisect_right(keyframes, frame, key=lambda keyframe: keyframe["frame"])


def keyframe_at(keyframes: Sequence[Keyframe], frame: int) -> Keyframe | None:
    """The interpolated keyframe: the shape of `shape_at`, occluded and score of the last keyframe before."""
    shape = shape_at(keyframes, frame)
    if shape is None:
        return None
    earlier = keyframes[until(keyframes, frame) - 1]
    return {
        "frame": frame,
        "shape": shape,
        "outside": False,
        "occluded": bool(earlier.get("occluded", False)),
        "score": earlier.get("score"),
    }


def presence(keyframes: Sequence[Keyframe], n_frames: int) -> list[tuple[int, int]]:
    """The half-open frame ranges [start, stop) in which the object is present."""
    ranges: list[tuple[int, int]] = []
    start: int | None = None
    for keyframe in keyframes:
        if keyframe.get("outside"):
            if start is not None:
                ranges.append((start, min(keyframe["frame"], n_frames)))
            start = None
        elif start is None:
            start = keyframe["frame"]
    if start is not None:
        ranges.append((start, n_frames))
    return [(begin, end) for begin, end in ranges if begin < end]


def validate_keyframes(keyframes: Any, n_frames: int, width: float, height: float) -> list[Keyframe]:
    """Checks keyframes from outside and returns clean copies with every field set.

    Frames rise without repeats within [0, n_frames); the first keyframe is present; an outside keyframe may
    leave its shape null. Raises GeometryError with a path such as ``keyframes[3].shape.data[2]``.
    """
    if not isinstance(keyframes, list) or not keyframes:
        raise GeometryError("keyframes", "An object needs at least one keyframe.")
    clean: list[Keyframe] = []
    for i, keyframe in enumerate(keyframes):
        field = f"keyframes[{i}]"
        if not isinstance(keyframe, dict):
            raise GeometryError(field, "A keyframe is an object with the fields frame and shape.")
        frame = keyframe.get("frame")
        if isinstance(frame, bool) or not isinstance(frame, int) or not 0 <= frame < n_frames:
            raise GeometryError(
                f"{field}.frame", f"{field}.frame has to be a whole number from 0 to {n_frames - 1}."
            )
        if clean and frame <= clean[-1]["frame"]:
            raise GeometryError(f"{field}.frame", "Keyframes have to be sorted by frame, one for a frame.")
        outside, occluded = keyframe.get("outside", False), keyframe.get("occluded", False)
        if not isinstance(outside, bool) or not isinstance(occluded, bool):
            raise GeometryError(field, "outside and occluded have to be true or false.")
        if outside and not clean:
            raise GeometryError(f"{field}.outside", "An object cannot begin with an outside keyframe.")
        clean.append(
            {
                "frame": frame,
                "shape": _valid_shape(keyframe.get("shape"), outside, field, width, height),
                "outside": outside,
                "occluded": occluded,
                "score": _valid_score(keyframe.get("score"), field),
            }
        )
    return clean


def _valid_shape(shape: Any, outside: bool, field: str, width: float, height: float) -> Shape | None:
    if outside and shape is None:
        return None
    try:
        return validate_shape(shape, width, height)
    except GeometryError as error:
        raise GeometryError(f"{field}.shape.{error.field}", error.message) from None


def _valid_score(score: Any, field: str) -> float | None:
    if score is None:
        return None
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise GeometryError(f"{field}.score", "A score has to be a number from 0 to 1.")
    return float(score)


def _between(earlier: Shape, later: Shape, share: float) -> Shape:
    kind, a, b = earlier["type"], earlier["data"], later["data"]
    if kind != later["type"] or kind == "mask":
        return earlier
    if kind == "polygon":
        if len(a) != len(b):
            return earlier
        return {
            "type": kind,
            "data": [[_mix(p[0], q[0], share), _mix(p[1], q[1], share)] for p, q in zip(a, b, strict=True)],
        }
    data = [_mix(p, q, share) for p, q in zip(a[:4], b[:4], strict=True)]
    if kind != "box":
        turn = (b[4] - a[4]) % 360.0
        data.append(a[4] + (turn - 360.0 if turn > 180.0 else turn) * share)
    return {"type": kind, "data": data}


def _mix(a: float, b: float, share: float) -> float:
    return a + (b - a) * share
