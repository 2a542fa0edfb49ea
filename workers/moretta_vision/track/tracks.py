"""One object over time, and what about it deserves a look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

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


@dataclass
class Track:
    """An object in frames first to last.

    `boxes` maps every one of these frames to x, y, width, height; `scores` only those in which it was found, the other
    boxes are filled in. Flags: gap, weak, small, short, born, ended, boundary.
    """

    label: str
    boxes: dict[int, Box]
    scores: dict[int, float]
    flags: list[Flag] = field(default_factory=list)

    @property
    def first(self) -> int:
        return min(self.boxes)

    @property
    def last(self) -> int:
        return max(self.boxes)

    @property
    def score(self) -> float:
        """A track's score is its highest."""
        return max(self.scores.values())

    @property
    def side(self) -> float:
        """Median of the larger side, pixels."""
        return float(np.median([max(box[2], box[3]) for box in self.boxes.values()]))

    def keyframes(self, n_frames: int, tolerance: float | None = None) -> list[dict[str, Any]]:
        """Keyframes whose interpolation contains every box; an outside one follows the last where frames are left.

        `tolerance` is the most that an edge may lie outside its box: pixels, by default 6 % of the larger side, at
        least one pixel.
        """
        least = max(1.0, 0.06 * self.side) if tolerance is None else tolerance
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
