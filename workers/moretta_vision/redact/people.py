"""Which pixels of a crop are of a person: MediaPipe's selfie segmentation (Google, 2021), run by OpenCV."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import cv2
import numpy as np
import numpy.typing as npt

from .. import weights

WEIGHTS = "mediapipe-selfie"
SIDE = 256
SURE = 0.5

_one_at_a_time = Lock()  # a network holds the input of its last run


def person_in(bgr: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_] | None:
    """Where [h, w] a crop [h, w, 3] shows a person; None where the weights are missing."""
    network = _network()
    if network is None:
        return None
    small = _shrunk(bgr)
    with _one_at_a_time:
        network.setInput(cv2.dnn.blobFromImage(small, 1 / 255, swapRB=True))
        sure = network.forward()[0, 0].copy()
    large = cv2.resize(sure, (bgr.shape[1], bgr.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large >= SURE)


def _shrunk(bgr: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """What the network sees. Large crops shrink by whole pixels as far as that goes: means over parts of pixels take
    ten times as long."""
    height, width = bgr.shape[:2]
    if min(height, width) < SIDE:
        return np.asarray(cv2.resize(bgr, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    if (whole := (width // (width // SIDE), height // (height // SIDE))) != (width, height):
        bgr = np.asarray(cv2.resize(bgr, whole, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(bgr, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)


@lru_cache(maxsize=1)
def _network() -> cv2.dnn.Net | None:
    return None if weights.missing(WEIGHTS) else cv2.dnn.readNetFromTFLite(str(weights.path_of(WEIGHTS)))
