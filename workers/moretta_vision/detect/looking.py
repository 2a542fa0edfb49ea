"""What detectors share that look at one picture at a time: scaling, tiles, threads, memory errors.

Raw rows are float32 [N, 5 + 2 K]: left, top, width, height, K landmarks as x, y, and the score last, in pixels.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import nullcontext

import cv2
import numpy as np

from .. import weights
from ..catalogue import DetectorInfo
from .base import Detections, Floats, Image, OutOfMemory, as_bgr
from .providers import Provider
from .suppression import suppress, unite
from .tiles import OVERLAP, TILE, scaled, tiles

RECIPES = ("image", "video", "second")

LARGE, CLOSE_LOOK = 1920, 4096
"""Pictures with a longer side than `LARGE` are also looked at whole, in tiles, at most `CLOSE_LOOK` pixels long."""

MAX_ENLARGEMENT = 4.0
"""Tiny pictures are enlarged by this at most: beyond it nothing is found that was not before."""

SAME = 0.45
"""Two finds that overlap by this much (intersection over union) are one object."""

_NO_MEMORY = (-4, -217)
"""OpenCV's codes for memory that is not there: of the machine (StsNoMem), of the GPU (GpuApiCallError)."""


class Looker(ABC):
    """A network that sees one picture at a time, at any scale; large ones in tiles of at most `tile` (height, width)
    pixels that overlap by `overlap`."""

    tile = (TILE, TILE)
    overlap = OVERLAP

    @abstractmethod
    def run(self, tile: Image, least: float) -> Floats:
        """Rows of one tile, of score `least` or more, in its pixels; finds of one object are not joined yet."""

    def look(self, image: Image, scale: float, least: float) -> Floats:
        """Rows in pixels of the picture, which the network sees scaled; of several that overlap in one tile the
        best."""
        seen = scaled(image, scale)
        found = []
        for left, top, tile in tiles(seen, self.tile, self.overlap):
            rows = self.run(tile, least)
            rows[:, [0, *range(4, rows.shape[1] - 1, 2)]] += left
            rows[:, [1, *range(5, rows.shape[1] - 1, 2)]] += top
            found.append(rows[suppress(rows[:, :4], rows[:, -1], SAME)])
        rows = np.concatenate(found)
        rows[:, 0:-1:2] *= image.shape[1] / seen.shape[1]
        rows[:, 1:-1:2] *= image.shape[0] / seen.shape[0]
        return rows


class Guarded(ABC):
    """A detector (see `base.Detector`) that searches the pictures of a batch one after the other and says OutOfMemory
    where a picture does not fit."""

    side_by_side = False
    """Whether several threads may search at once, as those may that keep nothing but a `Network` and constants; others
    let in one at a time."""

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        """`recipe` is *image*, or *video*, where one look a frame does: the tracker joins what single frames lose; or
        *second*, where the catalogue says so: another look for some of the frames."""
        if recipe not in RECIPES:
            raise ValueError(f"A recipe is one of {', '.join(RECIPES)}, not {recipe!r}.")
        self.info, self.name, self.labels, self.recipe = info, info.name, info.labels, recipe
        self.version = weights.version_of(info.weights)
        self._turn = nullcontext() if self.side_by_side else threading.Lock()

    @abstractmethod
    def find(self, image: Image, least: float) -> Detections:
        """What is in a BGR picture, uint8 HxWx3, of score `least` or more."""

    def detect(self, images: Sequence[Image], min_score: float | None = None) -> list[Detections]:
        """See Detector."""
        least = self.info.operating_threshold if min_score is None else min_score
        with self._turn:
            return [self._guarded(as_bgr(image), least) for image in images]

    def _guarded(self, image: Image, least: float) -> Detections:
        try:
            return self.find(image, least)
        except MemoryError:
            raise OutOfMemory("The picture does not fit into memory.") from None
        except cv2.error as error:
            if error.code in _NO_MEMORY:
                raise OutOfMemory(error.err) from None
            raise


class OneByOne(Guarded):
    """A detector of one label, whose finds of one object are united."""

    @abstractmethod
    def rows(self, image: Image, least: float) -> Floats:
        """Raw rows of a BGR picture, uint8 HxWx3, of score `least` or more."""

    def find(self, image: Image, least: float) -> Detections:
        rows = self.rows(image, least)
        boxes, best = unite(rows[:, :4], rows[:, -1], SAME)
        corners = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
        points = (rows.shape[1] - 5) // 2
        marks = rows[best, 4:-1].reshape(len(best), points, 2) if points else None
        label = self.labels[0]
        return Detections.inside(corners, rows[best, -1], label, image.shape, self.name, self.version, marks)


class LookingDetector(OneByOne):
    """A detector made of one `Looker`. A picture is looked at with each of `image_sides` as its long side, a frame
    once, with its own long side or the nearest within `video_sides`."""

    image_sides: tuple[int, ...]
    video_sides: tuple[int, int]
    close_look = CLOSE_LOOK

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        self.looker = self.make_looker(provider)

    @abstractmethod
    def make_looker(self, provider: Provider) -> Looker:
        """The network, loaded. Raises DetectorUnavailable or WeightsError."""

    def rows(self, image: Image, least: float) -> Floats:
        looks = [self.looker.look(image, scale, least) for scale in self.scales(image)]
        return np.concatenate(looks)

    def scales(self, image: Image) -> list[float]:
        """The scales at which a picture or a frame is looked at, each once, smallest first."""
        frame = self.video_sides if self.recipe == "video" else None
        return scales(max(image.shape[:2]), self.image_sides, frame, self.close_look)


def scales(
    long_side: int,
    image_sides: tuple[int, ...],
    video_sides: tuple[int, int] | None = None,
    close_look: int = CLOSE_LOOK,
) -> list[float]:
    """The scales, each once, smallest first, that bring a picture's long side to each of `image_sides`, and a large
    one to `close_look` at most; with `video_sides` the one scale that brings it between them."""
    if video_sides:
        sides = [min(max(long_side, video_sides[0]), video_sides[1])]
    else:
        sides = [*image_sides, *([min(long_side, close_look)] if long_side > LARGE else [])]
    return sorted({min(side / long_side, MAX_ENLARGEMENT) for side in sides})


def padded(image: Image, height: int, width: int, grey: int = 0) -> Image:
    """The picture at the top left of a black or grey one of this size."""
    below, right = height - image.shape[0], width - image.shape[1]
    if not below and not right:
        return image
    framed = cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(grey,) * 3)
    return np.asarray(framed, np.uint8)


def up_to(length: int, multiple: int) -> int:
    """The next multiple, for networks that halve their input several times."""
    return -(-length // multiple) * multiple
