"""OpenCV's person detector: histograms of oriented gradients and a linear classifier (Dalal & Triggs, 2005)."""

from __future__ import annotations

import cv2
import numpy as np

from .base import Floats, Image
from .looking import Looker, LookingDetector
from .providers import Provider

WINDOW = (128, 64)
"""Height and width of the window."""

MARGIN = (0.2, 0.1)
"""Share of the window's width and height that lies outside the person, a side."""

_SLOPE = 2.0


class HogLooker(Looker):
    def __init__(self) -> None:
        self._network = cv2.HOGDescriptor()
        self._network.setSVMDetector(cv2.HOGDescriptor_getDefaultPeopleDetector())  # type: ignore[attr-defined]

    def run(self, tile: Image, least: float) -> Floats:
        if tile.shape[0] < WINDOW[0] or tile.shape[1] < WINDOW[1]:
            return np.zeros((0, 5), np.float32)
        windows, weights = self._network.detectMultiScale(tile, winStride=(8, 8), scale=1.05)
        boxes = np.asarray(windows, np.float32).reshape(-1, 4)
        inset = boxes[:, 2:] * np.array(MARGIN, np.float32)
        scores = 1 / (1 + np.exp(-_SLOPE * (np.asarray(weights, np.float32).reshape(-1, 1) - 0.5)))
        rows = np.concatenate([boxes[:, :2] + inset, boxes[:, 2:] - 2 * inset, scores], axis=1)
        return np.asarray(rows[rows[:, 4] >= least], np.float32)


class Hog(LookingDetector):
    """People who stand or walk, seen whole."""

    image_sides = (1280,)
    video_sides = (1280, 1280)
    close_look = 1920

    def make_looker(self, provider: Provider) -> Looker:
        self.version = f"opencv:{cv2.__version__}"
        return HogLooker()
