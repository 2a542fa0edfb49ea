"""MTCNN (Zhang et al., 2016): P-Net proposes on a pyramid, R-Net and O-Net look at crops.

The networks were made for pictures that are turned about their diagonal: their inputs are [N, width, height, 3], RGB,
less 127.5 by 128. Their boxes and landmarks are x first all the same.
"""

from __future__ import annotations

import cv2
import numpy as np

from .. import weights
from ..catalogue import DetectorInfo
from .base import Floats, Image
from .looking import OneByOne
from .networks import Network
from .providers import Provider
from .suppression import suppress
from .tiles import scaled, tiles

WINDOW, STRIDE = 12, 2
PYRAMID = 0.709
BATCH = 256


class Refiner:
    """R-Net and O-Net: whether given boxes are faces, and where exactly. Boxes [N, 4] are left, top, width, height in
    pixels of a BGR picture; a network sees each as the square around its centre, black beyond the picture."""

    def __init__(self, provider: Provider) -> None:
        self._rnet = Network(weights.path_of("mtcnn-rnet"), provider)
        self._onet = Network(weights.path_of("mtcnn-onet"), provider)

    def score(self, image: Image, boxes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """R-Net's and O-Net's scores [N] of the same boxes in 0..1, O-Net's boxes [N, 4] and landmarks [N, 5, 2]."""
        coarse, _ = self.coarse(image, boxes)
        fine, refined, landmarks = self.fine(image, boxes)
        return coarse, fine, refined, landmarks

    def coarse(self, image: Image, boxes: Floats) -> tuple[Floats, Floats]:
        """R-Net's scores [N] and boxes [N, 4]."""
        squares = squared(boxes)
        (deltas, scores) = _in_batches(self._rnet, image, squares, 24, ("dense_2", "softmax_1"))
        return scores[:, 1], _moved(squares, deltas)

    def fine(self, image: Image, boxes: Floats) -> tuple[Floats, Floats, Floats]:
        """O-Net's scores [N], boxes [N, 4] and landmarks [N, 5, 2]: eyes, nose, corners of the mouth."""
        squares = squared(boxes)
        deltas, points, scores = _in_batches(
            self._onet, image, squares, 48, ("dense_5", "dense_6", "softmax_2")
        )
        landmarks = np.stack([points[:, :5], points[:, 5:]], axis=2) * squares[:, None, 2:]
        return scores[:, 1], _moved(squares, deltas), landmarks + squares[:, None, :2]


def squared(boxes: Floats) -> Floats:
    """The squares around the centres of boxes, as wide as their longer sides, at least a pixel."""
    sides = np.maximum(boxes[:, 2:].max(axis=1, keepdims=True), 1)
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    return np.asarray(np.concatenate([centres - sides / 2, sides, sides], axis=1), np.float32)


def _moved(boxes: Floats, deltas: Floats) -> Floats:
    """Deltas are those of left, top, right and bottom, in parts of the box."""
    low = boxes[:, :2] + deltas[:, :2] * boxes[:, 2:]
    high = boxes[:, :2] + (1 + deltas[:, 2:]) * boxes[:, 2:]
    return np.asarray(np.concatenate([low, high - low], axis=1), np.float32)


def _in_batches(
    network: Network, image: Image, squares: Floats, side: int, outputs: tuple[str, ...]
) -> list[Floats]:
    parts = []
    for start in range(0, max(len(squares), 1), BATCH):
        crops = np.zeros((len(squares[start : start + BATCH]), side, side, 3), np.uint8)
        for crop, square in zip(crops, squares[start:], strict=False):
            _cut(image, square, crop)
        answers = network.run(_as_input(crops))
        parts.append([answers[name] for name in outputs])
    return [np.concatenate(part) for part in zip(*parts, strict=True)]


def _cut(image: Image, square: Floats, crop: Image) -> None:
    """Fills `crop` with what the picture shows in the square; what lies beyond it stays black."""
    height, width = image.shape[:2]
    side = max(1, round(float(square[2])))
    left, top = round(float(square[0])), round(float(square[1]))
    inside = image[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)]
    if not inside.size:
        return
    if inside.shape[:2] != (side, side):
        above, before = max(-top, 0), max(-left, 0)
        below, behind = side - above - inside.shape[0], side - before - inside.shape[1]
        inside = np.asarray(
            cv2.copyMakeBorder(inside, above, below, before, behind, cv2.BORDER_CONSTANT), np.uint8
        )
    way = cv2.INTER_AREA if side > crop.shape[0] else cv2.INTER_LINEAR
    cv2.resize(inside, crop.shape[:2], dst=crop, interpolation=way)


def _as_input(pictures: Image) -> Floats:
    """BGR pictures [N, H, W, 3] as the networks see them: [N, W, H, 3] RGB."""
    turned = pictures[..., ::-1].transpose(0, 2, 1, 3).astype(np.float32)
    return (turned - np.float32(127.5)) / np.float32(128)


class Mtcnn(OneByOne):
    """`smallest_*` are the least sides of faces, in pixels, for which P-Net is shown a picture or a frame."""

    side_by_side = True
    least_proposed, least_coarse = 0.6, 0.7
    smallest_image, smallest_video = 12, 20

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        self._pnet = Network(weights.path_of("mtcnn-pnet"), provider)
        self.refiner = Refiner(provider)

    def rows(self, image: Image, least: float) -> Floats:
        smallest = self.smallest_video if self.recipe == "video" else self.smallest_image
        boxes = self.propose(image, smallest)
        scores, refined = self.refiner.coarse(image, boxes)
        refined, scores = refined[scores >= self.least_coarse], scores[scores >= self.least_coarse]
        boxes = refined[suppress(refined, scores, 0.7)]
        scores, refined, landmarks = self.refiner.fine(image, boxes)
        rows = np.concatenate([refined, landmarks.reshape(-1, 10), scores[:, None]], axis=1)[scores >= least]
        return rows[suppress(rows[:, :4], rows[:, -1])]

    def propose(self, image: Image, smallest: float) -> Floats:
        """Boxes that may be faces, from P-Net on a pyramid."""
        scale, found = WINDOW / smallest, [np.zeros((0, 5), np.float32)]
        while min(image.shape[:2]) * scale >= WINDOW:
            seen = scaled(image, scale)
            for left, top, tile in tiles(seen, overlap=2 * WINDOW):
                rows = self._run(tile)
                rows[:, :2] += (left, top)
                rows = rows[suppress(rows[:, :4], rows[:, 4], 0.5)]
                rows[:, 0:4:2] *= image.shape[1] / seen.shape[1]
                rows[:, 1:4:2] *= image.shape[0] / seen.shape[0]
                found.append(rows)
            scale *= PYRAMID
        rows = np.concatenate(found)
        return rows[suppress(rows[:, :4], rows[:, 4], 0.7), :4]

    def _run(self, tile: Image) -> Floats:
        answers = self._pnet.run(_as_input(tile[None]))
        columns, lines = np.nonzero(answers["softmax"][0, :, :, 1] >= self.least_proposed)
        boxes = np.stack([columns * STRIDE, lines * STRIDE], axis=1).astype(np.float32)
        boxes = np.concatenate([boxes, np.full_like(boxes, WINDOW)], axis=1)
        boxes = _moved(boxes, answers["conv2d_4"][0, columns, lines])
        return np.concatenate([boxes, answers["softmax"][0, columns, lines, 1:]], axis=1)
