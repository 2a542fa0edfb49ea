"""What changes from frame to frame: the camera's motion, and where one shot ends and the next begins."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    """What of a frame is compared: a small picture, BGR and evened in grey; and the whole frame's size over its own."""

    small: npt.NDArray[np.uint8]
    grey: Grey
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
        grey = _evened(np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8))
        return cls(small, grey, scale * whole)

    def since(self, before: Glance) -> Change:
        """What became of an earlier frame. Motions are in pixels of the whole frames."""
        if before.grey.shape != self.grey.shape:
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
    Fischler & Bolles 1981). `first` and `last` are what it saw, where it saw anything."""

    def __init__(self) -> None:
        self.first: Glance | None = None
        self.last: Glance | None = None

    def see(self, frame: npt.NDArray[np.uint8], whole: float = 1.0) -> Change:
        """`frame` and `whole`: see `Glance.at`."""
        before, self.last = self.last, Glance.at(frame, whole)
        self.first = self.first or self.last
        return Change(Motion(), False) if before is None else self.last.since(before)


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
