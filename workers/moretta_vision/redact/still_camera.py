"""The background of a shot whose camera stands still: of each pixel the median over up to a hundred frames, but for
those in which it is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from ..media.planes import subsampling, to_bgr, views
from ..track.watching import Watch
from .behind import Behind, Places, Plane
from .outlines import Mask
from .scene import SURE

BLOCK = 250
"""Frames that share a background, where they are of one shot."""
BEFORE = 125
"""A block's background is made of its own frames, so many before it and as many after."""
STEP = 5
"""Every so manieth frame is a sample."""
LEAST = 3
"""Samples in which a pixel has to be seen."""
MOST_BYTES = 200_000_000
"""Of all samples of a block; where they would be more, fewer are taken."""
SEAM = 24
"""Pixels around what is hidden in which a background is compared with the frame."""
POINTS, LEAST_POINTS = 200, 20
STILL = 0.6
"""Mean motion of the corners in pixels below which a camera stands still: it is measured no better."""
WIDE = 640
"""Pixels across of the pictures in which motion is looked for."""


@dataclass
class Sample:
    """A frame of a shot: its number, the planes within the window, what is hidden there, and a small grey picture with
    what is hidden in that."""

    index: int
    planes: tuple[Plane, ...]
    hidden: Mask
    small: Mask
    covered: Mask


@dataclass
class Shot:
    """The frames [first, last] of a block's surroundings that lie between two cuts."""

    first: int
    last: int
    samples: list[Sample] = field(default_factory=list)


def shots_of(
    frames: Iterable[tuple[int, VideoFrame]], places: Places, block: int
) -> list[tuple[Shot, Behind | None]]:
    """The shots around a block of frames, each with its background: None where the camera moves or too little is seen.

    `frames` begin BEFORE frames before the block and may go on beyond BEFORE frames after it.
    """
    first, stop = block * BLOCK, (block + 1) * BLOCK
    shots: list[Shot] = []
    watch, window, like = Watch(), None, None
    for index, picture in frames:
        if index >= stop + BEFORE:
            break
        like = like or picture
        window = window or _window(picture, places, range(first, stop))
        if window is None:
            return []
        if watch.see(_glance(picture, places.hidden(picture, index))).cut or not shots:
            shots.append(Shot(index, index))
        shots[-1].last = index
        if index % _step(window, picture) == 0:
            shots[-1].samples.append(_sample(index, picture, places, window))
    if like is None or window is None:
        return []
    return [(shot, _background(shot, window, like) if shot.last >= first else None) for shot in shots]


def _window(picture: VideoFrame, places: Places, indices: range) -> tuple[slice, slice] | None:
    """Rows and columns that hold all that is removed in these frames, with a seam; None where nothing is."""
    parts = [part for index in indices for part in places.removed(picture, index)]
    if not parts:
        return None
    across, down = subsampling(picture)
    top, left = min(part.y0 for part in parts) - SEAM, min(part.x0 for part in parts) - SEAM
    bottom, right = max(part.y1 for part in parts) + SEAM, max(part.x1 for part in parts) + SEAM
    rows = slice(max(0, top) // down * down, min(picture.height, -(-bottom // down) * down))
    return rows, slice(max(0, left) // across * across, min(picture.width, -(-right // across) * across))


def _step(window: tuple[slice, slice], picture: VideoFrame) -> int:
    """Every how manieth frame is a sample, so that they fit into memory."""
    rows, columns = window
    size = (rows.stop - rows.start) * (columns.stop - columns.start) * 2 * (views(picture)[0].itemsize)
    return max(STEP, -(-(BLOCK + 2 * BEFORE) * size // MOST_BYTES))


def _glance(picture: VideoFrame, hidden: Mask) -> npt.NDArray[np.uint8]:
    """The picture as BGR, small, and grey where something is hidden."""
    scale = min(1.0, WIDE / 2 / picture.width)
    size = max(2, round(picture.width * scale)), max(2, round(picture.height * scale))
    # Scaled by areas, so that no pixel has a say beyond the small one it lies in; the mask is widened by that one.
    small = np.asarray(cv2.resize(to_bgr(picture), size, interpolation=cv2.INTER_AREA), np.uint8)
    small[small_mask(hidden, small[..., 0]) > 0] = 128
    return small


def small_grey(picture: VideoFrame, hidden: Mask) -> tuple[Mask, Mask]:
    """Luma with 8 bits, WIDE pixels across at most, grey where something is hidden; and where that is."""
    luma = views(picture)[0]
    bits = picture.format.components[0].bits
    scale = min(1.0, WIDE / luma.shape[1])
    size = max(2, round(luma.shape[1] * scale)), max(2, round(luma.shape[0] * scale))
    small: Plane = cv2.resize(np.ascontiguousarray(luma), size, interpolation=cv2.INTER_AREA)
    grey = np.asarray(small >> (bits - 8) if bits > 8 else small, np.uint8)
    covered = small_mask(hidden, grey)
    grey[covered > 0] = 128
    return grey, covered


def points_in(small: Mask, covered: Mask, most: int) -> npt.NDArray[Any] | None:
    """What can be found again in other frames [n, 1, 2], away from the edges of what is hidden; None without."""
    free = cv2.bitwise_not(cv2.dilate(covered, np.ones((13, 13), np.uint8)))
    found: npt.NDArray[Any] | None = cv2.goodFeaturesToTrack(small, most, 0.01, 8, mask=free)
    return found


def small_mask(hidden: Mask, like: Mask) -> Mask:
    """What is hidden in a small picture: every pixel of it that a hidden one has a say in."""
    area = cv2.resize(hidden.astype(np.float32), like.shape[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.dilate((area > 0).astype(np.uint8) * 255, np.ones((5, 5), np.uint8)), np.uint8)


def _sample(index: int, picture: VideoFrame, places: Places, window: tuple[slice, slice]) -> Sample:
    hidden = places.hidden(picture, index)
    planes = tuple(view[of_plane(window, picture, n)].copy() for n, view in enumerate(views(picture)))
    return Sample(index, planes, hidden[window].copy(), *small_grey(picture, hidden))


def of_plane(window: tuple[slice, slice], picture: VideoFrame, number: int) -> tuple[slice, slice]:
    """A window of luma on the grid, in a plane."""
    if number not in (1, 2):
        return window
    (rows, columns), (across, down) = window, subsampling(picture)
    return (
        slice(rows.start // down, -(-rows.stop // down)),
        slice(columns.start // across, -(-columns.stop // across)),
    )


def _background(shot: Shot, window: tuple[slice, slice], like: VideoFrame) -> Behind | None:
    samples = shot.samples
    if len(samples) < LEAST or not _stands_still(samples, like.width):
        return None
    behind = Behind.nothing(like)
    hidden = np.stack([sample.hidden for sample in samples]) > 0
    behind.known[window] = (len(samples) - hidden.sum(axis=0) >= LEAST).astype(np.uint8) * SURE
    across, down = subsampling(like)
    coarse = np.stack([_coarse(sample.hidden, across, down) for sample in samples]) > 0
    for number, plane in enumerate(behind.planes):
        stack = np.stack([sample.planes[number] for sample in samples])
        plane[of_plane(window, like, number)] = _median(stack, coarse if number in (1, 2) else hidden)
    return behind


def _coarse(hidden: Mask, across: int, down: int) -> Mask:
    """For each chroma sample the most hidden of its pixels."""
    height, width = hidden.shape
    padded = np.pad(hidden, ((0, -height % down), (0, -width % across)))
    shaped = padded.reshape(padded.shape[0] // down, down, padded.shape[1] // across, across)
    return np.asarray(shaped.max(axis=(1, 3)), np.uint8)


def _median(stack: Plane, hidden: npt.NDArray[np.bool_]) -> Plane:
    """Of each pixel [h, w] the lower median of those of [n, h, w] that are not hidden; 0 where all are."""
    found = np.zeros(stack.shape[1:], stack.dtype)
    for top in range(0, stack.shape[1], 64):
        rows = np.s_[:, top : top + 64]
        values: npt.NDArray[Any] = np.where(hidden[rows], np.iinfo(stack.dtype).max, stack[rows])
        values = np.sort(np.moveaxis(values, 0, -1), axis=-1)
        count = stack.shape[0] - hidden[rows].sum(axis=0)
        middle = np.take_along_axis(values, np.maximum(count - 1, 0)[..., None] // 2, axis=-1)[..., 0]
        found[top : top + 64] = np.where(count > 0, middle, 0)
    return found


def _stands_still(samples: Sequence[Sample], width: int) -> bool:
    """Whether no sample is moved against the middle one, by points outside of what is hidden in it."""
    middle = samples[len(samples) // 2]
    points = points_in(middle.small, middle.covered, POINTS)
    if points is None or len(points) < LEAST_POINTS:
        return False
    rows, columns = middle.small.shape
    corners = np.array([[0, 0], [columns, 0], [0, rows], [columns, rows]], float)
    scale, here = width / middle.small.shape[1], points.reshape(-1, 2).astype(int)
    for sample in samples:
        if sample is middle:
            continue
        moved, found, _ = cv2.calcOpticalFlowPyrLK(
            middle.small, sample.small, points, points.copy(), winSize=(15, 15)
        )
        good = (found.ravel() == 1) & (sample.covered[here[:, 1], here[:, 0]] == 0)
        if good.sum() < LEAST_POINTS:
            continue
        matrix, _ = cv2.estimateAffinePartial2D(points[good], moved[good], ransacReprojThreshold=1.0)
        if matrix is None:
            return False
        off = corners @ matrix[:, :2].T + matrix[:, 2] - corners
        if np.hypot(*off.T).mean() * scale > STILL:
            return False
    return True
