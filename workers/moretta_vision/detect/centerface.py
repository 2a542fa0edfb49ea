"""CenterFace (Xu et al., 2020): faces as points of a heat map at a quarter of the input."""

from __future__ import annotations

import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded, up_to
from .networks import Network, bytes_of
from .providers import Provider

STRIDE = 4


class CenterFaceLooker(Looker):
    """The network, with five landmarks unless they are not wanted. Its file declares 32×32 pixels; it takes every
    multiple of 32. Outputs come vertical first."""

    def __init__(self, provider: Provider, landmarks: bool = True) -> None:
        outputs = ("537", "538", "539", *(("540",) if landmarks else ()))
        self._network = Network(
            weights.path_of("centerface"), provider, any_size=True, of_bytes=True, outputs=outputs
        )
        self._landmarks = landmarks

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (up_to(side, 32) for side in tile.shape[:2])
        answers = self._network.run(bytes_of(padded(tile, height, width)[:, :, ::-1]))
        heat, sizes, offsets = (answers[name][0] for name in ("537", "538", "539"))
        rows, columns = np.nonzero(heat[0] >= least)
        size = np.exp(sizes[::-1, rows, columns].T) * STRIDE
        centre = (np.stack([columns, rows], axis=1) + offsets[::-1, rows, columns].T + 0.5) * STRIDE
        corner = centre - size / 2
        parts = [corner, size, heat[0, rows, columns][:, None]]
        if self._landmarks:
            points = answers["540"][0][:, rows, columns].T.reshape(-1, 5, 2)[:, :, ::-1]
            parts.insert(2, (points * size[:, None] + corner[:, None]).reshape(-1, 10))
        return np.concatenate(parts, axis=1).astype(np.float32)


class CenterFace(LookingDetector):
    side_by_side = True
    image_sides = (480, 1280)
    video_sides = (640, 960)

    def make_looker(self, provider: Provider) -> Looker:
        return CenterFaceLooker(provider)
