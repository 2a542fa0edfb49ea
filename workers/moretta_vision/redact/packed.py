"""Keyframes of an object that has boxes in very many frames, and where it was found, in few bytes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..geometry.interpolation import Keyframe
from ..geometry.shapes import box_shape


class PackedKeyframes(Sequence[Keyframe]):
    """Keyframes as `geometry.interpolation` takes them, each made when it is asked for; 48 bytes instead of 700."""

    def __init__(
        self,
        frames: npt.NDArray[np.int64],
        boxes: npt.NDArray[np.float64],
        scores: npt.NDArray[np.float64],
    ) -> None:
        """`frames` [N] rise, `boxes` [N, 4] are x, y, width, height; not a number stands for no score [N], and, in all
        of a box, for an outside keyframe."""
        self._frames, self._boxes, self._scores = frames, boxes, scores

    @classmethod
    def of(cls, keyframes: Sequence[Keyframe]) -> PackedKeyframes:
        """The same keyframes, whose shapes are boxes."""
        nothing = [math.nan] * 4
        return cls(
            np.array([keyframe["frame"] for keyframe in keyframes], np.int64),
            np.array([keyframe["shape"]["data"] if keyframe["shape"] else nothing for keyframe in keyframes]),
            np.array([keyframe["score"] for keyframe in keyframes], np.float64),  # None becomes not a number
        )

    @classmethod
    def where_found(
        cls,
        frames: npt.NDArray[np.int64],
        boxes: npt.NDArray[np.float64],
        scores: npt.NDArray[np.float64],
        n_frames: int,
    ) -> PackedKeyframes:
        """An object that is present in these of a video's frames, and absent in all others."""
        gaps = np.flatnonzero(np.diff(frames, append=n_frames) > 1) + 1
        nothing = np.full((len(gaps), 4), np.nan)
        return cls(
            np.insert(frames, gaps, frames[gaps - 1] + 1),
            np.insert(boxes, gaps, nothing, axis=0),
            np.insert(scores, gaps, np.nan),
        )

    def __len__(self) -> int:
        return len(self._frames)

    def until(self, frame: int) -> int:
        """How many keyframes come at or before a frame."""
        return int(np.searchsorted(self._frames, frame, "right"))

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        box, score = self._boxes[at].tolist(), float(self._scores[at])
        outside = math.isnan(box[0])
        return {
            "frame": int(self._frames[at]),
            "shape": None if outside else box_shape(*box),
            "outside": outside,
            "score": None if math.isnan(score) else score,
        }


class Stretches(Sequence[range]):
    """Frames as the stretches that they make, in order; 16 bytes each instead of 170."""

    def __init__(self, frames: Iterable[int]) -> None:
        ordered = np.unique(np.fromiter(frames, np.int64))
        borders = np.flatnonzero(np.diff(ordered) > 1) + 1
        firsts, lasts = np.append(0, borders), np.append(borders, len(ordered)) - 1
        if not len(ordered):
            firsts = lasts = borders
        self._firsts, self._lasts = ordered[firsts], ordered[lasts]

    def __len__(self) -> int:
        return len(self._firsts)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        return range(int(self._firsts[at]), int(self._lasts[at]) + 1)
