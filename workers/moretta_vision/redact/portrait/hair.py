"""What belongs to a head beside its face: hair on the relief; and behind it, drawn flat, more hair, neck and ears."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .paint import Colours, lay, noise, smooth
from .relief import CELLS, Floats, grid, half_width
from .traits import Traits


@dataclass(frozen=True)
class Flat:
    """Something drawn on the plane of the grid: BGR, what it is (1: skin, -1: hair), and its coverage of 0 to 255. It
    turns to the viewer; its point `middle` of the plane is at `depth`."""

    colours: npt.NDArray[np.uint8]
    what: float
    coverage: npt.NDArray[np.uint8]
    middle: tuple[float, float]
    depth: float


def on_relief(traits: Traits, height: Floats, colours: Colours) -> tuple[Floats, Colours, Floats]:
    """Hair over the relief: the new height and colours, and where it is."""
    x, y = grid()
    random = np.random.default_rng(traits.seed + 3)
    ragged = 0.035 * noise(random, x.shape, 0.9, 5)
    wavy = 0.05 * noise(random, x.shape, 14, 30)
    amount = smooth(_hairline(traits, x, y) + ragged + wavy, -0.05, 0.30)
    shown = _hair(traits, x, y, random)
    # A little shadow of the hair on what it borders.
    around = cv2.GaussianBlur(amount, (0, 0), 0.12 * CELLS) * (1 - amount)
    colours = colours * (1 - 0.30 * around)[..., None]
    outer = np.maximum(_outer(traits, y), 1e-3)
    round_ = np.sqrt(np.clip(1 - (np.abs(x) / outer) ** 2.4, 0, None))
    shell = 2.85 * np.sqrt(np.clip((y + 4.05) / 2.4, 0, 1)) * round_
    gently = cv2.GaussianBlur(amount, (0, 0), 0.22 * CELLS)
    raised = height + np.maximum(shell - np.maximum(height, -0.6), 0) * smooth(gently, 0.15, 1.0)
    outside = (np.abs(x) > outer) | (y < -4.05)
    raised = np.where(
        outside, -3.0, np.where(height < -0.5, np.where((amount > 0.3) & (y < 0.5), shell, height), raised)
    )
    return raised.astype(np.float32), lay(colours, shown, amount), amount


def behind(traits: Traits, ears: bool) -> tuple[Flat, ...]:
    """The back of the hair, the neck and the ears, farthest first."""
    x, y = grid()
    random = np.random.default_rng(traits.seed + 4)
    ragged = 0.05 * noise(random, x.shape, 1.0, 8) + 0.06 * noise(random, x.shape, 14, 30)
    outer = _outer(traits, y) + 0.02
    end = 4.3 if traits.long_hair else 1.6
    inside = np.minimum(np.minimum(outer - np.abs(x), y + 4.05), 0.35 * (end - y)) + ragged
    mass = Flat(
        _bytes(0.62 * _hair(traits, x, y, random)),
        -1.0,
        _bytes(255 * smooth(inside, -0.02, 0.2)),
        (0, 0),
        -0.5,
    )
    half = 1.52 * (1 + 0.1 * traits.manly) + 0.22 * np.clip(y - 3.3, 0, 2) ** 2
    shadow = 0.42 + 0.36 * smooth(y + 0.28 * np.abs(x), 3.5 + traits.chin, 4.5) - 0.16 * (x / half) ** 2
    neck_alpha = smooth(half - np.abs(x), 0, 0.12) * smooth(y, 1.6, 2.0) * smooth(y, 5.5, 4.5)
    neck = Flat(_skin(traits, shadow), 1.0, _bytes(255 * neck_alpha), (0.0, 3.4), -0.2)
    return (mass, neck, *(_ear(traits, side) for side in (-1.0, 1.0) if ears and not traits.long_hair))


def _ear(traits: Traits, side: float) -> Flat:
    x, y = grid()
    at = traits.width * 2.34
    u, v = (x * side - at) / 0.30, (y - 0.62) / 0.80
    shape = np.hypot(u + 0.18 * v, v)
    inner = np.exp(-0.5 * ((np.hypot(u + 0.15, v + 0.1) - 0.55) / 0.16) ** 2)
    skin = _skin(traits, 0.80 - 0.28 * inner - 0.12 * v)
    return Flat(skin, 1.0, _bytes(255 * smooth(shape, 1.04, 0.94)), (side * at, 0.62), 0.15)


def _skin(traits: Traits, shade: Floats) -> npt.NDArray[np.uint8]:
    tone = np.asarray(traits.skin, np.float32) * np.array([0.90, 0.92, 1.0], np.float32)
    return _bytes(tone * np.clip(shade, 0.1, 1)[..., None])


def _bytes(values: Floats) -> npt.NDArray[np.uint8]:
    return np.rint(values).astype(np.uint8)


def _outer(traits: Traits, y: Floats) -> Floats:
    """Half the width of the hair by height."""
    wide = 2.52 * traits.width
    round_ = wide * np.sqrt(np.clip(1 - (np.clip(-0.35 - y, 0, 9) / 3.7) ** 2.5, 0, None))
    if traits.long_hair:
        return np.where(y < -0.35, round_, wide + 0.24 * np.sin(np.clip((y + 0.3) / 4.2, 0, 1) * 2.6))
    return np.where(y < -0.35, round_, np.minimum(wide, half_width(traits, y) + 0.2 * np.clip(0.8 - y, 0, 1)))


def _hairline(traits: Traits, x: Floats, y: Floats) -> Floats:
    """Above 0 where hair grows: outside an oval around the face, down to the ears or to the shoulders."""
    part = 0.5 * (1 if traits.seed % 2 else -1)
    if traits.long_hair:
        sweep = 0.18 * np.exp(-0.5 * ((x - part) / 0.45) ** 2)
        oval = np.hypot(x / 2.02, (y - 0.7) / (2.85 + sweep)) - 1
        return np.where(y < 0.7, 1.7 * oval, (np.abs(x) - 2.02) * 0.85)
    receding = 0.32 * traits.manly * traits.age
    oval = np.hypot(x / 2.10, (y - 0.5) / (2.75 + receding)) - 1
    return np.minimum(1.7 * oval, 0.5 + 0.3 * traits.manly - y)


def _hair(traits: Traits, x: Floats, y: Floats, random: np.random.Generator) -> Colours:
    """BGR of hair that falls from the parting, with a band of light on it."""
    part = 0.5 * (1 if traits.seed % 2 else -1)
    angle, far = np.arctan2(x - part, y + 5.2), np.hypot(x - part, y + 5.2)
    fine = noise(random, (128, 1024), 0.7, 14) + 0.6 * noise(random, (128, 1024), 2.5, 20)
    bend = 0.03 * noise(random, x.shape, 30, 60)
    across = np.asarray(((angle + bend * far * 0.2) / np.pi + 1) * 511, np.float32)
    down = np.asarray(far * 12, np.float32)
    strands = cv2.remap(fine, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    band = np.exp(-0.5 * ((y + 2.75 - 0.22 * (x - part) ** 2 + 0.08 * strands) / 0.42) ** 2)
    tone = np.asarray(traits.hair, np.float32)
    shown = tone * (0.86 + 0.14 * strands)[..., None]
    shown = shown + (0.7 * tone + 6) * (0.24 * band * np.clip(1 + 0.4 * strands, 0.2, 2))[..., None]
    return np.clip(shown, 4, 235).astype(np.float32)
