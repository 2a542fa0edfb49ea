"""Where a drawn person meets what is around: cloth goes over the neck, hair hangs into the forehead.

Told by what is behind the person, which is made of what lies outside all outlines, and by outline and pose.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from .outlines import Outline
from .portrait.paint import noise, smooth
from .portrait.traits import Traits
from .portrait.view import Floats, Light, Pose
from .scene import Pixels, Scene
from .tone import hair_and_skin

SIDE = 48
"""Samples along the larger side that are looked at."""
CHIN = np.array([0.0, 3.75, 1.6])
"""Where the chin is on a head."""
NECKLINE, ROUND, EDGE = 0.55, 0.16, 0.1
"""How far cloth ends below the chin in the middle, over the way to the outline's lower end; how much higher it ends
beside it, over the square of how far; and half the width of that line; of half the distance of the pupils."""
LEAST = 0.3
"""How far below the chin cloth ends at least."""
LOWEST = 0.12
"""The lowest share of an outline, which tells whether cloth or skin is under it."""
FAR = 0.15
"""Over the farthest that is inside: farther in the last pixel below is not at the outline's border."""
BROWS = -0.9, -1.5
"""Between these heights hair that hangs into the forehead ends."""
STRANDS = 256
"""Cells along a side of the table of strands."""
HANGS, UNEVENLY = 0.06, (0.012, 0.022)
"""How far hair hangs in from the outline, and how unevenly by strands and by locks, over the object's size."""


@dataclass(frozen=True)
class Joint:
    """How a person is joined to what is around, upright: how much of the neck is left out below the neckline by column
    (0 to 1), how far below the eyes that is, how deep hair hangs in from the border in pixels of the coded outline
    [h, w], and where a bald forehead goes on from above (0 to 1) [h, w]."""

    cloth: npt.NDArray[np.float32]
    neckline: float
    fringe: Floats | None = None
    bald: Floats | None = None


def joint(
    scene: Scene,
    outline: Outline,
    pose: Pose,
    backdrop: Pixels,
    far: Floats,
    light: Light,
    traits: Traits,
    whole: bool,
) -> Joint:
    """How a person in this pose before this backdrop is joined; `far` is how far inside the outline each pixel is."""
    turn = outline.orientation
    width, height = turn.size(backdrop.shape[1], backdrop.shape[0])
    scale = min(1.0, SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(backdrop, turn.size(*size), interpolation=cv2.INTER_AREA)
    hair, skin = hair_and_skin(turn.apply(scene.to_bgr(small)), light.skin, traits)
    inside = cv2.resize(turn.apply(far), size, interpolation=cv2.INTER_AREA)
    across, down = along(pose, size, (width / size[0], height / size[1]))
    chin = chin_of(pose)
    column = (np.abs(across) < 0.6) & (inside > 0)
    lowest = float(down[column].max()) if column.any() else chin
    cloth = _cloth(skin, inside, down > chin + 0.2)
    neckline = chin + max(LEAST, NECKLINE * (lowest - chin))
    if whole:
        return Joint(cloth, neckline)
    hangs = cv2.blur(smooth(down, *BROWS) * hair, (3, 3))
    deep = cv2.resize(hangs, (width, height), interpolation=cv2.INTER_LINEAR)
    strands = cv2.resize(_strands(), (width, height), interpolation=cv2.INTER_LINEAR)
    fringe = deep * np.maximum(0, HANGS + strands) * np.float32(outline.size)
    if not light.bare:
        return Joint(cloth, neckline, turn.undo(fringe))
    return Joint(cloth, neckline, turn.undo(fringe), cv2.blur(np.float32(light.bare) * skin, (3, 3)))


def without_cloth(joined: Joint, pose: Pose, size: tuple[int, int]) -> Floats:
    """How much of a neck is seen [h, w] in an upright picture of a size, in which the head has this pose."""
    across, down = along(pose, size, (1.0, 1.0))
    line = joined.neckline - ROUND * across**2
    below = smooth(down - line, -EDGE, EDGE)
    below *= cv2.resize(joined.cloth[None], (size[0], 1), interpolation=cv2.INTER_LINEAR)
    return 1 - below


def along(pose: Pose, size: tuple[int, int], step: tuple[float, float]) -> tuple[Floats, Floats]:
    """Across and down from the middle of the eyes, upright as the head is, of half the distance of the pupils, for each
    of size pixels that are `step` apart."""
    x = (((np.arange(size[0]) + 0.5) * step[0] - pose.at[0]) / pose.scale).astype(np.float32)
    y = (((np.arange(size[1]) + 0.5) * step[1] - pose.at[1]) / pose.scale).astype(np.float32)[:, None]
    cos, sin = pose.upright
    return x * np.float32(cos) + y * np.float32(sin), y * np.float32(cos) - x * np.float32(sin)


def chin_of(pose: Pose) -> float:
    """How far below the eyes the chin is seen."""
    x, y = (pose.turn @ CHIN)[:2]
    cos, sin = pose.upright
    return float(y * cos - x * sin)


def _cloth(skin: Floats, inside: Floats, low: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """By column, how surely something else than skin comes from below [w]; nothing where the picture ends there."""
    rows = np.arange(len(skin))[:, None]
    there = inside > 0
    last = np.where(there, rows, 0).max(axis=0)
    band = there & (rows > last - max(2, LOWEST * len(skin)))
    amount = band.sum(axis=0)
    bare = (skin * band).sum(axis=0) / np.maximum(amount, 1)
    open_ = inside[last, np.arange(inside.shape[1])] < FAR * inside.max()
    cloth = np.clip(1.5 - 2.5 * bare, 0, 1) * (amount > 0) * open_
    return np.asarray(cv2.blur(cloth.astype(np.float32)[None], (5, 1))[0], np.float32)


@lru_cache(maxsize=1)
def _strands() -> Floats:
    """How much farther than others hair hangs in, over the object's size."""
    random, shape = np.random.default_rng(0), (STRANDS, STRANDS)
    return UNEVENLY[0] * noise(random, shape, 1.0, 14) + UNEVENLY[1] * noise(random, shape, 16, 60)
