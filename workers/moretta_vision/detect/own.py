"""The detector of a model of one's own: preprocessing, tiles and labels after its description."""

from __future__ import annotations

import cv2
import numpy as np

from ..catalogue import DetectorInfo
from ..own_models import PREFIX, OwnModel, OwnModelError, own_models, path_of
from .base import Detections, DetectorUnavailable, Floats, Image
from .heads import HEADS, Decoded
from .looking import CLOSE_LOOK, LARGE, MAX_ENLARGEMENT, Guarded, padded
from .networks import Network
from .priors import Priors
from .providers import Provider
from .suppression import suppress, unite
from .tiles import scaled, tiles

RETINAFACE_SIZES = ((16.0, 32.0), (64.0, 128.0), (256.0, 512.0))


class OwnNetwork:
    """The network of a description. `run` takes a BGR picture of at most its size."""

    def __init__(self, network: Network, model: OwnModel) -> None:
        self._network, self.model, self.head = network, model, HEADS[model.head]
        self._priors = Priors(model.prior_sizes or RETINAFACE_SIZES)

    def run(self, tile: Image) -> Decoded:
        """See `heads.Decoded`; scores of all the classes that the network has. Raises HeadError."""
        model = self.model
        blob = cv2.dnn.blobFromImage(
            padded(tile, *model.size, self.head.grey),
            model.factor,
            mean=model.mean,
            swapRB=model.channels == "rgb",
        )
        answers = self._network.run(blob)
        return self.head.decode([answers[name] for name in self._network.outputs], model.size, self._priors)


class Own(Guarded):
    """Looks at the whole picture at the network's size, and at large pictures in tiles as well."""

    side_by_side = True

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        name = info.name.removeprefix(PREFIX)
        try:
            path, model = path_of(name), own_models()[name]
        except OwnModelError as error:
            raise DetectorUnavailable(str(error)) from None
        self.version = f"{info.name}:{model.sha256[:12]}"
        self._network = OwnNetwork(Network(path, provider, any_size=model.any_size), model)
        self._of_label = [[n for n, kind in model.classes.items() if kind == label] for label in info.labels]

    def find(self, image: Image, least: float) -> Detections:
        looks = [self._look(image, scale, least) for scale in self._scales(image)]
        boxes, scores = (np.concatenate(parts) for parts in zip(*looks, strict=True))
        corners, sure, names = [], [], []
        for column, label in enumerate(self.labels):
            rows = np.flatnonzero(scores[:, column] >= least)
            united, best = unite(boxes[rows], scores[rows, column], self._network.head.same)
            corners.append(np.concatenate([united[:, :2], united[:, :2] + united[:, 2:]], axis=1))
            sure.append(scores[rows[best], column])
            names += [label] * len(best)
        return Detections.inside(
            np.concatenate(corners), np.concatenate(sure), names, image.shape, self.name, self.version
        )

    def _scales(self, image: Image) -> list[float]:
        height, width = image.shape[:2]
        whole = min(self._network.model.size[0] / height, self._network.model.size[1] / width)
        found = {min(whole, MAX_ENLARGEMENT)}
        if self.recipe == "image" and max(height, width) > LARGE:
            found.add(max(whole, min(1.0, CLOSE_LOOK / max(height, width))))
        return sorted(found)

    def _look(self, image: Image, scale: float, least: float) -> Decoded:
        """Boxes in pixels of the picture, scores [N, labels]; of several that overlap in one tile the best, label by
        label."""
        seen = scaled(image, scale)
        size = self._network.model.size
        boxes, scores = [], []
        for left, top, tile in tiles(seen, size, min(size) // 4):
            found, sure = self._network.run(tile)
            kinds = np.stack([sure[:, classes].max(axis=1) for classes in self._of_label], axis=1)
            for column in range(len(self.labels)):
                rows = np.flatnonzero(kinds[:, column] >= least)
                rows = rows[suppress(found[rows], kinds[rows, column], self._network.head.same)]
                only = np.zeros((len(rows), len(self.labels)), np.float32)
                only[:, column] = kinds[rows, column]
                boxes.append(found[rows] + np.array([left, top, 0, 0], np.float32))
                scores.append(only)
        back: Floats = np.tile(np.divide(image.shape[1::-1], seen.shape[1::-1]), 2).astype(np.float32)
        return np.concatenate(boxes) * back, np.concatenate(scores)
