"""License plates by all that is here: the plate network and what stands on plates, united."""

from __future__ import annotations

import numpy as np

from ..catalogue import DETECTORS, DetectorInfo
from .base import Floats, Image
from .looking import OneByOne
from .plate import Plate
from .plate_text import PlateText
from .providers import Provider


class Plates(OneByOne):
    """Whoever accepted the plate network's terms finds most with both."""

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        self._network = Plate(DETECTORS["plate"], provider, recipe)
        self._text = PlateText(DETECTORS["plate-text"], provider, recipe)

    def rows(self, image: Image, least: float) -> Floats:
        by_network = self._network.rows(image, least)[:, [0, 1, 2, 3, -1]]
        return np.concatenate([by_network, self._text.rows(image, least)])
