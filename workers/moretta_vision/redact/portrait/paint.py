"""The colours of a drawn head, before any light falls on it: skin, eyes, brows, lips, hair."""

from __future__ import annotations

from functools import partial
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .relief import Floats, bump, cell_of, fold, grid, mouth_y, twice
from .traits import BGR, Traits

Colours = npt.NDArray[Any]
"""[rows, columns, 3] of float32, of 255."""


def noise(random: np.random.Generator, shape: tuple[int, int], across: float, down: float) -> Floats:
    """Smooth noise of deviation 1 whose grains are `across` × `down` cells."""
    shrunk = max(1, int(across / 1.5)), max(1, int(down / 1.5))
    size = -(-shape[0] // shrunk[1]), -(-shape[1] // shrunk[0])
    raw = random.standard_normal(size, np.float32)
    soft = cv2.GaussianBlur(raw, (0, 0), max(across / shrunk[0], 0.3), sigmaY=max(down / shrunk[1], 0.3))
    if shrunk != (1, 1):
        soft = cv2.resize(soft, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(soft / max(float(soft.std()), 1e-6), np.float32)


def smooth(value: Floats, low: float, high: float) -> Floats:
    """0 up to `low`, 1 from `high` on, an S between; `low` may be the larger one."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def lay(colours: Colours, over: BGR | Colours, alpha: Floats) -> Colours:
    """`over` where alpha is 1."""
    return colours + (np.asarray(over, np.float32) - colours) * alpha[..., None]


def colours_of(traits: Traits) -> Colours:
    """BGR of every cell, of 255."""
    x, y = grid()
    random = np.random.default_rng(traits.seed + 1)
    skin = np.broadcast_to(np.asarray(traits.skin, np.float32), (*x.shape, 3)).copy()
    colours = complexion(traits, skin, random)
    for paint, box in (
        (mouth, (-1.4, 1.4, 1.5, 3.4)),
        (nostrils, (-1.0, 1.0, 0.8, 1.9)),
        (partial(eye, side=-1.0), (-1.8, -0.3, -0.6, 0.6)),
        (partial(eye, side=1.0), (0.3, 1.8, -0.6, 0.6)),
        (partial(brow, side=-1.0), (-2.0, 0.0, -1.3, -0.1)),
        (partial(brow, side=1.0), (0.0, 2.0, -1.3, -0.1)),
    ):
        (left, top), (right, bottom) = (
            cell_of(np.float32(a), np.float32(b)) for a, b in (box[::2], box[1::2])
        )
        part = np.s_[int(top) : int(bottom), int(left) : int(right)]
        colours[part] = paint(traits, colours[part], random, x[part], y[part])
    return colours


def complexion(traits: Traits, colours: Colours, random: np.random.Generator) -> Colours:
    """Skin is redder on cheeks, nose and chin, darker around the eyes and where a beard grows."""
    x, y = grid()
    red = 0.9 * twice(x, y, 1.25, 1.1, 0.6, 0.55) + 0.8 * bump(x, y, 0, 1.25, 0.4, 0.3)
    red += 0.4 * bump(x, y, 0, 3.2, 0.5, 0.3) + 0.5 * smooth(np.abs(x), 2.1, 2.4)
    colours *= 1 + red[..., None] * np.array([-0.13, -0.10, 0.015], np.float32)
    below = twice(x, y, 0.95, 0.42, 0.42, 0.14) * (0.5 + 0.6 * traits.age)
    lids = twice(x, y, 0.95, -0.18, 0.5, 0.16)
    colours *= 1 - (0.14 * below + 0.12 * lids)[..., None] * np.array([0.8, 1.0, 0.8], np.float32)
    lower = smooth(y, 1.75, 2.5) * (1 - bump(x, y, 0, mouth_y(traits), 0.85, 0.2))
    sides = smooth(np.abs(x), 1.5, 2.0) * smooth(y, 0.6, 1.6)
    moustache = bump(x, y, 0, 1.9, 0.55, 0.16)
    beard = np.clip(lower + sides * 0.7 + moustache, 0, 1) * smooth(np.array(traits.manly), 0.45, 0.95)
    stubble = np.clip(0.6 + 0.25 * noise(random, x.shape, 0.6, 0.6), 0, 1)
    colours = lay(colours, tuple(0.55 * c for c in traits.hair), 0.30 * beard * stubble)  # type: ignore[arg-type]
    colours *= (
        1
        - (0.05 + 0.16 * traits.age) * fold(x, y, 1.3 * traits.nose_length, 0.82, mouth_y(traits))[..., None]
    )
    mottled = 0.011 * noise(random, x.shape, 9, 9) + 0.010 * noise(random, x.shape, 2.5, 2.5)
    mottled += 0.016 * noise(random, x.shape, 0.8, 0.8)
    colours *= 1 + mottled[..., None] * np.array([1.2, 1.1, 0.8], np.float32)
    spots = smooth(noise(random, x.shape, 1.4, 1.4), 3.3, 3.9) * (0.2 + 0.8 * traits.age)
    return np.asarray(colours * (1 - 0.16 * spots[..., None]), np.float32)


def mouth(traits: Traits, colours: Colours, random: np.random.Generator, x: Floats, y: Floats) -> Colours:
    """Lips with a dark line between them."""
    middle, half, full = mouth_y(traits), 0.84 * traits.mouth_width, traits.lips
    u = np.abs(x) / half
    y = y + 0.05 * np.clip(u, 0, 1.2) ** 3
    bow = 1 - 0.35 * np.exp(-0.5 * ((u) / 0.12) ** 2)
    upper = middle - 0.23 * full * np.clip(1 - u**1.7, 0, 1) * bow - 0.01
    lower = middle + 0.34 * full * np.clip(1 - u**2.2, 0, 1) ** 0.85 + 0.01
    line = middle + 0.035 * np.exp(-0.5 * (u / 0.25) ** 2) + 0.02 * u - 0.085 * u**3
    alpha = smooth(y - upper, -0.045, 0.05) * smooth(lower - y, -0.06, 0.07) * smooth(u, 1.02, 0.86)
    b, g, r = traits.skin
    tint = (0.80 + 0.14 * traits.manly) * np.array([0.88 * b, 0.74 * g, 1.02 * r], np.float32)
    lips = np.broadcast_to(tint, colours.shape) * (1 - 0.12 * smooth(line - y, -0.02, 0.04))[..., None]
    lips = lips * (1 + 0.03 * noise(random, x.shape, 0.6, 4)[..., None])
    colours = lay(colours, lips, 0.85 * alpha)
    dark = np.exp(-0.5 * ((y - line) / 0.032) ** 2) * smooth(u, 1.06, 0.9)
    colours = lay(colours, (0.22 * b, 0.18 * g, 0.30 * r), 0.85 * dark)
    below = bump(x, y, 0, middle + 0.36 * full + 0.12, 0.42, 0.08)
    return np.asarray(colours * (1 - 0.14 * below[..., None]), np.float32)


def nostrils(traits: Traits, colours: Colours, random: np.random.Generator, x: Floats, y: Floats) -> Colours:
    length, wide = traits.nose_length, traits.nose_width
    slanted = y + 0.25 * (np.abs(x) - 0.2 * wide)
    holes = smooth(twice(x, slanted, 0.20 * wide, 1.45 * length, 0.085, 0.038), 0.25, 0.8)
    b, g, r = traits.skin
    colours = lay(colours, (0.20 * b, 0.18 * g, 0.28 * r), 0.75 * holes)
    wings = np.exp(
        -0.5 * ((np.hypot((np.abs(x) - 0.36 * wide) / 0.19, (y - 1.28 * length) / 0.21) - 1) / 0.16) ** 2
    )
    wings = wings * smooth(np.abs(x), 0.36 * wide, 0.48 * wide)
    under = bump(x, y, 0, 1.56 * length, 0.32 * wide, 0.06)
    return np.asarray(colours * (1 - 0.16 * wings - 0.10 * under)[..., None], np.float32)


def eye(
    traits: Traits, colours: Colours, random: np.random.Generator, x: Floats, y: Floats, side: float
) -> Colours:
    """White, iris, pupil, a highlight, lids and lashes."""
    size = traits.eye_size
    u = (x - side * 1.0) * side / (0.47 * size)  # -1 at the nose, 1 at the temple
    v = (y - 0.03) / size + traits.eye_tilt * u
    upper = -0.200 * np.clip(1 - np.abs(u + 0.08) ** 2.1, 0, 1) ** 0.75
    lower = 0.135 * np.clip(1 - np.abs(u - 0.12) ** 2.2, 0, 1) ** 0.9
    inside = smooth(v - upper, -0.015, 0.02) * smooth(lower - v, -0.02, 0.02) * smooth(np.abs(u), 1.0, 0.94)
    shade = 0.62 + 0.30 * np.clip(1 - u * u, 0, 1) - 0.28 * np.exp(-0.5 * ((v - upper) / 0.05) ** 2)
    b, g, r = traits.skin
    light = 0.45 * (b + g + r) / 3 + 0.55 * 190
    white = np.stack([shade * light * c for c in (0.96, 0.97, 1.02)], axis=-1)
    distance = np.hypot(u * 0.47, v + 0.035)
    ring = smooth(distance, 0.262, 0.235)
    streaks = 1 + 0.10 * noise(random, x.shape, 0.8, 2.5)
    iris = (
        np.asarray(traits.iris, np.float32) * (0.65 + 0.65 * smooth(distance, 0.08, 0.2) * streaks)[..., None]
    )
    iris = iris * (1 - 0.55 * smooth(distance, 0.19, 0.25))[..., None]
    iris = iris * (1 - 0.40 * np.exp(-0.5 * ((v - upper) / 0.07) ** 2))[..., None]
    ball = lay(np.asarray(white, np.float32), iris.astype(np.float32), ring)
    ball = lay(ball, (8, 8, 9), smooth(distance, 0.115, 0.09))
    glint = bump(u * 0.47, v, -0.075 * side, -0.105, 0.032, 0.032)
    ball = lay(ball, (235, 235, 232), 0.85 * smooth(glint, 0.2, 0.8))
    corner = smooth(np.hypot((u + 0.93) / 0.1, (v - 0.02) / 0.05), 1.3, 0.6)
    ball = lay(ball, (0.62 * b, 0.62 * g, 0.85 * r), 0.8 * corner)
    colours = lay(colours, ball, inside)
    near = smooth(np.abs(u), 1.16, 0.95)
    dark: BGR = (0.16 * b + 6, 0.15 * g + 6, 0.18 * r + 6)
    lash = np.exp(-0.5 * ((v - upper + 0.01) / (0.030 - 0.006 * traits.manly)) ** 2) * near
    colours = lay(colours, dark, (0.92 - 0.25 * traits.manly) * lash * smooth(u, -1.15, -0.6))
    rim = np.exp(-0.5 * ((v - lower - 0.005) / 0.022) ** 2) * near
    colours = lay(colours, tuple(0.5 * c for c in traits.skin), 0.5 * rim)  # type: ignore[arg-type]
    crease = np.exp(-0.5 * ((v - upper * 1.12 + 0.115) / 0.026) ** 2) * smooth(np.abs(u), 1.12, 0.8)
    return np.asarray(colours * (1 - 0.34 * crease[..., None]), np.float32)


def brow(
    traits: Traits, colours: Colours, random: np.random.Generator, x: Floats, y: Floats, side: float
) -> Colours:
    """Short hairs that lean outward."""
    u = (x * side - 0.36) / 1.30  # 0 at the nose, 1 at the temple
    middle = -0.60 + traits.brow_height - 0.17 * np.sin(np.clip(u, 0, 1) * 2.2) + 0.16 * u**2
    thick = (
        0.105
        * traits.brow
        * (0.72 + 0.5 * np.sin(np.clip(u * 1.15 + 0.1, 0, 1) * np.pi))
        * smooth(u, 1.12, 0.5)
    )
    body = np.exp(-0.5 * np.abs((y - middle) / np.maximum(thick, 0.02)) ** 2.6)
    body = body * smooth(u, -0.06, 0.14) * smooth(u, 1.06, 0.8)
    slant = cv2.warpAffine(
        noise(random, x.shape, 0.7, 3.2),
        np.array([[1, side * 0.8, 0], [0, 1, 0]], np.float32),
        (x.shape[1], x.shape[0]),
        borderMode=cv2.BORDER_WRAP,
    )
    hairs = np.clip(0.72 + 0.22 * slant, 0, 1)
    tone: BGR = (0.8 * traits.hair[0], 0.8 * traits.hair[1], 0.8 * traits.hair[2])
    return lay(
        colours, tone, np.asarray(0.88 * np.clip(traits.brow, 0.6, 1.1) * body * hairs, np.float32).clip(0, 1)
    )


def skinness(traits: Traits) -> Floats:
    """1 where there is skin, 0 on eyes and brows: what does not take the tone of somebody's skin."""
    x, y = grid()
    eyes = twice(x, y, 1.0, 0.02, 0.34, 0.12)
    brows = twice(x, y, 0.95, -0.7 + traits.brow_height, 0.5, 0.11)
    return np.asarray(1 - np.clip(1.3 * eyes + 0.8 * brows, 0, 1), np.float32)
