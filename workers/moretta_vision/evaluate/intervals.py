"""Intervals of 95 % confidence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Interval = tuple[float, float]
Values = npt.NDArray[np.float64]

Z = 1.959964
RESAMPLES = 500


def wilson(hits: int, total: int) -> Interval | None:
    """Of a share, hits of total (Wilson, 1927): it stays within 0 to 1, and has a width at 0 and at 1, too."""
    if not total:
        return None
    share, over = hits / total, Z * Z / total
    middle = (share + over / 2) / (1 + over)
    half = Z * np.sqrt(share * (1 - share) / total + over / total / 4) / (1 + over)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


class Bootstrap:
    """Photos drawn with replacement, as many as there are, again and again (Efron, 1979), always the same draws.

    `draws` [RESAMPLES, photos] says how often each photo was drawn.
    """

    def __init__(self, photos: int) -> None:
        chance = np.random.default_rng(0)
        self.draws = np.zeros((RESAMPLES, photos), np.uint8)
        for row in self.draws:
            row[:] = np.minimum(np.bincount(chance.integers(0, photos, photos), minlength=photos), 255)

    def ratio(self, above: Values, below: Values) -> Interval | None:
        """Of sum(above) / sum(below), both [photos]."""
        both = np.stack([above, below], axis=1).astype(np.float64)
        sums = np.stack([row @ both for row in self.draws])
        return middle(sums[sums[:, 1] > 0, 0] / sums[sums[:, 1] > 0, 1])

    def mean(self, values: Values) -> Interval | None:
        """Of the mean over photos, values [photos]."""
        return self.ratio(values, np.ones(len(values)))


def middle(values: Values) -> Interval | None:
    """Between which two the middle 95 % of the values lie."""
    if not len(values):
        return None
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
