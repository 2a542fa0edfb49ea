"""YuNet (Wu, Peng & Yu, 2023): faces, by OpenCV's own decoder of the network."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import cv2
import numpy as np

from .. import weights
from ..catalogue import DETECTORS
from .base import Detections, DetectorUnavailable, Floats, Image, OutOfMemory, as_bgr
from .providers import Provider
from .suppression import unite

RECIPES = ("image", "video")
IMAGE_SIDES = (640, 1280)
"""Long sides at which a picture is looked at: one size is never enough, a large input loses large faces."""

LARGE, CLOSE_LOOK = 1920, 4096
"""Pictures with a longer side than `LARGE` are also looked at whole, in tiles, at most `CLOSE_LOOK` pixels long."""

VIDEO_SIDES = (960, 1280)
"""Least and largest long side at which a frame is looked at, once: the tracker joins what single frames lose."""

_TILE, _OVERLAP = 1280, 160
"""Inputs larger than a tile would take memory by the square."""

MAX_ENLARGEMENT = 4.0
"""Tiny pictures are enlarged by this at most: beyond it nothing is found that was not before."""

_LEAST_SIDE = 64
"""Below two cells of the coarsest stride (32) OpenCV's graph answers garbage of score 1: pad."""

_NMS = 0.45
_TOP_K = 5000


class YuNet:
    """`recipe` is *image* (several sizes, united) or *video* (one size, for the tracker joins what frames lose)."""

    name = "yunet"
    labels: tuple[str, ...] = ("face",)

    def __init__(self, provider: Provider, recipe: str = "image") -> None:
        path = weights.path_of("yunet")
        self.version = f"yunet:{weights.REGISTRY['yunet'].sha256[:12]}"
        if recipe not in RECIPES:
            raise ValueError(f"A recipe is one of {', '.join(RECIPES)}, not {recipe!r}.")
        self.recipe = recipe
        self._lock = threading.Lock()
        try:
            self._network = cv2.FaceDetectorYN.create(
                str(path), "", (320, 320), 0.6, _NMS, _TOP_K, provider.dnn_backend, provider.dnn_target
            )
        except cv2.error as error:
            raise DetectorUnavailable(f"OpenCV cannot load {path}: {error.err}.") from None

    def detect(self, images: Sequence[Image], min_score: float | None = None) -> list[Detections]:
        """See Detector. Scores down to 0 may be asked for; finds below .1 are mostly noise."""
        least = DETECTORS[self.name].operating_threshold if min_score is None else min_score
        with self._lock:
            self._network.setScoreThreshold(float(least))
            return [self._look(as_bgr(image)) for image in images]

    def _look(self, image: Image) -> Detections:
        height, width = image.shape[:2]
        rows = np.concatenate([self._find(image, scale) for scale in self._scales(max(height, width))])
        rows = rows[np.isfinite(rows).all(axis=1)]
        boxes, best = unite(rows[:, :4], rows[:, 14], _NMS)
        low = np.clip(boxes[:, :2], 0, (width, height))
        high = np.clip(boxes[:, :2] + boxes[:, 2:], 0, (width, height))
        inside = ((high - low) > 0).all(axis=1)
        boxes, best = np.concatenate([low, high - low], axis=1)[inside].astype(np.float32), best[inside]
        return Detections(
            boxes,
            np.clip(rows[best, 14], 0, 1),
            ["face"] * len(best),
            rows[best, 4:14].reshape(-1, 5, 2),
            self.name,
            self.version,
        )

    def _scales(self, long_side: int) -> list[float]:
        if self.recipe == "video":
            sides = [min(max(long_side, VIDEO_SIDES[0]), VIDEO_SIDES[1])]
        else:
            sides = [*IMAGE_SIDES, *([min(long_side, CLOSE_LOOK)] if long_side > LARGE else [])]
        return sorted({min(side / long_side, MAX_ENLARGEMENT) for side in sides})

    def _find(self, image: Image, scale: float) -> Floats:
        """Rows of x, y, width, height, five landmarks, score, in pixels of the picture."""
        height, width = image.shape[:2]
        size = max(1, round(width * scale)), max(1, round(height * scale))
        if size != (width, height):
            way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
            image = np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
        found = [np.zeros((0, 15), np.float32)]
        for top in _starts(size[1]):
            for left in _starts(size[0]):
                rows = self._run(np.ascontiguousarray(image[top : top + _TILE, left : left + _TILE]))
                rows[:, 0:14:2] += left
                rows[:, 1:14:2] += top
                rows[:, 2:4] -= (left, top)  # width and height do not move
                found.append(rows)
        rows = np.concatenate(found)
        rows[:, :14] *= np.tile((width / size[0], height / size[1]), 7).astype(np.float32)
        return rows

    def _run(self, image: Image) -> Floats:
        below, right = max(0, _LEAST_SIDE - image.shape[0]), max(0, _LEAST_SIDE - image.shape[1])
        if below or right:
            padded = cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT)
            image = np.asarray(padded, np.uint8)
        try:
            self._network.setInputSize((image.shape[1], image.shape[0]))
            found = self._network.detect(image)[1]
        except MemoryError:
            raise OutOfMemory("The picture does not fit into memory.") from None
        except cv2.error as error:
            if "memory" in str(error.err).lower() or error.code == cv2.Error.STS_NO_MEM:
                raise OutOfMemory(str(error.err)) from None
            raise
        return np.zeros((0, 15), np.float32) if found is None else np.array(found, np.float32)


def _starts(length: int) -> list[int]:
    """Where tiles begin along a side: evenly, overlapping by `_OVERLAP` or more."""
    if length <= _TILE:
        return [0]
    count = -(-(length - _OVERLAP) // (_TILE - _OVERLAP))
    return [round(i * (length - _TILE) / (count - 1)) for i in range(count)]
