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

STEPS = 20
FRONT, BACK = 3.6, -0.7
"""Between which depths rays look for the head."""

PAST = 100.0
"""Height of rays that have met the head: nothing is so high."""
FEWER = 0.7
"""Share of rays that have not below which the others are left behind."""

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
    """A drawn person, ready to be seen: height, colours (BGR), what is `told` (the normal, and what it is: 0 eyes and
    brows, 1 skin, 2 hair, or in between) and coverage of every cell, and what stands behind."""

    traits: Traits
    height: Floats
    colours: npt.NDArray[np.uint8]
    told: Floats
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
    told = np.dstack([normals, skin]).astype(np.float32)
    return Head(traits, height, shown, told, coverage, behind)


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
    at, hit = _met(head, pose, width, height)
    colours = cv2.remap(head.colours, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.GaussianBlur(cv2.remap(head.coverage, *at, cv2.INTER_LINEAR) * hit, (0, 0), EDGE)
    told = cv2.remap(head.told, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    what = cv2.extractChannel(told, 3)
    hairy = np.clip(what - 1, 0, 1)
    alpha = alpha * (1 - no_hair * hairy - no_skin * (1 - hairy))
    shown = shaded(
        np.asarray(colours, np.uint8),
        np.asarray(told, np.float32),
        pose.turn,
        light,
        head.traits,
    )
    # Each colour counts as much as it covers, so that edges do not darken.
    backdrop, covered = [np.zeros_like(alpha) for _ in shown], np.zeros_like(alpha)
    for flat in head.behind:
        colours, over = _flat(flat, pose, width, height)
        over *= 1 - (no_hair if flat.what > 1 else no_skin)
        for below, plane, tint in zip(backdrop, cv2.split(colours), _tint(flat.what, light), strict=True):
            added: Floats = np.asarray(cv2.LUT(plane, _softly(np.arange(256, dtype=np.float32) * tint)))
            added -= below
            added *= over
            below += added
        covered = over + covered * (1 - over)
    bare = 1 - alpha
    whole = alpha + covered * bare
    share = np.maximum(whole, 1e-3)
    for drawn, below in zip(shown, backdrop, strict=True):
        drawn *= alpha
        below *= bare
        drawn += below
        drawn /= share
    return _in_chroma(np.asarray(cv2.merge(shown), np.float32), light), whole


def _flat(flat: hair.Flat, pose: Pose, width: int, height: int) -> tuple[npt.NDArray[np.uint8], Floats]:
    """What stands behind the head, upright as the head is, wherever it looks."""
    cos, sin = (pose.scale * one for one in pose.upright)
    middle = pose.turn @ np.array([*flat.middle, flat.depth])
    x, y = (float(value[0]) for value in cell_of(*(np.array([value], np.float32) for value in flat.middle)))
    step = np.array([[cos, -sin], [sin, cos]]) / CELLS
    shift = np.asarray(pose.at) - 0.5 + pose.scale * middle[:2] - step @ np.array([x, y])
    matrix = np.hstack([step, shift[:, None]])
    way = cv2.INTER_AREA if pose.scale < CELLS else cv2.INTER_LINEAR
    size = (width, height)
    colours = cv2.warpAffine(flat.colours, matrix, size, flags=way)  # nothing is covered at its border
    coverage = cv2.warpAffine(flat.coverage, matrix, size, flags=way)
    return np.asarray(colours, np.uint8), coverage.astype(np.float32) / np.float32(255)


def _tint(what: float, light: Light) -> npt.NDArray[np.float32]:
    return np.asarray(light.skin if what < 2 else light.hair, np.float32)


def _met(head: Head, pose: Pose, width: int, height: int) -> tuple[tuple[Floats, Floats], Floats]:
    """Where among the cells the ray of each pixel meets the head, and how surely it does, 0 to 1."""
    small, size = (-(-width // 2), -(-height // 2)), (width, height)
    found, met = _marched(head, _Rays.of(pose, small, (width / small[0], height / small[1])))
    spread = cv2.blur(met, (5, 5))
    # Beside the head the depth of what is near goes on, so that its edge is not drawn from far behind.
    near = cv2.blur(found * met, (5, 5)) / np.maximum(spread, 1e-3)
    found = np.where(met > 0, found, np.where(spread > 0, near, 0)).astype(np.float32)
    depth: Floats = np.asarray(cv2.resize(found, size, interpolation=cv2.INTER_LINEAR))
    rays, over = _Rays.of(pose, size, (1.0, 1.0)), depth
    for _ in range(3):
        over = rays.above(head.height, depth)
        depth -= np.float32(0.6) * np.clip(over, -0.3, 0.3)
    sure = np.clip((0.3 - np.abs(over)) / 0.2, 0, 1) * np.clip(2 * cv2.resize(spread, size) - 0.8, 0, 1)
    # Well inside it is the head, however steep it is there; at its back rays pass below its rim.
    inner = cv2.resize(cv2.erode(met, np.ones((5, 5), np.uint8)), size, interpolation=cv2.INTER_LINEAR)
    sure = np.maximum(sure, inner * np.clip(2.5 * rays.z - 0.1, 0, 1))
    rays.move(depth)
    return (rays.x, rays.y), np.asarray(sure, np.float32)


class _Rays:
    """The rays of pixels by where they are at depth 0, among the cells (`x`, `y`) and in `height`, and what a step in
    depth makes of each."""

    def __init__(self, x: Floats, y: Floats, height: Floats, steps: tuple[float, float, float]) -> None:
        self.x0, self.y0, self.z0, self.steps = x, y, height, steps
        self.x, self.y, self.z = np.empty_like(x), np.empty_like(y), np.empty_like(height)

    @classmethod
    def of(cls, pose: Pose, size: tuple[int, int], apart: tuple[float, float]) -> _Rays:
        """Those of so many pixels that are so far `apart`, for a head in this pose."""
        u, v = (
            (((np.arange(number) + 0.5) * step - at) / pose.scale).astype(np.float32)
            for number, step, at in zip(size, apart, pose.at, strict=True)
        )
        back = pose.turn.astype(np.float32)
        x, y, z = (back[0, n] * u + (back[1, n] * v)[:, None] for n in range(3))
        steps = float(back[2, 0]) * CELLS, float(back[2, 1]) * CELLS, float(back[2, 2])
        return cls(*cell_of(x, y), z, steps)

    def some(self, which: npt.NDArray[np.bool_]) -> _Rays:
        """Those of them."""
        return _Rays(self.x0[which][None], self.y0[which][None], self.z0[which][None], self.steps)

    def above(self, height: Floats, depth: Any) -> Floats:
        """How far above the relief each is at a depth, or each at its own."""
        self.move(depth)
        met = cv2.remap(height, self.x, self.y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cv2.subtract(self.z, met, dst=met), np.float32)

    def move(self, depth: Any) -> None:
        """Takes each to a depth, or to its own."""
        for now, start, step in zip(
            (self.x, self.y, self.z), (self.x0, self.y0, self.z0), self.steps, strict=True
        ):
            np.multiply(depth, np.float32(step), out=now)
            now += start


def _marched(head: Head, rays: _Rays) -> tuple[Floats, Floats]:
    """The depth at which each ray first is below the relief, step by step from the front, BACK where none is; and
    whether it is, 0 or 1. What has met it goes no farther."""
    found, met = np.full_like(rays.x, BACK), np.zeros_like(rays.x)
    where, step = np.arange(met.size).reshape(met.shape), (FRONT - BACK) / STEPS
    before = np.full_like(met, 9.0)
    open_ = where.size
    for n in range(STEPS + 1):
        depth = FRONT - n * step
        over = rays.above(head.height, depth)
        below = np.flatnonzero(over <= 0)
        if below.size:
            first, last = before.ravel()[below], over.ravel()[below]
            share = first / np.maximum(first - last, 1e-4)
            found.ravel()[where.ravel()[below]] = depth + step * (1 - share)
            met.ravel()[where.ravel()[below]] = 1
            rays.z0.ravel()[below] = PAST
            open_ -= below.size
            if open_ < FEWER * where.size:
                left = rays.z0 < PAST
                rays, where, over = rays.some(left), where[left][None], over[left][None]
            if not open_:
                break
        before = over
    return found, met


def shaded(
    colours: npt.NDArray[np.uint8],
    told: Floats,
    turn: npt.NDArray[np.float64],
    light: Light,
    traits: Traits,
) -> list[Floats]:
    """Blue, green and red under a light from one side and from the sky; skin lets some light go around corners."""
    towards = np.asarray(light.towards, np.float64)
    towards = (towards / np.linalg.norm(towards)) @ turn
    half = towards + np.array([0, 0, 1.0]) @ turn
    sides = np.eye(4, dtype=np.float32)
    sides[:3, :3] = towards, np.array([0, -1.0, 0]) @ turn, half / np.linalg.norm(half)
    facing, sky, gloss, what = cv2.split(cv2.transform(told, sides))
    around = 0.44 + 0.10 * sky
    shine = (
        15 * light.other * _power22(np.clip(gloss, 0, 1)) * (0.25 + 0.75 * np.minimum(what, 2 - what).clip(0))
    )
    tints, levels = _tints(traits, light), np.rint(what * (LEVELS / 2)).astype(np.uint8)
    shown = []
    for n, plane in enumerate(cv2.split(colours)):
        lit = facing + np.float32(WRAP[n])
        lit *= np.float32(0.58 / (1 + WRAP[n]))
        np.maximum(lit, 0, out=lit)
        lit += around
        lit *= plane
        lit *= cv2.LUT(levels, tints[n])
        lit += shine
        shown.append(_softly(lit))
    return shown


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
    over = np.maximum(shown - np.float32(BRIGHT), 0)
    over *= np.float32(-1 / ROOM)
    softened = np.exp(over, out=over)
    softened *= np.float32(-ROOM)
    softened += np.float32(BRIGHT + ROOM)
    return np.minimum(shown, softened, out=softened)


def _power22(values: Floats) -> Floats:
    """By multiplying: a tenth of the time that a power takes."""
    second = values * values
    fourth = second * second
    sixteenth = np.square(np.square(fourth))
    return np.asarray(sixteenth * fourth * second, np.float32)


def _in_chroma(shown: Colours, light: Light) -> Colours:
    if light.chroma >= 1:
        return shown
    grey = (shown @ np.array([0.114, 0.587, 0.299], np.float32))[..., None]
    tinted = grey * np.asarray(light.tint, np.float32)
    return np.asarray(tinted + (shown - tinted) * np.float32(light.chroma), np.float32)
