"""A drawn head seen from where it is to be seen: turned, lit and put into a picture.

The relief is met by rays, front to back, as in relief mapping (Policarpo et al., 2005), so that the nose hides what is
behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from . import hair
from .paint import Colours, colours_of, skinness, smooth
from .relief import CELLS, Floats, cell_of, surface_of
from .traits import BGR, Traits, traits_of

STEPS = 26
FRONT, BACK = 3.6, -0.7
"""Between which depths rays look for the head."""

EDGE = 0.9
"""Pixels over which the edge of a head is softened."""

THROAT = 0.7, 1.2
"""Between these distances from the middle the sculpted neck fades away."""

BRIGHT, ROOM = 165.0, 75.0
"""Brighter than this is softened, and never comes over the two together."""

LEVELS = 254
"""Steps in which it is told what is skin and what hair."""

WRAP = (0.30, 0.36, 0.50)
"""How far blue, green and red light goes around corners of skin."""


@dataclass(frozen=True)
class Head:
    """A drawn person, ready to be seen: height, colours (BGR), what it is (0: eyes and brows, 1: skin, 2: hair, or in
    between), normals and coverage of every cell, and what stands behind."""

    traits: Traits
    height: Floats
    colours: npt.NDArray[np.uint8]
    what: Floats
    normals: Colours
    coverage: Floats
    behind: tuple[hair.Flat, ...]


@dataclass(frozen=True)
class Pose:
    """How a head stands in a picture: a point p of it is seen at scale * (turn @ p)[:2] + at."""

    turn: npt.NDArray[np.float64]
    scale: float
    at: tuple[float, float]

    @property
    def turned_by(self) -> float:
        """Degrees between where the face looks and the viewer."""
        return float(np.degrees(np.arccos(np.clip(self.turn[2, 2], -1, 1))))

    @property
    def upright(self) -> tuple[float, float]:
        """Cosine and sine of how far the head leans to the side, clockwise."""
        roll = np.arctan2(self.turn[1, 0] - self.turn[0, 1], self.turn[0, 0] + self.turn[1, 1])
        return float(np.cos(roll)), float(np.sin(roll))


@dataclass(frozen=True)
class Light:
    """Where light comes from (towards it, in the picture's axes), and what it and the person's tone make of colours:
    factors of blue, green, red for skin and for hair, one for eyes and brows; `chroma` 0 is a picture without colours
    but for a `tint` (blue, green, red over their luma); `soft` how soft edges are, in pixels; `bare` how surely a
    forehead is seen above (0 to 1), so that no hair is drawn where that goes on.
    """

    towards: tuple[float, float, float] = (-0.3, -0.5, 0.85)
    skin: BGR = (1.0, 1.0, 1.0)
    hair: BGR = (1.0, 1.0, 1.0)
    other: float = 1.0
    chroma: float = 1.0
    soft: float = 0.0
    bare: float = 0.0
    tint: BGR = (1.0, 1.0, 1.0)


@lru_cache(maxsize=12)
def head_of(seed: int, whole: bool) -> Head:
    """The person of a seed: the whole head, or one whose hair and neck only go on with what is around a face. Making
    one takes some 0.1 s."""
    traits = traits_of(seed)
    if not whole:
        traits = replace(traits, long_hair=False, fringe=False)
    surface = surface_of(traits)
    colours, skin = colours_of(traits, surface), skinness(surface)
    height, colours, amount = hair.on_relief(traits, surface, colours)
    skin = skin + (2 - skin) * amount
    # Rays that pass behind the head meet the outermost cells, which nobody may see.
    coverage = smooth(np.asarray(cv2.erode(height, np.ones((5, 5), np.uint8)), np.float32), -0.4, 0.1)
    coverage = coverage * smooth(surface.y, 4.7, 4.0)
    # Beside the throat the neck that is drawn flat is seen: the sculpted one ends where a head is turned.
    coverage = coverage * (1 - surface.neck * smooth(np.abs(surface.x), *THROAT))
    behind = hair.behind(traits, surface)
    down, across = np.gradient(cv2.GaussianBlur(height, (0, 0), 1.1), 1 / CELLS)
    normals = np.dstack([-across, -down, np.ones_like(height)])
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    near = cv2.GaussianBlur(np.maximum(height, -0.5), (0, 0), 0.16 * CELLS) - height
    wide = cv2.GaussianBlur(np.maximum(height, -0.5), (0, 0), 0.5 * CELLS) - height
    reached = np.clip(1 - 0.6 * np.clip(near, 0, 0.3) - 0.3 * np.clip(wide, 0, 0.5), 0.62, 1)
    shown = np.rint(np.clip(colours * reached[..., None], 0, 255)).astype(np.uint8)
    return Head(traits, height, shown, skin.astype(np.float32), normals.astype(np.float32), coverage, behind)


def seen(
    head: Head,
    pose: Pose,
    width: int,
    height: int,
    light: Light,
    bare: Floats | None = None,
    skin: Floats | None = None,
) -> tuple[Colours, Floats]:
    """The head in a picture of width × height: BGR of 255 as floats, and its coverage of 0 to 1; `bare` [height, width]
    says how much of its hair is left out, `skin` how much of its skin is seen."""
    no_skin = np.zeros((height, width), np.float32) if skin is None else 1 - skin
    no_hair = np.zeros((height, width), np.float32) if bare is None else bare
    u, v = np.meshgrid(
        (np.arange(width, dtype=np.float32) + np.float32(0.5 - pose.at[0])) / np.float32(pose.scale),
        (np.arange(height, dtype=np.float32) + np.float32(0.5 - pose.at[1])) / np.float32(pose.scale),
    )
    depth, hit = _met(head, pose.turn, u, v)
    x, y, _ = _object(pose.turn, u, v, depth)
    at = cell_of(x, y)
    colours = cv2.remap(head.colours, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    normals = cv2.remap(head.normals, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.GaussianBlur(cv2.remap(head.coverage, *at, cv2.INTER_LINEAR) * hit, (0, 0), EDGE)
    what = cv2.remap(head.what, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    hairy = np.clip(what - 1, 0, 1)
    alpha = alpha * (1 - no_hair * hairy - no_skin * (1 - hairy))
    shown = shaded(
        np.asarray(colours, np.uint8),
        np.asarray(what, np.float32),
        np.asarray(normals, np.float32),
        pose.turn,
        light,
        head.traits,
    )
    # Each colour counts as much as it covers, so that edges do not darken.
    backdrop, covered = np.zeros_like(shown), np.zeros_like(alpha)
    for flat in head.behind:
        colours, over = _flat(flat, pose, width, height)
        over = over * (1 - (no_hair if flat.what > 1 else no_skin))
        backdrop += (_softly(colours * _tint(flat.what, light)) - backdrop) * over[..., None]
        covered = over + covered * (1 - over)
    shown = backdrop * (1 - alpha)[..., None] + shown * alpha[..., None]
    alpha = alpha + covered * (1 - alpha)
    return _in_chroma(shown / np.maximum(alpha, 1e-3)[..., None], light), np.asarray(alpha, np.float32)


def _flat(flat: hair.Flat, pose: Pose, width: int, height: int) -> tuple[Colours, Floats]:
    """What stands behind the head, upright as the head is, wherever it looks."""
    cos, sin = (pose.scale * one for one in pose.upright)
    middle = pose.turn @ np.array([*flat.middle, flat.depth])
    x, y = (float(value[0]) for value in cell_of(*(np.array([value], np.float32) for value in flat.middle)))
    step = np.array([[cos, -sin], [sin, cos]]) / CELLS
    shift = np.asarray(pose.at) - 0.5 + pose.scale * middle[:2] - step @ np.array([x, y])
    matrix = np.hstack([step, shift[:, None]])
    way = cv2.INTER_AREA if pose.scale < CELLS else cv2.INTER_LINEAR
    size = (width, height)
    colours = cv2.warpAffine(flat.colours, matrix, size, flags=way, borderMode=cv2.BORDER_REPLICATE)
    coverage = cv2.warpAffine(flat.coverage, matrix, size, flags=way)
    return np.asarray(colours, np.float32), coverage.astype(np.float32) / 255


def _tint(what: float, light: Light) -> npt.NDArray[np.float32]:
    return np.asarray(light.skin if what < 2 else light.hair, np.float32)


def _object(turn: npt.NDArray[np.float64], u: Floats, v: Floats, depth: Any) -> tuple[Floats, Floats, Floats]:
    back = turn.astype(np.float32)
    x = back[0, 0] * u + back[1, 0] * v + back[2, 0] * depth
    y = back[0, 1] * u + back[1, 1] * v + back[2, 1] * depth
    z = back[0, 2] * u + back[1, 2] * v + back[2, 2] * depth
    return x, y, z


def _met(head: Head, turn: npt.NDArray[np.float64], u: Floats, v: Floats) -> tuple[Floats, Floats]:
    """The depth at which the ray of each pixel meets the head, and how surely it does, 0 to 1."""
    small = (max(1, -(-u.shape[1] // 2)), max(1, -(-u.shape[0] // 2)))
    us, vs = (
        cv2.resize(u, small, interpolation=cv2.INTER_AREA),
        cv2.resize(v, small, interpolation=cv2.INTER_AREA),
    )
    found = np.full(us.shape, BACK, np.float32)
    above: Floats = np.full(us.shape, 9.0, np.float32)
    open_ = np.ones(us.shape, bool)
    step = (FRONT - BACK) / STEPS
    for n in range(STEPS + 1):
        depth = np.float32(FRONT - n * step)
        x, y, z = _object(turn, us, vs, depth)
        over = z - cv2.remap(head.height, *cell_of(x, y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        here = open_ & (over <= 0)
        share = np.clip(above / np.maximum(above - over, 1e-4), 0, 1)
        found[here] = (depth + step * (1 - share))[here]
        open_ &= ~here
        above = over
    met = (~open_).astype(np.float32)
    spread = cv2.blur(met, (5, 5))
    # Beside the head the depth of what is near goes on, so that its edge is not drawn from far behind.
    near = cv2.blur(np.where(open_, 0, found), (5, 5)) / np.maximum(spread, 1e-3)
    found = np.where(open_, np.where(spread > 0, near, 0), found).astype(np.float32)
    size = (u.shape[1], u.shape[0])
    depth_ = cv2.resize(found, size, interpolation=cv2.INTER_LINEAR)
    for _ in range(3):
        x, y, z = _object(turn, u, v, depth_)
        over = z - cv2.remap(head.height, *cell_of(x, y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        depth_ = depth_ - np.clip(over, -0.3, 0.3) * np.float32(0.6)
    sure = np.clip((0.3 - np.abs(over)) / 0.2, 0, 1) * np.clip(2 * cv2.resize(spread, size) - 0.8, 0, 1)
    # Well inside it is the head, however steep it is there; at its back rays pass below its rim.
    inner = cv2.resize(cv2.erode(met, np.ones((5, 5), np.uint8)), size, interpolation=cv2.INTER_LINEAR)
    sure = np.maximum(sure, inner * np.clip(2.5 * z - 0.1, 0, 1))
    return depth_, np.asarray(sure, np.float32)


def shaded(
    colours: npt.NDArray[np.uint8],
    what: Floats,
    normals: Colours,
    turn: npt.NDArray[np.float64],
    light: Light,
    traits: Traits,
) -> Colours:
    """The colours under a light from one side and from the sky; skin lets some light go around corners."""
    towards = np.asarray(light.towards, np.float64)
    towards = (towards / np.linalg.norm(towards)) @ turn
    half = towards + np.array([0, 0, 1.0]) @ turn
    sides = np.stack([towards, np.array([0, -1.0, 0]) @ turn, half / np.linalg.norm(half)]).astype(np.float32)
    facing, sky, gloss = cv2.split(cv2.transform(normals, sides))
    around = 0.44 + 0.10 * sky
    shine = 15 * light.other * np.clip(gloss, 0, 1) ** 22 * (0.25 + 0.75 * np.minimum(what, 2 - what).clip(0))
    tints, levels = _tints(traits, light), np.rint(what * (LEVELS / 2)).astype(np.uint8)
    shown = []
    for n, plane in enumerate(cv2.split(colours)):
        lit = around + 0.58 * np.maximum((facing + WRAP[n]) / (1 + WRAP[n]), 0)
        shown.append(_softly(plane * lit * cv2.LUT(levels, tints[n]) + shine))
    return np.asarray(cv2.merge(shown), np.float32)


def _tints(traits: Traits, light: Light) -> Colours:
    """What the light and the tones make of blue, green and red [3, 256], by what it falls on in steps of LEVELS / 2.

    Where hair thins out over skin the colours are mixed already. The mixture gets the factor that gives the same as if
    each had got its own before: else dark hair that is to be light would leave a dark rim.
    """
    what = np.clip(np.arange(256) * (2 / LEVELS), 0, 2)
    amount, skinny = np.maximum(what - 1, 0), np.minimum(what, 1)
    rows = []
    for skin, of_skin, hairs, of_hair in zip(traits.skin, light.skin, traits.hair, light.hair, strict=True):
        bare, grown = skin * (1 - amount), hairs * amount
        mixed = (bare * of_skin + grown * of_hair) / (bare + grown)
        rows.append(np.where(what > 1, mixed, light.other + (of_skin - light.other) * skinny))
    return np.asarray(rows, np.float32)


def _softly(shown: Floats) -> Floats:
    """What is bright saturates as on film, not at once."""
    softened = BRIGHT + ROOM * (1 - np.exp(-np.maximum(shown - BRIGHT, 0) / ROOM))
    return np.asarray(np.minimum(shown, softened), np.float32)


def _in_chroma(shown: Colours, light: Light) -> Colours:
    if light.chroma >= 1:
        return shown
    grey = (shown @ np.array([0.114, 0.587, 0.299], np.float32))[..., None]
    tinted = grey * np.asarray(light.tint, np.float32)
    return np.asarray(tinted + (shown - tinted) * np.float32(light.chroma), np.float32)
