"""LPD-YuNet (Xu, 2022) of opencv_zoo: YuNet's older, anchor-based form, trained on Chinese license plates.

Decoded after the format that opencv_zoo publishes; its weights could not be fetched where this was written.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded, up_to
from .networks import Network
from .plate import with_margin
from .priors import Priors
from .providers import Provider

MARGIN = 0.15
_CORNERS = [4, 5, 6, 7, 10, 11, 12, 13]
"""Of the 14 deltas of a prior: a box that is not used, two corners, the centre, two corners."""


class LpdYuNetLooker(Looker):
    priors = Priors(((10, 16, 24), (32, 48), (64, 96), (128, 192, 256)), (8, 16, 32, 64))

    def __init__(self, provider: Provider) -> None:
        self._network = Network(weights.path_of("lpd-yunet"), provider, any_size=True)

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (up_to(side, 64) for side in tile.shape[:2])
        answers = self._network.run(cv2.dnn.blobFromImage(padded(tile, height, width)))
        return self.decode(answers, height, width, least)

    def decode(self, answers: Mapping[str, Floats], height: int, width: int, least: float) -> Floats:
        """Rows with the four corners from `loc` [N, 14], `conf` [N, 2] (the second is plate) and `iou` [N, 1]; the
        score is the root of confidence times expected overlap, the box the upright one around the corners."""
        deltas, classes, fit = (
            answers[name].reshape(-1, columns) for name, columns in (("loc", 14), ("conf", 2), ("iou", 1))
        )
        scores = np.sqrt(np.clip(classes[:, 1], 0, 1) * np.clip(fit[:, 0], 0, 1))
        good = np.flatnonzero(scores >= least)
        priors = self.priors.boxes(height, width)[good]
        corners = self.priors.decode_points(deltas[good][:, _CORNERS], priors)
        low, high = corners.min(axis=1), corners.max(axis=1)
        parts = [low, high - low, corners.reshape(len(good), 8), scores[good, None]]
        return np.concatenate(parts, axis=1).astype(np.float32)


class LpdYuNet(LookingDetector):
    side_by_side = True
    image_sides = (320, 640, 1280)
    video_sides = (640, 960)

    def make_looker(self, provider: Provider) -> Looker:
        return LpdYuNetLooker(provider)

    def rows(self, image: Image, least: float) -> Floats:
        return with_margin(super().rows(image, least), MARGIN)
