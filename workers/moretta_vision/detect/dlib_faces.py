"""dlib's two face detectors: histograms of gradients with a sliding window, and a network (MMOD; King, 2015)."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import weights
from .base import DetectorUnavailable, Floats, Image
from .looking import Looker, LookingDetector, padded
from .providers import Provider

SMALLEST = 32
"""dlib's network crashes on pictures of a few pixels."""


def _dlib() -> Any:
    try:
        import dlib
    except ImportError as error:
        raise DetectorUnavailable(f"dlib cannot be imported: {error}.") from None
    return dlib


class HogLooker(Looker):
    """The window is 80 pixels. Scores are distances from a plane; a logistic curve makes them 0..1."""

    middle, slope = -0.25, 3.0
    lowest = -0.7

    def __init__(self) -> None:
        self._detector = _dlib().get_frontal_face_detector()

    def run(self, tile: Image, least: float) -> Floats:
        found, distances, _ = self._detector.run(np.ascontiguousarray(tile[:, :, ::-1]), 0, self.lowest)
        scores = 1 / (1 + np.exp(-self.slope * (np.asarray(distances, np.float32) - self.middle)))
        rows = _rows(found, scores)
        return rows[rows[:, 4] >= least]


class CnnLooker(Looker):
    """The smallest face is of some 80 pixels. Time and memory grow with the pixels: a tile takes up to a gigabyte."""

    tile, overlap = (800, 800), 160

    def __init__(self) -> None:
        path = str(weights.path_of("dlib-cnn"))
        self._network = _dlib().cnn_face_detection_model_v1(path)

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (max(side, SMALLEST) for side in tile.shape[:2])
        found = self._network(np.ascontiguousarray(padded(tile, height, width)[:, :, ::-1]), 0)
        rows = _rows([one.rect for one in found], [one.confidence for one in found])
        return rows[rows[:, 4] >= least]


def _rows(rectangles: Any, scores: Any) -> Floats:
    boxes = [(one.left(), one.top(), one.width(), one.height()) for one in rectangles]
    scores = np.asarray(scores, np.float32).reshape(-1, 1)
    return np.concatenate([np.asarray(boxes, np.float32).reshape(-1, 4), scores], axis=1)


class DlibHog(LookingDetector):
    image_sides = (640, 1280)
    video_sides = (960, 1280)

    def make_looker(self, provider: Provider) -> Looker:
        self.version = f"dlib:{_dlib().__version__}"
        return HogLooker()


class DlibCnn(LookingDetector):
    image_sides = (800,)
    video_sides = (800, 800)
    close_look = 1600

    def make_looker(self, provider: Provider) -> Looker:
        return CnnLooker()
