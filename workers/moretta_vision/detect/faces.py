"""The presets' way to faces: propose low by several looks, weigh all the evidence, unite the boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ..catalogue import DetectorInfo
from .base import Detections, Floats, Image
from .centerface import CenterFaceLooker
from .evidence import SCENE, Evidence, gather, one_a_face
from .fusion import forest
from .looking import CLOSE_LOOK, LARGE, MAX_ENLARGEMENT, Guarded, Looker
from .providers import Provider
from .retinaface import RetinaFaceLooker
from .yunet import YuNetLooker

LOOKERS: Mapping[str, Callable[[Provider], Looker]] = {
    "yunet": YuNetLooker,
    "centerface": CenterFaceLooker,
    "retinaface": RetinaFaceLooker,
}

TINY, PLAIN, WIDER = 0.02, 0.08, 0.05
"""Boxes of faces that are small in the picture are wrong by more of their size: up to the first share of the picture's
mean side they grow by the third on each side, from the second on not at all."""


@dataclass(frozen=True)
class Look:
    """One network's look at the picture with its long side scaled to `side`; `close`: large pictures once more, in
    tiles, and its finds count as those of this look."""

    network: str
    side: int
    mirrored: bool = False
    close: bool = False

    @property
    def name(self) -> str:
        return f"{self.network} {self.side}{' mirrored' if self.mirrored else ''}"


class Eyes:
    """The networks of some looks, loaded."""

    def __init__(self, networks: Iterable[str], provider: Provider) -> None:
        self._lookers = {name: LOOKERS[name](provider) for name in dict.fromkeys(networks)}

    def seen(self, look: Look, image: Image, floor: float) -> Floats:
        """Raw rows of one look that score `floor` or more, in pixels of the picture."""
        looker, long_side = self._lookers[look.network], max(image.shape[:2])
        if look.mirrored:
            image = np.ascontiguousarray(image[:, ::-1])
        sides = {look.side, min(long_side, CLOSE_LOOK)} if look.close and long_side > LARGE else {look.side}
        scales = sorted({min(side / long_side, MAX_ENLARGEMENT) for side in sides})
        rows = np.concatenate([looker.look(image, scale, floor) for scale in scales])
        return _mirrored(rows, image.shape[1]) if look.mirrored else rows


@dataclass(frozen=True)
class Recipe:
    """All looks at a picture, and which of their finds a box goes around (see `evidence.gather`): the fewer pixels may
    be masked needlessly, the higher `believed`. From the score `floor` of its own on what a network sees is a
    candidate: with the lowest nearly every face is one, and each costs time."""

    looks: tuple[Look, ...]
    believed: float = 0.4
    floor: float = 0.05


RECIPES: Mapping[str, Recipe] = {
    "faces-fast-image": Recipe(
        (Look("yunet", 320), Look("yunet", 640, close=True)), believed=0.8, floor=0.15
    ),
    "faces-balanced-image": Recipe(
        (Look("yunet", 640), Look("yunet", 1280, close=True), Look("centerface", 480))
    ),
    "faces-thorough-image": Recipe(
        (
            Look("yunet", 640),
            Look("yunet", 1280),
            Look("yunet", 1280, mirrored=True),
            Look("yunet", 1920, close=True),
            Look("centerface", 640),
            Look("centerface", 1280),
        )
    ),
    "faces-fast-video": Recipe((Look("yunet", 640),)),
    "faces-balanced-video": Recipe((Look("yunet", 960),)),
    "faces-thorough-video": Recipe((Look("yunet", 640), Look("yunet", 1280))),
}
"""Detector and recipe: in a video a frame is looked at less, for the tracker joins what single frames lose."""


class Faces(Guarded):
    """The face detector of a preset."""

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        name = f"{info.name}-{recipe}"
        self._recipe, self._forest = RECIPES[name], forest(name)
        self._eyes = Eyes((look.network for look in self._recipe.looks), provider)
        if self._forest.names != feature_names(self._recipe.looks):
            raise ValueError(f"The forest {name} was made for other looks: run bench/fit_faces.py.")

    def find(self, image: Image, least: float) -> Detections:
        evidence = self.evidence(image)
        scores = self._forest.score(evidence.features, evidence.relative)
        rows = one_a_face(evidence.boxes, scores)
        rows = rows[scores[rows] >= least]
        corners = drawn(evidence)[rows]
        marks = evidence.landmarks[rows]
        return Detections.inside(corners, scores[rows], "face", image.shape, self.name, self.version, marks)

    def evidence(self, image: Image) -> Evidence:
        """All candidates of a picture and what speaks for them."""
        seen = [self._eyes.seen(look, image, self._recipe.floor) for look in self._recipe.looks]
        return gather(seen, image.shape, self._recipe.believed)


def feature_names(looks: tuple[Look, ...]) -> tuple[str, ...]:
    """The features of `evidence.gather` for these looks, in order."""
    return (*(look.name for look in looks), *SCENE)


def drawn(evidence: Evidence) -> Floats:
    """Left, top, right, bottom [N, 4] of what is hidden: around all believed finds, wider where they are tiny."""
    boxes = evidence.around
    between = np.log(np.maximum(evidence.relative, 1e-4) / TINY) / np.log(PLAIN / TINY)
    grow = (WIDER * (1 - np.clip(between, 0, 1)))[:, None] * boxes[:, 2:]
    return np.asarray(np.concatenate([boxes[:, :2] - grow, boxes[:, :2] + boxes[:, 2:] + grow], axis=1))


def _mirrored(rows: Floats, width: int) -> Floats:
    """Raw rows of a mirrored picture as they lie in the picture itself; left and right landmarks change places."""
    back = rows.copy()
    back[:, 0] = width - rows[:, 0] - rows[:, 2]
    if rows.shape[1] == 15:
        marks = rows[:, 4:14].reshape(-1, 5, 2)[:, [1, 0, 2, 4, 3]]
        marks[:, :, 0] = width - marks[:, :, 0]
        back[:, 4:14] = marks.reshape(-1, 10)
    return back
