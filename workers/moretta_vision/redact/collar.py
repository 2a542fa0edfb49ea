"""An edge between cloth and what is beside it, about the neck of a drawn person.

What is behind a person is drawn on from the outline's border, so that shoulders run out into a haze towards the neck.
That is pushed together at a line, which is where shoulders are on somebody in this pose, not where they were.
"""

from __future__ import annotations

import cv2
import numpy as np

from .joined import ROUND, along, chin_of
from .outlines import Outline
from .portrait.paint import smooth
from .portrait.view import Floats, Pose
from .scene import Pixels

STEP = 4
"""Of so many pixels one is told from where it comes."""
HAZE = 1.1
"""How far to each side of the line what lies there is pushed into it, of half the distance of the pupils."""
SLOPE, NECK = 0.5, 1.5
"""How steep shoulders are, from how far beside the middle on."""
SHARP = 1.5
"""Pixels to each side of the line in which one turns into the other."""
BORDER = 0.01, 0.12
"""Between these shares of the outline's size nothing is pushed at its border and all is."""


def collared(outline: Outline, pose: Pose, neckline: float, backdrop: Pixels, far: Floats) -> Pixels:
    """`backdrop` with an edge at the `neckline` and at the shoulders; `far` is how far inside the outline each pixel
    is."""
    turn = outline.orientation
    upright, inside = turn.apply(backdrop), turn.apply(far)
    height, width = upright.shape[:2]
    top = int(np.clip(pose.at[1] + pose.scale * (chin_of(pose) - 2 * HAZE - 1), 0, height))
    if height - top < 2 * STEP:
        return backdrop
    size = -(-width // STEP), -(-(height - top) // STEP)
    step = (width / size[0], (height - top) / size[1])
    across, down = along(Pose(pose.turn, pose.scale, (pose.at[0], pose.at[1] - top)), size, step)
    beside = np.abs(across)
    line = neckline - ROUND * np.minimum(beside, NECK) ** 2 + SLOPE * np.maximum(0, beside - NECK)
    off = down - line
    lower = cv2.resize(np.ascontiguousarray(inside[top:]), size, interpolation=cv2.INTER_AREA)
    share = smooth(lower / np.float32(outline.size), *BORDER)
    pushed = pose.scale * HAZE * share * np.maximum(0, 1 - np.abs(off) / (2 * HAZE))
    wide = (width, height - top)
    far_off, shift = (
        np.asarray(cv2.resize(np.asarray(one, np.float32), wide, interpolation=cv2.INTER_LINEAR), np.float32)
        for one in (off, pushed)
    )
    shift *= np.clip(far_off * np.float32(pose.scale / SHARP), -1, 1)
    cos, sin = pose.upright
    x = np.arange(wide[0], dtype=np.float32) - np.float32(sin) * shift
    y = np.arange(top, height, dtype=np.float32)[:, None] + np.float32(cos) * shift
    made = np.array(upright)
    made[top:] = cv2.remap(
        np.ascontiguousarray(upright), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.ascontiguousarray(turn.undo(made))
