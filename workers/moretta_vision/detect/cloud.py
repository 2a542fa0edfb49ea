"""What detectors share that send pictures to a service: JPEGs within the service's limits, boxes scaled back, and
errors that say whose they are."""

from __future__ import annotations

import math
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import simplejpeg

from ..catalogue import DetectorInfo
from .base import Detections, Floats, Image, as_bgr
from .looking import padded
from .providers import Provider
from .tiles import scaled

QUALITY = 92
LONGEST_SIDE = 8000
TRIES = 5
"""So often a service is asked that answers *busy*, each time after a longer wait."""

POINTS = 5
"""Landmarks of a face: the eye at the left of the picture, the other eye, nose, corners of the mouth."""


class ServiceBusy(RuntimeError):
    """The service took no more pictures or did not answer, however often it was asked: a sentence. The same call may
    work later."""


class PictureRefused(RuntimeError):
    """The service does not take this picture: a sentence. Others of the batch may be fine."""


@dataclass(frozen=True)
class Sent:
    """A picture as the service sees it: a JPEG of `size` (width, height) pixels, of which `scale` (x, y) make one of
    the picture."""

    jpeg: bytes
    size: tuple[int, int]
    scale: tuple[float, float]


def encoded(image: Image, most_bytes: int, least_side: int = 1) -> Sent:
    """The picture as a JPEG of at most `most_bytes`, scaled down where it is larger, with black at the right and below
    where a side is shorter than `least_side`."""
    height, width = image.shape[:2]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    while True:
        seen = scaled(image, scale)
        high, wide = seen.shape[:2]
        shown = padded(seen, max(high, least_side), max(wide, least_side))
        jpeg = simplejpeg.encode_jpeg(np.ascontiguousarray(shown), QUALITY, "BGR", "422")
        if len(jpeg) <= most_bytes:
            return Sent(jpeg, (shown.shape[1], shown.shape[0]), (wide / width, high / height))
        scale *= 0.95 * math.sqrt(most_bytes / len(jpeg))


class CloudDetector(ABC):
    """A detector (see `base.Detector`) that asks a service. Every picture leaves the house.

    `detect` raises ServiceBusy, PictureRefused, and DetectorUnavailable where the service does not let us in.
    """

    most_bytes: int
    least_side = 1

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        self.info, self.name, self.labels = info, info.name, info.labels
        self.version = self.connect()
        self._lock = threading.Lock()

    @abstractmethod
    def connect(self) -> str:
        """Prepares the client without asking the service anything; answers the version of its interface. Raises
        DetectorUnavailable where credentials or the like are missing."""

    @abstractmethod
    def ask(self, pictures: Sequence[Sent]) -> list[Floats]:
        """For each picture the faces, float32 [N, 15] in pixels of what was sent: left, top, right, bottom, five
        landmarks as x, y, and the score."""

    def detect(self, images: Sequence[Image], min_score: float | None = None) -> list[Detections]:
        """See Detector."""
        least = self.info.operating_threshold if min_score is None else min_score
        with self._lock:
            sent = [encoded(as_bgr(image), self.most_bytes, self.least_side) for image in images]
            found = self.ask(sent)
        return [
            self._detections(image, one, rows[rows[:, -1] >= least])
            for image, one, rows in zip(images, sent, found, strict=True)
        ]

    def _detections(self, image: Image, sent: Sent, rows: Floats) -> Detections:
        scale = np.array(sent.scale, np.float32)
        points: Floats = rows[:, :-1].reshape(len(rows), 2 + POINTS, 2) / scale
        return Detections.inside(
            points[:, :2], rows[:, -1], self.labels[0], image.shape, self.name, self.version, points[:, 2:]
        )


def as_rows(rows: Sequence[Sequence[float]]) -> Floats:
    """Rows of faces as `ask` answers them."""
    return np.array(rows, np.float32).reshape(-1, 5 + 2 * POINTS)
