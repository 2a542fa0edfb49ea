"""The colours of a drawn head, before any light falls on it: skin, eyes, brows, lips, hair."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .relief import Floats, Surface, bump, cell_of, twice
from .traits import BGR, Traits

Colours = npt.NDArray[Any]
"""[rows, columns, 3] of float32, of 255."""

MOUTH = 2.32
"""Height of the line between the lips."""


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


def colours_of(traits: Traits, surface: Surface) -> Colours:
    """BGR of every cell, of 255."""
    x, y = surface.x, surface.y
    random = np.random.default_rng(traits.seed + 1)
    skin = np.broadcast_to(np.asarray(traits.skin, np.float32), (*x.shape, 3)).copy()
    colours = complexion(traits, skin, random, x, y)
    for side in (-1.0, 1.0):
        part = _part(side * 0.2, side * 2.0, -0.7, 0.7)
        colours[part] = eye(traits, colours[part], random, x[part], y[part], surface.eye[part], side)
        part = _part(0.0, side * 2.3, -1.5, 0.0)
        colours[part] = brow(traits, colours[part], random, x[part], y[part], side)
    part = _part(-1.5, 1.5, 1.5, 3.2)
    colours[part] = mouth(traits, colours[part], random, x[part], y[part])
    part = _part(-1.0, 1.0, 0.9, 2.0)
    colours[part] = nostrils(traits, colours[part], x[part], y[part])
    # The chin's shadow; were it as deep at the sides, the jaw of a turned head would end in a dark patch.
    under = smooth(y - 0.28 * np.abs(x), 4.9, 3.7) * smooth(y, 2.9, 3.6)
    dark = surface.neck * (0.08 + 0.34 * under)
    return np.asarray(colours * (1 - dark[..., None] * np.array([1.08, 1.04, 0.95], np.float32)), np.float32)


def _part(x: float, other_x: float, top: float, bottom: float) -> tuple[slice, slice]:
    """The cells of a rectangle."""
    (left, right), (first, last) = cell_of(np.array(sorted((x, other_x))), np.array([top, bottom]))
    return slice(int(first), int(last)), slice(int(left), int(right))


def complexion(
    traits: Traits, colours: Colours, random: np.random.Generator, x: Floats, y: Floats
) -> Colours:
    """Skin is redder on cheeks, nose and chin, yellower on the forehead, darker around the eyes and where a beard
    grows, and has pores, blotches and spots."""
    red = 0.9 * twice(x, y, 1.25, 1.1, 0.6, 0.55) + 0.9 * bump(x, y, 0, 1.25, 0.4, 0.3)
    red += 0.4 * bump(x, y, 0, 3.2, 0.5, 0.3) + 0.6 * smooth(np.abs(x), 2.1, 2.5)
    red += 0.22 * noise(random, x.shape, 16, 16) * (0.3 + 0.7 * red)
    colours *= 1 + red[..., None] * np.array([-0.10, -0.085, 0.02], np.float32)
    pale = bump(x, y, 0, -1.6, 1.3, 0.8)
    colours *= 1 + pale[..., None] * np.array([0.0, 0.025, 0.0], np.float32)
    below = twice(x, y, 0.95, 0.36, 0.42, 0.13) * (0.6 + 0.8 * traits.age)
    lids = twice(x, y, 0.98, -0.2, 0.45, 0.13)
    colours *= 1 - (0.11 * below + 0.12 * lids)[..., None] * np.array([0.7, 1.0, 0.75], np.float32)
    colours = _beard(traits, colours, random, x, y)
    mottled = 0.011 * noise(random, x.shape, 9, 9) + 0.009 * noise(random, x.shape, 2.5, 2.5)
    mottled += 0.014 * noise(random, x.shape, 0.8, 0.8)
    colours *= 1 + mottled[..., None] * np.array([1.25, 1.1, 0.8], np.float32)
    spots = smooth(noise(random, x.shape, 1.4, 1.4), 2.9, 3.6) * (0.25 + 0.75 * traits.age)
    return np.asarray(colours * (1 - spots[..., None] * np.array([0.24, 0.2, 0.13], np.float32)), np.float32)


def _beard(traits: Traits, colours: Colours, random: np.random.Generator, x: Floats, y: Floats) -> Colours:
    """Stubble, on some people a short beard."""
    lower = smooth(y, 2.35, 2.75) * (1 - bump(x, y, 0, MOUTH, 0.75, 0.2))
    sides = smooth(np.abs(x), 1.55, 2.0) * smooth(y, 0.3, 1.9)
    moustache = smooth(y, 1.62, 1.78) * smooth(y, 2.14, 2.0) * smooth(np.abs(x), 0.95, 0.6)
    where = np.clip(np.maximum(np.maximum(lower, sides), moustache), 0, 1)
    grown = float(smooth(np.array(traits.manly), 0.55, 0.9))
    amount = grown * (0.5 if traits.seed % 7 in (1, 3) and traits.manly > 0.6 else 0.2)
    edge = np.clip(where + 0.25 * (where - where**2) * noise(random, x.shape, 3, 4), 0, 1)
    hairs = np.clip(
        0.80 + 0.14 * noise(random, x.shape, 0.8, 1.6) + 0.10 * noise(random, x.shape, 5, 6), 0, 1
    )
    tone = 0.55 * np.asarray(traits.hair, np.float32) + 0.10 * np.asarray(traits.skin, np.float32)
    return lay(colours, tone, np.asarray(amount * edge * hairs, np.float32))


def mouth(traits: Traits, colours: Colours, random: np.random.Generator, x: Floats, y: Floats) -> Colours:
    """Lips with a dark line between them."""
    u = np.abs(x) / 0.80
    bow = 1 - 0.22 * np.exp(-0.5 * (u / 0.13) ** 2)
    line = MOUTH + 0.05 * u**2
    upper = line - 0.25 * np.clip(1 - u**1.8, 0, 1) * bow
    lower = line + 0.30 * np.clip(1 - u**2.4, 0, 1) ** 0.8
    alpha = smooth(y - upper, -0.05, 0.06) * smooth(lower - y, -0.07, 0.09) * smooth(u, 1.04, 0.85)
    b, g, r = traits.skin
    red = 0.12 * traits.lips
    tint = np.array([(0.86 - red) * b, (0.80 - 1.4 * red) * g, (0.94 + 0.3 * red) * r], np.float32)
    lips = np.broadcast_to(tint, colours.shape) * (1 - 0.14 * smooth(line - y, -0.02, 0.04))[..., None]
    lips = lips * (1 + 0.05 * noise(random, x.shape, 0.9, 5) + 0.02 * noise(random, x.shape, 4, 4))[..., None]
    colours = lay(colours, lips, 0.78 * alpha)
    dark = np.exp(-0.5 * ((y - line) / 0.030) ** 2) * smooth(u, 1.04, 0.9)
    colours = lay(colours, (0.26 * b, 0.22 * g, 0.36 * r), np.asarray(0.85 * dark, np.float32))
    corners = twice(x, y, 0.80, MOUTH + 0.05, 0.07, 0.05)
    return np.asarray(colours * (1 - 0.30 * corners[..., None]), np.float32)


def nostrils(traits: Traits, colours: Colours, x: Floats, y: Floats) -> Colours:
    """Holes, and the shadow of the nose."""
    holes = smooth(twice(x, y + 0.2 * (np.abs(x) - 0.22), 0.22, 1.50, 0.09, 0.045), 0.3, 0.9)
    b, g, r = traits.skin
    colours = lay(colours, (0.22 * b, 0.20 * g, 0.32 * r), 0.8 * holes)
    under = bump(x, y, 0, 1.60, 0.36, 0.07)
    return np.asarray(colours * (1 - 0.14 * under)[..., None], np.float32)


def eye(
    traits: Traits,
    colours: Colours,
    random: np.random.Generator,
    x: Floats,
    y: Floats,
    ball: Floats,
    side: float,
) -> Colours:
    """White, iris, pupil, a highlight, the shadow of the lids, and lashes along them."""
    seen = np.asarray(cv2.GaussianBlur(ball, (0, 0), 0.7), np.float32)
    u = (x - side) * side
    lid = _above(seen, 4)
    distance = np.hypot(u, y + 0.01)
    b, g, r = traits.skin
    light = 0.30 * (b + g + r) / 3 + 0.70 * 196
    round_ = np.clip(1.0 - 0.75 * u * u - 0.4 * y * y, 0.4, 1)
    white = np.stack([round_ * light * c for c in (0.94, 0.95, 1.0)], axis=-1)
    veins = smooth(np.abs(u), 0.2, 0.42)
    white = white * (1 - veins[..., None] * np.array([0.14, 0.12, 0.02], np.float32))
    streaks = 1 + 0.14 * noise(random, x.shape, 0.8, 1.6)
    iris = (
        np.asarray(traits.iris, np.float32)
        * (0.75 + 0.45 * smooth(distance, 0.06, 0.16) * streaks)[..., None]
    )
    iris = iris * (1 - 0.55 * smooth(distance, 0.15, 0.215))[..., None]
    eyeball = lay(np.asarray(white, np.float32), iris.astype(np.float32), smooth(distance, 0.235, 0.20))
    eyeball = lay(eyeball, (9, 9, 10), smooth(distance, 0.095, 0.07))
    eyeball = eyeball * (1 - 0.55 * lid)[..., None]
    glint = bump(u * side, y, -0.07, -0.075, 0.035, 0.03)
    eyeball = lay(eyeball, (240, 240, 238), 0.9 * smooth(glint, 0.25, 0.8))
    inner = smooth(np.hypot((u + 0.40) / 0.09, (y - 0.06) / 0.05), 1.3, 0.6)
    eyeball = lay(eyeball, (0.62 * b, 0.62 * g, 0.88 * r), 0.7 * inner)
    colours = lay(colours, eyeball, seen)
    dark: BGR = (0.14 * b + 8, 0.13 * g + 8, 0.16 * r + 9)
    lash = _edge(seen, -1) * smooth(u, -0.5, -0.2)
    colours = lay(colours, dark, np.clip((1.25 - 0.45 * traits.manly) * lash, 0, 0.95))
    rim = _edge(seen, 1)
    colours = lay(colours, (0.60 * b, 0.56 * g, 0.68 * r), np.clip(0.8 * rim, 0, 0.6))
    near = cv2.GaussianBlur(seen, (0, 0), 4.5) * (1 - seen)
    return np.asarray(colours * (1 - 0.22 * near)[..., None], np.float32)


def _above(ball: Floats, cells: float) -> Floats:
    """The shadow that the upper lid lays on an eyeball: 1 at its upper edge."""
    moved = cv2.warpAffine(ball, np.array([[1, 0, 0], [0, 1, cells]], np.float32), ball.shape[::-1])
    return np.asarray(ball * (1 - cv2.GaussianBlur(moved, (0, 0), cells / 2)), np.float32)


def _edge(ball: Floats, down: float) -> Floats:
    """What borders an eyeball above (`down` -1) or below it."""
    moved = cv2.warpAffine(ball, np.array([[1, 0, 0], [0, 1, 1.6 * down]], np.float32), ball.shape[::-1])
    edge = np.maximum(moved - ball, 0)
    return np.asarray(edge + 0.5 * moved * (1 - moved) * (edge > 0), np.float32)


def brow(
    traits: Traits, colours: Colours, random: np.random.Generator, x: Floats, y: Floats, side: float
) -> Colours:
    """Short hairs that lean outward."""
    u = (x * side - 0.36) / 1.30  # 0 at the nose, 1 at the temple
    middle = -0.46 - 0.20 * np.sin(np.clip(u, 0, 1) * 2.2) + 0.13 * u**2
    thick = (
        0.098
        * traits.brow
        * (0.72 + 0.5 * np.sin(np.clip(u * 1.15 + 0.1, 0, 1) * np.pi))
        * smooth(u, 1.12, 0.5)
    )
    body = np.exp(-0.5 * np.abs((y - middle) / np.maximum(thick, 0.02)) ** 2.2)
    body = body * smooth(u, -0.08, 0.2) * smooth(u, 1.06, 0.7)
    slant = cv2.warpAffine(
        noise(random, x.shape, 0.7, 2.6),
        np.array([[1, side * 0.9, 0], [0, 1, 0]], np.float32),
        (x.shape[1], x.shape[0]),
        borderMode=cv2.BORDER_WRAP,
    )
    hairs = np.clip(0.70 + 0.22 * slant, 0, 1)
    hair, skin = np.asarray(traits.hair, np.float32), np.asarray(traits.skin, np.float32)
    tone = np.minimum(0.72 * hair, 0.42 * skin) + 0.06 * skin
    amount = 0.85 * np.clip(traits.brow, 0.6, 1.1) * body * hairs
    return lay(colours, tone, np.asarray(amount, np.float32).clip(0, 1))


def skinness(surface: Surface) -> Floats:
    """1 where there is skin, 0 on eyes and brows: what does not take the tone of somebody's skin."""
    eyes = cv2.GaussianBlur(surface.eye, (0, 0), 0.7)
    brows = twice(surface.x, surface.y, 0.98, -0.62, 0.5, 0.10)
    return np.asarray(1 - np.clip(eyes + 0.8 * brows, 0, 1), np.float32)
