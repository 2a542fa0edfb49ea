"""One object over time, and what about it deserves a look."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ..geometry.covering import reduce_to_keyframes

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Flag:
    """A risk: its kind, the frames [first, last] it is about (None: all), and a sentence."""

    flag: str
    frames: tuple[int, int] | None
    says: str

    def as_json(self) -> dict[str, Any]:
        return {"flag": self.flag, "frames": list(self.frames) if self.frames else None, "says": self.says}


class Boxes(Mapping[int, Box]):
    """A box for `first` and every frame after it, from `rows` [N, 4] (x, y, width, height)."""

    def __init__(self, first: int, rows: npt.NDArray[np.float64]) -> None:
        self.first, self.rows = first, rows

    def __getitem__(self, frame: int) -> Box:
        if not 0 <= frame - self.first < len(self.rows):
            raise KeyError(frame)
        x, y, width, height = self.rows[frame - self.first].tolist()
        return x, y, width, height

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.first + len(self.rows)))

    def __len__(self) -> int:
        return len(self.rows)


class Scores(Mapping[int, float]):
    """A score for each of some frames [N], which rise."""

    def __init__(self, frames: npt.NDArray[np.int64], values: npt.NDArray[np.float32]) -> None:
        self.frames, self.rows = frames, values

    def __getitem__(self, frame: int) -> float:
        at = bisect_left(self.frames, frame)
        if at == len(self.frames) or self.frames[at] != frame:
            raise KeyError(frame)
        return float(self.rows[at])

    def __iter__(self) -> Iterator[int]:
        return (int(frame) for frame in self.frames)

    def __len__(self) -> int:
        return len(self.frames)


@dataclass
class Track:
    """An object in frames first to last.

    `boxes` maps every one of these frames to x, y, width, height; `scores` only those in which it was found, the other
    boxes are filled in. Flags: gap, weak, small, short, born, ended, boundary,
    disagree.
    """

    label: str
    boxes: Boxes
    scores: Scores
    flags: list[Flag] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.boxes.first

    @property
    def last(self) -> int:
        return self.boxes.first + len(self.boxes) - 1

    @property
    def score(self) -> float:
        """A track's score is its highest."""
        return float(self.scores.rows.max())

    @property
    def side(self) -> float:
        """Median of the larger side, pixels."""
        return float(np.median(self.boxes.rows[:, 2:].max(axis=1)))

    def keyframes(self, n_frames: int, tolerance: float | None = None) -> list[dict[str, Any]]:
        """Keyframes whose interpolation contains every box; an outside one follows the last where frames are left.

        `tolerance` is the most that an edge may lie outside its box: pixels, by default 3 % of the larger side, at
        least one pixel.
        """
        least = max(1.0, 0.03 * self.side) if tolerance is None else tolerance
        keyframes = reduce_to_keyframes(self.boxes, least)
        for keyframe in keyframes:
            keyframe["score"] = self.scores.get(keyframe["frame"])
        if self.last + 1 < n_frames:
            outside = {
                "frame": self.last + 1,
                "shape": None,
                "outside": True,
                "occluded": False,
                "score": None,
            }
            keyframes.append(outside)
        return keyframes
