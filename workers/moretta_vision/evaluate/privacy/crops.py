"""Faces cut out in one size, as an attacker who knows their boxes would: the box always on the same rectangle, so that
its proportions say nothing, and all that was not hidden greyed out."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]

SIDE = 192
"""Pixels of a crop."""

FACE = (48, 40, 96, 112)
"""Left, top, width, height of a face's box in its crop."""

GREY = 127
"""What stands where nothing is shown."""


def crop(pixels: Picture, box: Sequence[float], shown: Mask | None = None) -> Picture:
    """[SIDE, SIDE, 3] BGR of a picture (BGR) around a box [x, y, width, height].

    `shown` (HxW, 0 or 255) says which pixels of the picture may be seen; None: all. Outside the picture it is grey.
    """
    x, y, width, height = box
    across, down = FACE[2] / width, FACE[3] / height
    left, top = x - FACE[0] / across, y - FACE[1] / down
    x0, y0 = max(0, int(left) - 2), max(0, int(top) - 2)
    x1 = min(pixels.shape[1], int(left + SIDE / across) + 3)
    y1 = min(pixels.shape[0], int(top + SIDE / down) + 3)
    if x0 >= x1 or y0 >= y1:
        return np.full((SIDE, SIDE, 3), GREY, np.uint8)
    part = pixels[y0:y1, x0:x1].copy()
    if shown is not None:
        part[shown[y0:y1, x0:x1] == 0] = GREY
    shrink = max(1.0, 1 / across), max(1.0, 1 / down)  # by area first: a plain warp would skip pixels
    if max(shrink) > 1:
        size = (max(1, round(part.shape[1] / shrink[0])), max(1, round(part.shape[0] / shrink[1])))
        shrink = part.shape[1] / size[0], part.shape[0] / size[1]
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    ax, ay = across * shrink[0], down * shrink[1]
    move = np.array([[ax, 0, (x0 - left) * across], [0, ay, (y0 - top) * down]], np.float64)
    move[:, 2] += (np.array([ax, ay]) - 1) / 2  # from pixels' edges to their centres
    made = cv2.warpAffine(part, move, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderValue=(GREY, GREY, GREY))
    return np.asarray(made, np.uint8)


def face_of(crops: Picture, grown: float = 0.0) -> Picture:
    """The face's rectangle of crops [N, SIDE, SIDE, 3], grown on each side by a share of its own."""
    left, top, width, height = FACE
    dx, dy = round(grown * width), round(grown * height)
    return crops[:, top - dy : top + height + dy, left - dx : left + width + dx]


def small(crops: Picture, side: int, grown: float = 0.0) -> npt.NDArray[np.float32]:
    """[N, side, side, 3], 0 to 1: the face's rectangle shrunk."""
    faces = face_of(crops, grown)
    shrunk = [cv2.resize(face, (side, side), interpolation=cv2.INTER_AREA) for face in faces]
    return np.array(shrunk, np.float32).reshape(-1, side, side, 3) / np.float32(255)
