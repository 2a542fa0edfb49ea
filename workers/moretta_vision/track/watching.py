"""What changes from frame to frame: the camera's motion, and where one shot ends and the next begins."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

import cv2
import numpy as np
import numpy.typing as npt

from .camera import Motion

Grey = npt.NDArray[np.uint8]

SIDE = 320
"""Long side of the picture that is watched: sharp enough for a quarter of a pixel, and cheap."""
POINTS, LEAST_POINTS = 120, 12
WINDOW, ENOUGH = (11, 11), (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 10, 0.03)
"""Around a point, and when it is followed well enough: within .04 pixels of what twice the time would give."""
MOST_KEPT = 128
"""Glances at 170 kB each."""
CUT_COLOURS, CUT_FOLLOWED = 0.2, 0.15
"""A shot ends where colours differ by more than the first (Hellinger distance of histograms) and of the points no more
than the second share can be followed: a pan keeps its colours, a flash its points."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the frame before: its motion, or a cut."""

    motion: Motion
    cut: bool

    def as_json(self) -> list[float] | str | None:
        """The motion's numbers, `cut`, or None where nothing changed."""
        return "cut" if self.cut else None if self.motion == Motion() else self.motion.as_json()

    @classmethod
    def of_json(cls, written: list[float] | str) -> Change:
        return cls(Motion(), True) if isinstance(written, str) else cls(Motion.of_json(written), False)


class Changes(Mapping[int, Change]):
    """What changed at each of many frames, in few bytes. They are added by rising index."""

    def __init__(self) -> None:
        self._frames, self._motions, self._cuts = array("q"), array("d"), bytearray()

    def add(self, index: int, change: Change) -> None:
        """Adds the next frame."""
        turn, shift = change.motion.turn, change.motion.shift
        self._frames.append(index)
        self._motions.extend((turn.real, turn.imag, shift.real, shift.imag))
        self._cuts.append(change.cut)

    def extend(self, later: Changes, shift: int, first: Change) -> None:
        """Adds the frames of others, their indices raised by `shift`; of the first of them `first` is what changed."""
        self.add(later._frames[0] + shift, first)
        self._frames.extend(index + shift for index in later._frames[1:])
        self._motions.extend(later._motions[4:])
        self._cuts.extend(later._cuts[1:])

    def __getitem__(self, frame: int) -> Change:
        at = bisect_left(self._frames, frame)
        if at == len(self._frames) or self._frames[at] != frame:
            raise KeyError(frame)
        return Change(Motion.of_json(self._motions[4 * at : 4 * at + 4]), bool(self._cuts[at]))

    def __iter__(self) -> Iterator[int]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


@dataclass(frozen=True)
class Glance:
    """What of a frame is compared: a small picture, BGR, and when it is asked for evened in grey; and the whole frame's
    size over its own."""

    small: npt.NDArray[np.uint8]
    scale: float

    @classmethod
    def at(cls, frame: npt.NDArray[np.uint8], whole: float = 1.0) -> Glance:
        """`frame`: upright BGR, uint8 [H, W, 3], of any size; `whole` is how many times as large the whole frame is."""
        scale = max(1.0, max(frame.shape[:2]) / SIDE)
        small = frame
        if scale > 1:
            way = cv2.INTER_LINEAR
            small = np.asarray(
                cv2.resize(frame, None, fx=1 / scale, fy=1 / scale, interpolation=way), np.uint8
            )
        return cls(small, scale * whole)

    @cached_property
    def grey(self) -> Grey:
        return _evened(np.asarray(cv2.cvtColor(self.small, cv2.COLOR_BGR2GRAY), np.uint8))

    def since(self, before: Glance) -> Change:
        """What became of an earlier frame. Motions are in pixels of the whole frames."""
        if before.small.shape != self.small.shape:
            return Change(Motion(), True)
        motion, followed = _motion(before.grey, self.grey)
        if followed < CUT_FOLLOWED and self._coloured_unlike(before):
            return Change(Motion(), True)
        return Change(Motion(motion.turn, motion.shift * self.scale), False)

    def _coloured_unlike(self, before: Glance) -> bool:
        one, other = _colours(before.small), _colours(self.small)
        return float(cv2.compareHist(one, other, cv2.HISTCMP_BHATTACHARYYA)) > CUT_COLOURS


class Watch:
    """Compares each frame with the one before it (sparse optical flow and a robust similarity; Lucas & Kanade 1981,
    Fischler & Bolles 1981)."""

    def __init__(self) -> None:
        self._last: Glance | None = None

    def see(self, frame: npt.NDArray[np.uint8], whole: float = 1.0) -> Change:
        """`frame` and `whole`: see `Glance.at`."""
        before, self._last = self._last, Glance.at(frame, whole)
        return Change(Motion(), False) if before is None else self._last.since(before)


class NearWatch:
    """Compares frames as `Watch` does, but only those that tracks ask for: within `reach` frames of a sure find, or of
    others that lie within `reach` of each other and of a sure one. With None, and where so many glances would take much
    memory, all. `changes` are what came of it, `first` and `last` the glances at both ends, where anything was seen."""

    def __init__(self, reach: int | None, goes_before: bool = False) -> None:
        """`goes_before`: other frames do, in which something may be found."""
        every = reach is None or reach > MOST_KEPT
        self._reach = inf if reach is None or every else reach
        self._asked = every or goes_before
        self._found = -1 if self._asked else -inf
        """The last frame in which something was found."""
        self._since: float = 0
        """The first frame that what was found may reach."""
        self._waiting: deque[tuple[int, Glance]] = deque()
        self._before: Glance | None = None
        self.changes = Changes()
        self.first: Glance | None = None
        self.last: Glance | None = None

    def see(self, index: int, frame: npt.NDArray[np.uint8], whole: float = 1.0) -> None:
        """The next frame, counted from 0. `frame` and `whole`: see `Glance.at`."""
        self.last = glance = Glance.at(frame, whole)
        if self.first is None:
            self.first = self._before = glance
            self.changes.add(index, Change(Motion(), False))
        else:
            self._waiting.append((index, glance))

    def tell(self, index: int, found: bool, sure: bool) -> None:
        """Whether something was found in a frame that was seen, and something sure; frame by frame, in order."""
        if index - self._found > self._reach:
            self._asked, self._since = False, index + (not found) - self._reach
        if found:
            self._found, self._asked = index, self._asked or sure
        while self._waiting and self._waiting[0][0] < self._since:
            self._waiting.popleft()
            self._before = None
        self._compare(index if self._asked else index - MOST_KEPT)

    def goes_on(self) -> None:
        """After the last frame others come, in which something may be found."""
        self._compare(inf)

    def _compare(self, until: float) -> None:
        while self._waiting and self._waiting[0][0] <= until:
            index, glance = self._waiting.popleft()
            if self._before is not None:
                self.changes.add(index, glance.since(self._before))
            self._before = glance


def _evened(grey: Grey) -> Grey:
    """The picture at a middle brightness and contrast, so that a flash or a cloud does not look like motion."""
    mean, deviation = (float(value.item()) for value in cv2.meanStdDev(grey))
    gain = min(8.0, 48 / max(deviation, 1.0))
    return np.asarray(cv2.addWeighted(grey, gain, grey, 0, 128 - gain * mean), np.uint8)


def _colours(small: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    histogram = cv2.calcHist([small], [0, 1, 2], None, [6, 6, 6], [0, 256, 0, 256, 0, 256])
    return np.asarray(histogram / small.shape[0] / small.shape[1], np.float32)


def _motion(before: Grey, grey: Grey) -> tuple[Motion, float]:
    """The similarity from this frame to the one before, and the share of points that follow it."""
    points = cv2.goodFeaturesToTrack(grey, POINTS, 0.01, 7, blockSize=5)
    if points is None or len(points) < LEAST_POINTS:
        return Motion(), 1.0
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        grey, before, points, points.copy(), winSize=WINDOW, maxLevel=3, criteria=ENOUGH
    )
    good = found.ravel() == 1
    if good.sum() < LEAST_POINTS:
        return Motion(), float(good.mean())
    matrix, inliers = cv2.estimateAffinePartial2D(
        points[good], moved[good], method=cv2.RANSAC, ransacReprojThreshold=1.5, maxIters=200
    )
    followed = 0.0 if inliers is None else float(inliers.sum() / len(points))
    if matrix is None or followed < 0.2 or not 0.7 < np.hypot(matrix[0, 0], matrix[1, 0]) < 1.4:
        return Motion(), followed
    return Motion(complex(matrix[0, 0], matrix[1, 0]), complex(matrix[0, 2], matrix[1, 2])), followed
