"""Grains of random brightness over what is there: visual, a machine can undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from .outlines import Outline
from .scene import Pixels, Scene

if TYPE_CHECKING:
    from .regions import Region

GRAINS = 64.0
"""Grains along the object's larger side."""

DEVIATION = 0.3
"""Standard deviation at strength 1, as a share of the range of the samples."""


def reach(outline: Outline, region: Region) -> int:
    """Nothing outside has a say."""
    return 0


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The rectangle of `outline` with noise in all channels; the same place gets the same noise every time."""
    part = scene.pixels[outline.window]
    grain = max(1, round(outline.size / GRAINS))
    h, w = part.shape[:2]
    grains = (-(-h // grain), -(-w // grain), *part.shape[2:])
    random = np.random.default_rng((outline.x0, outline.y0, h, w))
    noise: Pixels = random.normal(0, DEVIATION * region.strength * scene.top, grains).astype(np.float32)
    if grain > 1:
        size = (grains[1] * grain, grains[0] * grain)
        noise = cv2.resize(noise, size, interpolation=cv2.INTER_NEAREST)[:h, :w]
    return np.clip(part + noise, 0, scene.top).astype(part.dtype)
