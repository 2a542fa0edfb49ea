"""License plates of all countries by YOLOv9-t (Wang et al., 2024) with suppression inside the network, as the project
open-image-models publishes it.

Decoded after the format that the project publishes; its weights could not be fetched where this was written.
"""

from __future__ import annotations

import cv2
import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded
from .networks import Network
from .plate import with_margin
from .providers import Provider

SIDE, GREY = 640, 114
MARGIN = 0.1


class PlateYoloLooker(Looker):
    """Takes 640×640 pixels only. Each row of its answer [N, 7] is picture, left, top, right, bottom, class, score."""

    tile = (SIDE, SIDE)

    def __init__(self, provider: Provider) -> None:
        self._network = Network(weights.path_of("plate-yolo"), provider)

    def run(self, tile: Image, least: float) -> Floats:
        seen = padded(tile, SIDE, SIDE, GREY)
        found = next(iter(self._network.run(cv2.dnn.blobFromImage(seen, 1 / 255, swapRB=True)).values()))
        found = found.reshape(-1, 7)
        found = found[found[:, 6] >= least]
        low, high = found[:, 1:3], found[:, 3:5]
        return np.concatenate([low, high - low, found[:, 6:]], axis=1).astype(np.float32)


class PlateYolo(LookingDetector):
    side_by_side = True
    image_sides = (640, 1280)
    video_sides = (640, 640)

    def make_looker(self, provider: Provider) -> Looker:
        return PlateYoloLooker(provider)

    def rows(self, image: Image, least: float) -> Floats:
        return with_margin(super().rows(image, least), MARGIN)
