"""The cascades of Viola & Jones (2001) as OpenCV ships them: frontal faces, profiles, and profiles mirrored."""

from __future__ import annotations

import cv2
import numpy as np

from .base import DetectorUnavailable, Floats, Image
from .looking import Looker, LookingDetector
from .providers import Provider

SCALE_STEP = 1.1
NEIGHBOURS = 3


class Cascade:
    """A cascade of OpenCV's package; `middle` and `slope` of the logistic curve turn the weight of its last stage into
    a score. Raises DetectorUnavailable where OpenCV ships no such cascade."""

    def __init__(self, name: str, middle: float, slope: float) -> None:
        folder = getattr(getattr(cv2, "data", None), "haarcascades", "")
        self._network = cv2.CascadeClassifier(f"{folder}{name}")
        if self._network.empty():
            raise DetectorUnavailable(
                f"This OpenCV {cv2.__version__} has no {name}. Install opencv-contrib-python below version 5."
            )
        self._middle, self._slope = middle, slope

    def find(self, grey: Image, mirrored: bool = False) -> Floats:
        """Rows of left, top, width, height, score."""
        seen = np.ascontiguousarray(grey[:, ::-1]) if mirrored else grey
        windows, _, certainty = self._network.detectMultiScale3(
            seen, scaleFactor=SCALE_STEP, minNeighbors=NEIGHBOURS, outputRejectLevels=True
        )
        boxes = np.asarray(windows, np.float32).reshape(-1, 4)
        if mirrored:
            boxes[:, 0] = grey.shape[1] - boxes[:, 0] - boxes[:, 2]
        weights = np.asarray(certainty, np.float32).reshape(-1, 1)
        return np.concatenate([boxes, 1 / (1 + np.exp(-self._slope * (weights - self._middle)))], axis=1)


class HaarLooker(Looker):
    def __init__(self) -> None:
        self._frontal = Cascade("haarcascade_frontalface_default.xml", 1.0, 0.4)
        self._profile = Cascade("haarcascade_profileface.xml", 1.0, 0.4)

    def run(self, tile: Image, least: float) -> Floats:
        grey = np.asarray(cv2.equalizeHist(cv2.cvtColor(tile, cv2.COLOR_BGR2GRAY)), np.uint8)
        finds = [self._frontal.find(grey), self._profile.find(grey), self._profile.find(grey, mirrored=True)]
        rows = np.concatenate(finds)
        return rows[rows[:, 4] >= least]


class Haar(LookingDetector):
    image_sides = (640,)
    video_sides = (640, 640)
    close_look = 1920

    def make_looker(self, provider: Provider) -> Looker:
        self.version = f"opencv:{cv2.__version__}"
        return HaarLooker()
