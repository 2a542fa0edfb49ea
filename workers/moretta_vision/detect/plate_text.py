"""License plates by what stands on them: lines of text that read like a plate, and OpenCV's cascades beside them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..catalogue import DetectorInfo
from .base import Floats, Image
from .looking import OneByOne, scales
from .plate import with_margin
from .plate_cascade import MARGIN, PlateCascadeLooker
from .providers import Provider
from .reading import Reader
from .text import TextLooker

SIDES, VIDEO_SIDES, CLOSE_LOOK = (960,), (960, 960), 2560
CASCADE_SIDE, CASCADE_LARGEST = 640, 1920

LINE = 0.4
"""From this score on a line of text is read."""

FLATTEST, LONGEST = 1.0, 8.0
"""Width over height of a line that may stand on a plate."""

LOWEST = 6.0
"""A lower line, in pixels of the picture, cannot be read."""

FEWEST, MOST = 4, 9
"""Characters on a plate."""

ALONG, ABOVE, BELOW = 0.35, 0.4, 0.25
"""What a plate has around its characters, in heights of the line: measured on plates of three continents."""

CASCADE_TRUST = 0.8
"""A cascade's score counts for this much of a reading's."""


class PlateText(OneByOne):
    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        self._finder, self._reader = TextLooker(provider), Reader(provider)
        self._cascades = PlateCascadeLooker()

    def rows(self, image: Image, least: float) -> Floats:
        long_side = max(image.shape[:2])
        frame = VIDEO_SIDES if self.recipe == "video" else None
        looks = [
            self._finder.look(image, scale, LINE) for scale in scales(long_side, SIDES, frame, CLOSE_LOOK)
        ]
        lines = np.concatenate(looks)[:, 4:12].reshape(-1, 4, 2)
        read = self._read(image, lines)
        found = [read]
        for scale in scales(long_side, (CASCADE_SIDE,), frame and (CASCADE_SIDE,) * 2, CASCADE_LARGEST):
            rows = with_margin(self._cascades.look(image, scale, 0.0), MARGIN)
            rows[:, 4] *= CASCADE_TRUST
            found.append(rows[~known(rows, read)])
        rows = np.concatenate(found)
        return rows[rows[:, 4] >= least]

    def _read(self, image: Image, lines: Floats) -> Floats:
        """Rows of the plates among lines [N, 4, 2], and among pairs of short lines one below the other."""
        read = []
        for corners in lines:
            width, height = _size(corners)
            if height >= LOWEST and FLATTEST <= width / height <= LONGEST:
                read.append((corners, *self._reader.read(image, corners)))
        rows = [_row(corners, sure * plausibility(text)) for corners, text, sure in read]
        for upper, text, sure in read:
            for lower, more, also in read:
                if below(upper, lower) and max(len(text), len(more)) < MOST - 2:
                    both = np.concatenate([upper[:2], lower[2:]])
                    rows.append(_row(both, min(sure, also) * plausibility(text + more)))
        return np.array(rows, np.float32).reshape(-1, 5)


def plausibility(text: str) -> float:
    """How much a line of text reads like a license plate: 0 not at all, 1 letters and digits as on most plates."""
    signs = [sign for sign in text if sign.isalnum()]
    digits = sum(sign.isdigit() for sign in signs)
    small = sum(sign.islower() for sign in signs)
    if not FEWEST <= len(signs) <= MOST or 4 * small > len(signs):
        return 0.0
    if not digits:
        return 0.2  # a name or a word far more often than a plate
    if digits < len(signs):
        return 1.0
    # Digits alone: years, prices, times and dates more often than plates.
    return 0.8 if len(signs) > 4 and len(signs) == len(text) else 0.5


def known(rows: Floats, read: Floats) -> npt.NDArray[np.bool_]:
    """Which of a cascade's rows lie on a plate that was read, and read at least as surely: the cascades' boxes are
    twice as large as the plate."""
    low = np.maximum(rows[:, None, :2], read[None, :, :2])
    high = np.minimum(rows[:, None, :2] + rows[:, None, 2:4], read[None, :, :2] + read[None, :, 2:4])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    smaller = np.minimum(rows[:, 2:4].prod(axis=1)[:, None], read[:, 2:4].prod(axis=1)[None])
    return np.asarray(((shared >= smaller / 2) & (read[None, :, 4] >= rows[:, None, 4])).any(axis=1))


def below(upper: Floats, lower: Floats) -> bool:
    """Whether one line [4, 2] stands right below another and is about as wide and high: a plate of two lines."""
    (wide, high), (width, height) = _size(upper), _size(lower)
    across, down = np.abs(lower.mean(axis=0) - upper.mean(axis=0)) * (1, np.sign(lower[0, 1] - upper[0, 1]))
    tall = (high + height) / 2
    return bool(
        max(wide, width) <= 2.5 * min(wide, width)
        and max(high, height) <= 2 * min(high, height)
        and across <= max(wide, width) / 2
        and tall / 2 <= down <= 2 * tall
    )


def _size(corners: Floats) -> tuple[float, float]:
    """Width and height of a line [4, 2]."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    return float(np.linalg.norm(along)), float(np.linalg.norm(down))


def _row(corners: Floats, score: float) -> Floats:
    """Left, top, width, height of the plate around its characters [4, 2], and its score. The margins follow the line's
    direction and are measured in heights of its characters."""
    width, height = _size(corners)
    along, down = (corners[1] - corners[0]) / width, (corners[3] - corners[0]) / height
    high = min(height, width / 2)  # of two lines the characters are half as high
    out = np.array([[-ALONG, -ABOVE], [ALONG, -ABOVE], [ALONG, BELOW], [-ALONG, BELOW]], np.float32) * high
    plate = corners + out @ np.stack([along, down])
    low, size = plate.min(axis=0), np.ptp(plate, axis=0)
    return np.array([*low, *size, score], np.float32)
