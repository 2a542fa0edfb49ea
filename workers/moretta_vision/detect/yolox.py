"""YOLOX-nano (Ge et al., 2021): the 80 classes of COCO, anchor-free, at strides 8, 16 and 32."""

from __future__ import annotations

import numpy as np

from .. import weights
from ..catalogue import DetectorInfo
from . import coco
from .base import Detections, Floats, Image
from .heads import STRIDES, Decoded, yolox_cells
from .looking import Guarded, padded, scales, up_to
from .networks import Network, planes_of
from .providers import Provider
from .tiles import scaled, tiles

GREY = 114

FAINT = 0.02
"""What a look sees below this score counts for nothing, not even beside other looks."""

CLOSE_LOOK = 2560
"""Long side, at most, at which a large picture is looked at in tiles as well."""


class YoloXLooker:
    """The network, fully convolutional, though the file declares 416×416."""

    def __init__(self, provider: Provider) -> None:
        self._network = Network(weights.path_of("yolox-nano"), provider, any_size=True)

    def look(self, image: Image, scale: float, labels: tuple[str, ...]) -> tuple[Floats, Floats]:
        """Boxes [N, 4] in pixels of the picture, which the network sees scaled, and scores [N, labels]; not
        suppressed."""
        seen = scaled(image, scale)
        boxes, scores = [], []
        for left, top, tile in tiles(seen):
            found, sure = self._run(tile)
            kinds = coco.of_labels(sure, labels)
            good = kinds.max(axis=1) >= FAINT
            boxes.append(found[good] + np.array([left, top, 0, 0], np.float32))
            scores.append(kinds[good])
        back = np.tile(np.divide(image.shape[1::-1], seen.shape[1::-1]), 2).astype(np.float32)
        return np.concatenate(boxes) * back, np.concatenate(scores)

    def _run(self, tile: Image) -> Decoded:
        """Boxes [N, 4] and scores [N, 80] of every cell."""
        height, width = (up_to(side, STRIDES[-1]) for side in tile.shape[:2])
        answers = self._network.run(planes_of(padded(tile, height, width, GREY)))
        return yolox_cells(next(iter(answers.values()))[0], (height, width))


class YoloX(Guarded):
    """People, vehicles and screens, at one size."""

    side_by_side = True
    image_sides: tuple[int, ...] = (640,)
    video_sides = (640, 640)

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        self._looker = YoloXLooker(provider)

    def find(self, image: Image, least: float) -> Detections:
        frame = self.video_sides if self.recipe == "video" else None
        looks = [
            self._looker.look(image, scale, self.labels)
            for scale in scales(max(image.shape[:2]), self.image_sides, frame, CLOSE_LOOK)
        ]
        number = np.concatenate([np.full(len(boxes), i, np.intp) for i, (boxes, _) in enumerate(looks)])
        boxes, scores = (np.concatenate(parts) for parts in zip(*looks, strict=True))
        return coco.finds(boxes, scores, number, self.labels, least, image.shape, self.name, self.version)


class People(YoloX):
    """People, at two sizes that have to make up for one another: a large input loses near people, a small one far
    ones."""

    image_sides = (640, 960)


class PeopleAtOnce(YoloX):
    """People, at one size between those two: down to a lower score it finds as many, with as many false ones."""

    image_sides = (832,)
