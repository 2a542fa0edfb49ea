"""The two cascades for Russian license plates that OpenCV ships; they find other one-line plates as well."""

from __future__ import annotations

import cv2
import numpy as np

from .base import Floats, Image
from .haar import Cascade
from .looking import Looker, LookingDetector
from .plate import with_margin
from .providers import Provider

MARGIN = 0.1


class PlateCascadeLooker(Looker):
    def __init__(self) -> None:
        self._plain = Cascade("haarcascade_russian_plate_number.xml", 1.0, 1.0)
        self._even = Cascade("haarcascade_license_plate_rus_16stages.xml", 2.5, 1.0)

    def run(self, tile: Image, least: float) -> Floats:
        grey = np.asarray(cv2.cvtColor(tile, cv2.COLOR_BGR2GRAY), np.uint8)
        even = np.asarray(cv2.equalizeHist(grey), np.uint8)
        rows = np.concatenate([self._plain.find(grey), self._even.find(even)])
        return rows[rows[:, 4] >= least]


class PlateCascade(LookingDetector):
    image_sides = (640,)
    video_sides = (640, 640)

    def make_looker(self, provider: Provider) -> Looker:
        self.version = f"opencv:{cv2.__version__}"
        return PlateCascadeLooker()

    def rows(self, image: Image, least: float) -> Floats:
        return with_margin(super().rows(image, least), MARGIN)
