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
    small = cv2.resize(bgr, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    with _one_at_a_time:
        network.setInput(cv2.dnn.blobFromImage(small, 1 / 255, swapRB=True))
        sure = network.forward()[0, 0].copy()
    large = cv2.resize(sure, (bgr.shape[1], bgr.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large >= SURE)


@lru_cache(maxsize=1)
def _network() -> cv2.dnn.Net | None:
    return None if weights.missing(WEIGHTS) else cv2.dnn.readNetFromTFLite(str(weights.path_of(WEIGHTS)))
