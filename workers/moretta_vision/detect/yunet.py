"""YuNet (Wu, Peng & Yu, 2023): an anchor-free network of 75,856 parameters at strides 8, 16 and 32."""

from __future__ import annotations

import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded, up_to
from .networks import Network, bytes_of
from .providers import Provider

STRIDES = (8, 16, 32)


class YuNetLooker(Looker):
    """The network, fully convolutional, with five landmarks unless they are not wanted."""

    def __init__(self, provider: Provider, landmarks: bool = True) -> None:
        kinds = ("cls", "obj", "bbox", *(("kps",) if landmarks else ()))
        outputs = [f"{kind}_{stride}" for kind in kinds for stride in STRIDES]
        self._network = Network(
            weights.path_of("yunet"), provider, any_size=True, of_bytes=True, outputs=outputs
        )
        self._landmarks = landmarks

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (up_to(side, STRIDES[-1]) for side in tile.shape[:2])
        out = self._network.run(bytes_of(padded(tile, height, width)))
        rows = []
        for stride in STRIDES:
            sure = out[f"cls_{stride}"].ravel() * out[f"obj_{stride}"].ravel()
            cells = np.flatnonzero(sure >= least * least)
            if not len(cells):
                continue
            across = width // stride
            grid = np.stack([cells % across, cells // across], axis=1).astype(np.float32)
            box = out[f"bbox_{stride}"].reshape(-1, 4)[cells]
            size = np.exp(box[:, 2:]) * stride
            corner = (grid + box[:, :2]) * stride - size / 2
            parts = [corner, size, np.sqrt(sure[cells])[:, None]]
            if self._landmarks:
                marks = (out[f"kps_{stride}"].reshape(-1, 5, 2)[cells] + grid[:, None]) * stride
                parts.insert(2, marks.reshape(-1, 10))
            rows.append(np.concatenate(parts, axis=1).astype(np.float32))
        return np.concatenate(rows) if rows else np.zeros((0, 15 if self._landmarks else 5), np.float32)


class YuNet(LookingDetector):
    side_by_side = True
    image_sides = (640, 1280)
    video_sides = (960, 1280)

    def make_looker(self, provider: Provider) -> Looker:
        return YuNetLooker(provider)
