"""CenterFace (Xu et al., 2020): faces as points of a heat map at a quarter of the input."""

from __future__ import annotations

import cv2
import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded, up_to
from .networks import Network
from .providers import Provider

STRIDE = 4


class CenterFaceLooker(Looker):
    """The network. Its file declares 32×32 pixels; it takes every multiple of 32. Outputs come vertical first."""

    def __init__(self, provider: Provider) -> None:
        self._network = Network(weights.path_of("centerface"), provider, any_size=True)

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (up_to(side, 32) for side in tile.shape[:2])
        answers = self._network.run(cv2.dnn.blobFromImage(padded(tile, height, width), swapRB=True))
        heat, sizes, offsets, points = (answers[name][0] for name in ("537", "538", "539", "540"))
        rows, columns = np.nonzero(heat[0] >= least)
        size = np.exp(sizes[::-1, rows, columns].T) * STRIDE
        centre = (np.stack([columns, rows], axis=1) + offsets[::-1, rows, columns].T + 0.5) * STRIDE
        corner = centre - size / 2
        marks = points[:, rows, columns].T.reshape(-1, 5, 2)[:, :, ::-1] * size[:, None] + corner[:, None]
        parts = [corner, size, marks.reshape(-1, 10), heat[0, rows, columns][:, None]]
        return np.concatenate(parts, axis=1).astype(np.float32)


class CenterFace(LookingDetector):
    side_by_side = True
    image_sides = (480, 1280)
    video_sides = (640, 960)

    def make_looker(self, provider: Provider) -> Looker:
        return CenterFaceLooker(provider)
