"""What belongs to a head beside its face: hair on the relief; and behind it, drawn flat, more hair and neck."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .paint import Colours, lay, noise, smooth
from .relief import BEHIND_ALL, CELLS, EARS, TOP, Floats, Surface, grid
from .traits import Traits

THICK = 0.2
"""How far hair stands out from the skull."""
STREAKY = 50.0
"""Brightness of hair above which its strands are drawn weaker."""


@dataclass(frozen=True)
class Flat:
    """Something drawn on the plane of the grid: BGR, what it is (1: skin, 2: hair), and its coverage of 0 to 255. It
    turns to the viewer; its point `middle` of the plane is at `depth`."""

    colours: npt.NDArray[np.uint8]
    what: float
    coverage: npt.NDArray[np.uint8]
    middle: tuple[float, float]
    depth: float


def on_relief(traits: Traits, surface: Surface, colours: Colours) -> tuple[Floats, Colours, Floats]:
    """Hair over the relief: the new height and colours, and where it is."""
    x, y = grid()
    height = surface.height
    random = np.random.default_rng(traits.seed + 3)
    ragged = 0.05 * noise(random, x.shape, 1.1, 4)
    wavy = 0.06 * noise(random, x.shape, 14, 22)
    beside = height < BEHIND_ALL + 0.1
    on_x, on_y = np.where(beside, x, surface.x), np.where(beside, y, surface.y)
    # Beside a face long hair hangs over it.
    sharp = smooth(on_y, -1.6, -0.6) if traits.long_hair else 0.0
    grows = _hairline(traits, on_x, on_y) + (1 - 0.6 * sharp) * (ragged + wavy)
    amount = smooth((grows + 0.16) / (0.66 - 0.46 * sharp), 0, 1)
    amount = np.where(beside & (amount > 0.3), 1, amount).astype(np.float32)
    shown = _hair(traits, x, y, random)
    # A little shadow of the hair on what it borders.
    around = cv2.GaussianBlur(amount, (0, 0), 0.12 * CELLS) * (1 - amount)
    colours = colours * (1 - 0.30 * around)[..., None]
    outer = np.maximum(_outer(traits, surface), 1e-3)
    round_ = np.sqrt(np.clip(1 - (np.abs(x) / outer) ** 2.4, 0, None))
    shell = 2.85 * np.sqrt(1 - np.clip((-1.0 - y) / 3.05, 0, 1) ** 2.2) * round_
    shell = shell * (1 - 0.6 * smooth(y, -0.3, 1.4))
    lowest = 3.7 if traits.long_hair else 0.5
    gently = cv2.GaussianBlur(amount, (0, 0), 0.22 * CELLS)
    raised = height + np.maximum(shell - np.maximum(height, -0.6), 0) * smooth(gently, 0.15, 1.0)
    outside = ((np.abs(x) > outer) | (outer < 0.4)) & ((amount > 0.3) | (height < -0.5))
    raised = np.where(
        outside,
        -3.0,
        np.where(
            height < -0.5,
            np.where((amount > 0.3) & (y + 2.5 * ragged + 2 * wavy < lowest), shell, height),
            raised,
        ),
    )
    if traits.long_hair:  # nothing is seen between face and hair
        sides = (np.abs(x) > 1.5) & (amount > 0.3) & (y > EARS[0]) & (y < 3.4)
        closed = cv2.morphologyEx(raised.astype(np.float32), cv2.MORPH_CLOSE, np.ones((17, 17), np.uint8))
        raised = np.where(sides, closed, raised)
    return raised.astype(np.float32), lay(colours, shown, amount), amount


def behind(traits: Traits, surface: Surface) -> tuple[Flat, ...]:
    """The back of the hair and the neck, farthest first."""
    x, y = grid()
    random = np.random.default_rng(traits.seed + 4)
    ragged = 0.035 * noise(random, x.shape, 1.0, 8) + 0.07 * noise(random, x.shape, 12, 26)
    outer = _outer(traits, surface) + 0.02
    end = 4.3
    if not traits.long_hair:
        end = 1.8
        outer = outer - (outer - 1.45) * smooth(y, 0.7, 2.2)
    inside = np.minimum(np.where(outer > 0.4, outer - np.abs(x), -1), 0.35 * (end - y)) + ragged
    mass = Flat(
        _bytes(0.72 * _hair(traits, x, y, random)),
        2.0,
        _bytes(255 * smooth(inside, -0.02, 0.2)),
        (0, 0),
        -0.5,
    )
    half = 1.44 * (1 + 0.1 * traits.manly) + 0.22 * np.clip(y - 3.3, 0, 2) ** 2
    shadow = 0.58 + 0.32 * smooth(y + 0.28 * np.abs(x), 3.3, 4.4) - 0.16 * (x / half) ** 2
    shadow = np.maximum(shadow, 0.72 * smooth(np.abs(x), 0.3, 1.1))  # seen of who is turned
    neck_alpha = smooth(half - np.abs(x), 0, 0.12) * smooth(y, 0.6, 1.0) * smooth(y, 5.5, 4.5)
    neck = Flat(_skin(traits, shadow), 1.0, _bytes(255 * neck_alpha), (0.0, 3.4), -0.2)
    return (mass, neck) if traits.long_hair else (neck, mass)


def _skin(traits: Traits, shade: Floats) -> npt.NDArray[np.uint8]:
    tone = np.asarray(traits.skin, np.float32) * np.array([0.99, 0.99, 0.98], np.float32)
    return _bytes(tone * np.clip(shade, 0.1, 1)[..., None])


def _bytes(values: Floats) -> npt.NDArray[np.uint8]:
    return np.rint(values).astype(np.uint8)


def _outer(traits: Traits, surface: Surface) -> Floats:
    """Half the width of the hair by height."""
    _, y = grid()
    width = surface.width[:, None] * np.ones_like(y)
    wide = 0.2 + float(surface.width[int((-0.9 - TOP) * CELLS)])
    above = np.roll(width, -round(0.25 * CELLS), axis=0)
    above = np.where(above > 0, above + THICK, 0)
    if traits.long_hair:
        below = wide + 0.24 * np.sin(np.clip((y + 0.3) / 4.2, 0, 1) * 2.6)
    else:
        below = np.minimum(wide, width + 0.2 * np.clip(0.8 - y, 0, 1))
    return np.asarray(above + (below - above) * smooth(y, -1.3, 0), np.float32)


def _hairline(traits: Traits, x: Floats, y: Floats) -> Floats:
    """Above 0 where hair grows: over the forehead, beside the temples, down to the ears or to the shoulders."""
    part = _parting(traits)
    far = np.abs(x)
    recede = traits.manly * (0.25 + 0.9 * traits.age) * (0.4 + 0.15 * (traits.seed % 5))
    line = -2.12 - 0.30 * recede - (0.18 + 0.35 * recede) * np.exp(-0.5 * ((far - 1.15) / 0.35) ** 2)
    line = line + 0.10 * np.exp(-0.5 * (x / 0.35) ** 2) * (1 - traits.manly)
    if traits.fringe:
        line = -1.05 + 0.30 * np.abs(x - part) ** 1.5 - 0.1 * np.cos(3 * (x - part))
    if traits.long_hair:
        side = 1.62 + 0.30 * smooth(y, -1.8, 0.6) - 0.14 * smooth(y, 0.6, 2.2)
        sweep = 0.35 * np.exp(-0.5 * ((x - part) / 0.5) ** 2)
        return _either(line - sweep * (not traits.fringe) - y, far - side)
    side = 1.74 + 0.42 * smooth(y, -1.7, 0.2)
    lowest = 0.45 + 0.35 * traits.manly
    end = lowest + (-0.45 - lowest) * smooth(far, 1.7, 1.9)  # ears stay open
    return np.minimum(_either(line - y, far - side), end - y)


def _either(one: Floats, other: Floats) -> Floats:
    """The larger one, without an edge between them."""
    return 0.15 * np.logaddexp(one / 0.15, other / 0.15)


def _parting(traits: Traits) -> float:
    return 0.55 * (1 if traits.seed % 4 < 2 else -1)


def _whorl(traits: Traits) -> tuple[float, float]:
    """From where strands go out: how far from the middle, and how far above the eyes."""
    part = _parting(traits)
    return (part, 5.2) if traits.long_hair else (2.4 * part, 4.3)


def _hair(traits: Traits, x: Floats, y: Floats, random: np.random.Generator) -> Colours:
    """BGR of hair that falls from the parting, with a band of light on it."""
    at, above = _whorl(traits)
    bend = 0.05 * noise(random, x.shape, 30, 60)
    if not traits.long_hair:
        bend = 0.6 * bend + 0.03 * noise(random, x.shape, 9, 12)
    far = np.hypot(x - at, y + above)
    angle = np.arctan2(x - at, y + above) + bend * (far * 0.2 if traits.long_hair else 1.5)
    fine = noise(random, (128, 1024), 0.8, 22) + 0.8 * noise(random, (128, 1024), 5, 30)
    across = np.asarray((angle / np.pi + 1) * 511, np.float32)
    down = np.asarray(far * (12 if traits.long_hair else 26), np.float32)
    strands = cv2.remap(fine, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    part = _parting(traits)
    locks = noise(random, x.shape, 12, 26)
    band = np.exp(-0.5 * ((y + 2.75 - 0.22 * (x - part) ** 2 + 0.15 * locks) / 0.6) ** 2)
    tone = np.asarray(traits.hair, np.float32)
    evenly = min(1.0, STREAKY / float(tone.mean()))  # in light hair strands shade each other less
    deep = 1.0 if traits.long_hair else 1.6
    shown = tone * (0.88 + deep * (0.10 * evenly * strands + 0.07 * evenly * locks))[..., None]
    shown = shown + (0.6 * tone + 5) * (0.18 * evenly * band * np.clip(1 + 0.35 * strands, 0.2, 2))[..., None]
    return np.clip(shown, 4, 235).astype(np.float32)
