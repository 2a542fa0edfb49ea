"""What is covered on each photo: figures are sums over these."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .coverage import Painted, Scores, enlarged, in_pixels
from .documents import Boxes
from .sample import Photo

BANDS = ("48+", "24-48", "12-24", "<12")
"""Heights of true boxes in pixels, tallest first; a band holds its lower end."""

EDGES = np.array([12, 24, 48])

SMALLEST = 12
"""A photo leaks when a true box of this height or more is open: below it hardly anybody is recognized."""

Flags = npt.NDArray[np.bool_]


@dataclass
class Judged:
    """One photo. `covered_from` [T]: the highest threshold at which a true box is covered by the enlarged finds,
    `plainly_from` [T] by the finds as they are. `masked_from` [K] pixels under enlarged finds at each threshold of the
    curve, `masked` at the least score. `true_pixels`: under true boxes, the ignored among them. `closed` [T]: covered
    when the flagged ones are hidden, too. `finds`: how many reach the least score."""

    photo: Photo
    bands: npt.NDArray[np.intp]
    tall: Flags
    covered_from: Scores
    plainly_from: Scores
    masked_from: npt.NDArray[np.float64]
    masked: float
    true_pixels: float
    closed: Flags
    finds: int

    @property
    def pixels(self) -> int:
        return self.photo.width * self.photo.height

    @property
    def worst(self) -> float:
        """The highest threshold at which this photo does not leak."""
        return float(self.covered_from[self.tall].min(initial=np.inf))


def judge(photo: Photo, enlarge: float, min_score: float, thresholds: Scores) -> Judged:
    """Looks at one photo; see Judged."""
    size = photo.width, photo.height
    true = in_pixels(photo.true, *size)
    wide = Painted(in_pixels(enlarged(photo.found, enlarge), *size), photo.scores, true, *size)
    plain = Painted(in_pixels(photo.found, *size), photo.scores, true, *size)
    covered_from = wide.covered_from(true)
    every_true = in_pixels(np.concatenate([photo.true, photo.ignored]), *size)
    tall = photo.true[:, 3] >= SMALLEST
    closed = covered_from >= min_score
    if len(photo.flagged) and not closed.all():
        closed = closed | _covered(_with_flags(photo, min_score), enlarge, photo)
    return Judged(
        photo=photo,
        bands=len(EDGES) - np.digitize(photo.true[:, 3], EDGES),
        tall=tall,
        covered_from=covered_from,
        plainly_from=plain.covered_from(true),
        masked_from=wide.area_from(thresholds),
        masked=float(wide.area_from(np.array([min_score]))[0]),
        true_pixels=_area(every_true, *size),
        closed=closed,
        finds=int((photo.scores >= min_score).sum()),
    )


def by_band(hits: Flags, bands: npt.NDArray[np.intp]) -> dict[str, tuple[int, int]]:
    """Hits and boxes of each height."""
    return {
        name: (int(hits[bands == number].sum()), int((bands == number).sum()))
        for number, name in enumerate(BANDS)
    }


def _with_flags(photo: Photo, min_score: float) -> Boxes:
    return np.concatenate([photo.found[photo.scores >= min_score], photo.flagged])


def _covered(boxes: Boxes, enlarge: float, photo: Photo) -> Flags:
    size = photo.width, photo.height
    true = in_pixels(photo.true, *size)
    return (
        Painted(in_pixels(enlarged(boxes, enlarge), *size), np.ones(len(boxes)), true, *size).covered_from(
            true
        )
        > 0
    )


def _area(boxes: npt.NDArray[np.intp], width: int, height: int) -> float:
    painted = Painted(boxes, np.ones(len(boxes)), boxes[:0], width, height)
    return float(painted.area_from(np.ones(1))[0])
