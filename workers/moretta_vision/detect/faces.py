"""The presets' way to faces: propose low by several looks, weigh all the evidence, unite the boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ..catalogue import DetectorInfo
from . import doubts, face_boxes
from .base import Detections, Floats, Image
from .centerface import CenterFaceLooker
from .evidence import SCENE, Evidence, gather, one_a_face
from .face_boxes import drawn
from .fusion import Forest, Trees, forest, trees
from .looking import CLOSE_LOOK, LARGE, MAX_ENLARGEMENT, Guarded, Looker
from .providers import Provider
from .retinaface import RetinaFaceLooker
from .yunet import YuNetLooker

LOOKERS: Mapping[str, Callable[[Provider], Looker]] = {
    "yunet": YuNetLooker,
    "centerface": CenterFaceLooker,
    "retinaface": RetinaFaceLooker,
}

HIDDEN_FROM = 0.5
"""The score of candidates from which on they are hidden; what may be a face beside these scores below it."""

RECOGNIZABLE = 10
"""Pixels of the longer side."""


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
    "faces-fast-image": Recipe((Look("yunet", 320), Look("yunet", 640, close=True)), believed=0.9, floor=0.1),
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
}
"""By detector. For clips see `clip_faces`."""


class Faces(Guarded):
    """The face detector of a preset, for pictures."""

    def __init__(self, info: DetectorInfo, provider: Provider) -> None:
        super().__init__(info, provider)
        name = f"{info.name}-image"
        self._recipe, self._forest, self._doubts = RECIPES[name], forest(name), forest(f"{name}-doubts")
        self._edges = trees(f"{name}-edges")
        self._eyes = Eyes((look.network for look in self._recipe.looks), provider)
        if not made_for(self._recipe.looks, self._forest, self._doubts, self._edges):
            raise ValueError(f"The forests of {name} were made for other looks: run bench/fit_faces.py.")

    def find(self, image: Image, least: float) -> Detections:
        evidence = self.evidence(image)
        scores = self._forest.score(evidence.features, evidence.relative)
        corners, rows = drawn(evidence, self._edges), one_a_face(evidence.boxes, scores)
        if least >= HIDDEN_FROM:
            rows = rows[scores[rows] >= least]
            return self._answer(image, corners[rows], scores[rows], evidence.landmarks[rows])
        rows = rows[scores[rows] >= HIDDEN_FROM]
        places = doubts.doubts(evidence, corners, scores, rows, image.shape)
        chances = doubtful(places, self._doubts)
        there = chances >= least
        return self._answer(
            image,
            np.concatenate([corners[rows], places.shown()[there]]),
            np.concatenate([scores[rows], chances[there]]),
            evidence.landmarks[np.concatenate([rows, places.best[there]])],
        )

    def _answer(self, image: Image, corners: Floats, scores: Floats, marks: Floats) -> Detections:
        return Detections.inside(corners, scores, "face", image.shape, self.name, self.version, marks)

    def evidence(self, image: Image) -> Evidence:
        """All candidates of a picture and what speaks for them."""
        seen = [self._eyes.seen(look, image, self._recipe.floor) for look in self._recipe.looks]
        return gather(seen, image.shape, self._recipe.believed)


def feature_names(looks: tuple[Look, ...]) -> tuple[str, ...]:
    """The features of `evidence.gather` for these looks, in order."""
    return (*(look.name for look in looks), *SCENE)


def made_for(looks: tuple[Look, ...], candidates: Trees, places: Trees, edges: Trees) -> bool:
    """Whether the forests of candidates, of doubtful places and of edges weigh what these looks give."""
    names = [look.name for look in looks]
    wanted = feature_names(looks), doubts.feature_names(names), face_boxes.feature_names(names)
    return (candidates.names, places.names, edges.names) == wanted


def doubtful(places: doubts.Doubts, weighed: Forest) -> Floats:
    """Scores [N] of places below `HIDDEN_FROM`, from half of it on worth a person's look: that of what is too small
    to recognize anybody is less."""
    scores = HIDDEN_FROM * weighed.score(places.features, places.relative)
    small = places.boxes[:, 2:].max(axis=1, initial=0) < RECOGNIZABLE
    return np.where(small, np.minimum(scores, 0.99 * HIDDEN_FROM / 2), scores).astype(np.float32)


def _mirrored(rows: Floats, width: int) -> Floats:
    """Raw rows of a mirrored picture as they lie in the picture itself; left and right landmarks change places."""
    back = rows.copy()
    back[:, 0] = width - rows[:, 0] - rows[:, 2]
    if rows.shape[1] == 15:
        marks = rows[:, 4:14].reshape(-1, 5, 2)[:, [1, 0, 2, 4, 3]]
        marks[:, :, 0] = width - marks[:, :, 0]
        back[:, 4:14] = marks.reshape(-1, 10)
    return back
