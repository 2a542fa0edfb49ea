"""Where eyes, nose and mouth of a face are, and how it is turned: MediaPipe's face landmarks (Kartynnik et al.,
Real-time Facial Surface Geometry from Monocular Video, 2019), run by OpenCV, and a pose fitted to five of them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from threading import Lock
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .. import weights
from .portrait.view import Pose

WEIGHTS = "mediapipe-landmarks"
SIDE = 192
AROUND = 1.5
"""The crop that the network wants, over the larger side of the face's box."""
LEAST = 0.0
"""The network's own score (a logit) from which on there is a face."""

EYES = ((33, 133, 159, 145), (362, 263, 386, 374))
NOSE, MOUTH = 1, (61, 291)

LARGEST_MISS = 0.34
"""Mean distance between fitted and given landmarks, over the distance of the eyes, above which there is no pose."""
USUAL = np.radians([40.0, 12.0])
"""Standard deviations of turning to the side and of nodding: five points alone tell the latter badly."""

Points = npt.NDArray[Any]
"""[5, 2]: eyes, tip of the nose, corners of the mouth; what is left in the picture first."""

_one_at_a_time = Lock()  # a network holds the input of its last run


def landmarks_in(bgr: npt.NDArray[np.uint8], middle: tuple[float, float], size: float) -> Points | None:
    """The five landmarks of the face around a point of a picture [h, w, 3], in its pixels; None where no face is seen
    there, or the weights are missing. `size` is the larger side of the face's box."""
    if _network() is None or min(bgr.shape[:2]) < 2:
        return None
    found, degrees = None, 0.0
    for _ in range(2):
        to_crop = _to_crop(middle, AROUND * size, degrees)
        crop = cv2.warpAffine(
            bgr, to_crop, (SIDE, SIDE), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
        )
        seen, score = _seen(np.asarray(crop, np.uint8))
        if score < LEAST:
            return found
        back = cv2.invertAffineTransform(to_crop)
        found = seen @ back[:, :2].T + back[:, 2]
        across = found[1] - found[0]
        turned = math.degrees(math.atan2(across[1], across[0]))
        if abs(turned) < 15 or degrees:
            return found
        degrees = turned
    return found


def _to_crop(middle: tuple[float, float], side: float, degrees: float) -> npt.NDArray[np.float64]:
    matrix: Points = cv2.getRotationMatrix2D(middle, degrees, SIDE / max(side, 1.0))
    matrix[:, 2] += SIDE / 2 - np.asarray(middle)
    return np.asarray(matrix, np.float64)


def _seen(crop: npt.NDArray[np.uint8]) -> tuple[Points, float]:
    network: Any = _network()
    with _one_at_a_time:
        network.setInput(cv2.dnn.blobFromImage(crop, 1 / 255, swapRB=True))
        outputs = [
            output.ravel().copy() for output in network.forward(network.getUnconnectedOutLayersNames())
        ]
    score, mesh = sorted(outputs, key=len)[0], sorted(outputs, key=len)[-1].reshape(-1, 3)[:, :2]
    eyes = [mesh[list(one)].mean(axis=0) for one in EYES]
    return np.array([*eyes, mesh[NOSE], *mesh[list(MOUTH)]], np.float64), float(score[0])


def _network() -> cv2.dnn.Net | None:
    return None if weights.missing(WEIGHTS) else _loaded(str(weights.path_of(WEIGHTS)))


@lru_cache(maxsize=1)
def _loaded(path: str) -> cv2.dnn.Net:
    return cv2.dnn.readNetFromTFLite(path)


def pose_of(points: Points, anchors: Points) -> Pose | None:
    """How a head whose landmarks are `anchors` [5, 3] has to stand so that they are seen at `points` (Gauss-Newton, six
    numbers, with nodding held near none); None where they fit no head."""
    points = np.asarray(points, np.float64)
    eyes = float(np.hypot(*(points[1] - points[0])))
    spread = float(np.hypot(*(points - points.mean(axis=0)).T).mean())
    if not np.isfinite(points).all() or spread < 1:
        return None
    roll = math.atan2(*(points[1] - points[0])[::-1]) if eyes > 0.3 * spread else 0.0
    scale = math.log(spread / np.hypot(*(anchors[:, :2] - anchors[:, :2].mean(axis=0)).T).mean())
    state = np.array([0.0, 0.0, roll, scale, *points.mean(axis=0)])
    for _ in range(8):
        steps = np.array((1e-4, 1e-4, 1e-4, 1e-4, 1e-3 * spread, 1e-3 * spread))
        misses, *moved = _misses(np.vstack([state, state + np.diag(steps)]), points, anchors, spread)
        slopes = ((np.asarray(moved) - misses) / steps[:, None]).T
        change = np.linalg.lstsq(slopes, -misses, rcond=None)[0]
        change[:3] = np.clip(change[:3], -0.5, 0.5)
        state = state + change
        if np.abs(change[:4]).max() < 1e-3:
            break
    miss = float(np.hypot(*(_seen_at(state[None], anchors)[0] - points).T).mean()) / (2 * math.exp(state[3]))
    if not np.isfinite(miss) or miss > LARGEST_MISS:
        return None
    return Pose(_turns(state[None, :3])[0], math.exp(state[3]), (float(state[4]), float(state[5])))


def _misses(states: Points, points: Points, anchors: Points, spread: float) -> Points:
    """How far each of some states [n, 6] is from the landmarks, and from how heads usually are held [n, 12]."""
    off = (_seen_at(states, anchors) - points) / spread
    return np.hstack([off.reshape(len(states), -1), 0.12 * states[:, :2] / USUAL])


def _seen_at(states: Points, anchors: Points) -> Points:
    """Where landmarks of heads in some states are seen [n, 5, 2]."""
    turned = anchors @ _turns(states[:, :3]).transpose(0, 2, 1)
    return np.asarray(np.exp(states[:, 3])[:, None, None] * turned[..., :2] + states[:, None, 4:6])


def _turns(angles: Points) -> Points:
    """The rotations [n, 3, 3] by turning to the side first, nodding, leaning last; radians [n, 3]."""
    (sy, sp, sr), (cy, cp, cr) = np.sin(angles).T, np.cos(angles).T
    rows = [
        [cr * cy - sr * sp * sy, -sr * cp, cr * sy + sr * sp * cy],
        [sr * cy + cr * sp * sy, cr * cp, sr * sy - cr * sp * cy],
        [-cp * sy, sp, cp * cy],
    ]
    return np.moveaxis(np.array(rows), 2, 0)
