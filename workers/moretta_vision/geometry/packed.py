"""Keyframes of an object that has boxes in very many frames, in few bytes."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from .interpolation import Keyframe
from .shapes import box_shape

WORTH = 16
"""Keyframes from which on packing them takes less memory."""
NOTHING = (math.nan,) * 4


class PackedKeyframes(Sequence[Keyframe]):
    """Keyframes as `interpolation` takes them, each made when it is asked for; 48 bytes instead of 700."""

    def __init__(self, frames: array[int], boxes: array[float], scores: array[float] | None) -> None:
        """Of N keyframes `frames` (type q) rise, `boxes` (d) are x, y, width, height of each; not a number stands for
        no score (d), and, in all of a box, for an outside keyframe. Without `scores` keyframes have no such field."""
        self._frames, self._boxes, self._scores = frames, boxes, scores

    @classmethod
    def of(cls, keyframes: Iterable[Keyframe], scored: bool = True) -> PackedKeyframes:
        """The same keyframes, whose shapes are boxes and which are not occluded; outside ones have none."""
        frames, boxes, scores = array("q"), array("d"), array("d")
        for keyframe in keyframes:
            frames.append(keyframe["frame"])
            boxes.extend(keyframe["shape"]["data"] if keyframe["shape"] else NOTHING)
            if scored:
                score = keyframe["score"]
                scores.append(math.nan if score is None else score)
        return cls(frames, boxes, scores if scored else None)

    def __len__(self) -> int:
        return len(self._frames)

    def until(self, frame: int) -> int:
        """How many keyframes come at or before a frame."""
        return bisect_right(self._frames, frame)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        frame, at = self._frames[at], at % len(self)
        box = self._boxes[4 * at : 4 * at + 4]
        outside = math.isnan(box[0])
        keyframe = {"frame": frame, "shape": None if outside else box_shape(*box), "outside": outside}
        if self._scores is not None:
            score = self._scores[at]
            keyframe["score"] = None if math.isnan(score) else score
        return keyframe


def packed(keyframes: Sequence[Keyframe]) -> Sequence[Keyframe]:
    """Keyframes of a frame, a shape and whether they are outside: the very same, or, where they are many and boxes all,
    packed."""
    fit = len(keyframes) >= WORTH and all(
        keyframe["shape"] is None if keyframe["outside"] else keyframe["shape"]["type"] == "box"
        for keyframe in keyframes
    )
    return PackedKeyframes.of(keyframes, scored=False) if fit else keyframes
