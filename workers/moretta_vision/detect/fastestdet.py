"""FastestDet (Ma, 2022): the 80 classes of COCO in 22×22 cells, for very small computers."""

from __future__ import annotations

import cv2
import numpy as np

from .. import weights
from ..catalogue import DetectorInfo
from . import coco
from .base import Detections, Floats, Image
from .looking import Guarded
from .networks import Network
from .providers import Provider

SIDE, CELLS = 352, 22


class FastestDet(Guarded):
    """Large people and vehicles. The network takes 352×352 pixels only, whatever the picture's shape."""

    side_by_side = True

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        self._network = Network(weights.path_of(info.weights[0]), provider)

    def find(self, image: Image, least: float) -> Detections:
        boxes, scores = self._run(image)
        kinds = coco.of_labels(scores, self.labels)
        good = kinds.max(axis=1) >= least
        one = np.zeros(int(good.sum()), np.intp)
        return coco.finds(
            boxes[good], kinds[good], one, self.labels, least, image.shape, self.name, self.version
        )

    def _run(self, image: Image) -> tuple[Floats, Floats]:
        """Boxes [484, 4] in pixels of the picture and scores [484, 80]. A cell answers objectness, the centre's offset
        before tanh, the size's share of the picture before the sigmoid, and 80 classes."""
        way = cv2.INTER_AREA if max(image.shape[:2]) > SIDE else cv2.INTER_LINEAR
        seen = cv2.resize(image, (SIDE, SIDE), interpolation=way)
        out = (
            next(iter(self._network.run(cv2.dnn.blobFromImage(seen, 1 / 255)).values()))[0].reshape(85, -1).T
        )
        rows, columns = np.divmod(np.arange(CELLS * CELLS), CELLS)
        centres = (np.tanh(out[:, 1:3]) + np.stack([columns, rows], axis=1)) / CELLS
        sizes = 1 / (1 + np.exp(-out[:, 3:5]))
        whole = np.tile(image.shape[1::-1], 2)
        boxes = np.concatenate([centres - sizes / 2, sizes], axis=1) * whole
        # The exponents are the authors': objectness weighs more than the class.
        return boxes.astype(np.float32), out[:, :1] ** 0.6 * out[:, 5:] ** 0.4
