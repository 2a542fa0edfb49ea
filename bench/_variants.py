"""Variants of a photograph for the forests to learn from: mirrored, cut out, darker or brighter, with noise.

Photographs with published boxes are few; each network answers a variant differently, so forests learn what its scores
are worth rather than the photographs. Nothing is measured on variants.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

VARIANTS = ("mirror", "crop", "mcrop", "crop2")
LEARNED_FROM: dict[str, tuple[str, ...]] = {"faces-thorough-image": ()}
"""Fewer variants, where the looks at each take many minutes."""

LEAST_OF_A_FACE = 0.6
"""Of a face that the cut goes through less than this share is left: it says nothing."""


class Cut(NamedTuple):
    """What of a photograph a variant shows, in its pixels, and whether mirrored."""

    left: int
    top: int
    width: int
    height: int
    mirrored: bool


def cut_of(photo: Any, variant: str) -> tuple[Cut, np.random.Generator]:
    """The cut of a variant, the same each time, and the chance that goes on to brightness and noise."""
    width, height = photo["width"], photo["height"]
    chance = np.random.default_rng([photo["id"], 1 + VARIANTS.index(variant)])
    left = top = 0
    wide, high = width, height
    if "crop" in variant:
        share = chance.uniform(0.6, 0.9)
        wide, high = int(width * share), int(height * share)
        left, top = int(chance.integers(0, width - wide + 1)), int(chance.integers(0, height - high + 1))
    return Cut(left, top, wide, high, variant.startswith("m")), chance


def size_of(photo: Any, variant: str) -> tuple[int, int]:
    """Width and height of a photograph, or of a variant of it."""
    if not variant:
        return photo["width"], photo["height"]
    cut, _ = cut_of(photo, variant)
    return cut.width, cut.height


def pixels_of(image: Any, photo: Any, variant: str) -> Any:
    """The variant of a photograph's pixels, uint8 HxWx3."""
    cut, chance = cut_of(photo, variant)
    shown = image[cut.top : cut.top + cut.height, cut.left : cut.left + cut.width]
    if cut.mirrored:
        shown = shown[:, ::-1]
    gamma = chance.uniform(0.75, 1.3)
    noisy = 255 * (shown / 255.0) ** gamma + chance.normal(0, 2, shown.shape)
    return np.ascontiguousarray(np.clip(noisy, 0, 255).astype(np.uint8))


def truth_of(truth: list[Any], photo: Any, variant: str) -> list[Any]:
    """The true boxes of a photograph, or of a variant: what lies outside is gone, what is mostly cut away is to be
    ignored."""
    if not variant:
        return truth
    cut, _ = cut_of(photo, variant)
    shown = []
    for one in truth:
        x, y, width, height = one["bbox"]
        low = np.maximum([x - cut.left, y - cut.top], 0)
        high = np.minimum([x + width - cut.left, y + height - cut.top], [cut.width, cut.height])
        if (high <= low).any():
            continue
        wide, high_ = high - low
        left = cut.width - high[0] if cut.mirrored else low[0]
        small = wide * high_ < LEAST_OF_A_FACE * width * height
        box = [float(left), float(low[1]), float(wide), float(high_)]
        shown.append({"bbox": box, "ignore": int(bool(one.get("ignore")) or small)})
    return shown
