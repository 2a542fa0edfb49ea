"""SCRFD 2.5G with landmarks (Guo et al., 2022), InsightFace's weights: for research only, after their terms."""

from __future__ import annotations

import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded, up_to
from .networks import RGB, Network, planes_of
from .providers import Provider

STRIDES = (8, 16, 32)
ANCHORS = 2


class ScrfdLooker(Looker):
    """The network, fully convolutional. Its nine outputs are scores, distances to the four sides, and landmarks,
    each for the three strides; distances and landmarks are in strides from the cell's corner."""

    def __init__(self, provider: Provider) -> None:
        self._network = Network(weights.path_of("scrfd-2.5g"), provider, any_size=True)

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (up_to(side, 32) for side in tile.shape[:2])
        blob = planes_of(padded(tile, height, width), (127.5,) * 3, 1 / 128, RGB)
        answers = self._network.run(blob)
        outputs = [answers[name][0] for name in self._network.outputs]
        found = []
        for stride, scores, sides, points in zip(
            STRIDES, outputs[:3], outputs[3:6], outputs[6:], strict=True
        ):
            good = np.flatnonzero(scores[:, 0] >= least)
            cells = good // ANCHORS
            across = width // stride
            centres = (np.stack([cells % across, cells // across], axis=1) * stride).astype(np.float32)
            low = centres - sides[good, :2] * stride
            high = centres + sides[good, 2:] * stride
            marks = points[good] * stride + np.tile(centres, 5)
            found.append(np.concatenate([low, high - low, marks, scores[good]], axis=1))
        return np.concatenate(found).astype(np.float32)


class Scrfd(LookingDetector):
    side_by_side = True
    image_sides = (640, 960)
    video_sides = (640, 960)

    def make_looker(self, provider: Provider) -> Looker:
        return ScrfdLooker(provider)
