"""Ultra-Light-Fast-Generic-Face-Detector-1MB (Linzaer, 2019), variant RFB, with its priors inside the network."""

from __future__ import annotations

import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded
from .networks import RGB, Network, planes_of
from .providers import Provider


class UltraLightLooker(Looker):
    """The network, of one size: smaller tiles are padded to it, never squeezed."""

    def __init__(self, provider: Provider, name: str, tile: tuple[int, int]) -> None:
        self._network = Network(weights.path_of(name), provider)
        self.tile = tile
        self.overlap = tile[0] // 4

    def run(self, tile: Image, least: float) -> Floats:
        height, width = self.tile
        blob = planes_of(padded(tile, height, width), (127,) * 3, 1 / 128, RGB)
        answers = self._network.run(blob)
        scores, corners = answers["scores"][0, :, 1], answers["boxes"][0]
        good = np.flatnonzero(scores >= least)
        corners = corners[good] * np.array([width, height, width, height], np.float32)
        sizes = corners[:, 2:] - corners[:, :2]
        return np.concatenate([corners[:, :2], sizes, scores[good, None]], axis=1)


class UltraLight(LookingDetector):
    """The variant for 640×480 pixels."""

    side_by_side = True
    weights_name, tile = "ultralight-640", (480, 640)
    image_sides = (960,)
    video_sides = (640, 640)

    def make_looker(self, provider: Provider) -> Looker:
        return UltraLightLooker(provider, self.weights_name, self.tile)

    def scales(self, image: Image) -> list[float]:
        """The first look sees the whole picture in one tile."""
        whole = min(self.tile[0] / image.shape[0], self.tile[1] / image.shape[1])
        return sorted({whole, *(scale for scale in super().scales(image) if scale > whole)})


class UltraLight320(UltraLight):
    """The variant for 320×240 pixels."""

    weights_name, tile = "ultralight-320", (240, 320)
    image_sides = (640,)
    video_sides = (320, 320)
