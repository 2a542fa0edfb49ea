"""Noise from one fixed table: the same place gets the same noise in every picture and every run."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .outlines import Mask
from .ranks import percentile
from .scene import Pixels, Scene

SIDE = 512
SAMPLES = 10_000
"""So many tell how rough the surroundings are."""
WINDOW = 480
"""Pixels along a side within which the softness of edges is measured."""
MORE = 1.5
"""Deviation of the blur that is tried on edges, in pixels."""
REACH = 2 * (6 + 1) + 1
"""The square of pixels that have a say in a slope after that blur: OpenCV cuts it off at four deviations."""
SHARPEST, FEW = 99.6, 400
"""Percentile of slopes that counts as an edge, and samples below which none is told."""
LEAST_STEEP, USUAL = 40.0, 0.9
"""How steep an edge is at least (of 255, by Sobel), and how soft edges are thought where there is none."""


def grained(scene: Scene, content: Pixels, deviation: float) -> Pixels:
    """`content` with noise of a standard deviation (of 255) added to its brightness."""
    channels = 1 if content.ndim == 2 else content.shape[2]
    brighter, darker = _tables(
        channels, scene.planar, round(deviation * scene.top / 255, 2), content.dtype.str
    )
    h, w = content.shape[:2]
    if h > SIDE or w > SIDE:
        tiles = (-(-h // SIDE), -(-w // SIDE), 1)[: content.ndim]
        brighter, darker = np.tile(brighter, tiles), np.tile(darker, tiles)
    # Adding and taking away samples of the same type takes a tenth of the time of adding signed ones.
    added = cv2.add(content, brighter[:h, :w])
    if scene.top not in (255, 65535):
        added = np.minimum(added, np.uint16(scene.top))
    return cv2.subtract(added, darker[:h, :w], dst=added)


def roughness(scene: Scene, around: Pixels, hidden: Mask) -> float:
    """The grain of the surroundings: standard deviation (of 255) of what a small blur takes away, by the median.
    Nothing `hidden` has a say, nor what borders it."""
    light: npt.NDArray[Any] = around if around.ndim == 2 else around[..., 1 - scene.planar]
    step = max(1, math.isqrt(hidden.size // SAMPLES))
    height, width = hidden.shape
    if min(height, width) < 3:
        return 0.0
    near: Any = 0
    closed: Any = 0
    for y in range(3):  # the neighbours of every sample, and of no other pixel
        rows = slice(y, height - 2 + y, step)
        lights = light[rows].astype(np.float32)
        for x in range(3):
            columns = slice(x, width - 2 + x, step)
            near, closed = near + lights[:, columns], closed | hidden[rows, columns]
    far = closed == 0
    if not far.any():
        return 0.0
    rest = np.abs(light[1 : height - 1 : step, 1 : width - 1 : step] - near / 9)
    return round(min(4.0, 1.4826 * percentile(rest[far], 50) * 255 / scene.top), 1)


def softness(scene: Scene, around: Pixels, hidden: Mask) -> float:
    """How soft the sharpest edges of the surroundings are: the deviation in pixels of the Gaussian that a step would
    have gone through to rise so slowly, by how much slower it rises after one more. Nothing `hidden` has a say."""
    light: npt.NDArray[Any] = around if around.ndim == 2 else around[..., 1 - scene.planar]
    light = np.ascontiguousarray(light[:WINDOW, :WINDOW]).astype(np.float32)
    far = cv2.dilate(hidden[:WINDOW, :WINDOW], np.ones((REACH, REACH), np.uint8)) == 0
    step = max(1, math.isqrt(far.size // SAMPLES))
    steep = []
    for plane in (cv2.blur(light, (2, 2)), cv2.GaussianBlur(light, (0, 0), MORE)):
        slopes = np.abs(cv2.Sobel(plane, cv2.CV_32F, 1, 0)[::step, ::step][far[::step, ::step]])
        if len(slopes) < FEW:
            return USUAL
        steep.append(percentile(slopes, SHARPEST))
    if steep[0] * 255 < LEAST_STEEP * scene.top:
        return USUAL
    share = min(0.97, steep[1] / max(steep[0], 1e-3))
    return MORE * share / math.sqrt(1 - share * share)


@lru_cache(maxsize=8)
def _tables(
    channels: int, planar: bool, deviation: float, dtype: str
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """What is added to the samples and what is taken from them: one of the two is 0 everywhere."""
    noise = np.rint(np.random.default_rng(0).normal(0, deviation, (SIDE, SIDE)))
    if channels > 1:
        wide = np.zeros((SIDE, SIDE, channels))
        wide[..., : 1 if planar else channels] = noise[..., None]
        noise = wide
    most = np.iinfo(dtype).max
    return np.clip(noise, 0, most).astype(dtype), np.clip(-noise, 0, most).astype(dtype)
