"""What is behind something while the camera moves: frames before and after, laid over this one by the points that both
show outside of what is hidden.

A homography holds for what is far away or flat. Where things at several distances shift against each other, a frame
that does not fit around the hole is not used; and as one that fits around it may still be wrong within, only what
several frames show alike counts as known. What they show differently is not used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from ..media.planes import subsampling, views
from .behind import Behind, Places, Plane
from .outlines import Mask, Outline
from .scene import DISPUTED, ONE_SAYS, SURE
from .still_camera import points_in, small_grey

Matrix = npt.NDArray[Any]
Points = npt.NDArray[Any] | None

GRID = 4
"""Every so manieth frame is a source, counted from the beginning of the video: neighbours in time share theirs."""
REACHES = ((12, GRID), (48, 3 * GRID), (96, 4 * GRID))
"""Up to each distance in frames, every so manieth frame is a source, and the one a GRID after it as its witness."""
LARGE = 2_500_000
"""Pixels of a frame from which on sources are near ones only, for memory."""
POINTS, LEAST_POINTS, LEAST_SHARE = 300, 16, 0.35
TOLERANCE = 1.5
"""Pixels of the small pictures by which points may be off (MAGSAC++, Barath et al., 2020)."""
RING = 12
"""Pixels around a hole in which a source is compared with the frame."""
MISFIT = 14.0
"""Mean difference there (of 255, brightness evened) beyond which a source is not used."""
RATHER = 0.08
"""Grey levels that a frame's distance from its anchor weighs: neighbours in time take the same sources."""
ANCHORS = 16
ALIKE = 5.0
"""Mean difference of sources around a pixel (of 255, brightness evened) up to which they show the same."""
NEAR = 5, 5
"""The square around a pixel over which sources are compared."""


@dataclass
class Source:
    """A frame that others may be filled from."""

    index: int
    planes: tuple[Plane, ...]
    hidden: Mask
    small: Mask
    covered: Mask


class MovingCamera:
    """Gives the background of frames, in rising order. What a frame gets does not depend on where that begins."""

    def __init__(self, frames: Callable[[int], Iterator[tuple[int, VideoFrame]]], places: Places) -> None:
        self.enter, self.places = frames, places
        self._frames: Iterator[tuple[int, VideoFrame]] = iter(())
        self._asked, self._read = 0, -2  # nothing yet: the first frame enters the video
        self._sources: dict[int, Source] = {}
        self._steps: dict[int, Matrix | None] = {}
        """From each frame to the one before it, in small pictures; None where they share too little."""
        self._last: tuple[int, Mask, Mask] | None = None

    def behind(self, index: int, picture: VideoFrame) -> Behind:
        """What is behind all that is removed in a frame."""
        self._read_to(index, picture)
        behind = Behind.nothing(picture)
        hidden = self.places.hidden(picture, index)
        small, covered = small_grey(picture, hidden)
        points = points_in(small, covered, POINTS)
        fitting = [
            (source, matrix)
            for n, source in sorted(self._sources.items())
            if _is_source_of(n, index) and (matrix := self._fit(index, small, points, source)) is not None
        ]
        for part in self.places.removed(picture, index):
            _fill(behind, part, picture, hidden, fitting, index)
        return behind

    def _read_to(self, index: int, picture: VideoFrame) -> None:
        far = REACHES[0 if picture.width * picture.height > LARGE else -1][0]
        if not self._asked <= index <= self._read + 1:
            self._frames, self._last = self.enter(max(0, index - far)), None
            self._sources, self._steps, self._read = {}, {}, max(0, index - far) - 1
        self._asked = index
        while self._read < index + far:
            number, frame = next(self._frames, (index + far, None))
            self._read = number
            if frame is not None:
                self._take(number, frame)
        for old in [n for n in self._steps if n < index - far]:
            del self._steps[old]
        for old in [n for n in self._sources if n < index and not _is_source_of(n, index)]:
            del self._sources[old]

    def _take(self, number: int, frame: VideoFrame) -> None:
        hidden = self.places.hidden(frame, number)
        small, covered = small_grey(frame, hidden)
        if self._last is not None and self._last[0] == number - 1:
            _, before, before_covered = self._last
            self._steps[number] = _matched(
                small, points_in(small, covered, POINTS), before, before_covered, np.eye(3)
            )
        self._last = number, small, covered
        if number % GRID == 0:
            planes = tuple(view.copy() for view in views(frame))
            self._sources[number] = Source(number, planes, hidden, small, covered)

    def _fit(self, index: int, small: Mask, points: Points, source: Source) -> Matrix | None:
        """From this frame to the source, in small pictures."""
        guess: Matrix = np.eye(3)
        low, high = sorted((index, source.index))
        for n in range(high, low, -1):
            step = self._steps.get(n)
            if step is None:
                return None
            guess = step @ guess if index > source.index else guess @ step
        if index < source.index:
            guess = np.linalg.inv(guess)
        return _matched(small, points, source.small, source.covered, guess)


def _is_source_of(number: int, index: int) -> bool:
    far = abs(number - index)
    return far > 0 and any(far <= reach and number % every in (0, GRID % every) for reach, every in REACHES)


def _matched(one: Mask, points: Points, other: Mask, other_covered: Mask, guess: Matrix) -> Matrix | None:
    """The homography from one small picture to another near a guess, by points hidden in neither; None without."""
    if points is None or len(points) < LEAST_POINTS:
        return None
    start = cv2.perspectiveTransform(points, guess).astype(np.float32)
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        one, other, points, start.copy(), winSize=(15, 15), maxLevel=3, flags=cv2.OPTFLOW_USE_INITIAL_FLOW
    )
    at = np.rint(moved.reshape(-1, 2)).astype(int)
    inside = (at >= 0).all(axis=1) & (at < np.array(other.shape[::-1])).all(axis=1)
    at = np.clip(at, 0, np.array(other.shape[::-1]) - 1)
    good = (found.ravel() == 1) & inside & (other_covered[at[:, 1], at[:, 0]] == 0)
    if good.sum() < LEAST_POINTS:
        return None
    matrix, inliers = cv2.findHomography(points[good], moved[good], cv2.USAC_MAGSAC, TOLERANCE)
    if matrix is None or inliers.sum() < max(LEAST_POINTS, LEAST_SHARE * len(points)):
        return None
    return np.asarray(matrix)


def _fill(
    behind: Behind,
    part: Outline,
    picture: VideoFrame,
    hidden: Mask,
    fitting: list[tuple[Source, Matrix]],
    index: int,
) -> None:
    """Puts what the sources show under an outline into `behind`."""
    across, down = subsampling(picture)
    rows = slice(
        max(0, part.y0 - RING) // down * down, min(picture.height, -(-(part.y1 + RING) // down) * down)
    )
    columns = slice(
        max(0, part.x0 - RING) // across * across, min(picture.width, -(-(part.x1 + RING) // across) * across)
    )
    open_ = hidden[rows, columns] == 0
    here = [np.ascontiguousarray(view) for view in views(picture)]
    top = 1 << picture.format.components[0].bits
    lumas, others, valid, costs = [], [], [], []
    for source, matrix in fitting:
        warped, seen = _laid_over(source, matrix, picture, rows, columns)
        both = open_ & seen
        if np.count_nonzero(both) < 4 * RING:
            continue
        off = here[0][rows, columns][both].astype(np.float32) - warped[0][both]
        gain = float(np.median(off))
        if float(np.abs(off - gain).mean()) * 255 / top > MISFIT:
            continue
        lumas.append(warped[0].astype(np.float32) + gain)
        others.append(warped[1:])
        valid.append(seen)
        anchor = round(index / ANCHORS) * ANCHORS
        costs.append(RATHER * abs(source.index - anchor) * top / 255)
    if not lumas:
        return
    stack, known = np.stack(lumas), np.stack(valid)
    ranked = np.sort(np.where(known, stack, np.inf), axis=0)
    count = known.sum(axis=0)
    middle = np.take_along_axis(ranked, np.maximum(count - 1, 0)[None] // 2, axis=0)[0]
    middle[count == 0] = 0
    apart = np.stack([cv2.blur(np.abs(one - middle), NEAR) for one in stack])
    chosen = np.argmin(np.where(known, apart + np.array(costs)[:, None, None], np.inf), axis=0)
    shown = _picked(stack, chosen)
    behind.planes[0][rows, columns] = shown.clip(0, top - 1)
    alike = [
        seen & (cv2.blur(np.abs(one - shown), NEAR) * 255 / top < ALIKE)
        for one, seen in zip(stack, valid, strict=True)
    ]
    agree = np.sum(alike, axis=0)
    sure = (agree > 1) & (2 * agree >= count)
    behind.known[rows, columns] = np.select(
        [sure, count == 1, count > 1], [SURE, ONE_SAYS, DISPUTED], default=0
    )
    for n in range(1, len(here)):
        layers = np.stack([planes[n - 1] for planes in others])
        coarse = chosen[::down, ::across][: layers.shape[1], : layers.shape[2]]
        target = behind.planes[n][
            rows.start // down : -(-rows.stop // down), columns.start // across : -(-columns.stop // across)
        ]
        target[...] = _picked(layers, coarse)


def _picked(layers: Plane, chosen: npt.NDArray[np.intp]) -> Plane:
    return np.asarray(np.take_along_axis(layers, chosen[None], axis=0)[0])


def _laid_over(
    source: Source, matrix: Matrix, picture: VideoFrame, rows: slice, columns: slice
) -> tuple[list[Plane], npt.NDArray[np.bool_]]:
    """The planes of a source as they lie over a window of the picture, and where they show something."""
    across, down = subsampling(picture)
    scale = picture.width / source.small.shape[1], picture.height / source.small.shape[0]
    size = columns.stop - columns.start, rows.stop - rows.start
    planes = []
    for number, plane in enumerate(source.planes):
        a, d = (across, down) if number in (1, 2) else (1, 1)
        # Pixel centres: a small pixel's middle is the middle of what it stands for, and so is a chroma sample's.
        grow = np.array(
            [
                [scale[0] / a, 0, 0.5 * (scale[0] / a - 1)],
                [0, scale[1] / d, 0.5 * (scale[1] / d - 1)],
                [0, 0, 1],
            ]
        )
        shift = np.array([[1, 0, columns.start / a], [0, 1, rows.start / d], [0, 0, 1]])
        to_source = grow @ matrix @ np.linalg.inv(grow) @ shift
        extent = -(-size[0] // a), -(-size[1] // d)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        planes.append(
            np.asarray(
                cv2.warpPerspective(plane, to_source, extent, flags=flags, borderMode=cv2.BORDER_REPLICATE)
            )
        )
        if number == 0:
            hidden = cv2.warpPerspective(source.hidden, to_source, extent, flags=flags, borderValue=255)
    return planes, np.asarray(cv2.dilate(hidden, np.ones((3, 3), np.uint8)) == 0)
