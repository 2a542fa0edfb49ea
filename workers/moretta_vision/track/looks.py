"""What of a clip a person has to look at to find who was missed: whole frames where the picture changes, and places
where somebody was suspected and nothing is hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ..geometry.covering import grow
from ..geometry.interpolation import presence, shape_at
from ..geometry.shapes import bounds
from .camera import Camera, Motion
from .filling import SMALL
from .tracks import Box
from .watching import Change

GRID = (12, 8)
"""Points of a frame, across and down, by which it is told how much of it another one shows."""
LARGER = 1.6
"""A place that is seen so many times larger than in another frame is not shown by that one."""
GLANCES = 5
"""Frames a second that are compared."""
COVERED = 0.8
"""The share of a place that has to be hidden for nobody to be open there."""
POINTS = 6
"""Points of a place, across and down, by which that is told."""


@dataclass(frozen=True)
class Place:
    """A box (x, y, width, height) of a frame in which somebody may be open, and how doubtful that is, 0 … 1."""

    frame: int
    box: Box
    doubt: float


def whole_frames(
    n_frames: int,
    fps: float,
    size: tuple[int, int],
    changes: Mapping[int, Change],
    fresh: float,
    most_seconds: float,
) -> list[int]:
    """As few frames as show nearly all that a clip shows: of every other frame at most the share `fresh` is not in one
    of the same shot that is shown. They are at most `most_seconds` apart, for what moves by itself is not followed.
    `size` is the frame's width and height in pixels."""
    return [
        frame
        for first, stop in pairwise([*_firsts(n_frames, changes), n_frames])
        for frame in _of_shot(first, stop, fps, size, changes, fresh, most_seconds)
    ]


def _of_shot(
    first: int,
    stop: int,
    fps: float,
    size: tuple[int, int],
    changes: Mapping[int, Change],
    fresh: float,
    most_seconds: float,
) -> Iterator[int]:
    """Each frame shows a stretch as long as possible, before and after it (the greedy cover of an interval)."""
    camera = _camera(first, stop, changes)
    step = max(1, round(fps / GLANCES))
    glances = np.array(sorted({*range(first, stop, step), stop - 1}), np.int64)
    reach = max(1, round(most_seconds * fps / 2))
    begin = 0
    while begin < len(glances):
        most = int(np.searchsorted(glances, glances[begin] + reach, "right"))
        shown, stop_at = begin, begin + 1
        for at in range(begin, most):
            around = glances[begin : np.searchsorted(glances, glances[at] + reach, "right")]
            fits = camera.share(int(glances[at]), around, size, GRID, LARGER) >= 1 - fresh
            end = begin + (len(fits) if fits.all() else int(np.argmin(fits)))
            if end <= at:
                break
            if end > stop_at or (end == stop_at and 2 * at < begin + end):  # of equal ones the middle one
                shown, stop_at = at, end
        yield int(glances[shown])
        begin = stop_at


def open_places(
    finds: Mapping[int, Sequence[tuple[Box, float]]],
    hidden: Hidden,
    n_frames: int,
    changes: Mapping[int, Change],
    every: int,
) -> list[Place]:
    """Where there are finds (frame → box, score) that nothing hides, the most doubtful first. What lies at one place of
    a shot, the camera's motion taken out, within `every` frames is one place: where it was found most surely."""
    places: list[tuple[Place, int, Box]] = []
    taken: dict[tuple[int, int], list[tuple[int, Box]]] = defaultdict(list)
    for place, shot, steady in sorted(_open(finds, hidden, n_frames, changes), key=_most_doubtful):
        part = place.frame // every
        beside = (one for at in (part - 1, part, part + 1) for one in taken[shot, at])
        if any(abs(other - place.frame) <= every and _touch(there, steady) for other, there in beside):
            continue
        taken[shot, part].append((place.frame, steady))
        places.append((place, shot, steady))
    return [place for place, _, _ in places]


def _most_doubtful(one: tuple[Place, int, Box]) -> tuple[float, int, Box]:
    return -one[0].doubt, one[0].frame, one[0].box


def _open(
    finds: Mapping[int, Sequence[tuple[Box, float]]],
    hidden: Hidden,
    n_frames: int,
    changes: Mapping[int, Change],
) -> Iterator[tuple[Place, int, Box]]:
    """The finds that nothing hides, each with the number of its shot and where it lies in the shot's first frame."""
    borders = [*_firsts(n_frames, changes), n_frames]
    for shot, (first, stop) in enumerate(pairwise(borders)):
        camera = _camera(first, stop, changes)
        for frame in range(first, stop):
            if not (rows := finds.get(frame)):
                continue
            boxes = np.array([box for box, _ in rows], np.float64)
            left = ~hidden.covers(frame, boxes)
            steady = camera.steady(boxes, np.full(len(boxes), frame))
            for (box, score), there, is_open in zip(rows, steady.tolist(), left, strict=True):
                if is_open:
                    yield Place(frame, box, round(_doubt(box, score), 4)), shot, tuple(there)


def _doubt(box: Box, score: float) -> float:
    """A find's score; less where it is small, for there are many small false ones."""
    return score * min(1.0, max(box[2:]) / SMALL)


def _touch(one: Box, other: Box) -> bool:
    """Whether the middle of one of two boxes lies in the other."""
    return _holds(one, other) or _holds(other, one)


def _holds(box: Box, other: Box) -> bool:
    x, y = other[0] + other[2] / 2, other[1] + other[3] / 2
    return box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]


def _firsts(n_frames: int, changes: Mapping[int, Change]) -> list[int]:
    """The first frame of every shot."""
    return [0, *sorted(frame for frame, change in changes.items() if change.cut and 0 < frame < n_frames)]


def _camera(first: int, stop: int, changes: Mapping[int, Change]) -> Camera:
    def motion(frame: int) -> Motion | None:
        change = changes.get(frame)
        return None if change is None else change.motion

    return Camera(motion, first, stop - 1)


class Hidden:
    """What is hidden in the frames of a clip."""

    def __init__(self, regions: Sequence[Mapping[str, Any]], n_frames: int) -> None:
        """`regions` as the renderer takes them (`{"keyframes", "margin"}`)."""
        self._regions = regions
        self._spans = [presence(region["keyframes"], n_frames) for region in regions]
        self._first = np.array([spans[0][0] if spans else n_frames for spans in self._spans], np.int64)
        self._stop = np.array([spans[-1][1] if spans else 0 for spans in self._spans], np.int64)

    def at(self, frame: int) -> npt.NDArray[np.float64]:
        """The boxes [N, 4] around what is hidden in a frame."""
        found = []
        for number in np.flatnonzero((self._first <= frame) & (frame < self._stop)).tolist():
            region = self._regions[number]
            shape = shape_at(region["keyframes"], frame)
            if shape is not None:
                found.append(grow(bounds(shape), float(region.get("margin", 0))))
        return np.array(found, np.float64).reshape(-1, 4)

    def covers(self, frame: int, boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Of which boxes [N, 4] COVERED is hidden in a frame."""
        steps = (np.arange(POINTS) + 0.5) / POINTS
        across = boxes[:, 0, None] + steps * boxes[:, 2, None]
        down = boxes[:, 1, None] + steps * boxes[:, 3, None]
        inside = np.zeros((len(boxes), POINTS, POINTS), bool)
        for left, top, wide, high in self.at(frame):
            beside = (left <= across) & (across <= left + wide)
            inside |= beside[:, None, :] & ((top <= down) & (down <= top + high))[:, :, None]
        return np.asarray(inside.mean(axis=(1, 2)) >= COVERED)
