"""OpenCV's sample detector: SSD (Liu et al., 2016) on a narrow ResNet-10, 8 bit weights, by OpenCV's own runtime."""

from __future__ import annotations

import cv2
import numpy as np

from .. import weights
from .base import DetectorUnavailable, Floats, Image
from .looking import Looker, LookingDetector, padded, up_to
from .providers import Provider

MEAN = (104, 117, 123)
"""Finds more than the 177 for green that OpenCV's own samples take."""


class SsdLooker(Looker):
    """The network, made for 300 pixels; it takes larger pictures, in which it finds smaller faces."""

    def __init__(self) -> None:
        network, graph = weights.path_of("ssd"), weights.path_of("ssd-graph")
        try:
            self._network = cv2.dnn.readNetFromTensorflow(str(network), str(graph))
        except cv2.error as error:
            raise DetectorUnavailable(f"{network} cannot be loaded as a network: {error.err}.") from None

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (up_to(side, 32) for side in tile.shape[:2])
        self._network.setInput(cv2.dnn.blobFromImage(padded(tile, height, width), mean=MEAN))
        rows = np.asarray(self._network.forward(), np.float32).reshape(-1, 7)
        rows = rows[rows[:, 2] >= least]
        corners = rows[:, 3:] * np.array([width, height, width, height], np.float32)
        sizes = corners[:, 2:] - corners[:, :2]
        return np.concatenate([corners[:, :2], sizes, rows[:, 2:3]], axis=1)


class Ssd(LookingDetector):
    image_sides = (320, 640)
    video_sides = (640, 640)
    close_look = 1920

    def make_looker(self, provider: Provider) -> Looker:
        return SsdLooker()
