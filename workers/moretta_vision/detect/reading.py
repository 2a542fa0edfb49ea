"""Reading a line of text: PP-OCRv4's recognizer (PaddleOCR), its answer taken greedily (CTC; Graves et al., 2006)."""

from __future__ import annotations

import cv2
import numpy as np

from .. import weights
from .base import Floats, Image
from .networks import Network
from .providers import Provider

HEIGHT = 48
NARROWEST, WIDEST = 48, 960
"""Width of the network's input in pixels; longer lines are squeezed."""


class Reader:
    """The network with its characters, which the file itself carries."""

    def __init__(self, provider: Provider) -> None:
        self._network = Network(weights.path_of("ppocr-reading"), provider)
        # The first of the network's classes is the blank between characters, the last the space.
        self._characters = ["", *self._network.metadata["character"].split("\n"), " "]

    def read(self, image: Image, corners: Floats) -> tuple[str, float]:
        """What stands between four corners [4, 2], clockwise from the top left, and the mean probability of its
        characters."""
        line = straightened(image, corners)
        width = round(HEIGHT * line.shape[1] / line.shape[0])
        width = min(max(-(-width // 8) * 8, NARROWEST), WIDEST)
        seen = cv2.resize(line, (width, HEIGHT))
        answer = self._network.run(cv2.dnn.blobFromImage(seen, 1 / 127.5, mean=(127.5,) * 3))
        steps = next(iter(answer.values()))[0]
        best, sure = steps.argmax(axis=1), steps.max(axis=1)
        new = np.flatnonzero((best > 0) & (np.diff(best, prepend=0) != 0))
        if not len(new):
            return "", 0.0
        return "".join(self._characters[i] for i in best[new]), float(sure[new].mean())


def straightened(image: Image, corners: Floats) -> Image:
    """The rectangle between four corners [4, 2], upright, in the picture's own resolution."""
    width = max(1, round(float(np.linalg.norm(corners[1] - corners[0]))))
    height = max(1, round(float(np.linalg.norm(corners[3] - corners[0]))))
    goal = np.array([[0, 0], [width, 0], [width, height]], np.float32)
    turn = cv2.getAffineTransform(np.ascontiguousarray(corners[:3], np.float32), goal)
    line = cv2.warpAffine(
        image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(line, np.uint8)
