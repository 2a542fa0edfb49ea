"""RetinaFace (Deng et al., 2020) with MobileNet 0.25, after Pytorch_Retinaface."""

from __future__ import annotations

import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded, up_to
from .networks import Network, planes_of
from .priors import Priors
from .providers import Provider

MEAN = (104, 117, 123)


class RetinaFaceLooker(Looker):
    """The network, fully convolutional: it takes every size, though the file declares 640×640."""

    file = "retinaface"
    priors = Priors(((16, 32), (64, 128), (256, 512)))

    def __init__(self, provider: Provider) -> None:
        self._network = Network(weights.path_of(self.file), provider, any_size=True)

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (up_to(side, 32) for side in tile.shape[:2])
        answers = self._network.run(planes_of(padded(tile, height, width), MEAN))
        # Some files answer with the batch as the first axis, some without.
        deltas, scores, points = (
            answers[name].reshape(-1, answers[name].shape[-1]) for name in self._network.outputs
        )
        good = np.flatnonzero(scores[:, 1] >= least)
        priors = self.priors.boxes(height, width)[good]
        boxes = self.priors.decode(deltas[good], priors)
        marks = self.priors.decode_points(points[good], priors).reshape(len(good), points.shape[1])
        return np.concatenate([boxes, marks, scores[good, 1:]], axis=1)


class RetinaFace(LookingDetector):
    side_by_side = True
    image_sides = (640, 1280)
    video_sides = (640, 1280)

    def make_looker(self, provider: Provider) -> Looker:
        return RetinaFaceLooker(provider)
