"""Lines of text: PP-OCRv4's detector (PaddleOCR), decoded after Differentiable Binarization (Liao et al., 2020)."""

from __future__ import annotations

import cv2
import numpy as np

from .. import weights
from .base import Floats, Image
from .looking import Looker, LookingDetector, padded, up_to
from .networks import Network
from .providers import Provider

INK = 0.3
"""From this probability on a pixel belongs to the core of a line."""

UNCLIP = 1.6
"""The network marks lines shrunk; they are grown back by area times this over perimeter, on each side."""

THINNEST = 3
"""Cores thinner than this many pixels of the network's input are noise."""


class TextLooker(Looker):
    """The network at any size. Rows carry a line's four corners, clockwise from the top left as it is read; its box is
    the upright one around them."""

    def __init__(self, provider: Provider) -> None:
        self._network = Network(weights.path_of("ppocr-text"), provider)

    def run(self, tile: Image, least: float) -> Floats:
        height, width = (up_to(side, 32) for side in tile.shape[:2])
        blob = cv2.dnn.blobFromImage(padded(tile, height, width), 1 / 127.5, mean=(127.5,) * 3)
        ink = next(iter(self._network.run(blob).values()))[0, 0, : tile.shape[0], : tile.shape[1]]
        cores, _ = cv2.findContours((ink >= INK).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        rows = []
        for core in cores:
            middle, (long, short), angle = cv2.minAreaRect(core)
            long, short = long + 1, short + 1  # from the pixels' centres to their edges
            if min(long, short) < THINNEST:
                continue
            score = _mean_inside(ink, core)
            if score < least:
                continue
            grown = long * short * UNCLIP / (long + short)
            corners = in_reading_order(
                np.asarray(cv2.boxPoints((middle, (long + grown, short + grown), angle)), np.float32)
            )
            low, high = corners.min(axis=0), corners.max(axis=0)
            rows.append(np.concatenate([low, high - low, corners.reshape(-1), [score]]))
        return np.array(rows, np.float32).reshape(-1, 13)


class Text(LookingDetector):
    """Lines of text, printed or written, in any script that PP-OCRv4 was trained on."""

    side_by_side = True
    image_sides = (960,)
    video_sides = (960, 960)
    close_look = 2560

    def make_looker(self, provider: Provider) -> Looker:
        return TextLooker(provider)


def in_reading_order(corners: Floats) -> Floats:
    """The four corners [4, 2] of a rectangle, clockwise from the start of its upper edge; a line is read rightward."""
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    if first[0] * second[1] < first[1] * second[0]:
        corners = corners[::-1]
    edges = np.roll(corners, -1, axis=0) - corners
    lengths = np.maximum(np.linalg.norm(edges, axis=1), 1e-6)
    return np.asarray(np.roll(corners, -int(np.argmax(edges[:, 0] / lengths)), axis=0), np.float32)


def _mean_inside(ink: Floats, core: cv2.typing.MatLike) -> float:
    left, top, width, height = cv2.boundingRect(core)
    inside = np.zeros((height, width), np.uint8)
    cv2.drawContours(inside, [core], -1, 1, cv2.FILLED, offset=(-left, -top))
    return float(cv2.mean(np.ascontiguousarray(ink[top : top + height, left : left + width]), inside)[0])
