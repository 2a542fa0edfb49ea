"""License plates by a network of RetinaFace's kind whose four landmarks are the plate's corners.

Its weights come without a licence: they have to be accepted and are the default of nothing.
"""

from __future__ import annotations

from .base import Floats, Image
from .looking import Looker, LookingDetector
from .priors import Priors
from .providers import Provider
from .retinaface import RetinaFaceLooker

MARGIN = 0.2
"""The network's boxes are tight, often too tight: they are enlarged by this share of their sides."""


class PlateLooker(RetinaFaceLooker):
    file = "plate"
    priors = Priors(((24, 48), (96, 192), (384, 768)))


class Plate(LookingDetector):
    side_by_side = True
    image_sides = (640, 1280)
    video_sides = (640, 960)

    def make_looker(self, provider: Provider) -> Looker:
        return PlateLooker(provider)

    def rows(self, image: Image, least: float) -> Floats:
        return with_margin(super().rows(image, least), MARGIN)


def with_margin(rows: Floats, share: float) -> Floats:
    """Rows whose boxes are larger by this share of their sides, about their centres."""
    wider = rows.copy()
    wider[:, :2] -= rows[:, 2:4] * (share / 2)
    wider[:, 2:4] *= 1 + share
    return wider
