"""Following one object from a box that a person drew: by what was found where it is expected, else by its pixels.

Median flow (Kalal, Mikolajczyk & Matas, Forward-Backward Error, ICPR 2010): points within the box are followed to the
next frame and back; of those that come back the median says how the box moved and grew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ..detect.base import Floats, Image
from ..detect.suppression import overlaps
from ..geometry.covering import grow
from .association import SWELL
from .filling import GROWTH, MOST_GROWTH
from .tracks import Box, Boxes, Scores, Track
from .watching import Glance

Grey = npt.NDArray[np.uint8]

OVERLAP = 0.3
"""Of enlarged boxes (IoU): a find that shares so much with the expected box is of the object."""
POINTS, LEAST_POINTS = 40, 6
COMES_BACK = 1.5
"""Pixels, on a picture in which the object is SIDE high or smaller."""
SIDE = 96
ALIKE = 0.5
"""Normalized cross-correlation with the last sure look at the object; below it is somebody or something else."""
LOST_SECONDS = 1.0
UNSURE_SECONDS = 6.0
"""For so long an object is followed by its pixels alone: they drift."""


@dataclass
class Followed:
    """Where the object is from the first frame on, in the order in which frames came, each box larger the longer
    nothing was found; `found` are the frames in which something was. `why` it ends: *end* of the frames, *cut*, *left*
    the picture, *lost*."""

    boxes: dict[int, Box] = field(default_factory=dict)
    found: dict[int, float] = field(default_factory=dict)
    why: str = "end"

    def keyframes(self) -> list[dict[str, Any]]:
        """For the frames after the first one that came, which keeps the person's box, or for those before it."""
        first = next(iter(self.boxes))
        later = sorted(frame for frame in self.boxes if frame != first)
        if not later:
            return []
        frames = np.arange(later[0], later[-1] + 1)  # some may not have been decoded
        columns = np.array([self.boxes[frame] for frame in later]).T
        rows = np.stack([np.interp(frames, later, column) for column in columns], axis=1)
        nothing = Scores(np.zeros(0, np.int64), np.zeros(0, np.float32))
        return Track("", Boxes(later[0], rows), nothing).keyframes(later[-1] + 1)


def follow(
    frames: Iterable[tuple[int, Image]], box: Box, finds: Callable[[int], Floats], fps: float
) -> Followed:
    """Follows what is in `box` of the first of the frames (upright BGR, with their numbers), through the others, which
    may go backwards.

    `finds` gives what detectors found at a frame, [N, 5] as x, y, width, height, score, however unsure.
    """
    followed, state = Followed(), None
    for index, picture in frames:
        glance = Glance.at(picture)
        if state is None:
            state = _State(box, picture, glance, finds(index))
            followed.boxes[index], followed.found[index] = box, 1.0
            continue
        if glance.since(state.glance).cut:
            followed.why = "cut"
            break
        score = state.step(picture, glance, finds(index))
        if not _inside(state.box, picture):
            followed.why = "left"
            break
        if state.lost > fps * LOST_SECONDS or state.unsure > fps * UNSURE_SECONDS:
            followed.why = "lost"
            break
        away = min(MOST_GROWTH, GROWTH * state.unsure)
        x, y, width, height = (float(value) for value in grow(state.shown(), away))
        followed.boxes[index] = (x, y, width, height)
        if score is not None:
            followed.found[index] = score
    return followed


class _State:
    """What is known of the object at the last frame. The person's box may be drawn otherwise than a detector draws:
    what one is to the other at the first frame it stays."""

    def __init__(self, box: Box, picture: Image, glance: Glance, found: Floats) -> None:
        self.box, self.glance = box, glance
        self.unsure = self.lost = 0
        self.move = np.zeros(2)
        self.drawn = np.array([0.0, 0.0, 1.0, 1.0])
        row = _nearest(box, found)
        if row is not None:
            self.drawn = _against(box, row)
            self.box = _box(row[:4])
        self.grey, self.scale = _small(picture, self.box)
        self.look = _patch(self.grey, self.box, self.scale)

    def step(self, picture: Image, glance: Glance, found: Floats) -> float | None:
        """Goes to the next frame; the score of the find that confirms where the object is, if one does."""
        grey, _ = _small(picture, self.box, self.scale)
        flowed = _flow(self.grey, grey, self.box, self.scale)
        x, y, width, height = self.box
        expected = flowed or (x + self.move[0], y + self.move[1], width, height)
        row = _nearest(expected, found)
        if row is None and flowed is not None and _alike(self.look, _patch(grey, flowed, self.scale)) < ALIKE:
            flowed = None
            expected = x + self.move[0], y + self.move[1], width, height
        now = expected if row is None else _box(row[:4])
        if row is not None or flowed is not None:
            step = np.array([now[0] + now[2] / 2 - x - width / 2, now[1] + now[3] / 2 - y - height / 2])
            self.move = 0.5 * self.move + 0.5 * step
        self.lost = 0 if row is not None or flowed is not None else self.lost + 1
        self.unsure = 0 if row is not None else self.unsure + 1
        self.box, self.glance = now, glance
        self.grey, self.scale = _small(picture, self.box)
        if row is not None:
            self.look = _patch(self.grey, self.box, self.scale)
        return None if row is None else float(row[4])

    def shown(self) -> list[float]:
        """As the person drew it."""
        x, y, width, height = self.box
        dx, dy, wide, high = self.drawn
        cx, cy = x + width / 2 + dx * width, y + height / 2 + dy * height
        return [cx - width * wide / 2, cy - height * high / 2, width * wide, height * high]


def _box(row: Floats) -> Box:
    x, y, width, height = (float(value) for value in row)
    return x, y, width, height


def _against(box: Box, row: Floats) -> npt.NDArray[np.float64]:
    """Offset of the centre and size of a box, in those of a find."""
    x, y, width, height = (float(value) for value in row[:4])
    dx, dy = box[0] + box[2] / 2 - x - width / 2, box[1] + box[3] / 2 - y - height / 2
    return np.array([dx / width, dy / height, box[2] / width, box[3] / height])


def _nearest(box: Box, found: Floats) -> Floats | None:
    if not len(found):
        return None
    swollen = np.array([[*box], *found[:, :4]], np.float32)
    by = SWELL * swollen[:, 2:]
    swollen = np.concatenate([swollen[:, :2] - by, swollen[:, 2:] + 2 * by], axis=1)
    shared = overlaps(swollen[:1], swollen[1:])[0]
    best = int(np.argmax(shared + 0.1 * found[:, 4]))
    return np.asarray(found[best], np.float32) if shared[best] >= OVERLAP else None


def _inside(box: Box, picture: Image) -> bool:
    x, y, width, height = box
    return x + width > 0 and y + height > 0 and x < picture.shape[1] and y < picture.shape[0]


def _small(picture: Image, box: Box, scale: float | None = None) -> tuple[Grey, float]:
    """The whole picture, grey, at a scale at which the object is SIDE high at most."""
    scale = scale or min(1.0, SIDE / max(box[2], box[3], 1))
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(grey, np.uint8), scale


def _flow(before: Grey, now: Grey, box: Box, scale: float) -> Box | None:
    """Where the points within a box went; None where too few can be followed. Both pictures have one scale."""
    x, y, width, height = (value * scale for value in box)
    mask = np.zeros_like(before)
    left, top = max(0, round(x + 0.1 * width)), max(0, round(y + 0.1 * height))
    mask[top : max(0, round(y + 0.9 * height)), left : max(0, round(x + 0.9 * width))] = 255
    points = cv2.goodFeaturesToTrack(before, POINTS, 0.01, 3, mask=mask, blockSize=3)
    if points is None or len(points) < LEAST_POINTS:
        return None
    there, good, _ = cv2.calcOpticalFlowPyrLK(
        before, now, points, points.copy(), winSize=(15, 15), maxLevel=3
    )
    back, _, _ = cv2.calcOpticalFlowPyrLK(now, before, there, there.copy(), winSize=(15, 15), maxLevel=3)
    error = np.linalg.norm((back - points)[:, 0], axis=1)
    kept = (good.ravel() == 1) & (error <= COMES_BACK)
    if kept.sum() < LEAST_POINTS:
        return None
    old, new = points[kept, 0], there[kept, 0]
    move = np.median(new - old, axis=0)
    first, second = np.triu_indices(len(old), 1)
    apart = np.linalg.norm(old[first] - old[second], axis=1)
    far = apart > 2
    grown = (
        float(np.median(np.linalg.norm(new[first] - new[second], axis=1)[far] / apart[far]))
        if far.any()
        else 1.0
    )
    grown = min(1.2, max(0.8, grown))
    cx, cy = x + width / 2 + move[0], y + height / 2 + move[1]
    wide, high = width * grown / scale, height * grown / scale
    return float(cx / scale - wide / 2), float(cy / scale - high / 2), float(wide), float(high)


def _patch(grey: Grey, box: Box, scale: float) -> Grey:
    """What is within a box, 24 × 24."""
    x, y, width, height = (value * scale for value in box)
    size = max(1, round(width)), max(1, round(height))
    return np.asarray(
        cv2.resize(cv2.getRectSubPix(grey, size, (x + width / 2, y + height / 2)), (24, 24)), np.uint8
    )


def _alike(one: Grey, other: Grey) -> float:
    return float(cv2.matchTemplate(one, other, cv2.TM_CCOEFF_NORMED)[0, 0])
