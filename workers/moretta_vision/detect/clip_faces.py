"""The presets' way to faces in clips: one or two looks a frame, each for the sizes that it is good at, and twice a
second another network's; the tracker joins what single frames lose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from ..catalogue import DetectorInfo
from .base import Detector, Floats, Image
from .centerface import CenterFaceLooker
from .faces import Faces
from .looking import MAX_ENLARGEMENT, OneByOne
from .providers import Provider
from .yunet import YuNetLooker

SIZES = (0.08, 0.16)

LEAST = 0.1
"""YuNet's own score from which on a find may continue a track."""


@dataclass(frozen=True)
class ClipLook:
    """The frame with its long side scaled to `side`. Finds higher than `highest`, as a share of the frame's long side,
    are left out: enlarged pictures make large faces out of clothes and walls."""

    side: int
    highest: float = 1.0


@dataclass(frozen=True)
class ClipRecipe:
    """`small` and `large`: YuNet's own score from which on a track is hidden that reached it once, for finds of up to
    the first of SIZES and from the second on (by made clips of exact truth; see docs/measurements.md): what is large
    and no face hides most for nothing, and large faces are seldom doubtful."""

    looks: tuple[ClipLook, ...]
    small: float
    large: float

    def hide_from(self, shares: Floats) -> Floats:
        """From which score on, for finds whose larger side is such a share of the frame's; between SIZES it rises
        evenly, both on logarithmic scales."""
        ends = np.log((self.small, self.large))
        return np.asarray(
            np.exp(np.interp(np.log(np.maximum(shares, 1e-4)), np.log(SIZES), ends)), np.float32
        )


RECIPES: Mapping[str, ClipRecipe] = {
    "faces-fast": ClipRecipe((ClipLook(640),), 0.22, 0.4),
    "faces-balanced": ClipRecipe((ClipLook(640), ClipLook(960, 0.1)), 0.17, 0.35),
    "faces-thorough": ClipRecipe((ClipLook(640), ClipLook(960, 0.2), ClipLook(1280, 0.1)), 0.17, 0.35),
}


def seen_side(detectors: Iterable[str]) -> int | None:
    """To which longer side frames can be reduced before these detectors look at them: they see no more of them. None:
    to none, for one of them sees frames as they are."""
    recipes = [RECIPES.get(name) for name in detectors]
    sides = [0 if recipe is None else max(look.side for look in recipe.looks) for recipe in recipes]
    return max(sides) if all(sides) and sides else None


SECOND_SIDE, SECOND_LEAST, SECOND_HIDE_FROM = 480, 0.05, 0.2
"""CenterFace's long side, its own score from which on a find may continue a track, and that from which on one is hidden
(by made clips of exact truth; see docs/measurements.md): whom YuNet never sees it often does."""


def preset_faces(info: DetectorInfo, provider: Provider, recipe: str) -> Detector:
    """A preset's face detector: for pictures, for the frames of clips, or for some of these once more."""
    if recipe == "image":
        return Faces(info, provider)
    return ClipFaces(info, provider) if recipe == "video" else SecondOpinion(info, provider)


class ClipFaces(OneByOne):
    """A preset's face detector for the frames of clips. Scores are YuNet's, bent so that .5 is where hiding begins."""

    side_by_side = True

    def __init__(self, info: DetectorInfo, provider: Provider) -> None:
        super().__init__(info, provider, "video")
        self._recipe = RECIPES[info.name]
        self._looker = YuNetLooker(provider, landmarks=False)

    def rows(self, image: Image, least: float) -> Floats:
        found = np.concatenate([self._seen(look, image) for look in self._recipe.looks])
        shares = found[:, 2:4].max(axis=1, initial=0) / max(image.shape[:2])
        found[:, -1] **= math.log(0.5) / np.log(self._recipe.hide_from(shares))
        return np.asarray(found[found[:, -1] >= least])

    def _seen(self, look: ClipLook, image: Image) -> Floats:
        height, width = image.shape[:2]
        scale = min(look.side / max(height, width), MAX_ENLARGEMENT)
        small = image
        if scale != 1:
            # Averaging areas takes ten times as long, and is worth it only where pixels would be skipped.
            way = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR
            size = max(1, round(width * scale)), max(1, round(height * scale))
            small = np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
        rows = self._looker.look(small, 1.0, LEAST)
        rows[:, 0:-1:2] *= width / small.shape[1]
        rows[:, 1:-1:2] *= height / small.shape[0]
        return rows[rows[:, 3] < look.highest * max(height, width)]


class SecondOpinion(OneByOne):
    """Another network's look at frames that `ClipFaces` searched too. Scores are bent likewise."""

    side_by_side = True

    def __init__(self, info: DetectorInfo, provider: Provider) -> None:
        super().__init__(info, provider, "second")
        self._looker = CenterFaceLooker(provider, landmarks=False)

    def rows(self, image: Image, least: float) -> Floats:
        scale = min(SECOND_SIDE / max(image.shape[:2]), MAX_ENLARGEMENT)
        found = self._looker.look(image, scale, SECOND_LEAST)
        found[:, -1] **= math.log(0.5) / math.log(SECOND_HIDE_FROM)
        return np.asarray(found[found[:, -1] >= least])
