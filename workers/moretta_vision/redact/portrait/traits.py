"""What tells one drawn person from another: numbers from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

BGR = tuple[float, float, float]

SKINS: tuple[BGR, ...] = (
    (150, 174, 222),
    (133, 160, 211),
    (118, 146, 198),
    (98, 128, 182),
    (74, 102, 152),
    (54, 75, 116),
    (42, 57, 90),
)
"""Skin in daylight from light to dark, as blue, green, red of 255."""

HAIRS: tuple[BGR, ...] = (
    (22, 26, 32),
    (28, 36, 50),
    (38, 54, 78),
    (58, 84, 116),
    (92, 128, 160),
    (120, 122, 124),
)
"""Hair from black to blond, and grey."""

IRISES: tuple[BGR, ...] = ((28, 44, 70), (36, 60, 92), (60, 92, 96), (128, 104, 76), (116, 116, 92))


@dataclass(frozen=True)
class Traits:
    """A drawn person. Factors are about 1, shifts in the face's unit (half the distance between the pupils)."""

    seed: int
    skin: BGR
    hair: BGR
    iris: BGR
    width: float
    jaw: float
    chin: float
    nose_width: float
    nose_length: float
    eye_size: float
    eye_tilt: float
    brow: float
    brow_height: float
    lips: float
    mouth_width: float
    manly: float
    """0 to 1: heavy brow and jaw, beard shadow."""
    age: float
    """0 to 1: folds and spots."""
    long_hair: bool


@lru_cache(maxsize=256)
def traits_of(seed: int) -> Traits:
    """The person of a seed; the same in every run."""
    random = np.random.default_rng(seed)

    def about(middle: float, deviation: float) -> float:
        return float(middle + deviation * np.clip(random.normal(), -1.8, 1.8))

    tone = float(random.uniform(0, len(SKINS) - 1.001))
    low, share = int(tone), tone % 1
    skin = tuple(float(a + (b - a) * share) for a, b in zip(SKINS[low], SKINS[low + 1], strict=True))
    light = tone < 3
    manly = float(random.uniform())
    return Traits(
        seed=seed,
        skin=(skin[0], skin[1], skin[2]),
        hair=HAIRS[int(random.integers(0, len(HAIRS) if light else 3))],
        iris=IRISES[int(random.integers(0, len(IRISES) if light else 2))],
        width=about(1.0, 0.045) + 0.02 * manly,
        jaw=about(0.97, 0.05) + 0.07 * manly,
        chin=about(0.0, 0.09) + 0.05 * manly,
        nose_width=about(1.0, 0.12),
        nose_length=about(1.0, 0.06),
        eye_size=about(1.0, 0.06) - 0.05 * manly,
        eye_tilt=about(0.03, 0.035),
        brow=about(0.9, 0.15) + 0.35 * manly,
        brow_height=about(0.0, 0.06) - 0.06 * manly,
        lips=about(1.0, 0.14) - 0.14 * manly,
        mouth_width=about(1.0, 0.07),
        manly=manly,
        age=float(random.uniform() ** 1.5),
        long_hair=bool(random.uniform() > 0.2 + 0.75 * manly),
    )
