"""YuNet (Wu, Peng & Yu, 2023): an anchor-free network of 75,856 parameters at strides 8, 16 and 32."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import cv2
import numpy as np

from .. import weights
from ..catalogue import DetectorInfo
from .base import Detections, Floats, Image, as_bgr
from .networks import Network
from .providers import Provider
from .suppression import suppress, unite
from .tiles import scaled, tiles

RECIPES = ("image", "video")
IMAGE_SIDES = (640, 1280)
"""Long sides at which a picture is looked at: one size is never enough, a large input loses large faces."""

LARGE, CLOSE_LOOK = 1920, 4096
"""Pictures with a longer side than `LARGE` are also looked at whole, in tiles, at most `CLOSE_LOOK` pixels long."""

VIDEO_SIDES = (960, 1280)
"""Least and largest long side at which a frame is looked at, once: the tracker joins what single frames lose."""

MAX_ENLARGEMENT = 4.0
"""Tiny pictures are enlarged by this at most: beyond it nothing is found that was not before."""

STRIDES = (8, 16, 32)
_NMS = 0.45


class Looker:
    """The network itself, at any size: `look` answers raw rows of one picture, tiles for large ones."""

    def __init__(self, provider: Provider, name: str = "yunet") -> None:
        self._network = Network(weights.path_of(name), provider, any_size=True)

    def look(self, image: Image, scale: float, least: float) -> Floats:
        """Rows of left, top, width, height, five landmarks, score in pixels of the picture, which the network sees
        scaled; of several that overlap by .45 the best."""
        seen = scaled(image, scale)
        found = []
        for left, top, tile in tiles(seen):
            rows = self._run(tile, least)
            rows[:, 0:14:2] += left
            rows[:, 1:14:2] += top
            rows[:, 2:4] -= (left, top)  # width and height do not move
            found.append(rows[suppress(rows[:, :4], rows[:, 14], _NMS)])
        rows = np.concatenate(found)
        back = (image.shape[1] / seen.shape[1], image.shape[0] / seen.shape[0])
        rows[:, :14] *= np.tile(back, 7).astype(np.float32)
        return rows

    def _run(self, image: Image, least: float) -> Floats:
        height, width = (-(-side // STRIDES[-1]) * STRIDES[-1] for side in image.shape[:2])
        below, right = height - image.shape[0], width - image.shape[1]
        if below or right:
            image = np.asarray(cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT), np.uint8)
        out = self._network.run(cv2.dnn.blobFromImage(image))
        rows = [np.zeros((0, 15), np.float32)]
        for stride in STRIDES:
            sure = np.clip(out[f"cls_{stride}"].ravel(), 0, 1) * np.clip(out[f"obj_{stride}"].ravel(), 0, 1)
            cells = np.flatnonzero(sure >= least * least)
            if not len(cells):
                continue
            grid = np.stack([cells % (width // stride), cells // (width // stride)], axis=1).astype(
                np.float32
            )
            box = out[f"bbox_{stride}"].reshape(-1, 4)[cells]
            size = np.exp(box[:, 2:]) * stride
            corner = (grid + box[:, :2]) * stride - size / 2
            marks = (out[f"kps_{stride}"].reshape(-1, 5, 2)[cells] + grid[:, None]) * stride
            parts = [corner, size, marks.reshape(-1, 10), np.sqrt(sure[cells])[:, None]]
            rows.append(np.concatenate(parts, axis=1).astype(np.float32))
        return np.concatenate(rows)


class YuNet:
    """`recipe` is *image* (several sizes, united) or *video* (one size, for the tracker joins what frames lose)."""

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        if recipe not in RECIPES:
            raise ValueError(f"A recipe is one of {', '.join(RECIPES)}, not {recipe!r}.")
        self.info, self.name, self.labels, self.recipe = info, info.name, info.labels, recipe
        self.version = weights.version_of(info.weights)
        self._lock = threading.Lock()
        self._looker = Looker(provider)

    def detect(self, images: Sequence[Image], min_score: float | None = None) -> list[Detections]:
        """See Detector. Scores down to 0 may be asked for; finds below .1 are mostly noise."""
        least = self.info.operating_threshold if min_score is None else min_score
        with self._lock:
            return [self._look(as_bgr(image), least) for image in images]

    def _look(self, image: Image, least: float) -> Detections:
        scales = self._scales(max(image.shape[:2]))
        rows = np.concatenate([self._looker.look(image, scale, least) for scale in scales])
        boxes, best = unite(rows[:, :4], rows[:, 14], _NMS)
        corners = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
        marks = rows[best, 4:14].reshape(-1, 5, 2)
        return Detections.inside(corners, rows[best, 14], "face", image.shape, self.name, self.version, marks)

    def _scales(self, long_side: int) -> list[float]:
        if self.recipe == "video":
            sides = [min(max(long_side, VIDEO_SIDES[0]), VIDEO_SIDES[1])]
        else:
            sides = [*IMAGE_SIDES, *([min(long_side, CLOSE_LOOK)] if long_side > LARGE else [])]
        return sorted({min(side / long_side, MAX_ENLARGEMENT) for side in sides})
