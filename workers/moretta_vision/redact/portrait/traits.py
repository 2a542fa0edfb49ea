"""What tells one drawn person from another: numbers from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

BGR = tuple[float, float, float]

SKINS: tuple[BGR, ...] = (
    (160, 180, 222),
    (144, 167, 212),
    (125, 149, 197),
    (104, 130, 177),
    (80, 104, 149),
    (61, 79, 116),
    (47, 59, 89),
)
"""Skin in daylight from light to dark, as blue, green, red of 255; hardly stronger in colour than the two patches of
skin on charts for cameras (194, 150, 130 and 115, 82, 68 of red, green, blue)."""

HAIRS: tuple[BGR, ...] = (
    (22, 26, 32),
    (28, 36, 50),
    (38, 54, 78),
    (58, 84, 116),
    (92, 128, 160),
    (98, 102, 106),
)
"""Hair from black to blond, and grey."""

IRISES: tuple[BGR, ...] = ((28, 44, 70), (36, 60, 92), (60, 92, 96), (112, 100, 84), (104, 108, 90))


@dataclass(frozen=True)
class Traits:
    """A drawn person. `shape` says how much of each of the moves in `heads` the head has."""

    seed: int
    skin: BGR
    hair: BGR
    iris: BGR
    brow: float
    """How thick brows are, about 1."""
    lips: float
    """How red lips are, about 1."""
    manly: float
    """0 to 1: beard shadow, short hair."""
    age: float
    """0 to 1: folds, spots, grey hair."""
    long_hair: bool
    fringe: bool
    """Whether hair hangs over the forehead."""
    shape: tuple[tuple[str, float], ...]


LOCAL = {
    "head_width": 0.25,
    "head_height": 0.3,
    "fat": 0.25,
    "jaw": 0.3,
    "chin": 0.3,
    "chin_forward": 0.3,
    "nose_width": 0.3,
    "nose_length": 0.3,
    "nose_depth": 0.3,
    "nose_hump": 0.4,
    "nose_point": 0.4,
    "mouth_width": 0.35,
    "upper_lip": 0.35,
    "lower_lip": 0.35,
    "mouth_angles": 0.25,
    "eye_height": 0.35,
    "eye_tilt": 0.35,
    "eyefold": 0.4,
    "cheek_bones": 0.4,
    "cheeks": 0.3,
}
"""How much people differ in each move, as standard deviations."""
FRIENDLY = {"mouth_angles": 0.25, "eye_height": 0.3}
"""What is not 0 in the middle: heads are sculpted at rest, people who are photographed are not."""
OLDEST = 0.55
"""How much the oldest have of the old heads, which are very old."""
GREY = 0.7
"""From which age on some are grey; they wear it short, for drawn long or with a fringe it looks like a wig."""


@lru_cache(maxsize=256)
def traits_of(seed: int) -> Traits:
    """The person of a seed; the same in every run."""
    random = np.random.default_rng(seed)

    def about(middle: float, deviation: float) -> float:
        return float(middle + deviation * np.clip(random.normal(), -1.8, 1.8))

    tone = float(random.uniform(0, len(SKINS) - 1.001))
    low, share = int(tone), tone % 1
    skin = tuple(float(a + (b - a) * share) for a, b in zip(SKINS[low], SKINS[low + 1], strict=True))
    manly = float(np.clip(0.5 + 1.1 * (random.uniform() - 0.5) + (0.3 if seed % 2 else -0.3), 0, 1))
    age = float(random.uniform() ** 1.4)
    from_ = _origins(tone, random)
    shape = {
        f"{people}-{sex}-{years}": part * of_sex * of_age
        for people, part in from_.items()
        for sex, of_sex in (("female", 1 - manly), ("male", manly))
        for years, of_age in (("young", 1 - OLDEST * age), ("old", OLDEST * age))
    }
    shape |= {name: about(FRIENDLY.get(name, 0), deviation) for name, deviation in LOCAL.items()}
    shape |= {"smile": float(random.uniform(0.1, 0.6)), "squint": float(random.uniform(0, 0.1))}
    fair = from_["caucasian"] > 0.5 and tone < 3
    grey = age > GREY and random.uniform() < 0.4
    hair = HAIRS[-1] if grey else HAIRS[int(random.integers(0, len(HAIRS) - 1 if fair else 2))]
    long_hair = bool(random.uniform() > 0.15 + 0.83 * manly) and not grey
    return Traits(
        seed=seed,
        skin=(skin[0], skin[1], skin[2]),
        hair=hair,
        iris=IRISES[int(random.integers(0, len(IRISES) if fair else 2))],
        brow=about(0.85, 0.12) + 0.3 * manly,
        lips=about(1.0, 0.2) - 0.25 * manly,
        manly=manly,
        age=age,
        long_hair=long_hair,
        fringe=bool(random.uniform() < (0.35 if long_hair else 0.12)) and not grey,
        shape=tuple(shape.items()),
    )


def _origins(tone: float, random: np.random.Generator) -> dict[str, float]:
    """How much of whose features somebody with this tone of skin has."""
    likely = {
        "caucasian": max(0.1, 1 - tone / 4),
        "asian": max(0.05, 0.5 - tone / 8),
        "african": (tone / 4) ** 2,
    }
    raw = {people: chance * float(random.gamma(0.6)) + 1e-3 for people, chance in likely.items()}
    return {people: one / sum(raw.values()) for people, one in raw.items()}
