"""Prior boxes, as SSD (Liu et al., 2016) and RetinaFace (Deng et al., 2020) regress from them, in pixels of the
network's input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .base import Floats


@dataclass(frozen=True)
class Priors:
    """Square priors: `sizes` are their sides in pixels for each of `strides`; a cell has one prior for each size.

    Networks answer row by row, cell by cell, size by size, the finest stride first.
    """

    sizes: tuple[tuple[float, ...], ...]
    strides: tuple[int, ...] = (8, 16, 32)
    variances: tuple[float, float] = (0.1, 0.2)

    def boxes(self, height: int, width: int) -> Floats:
        """The priors of an input of this size: [N, 3] as centre x, centre y, side. Remembered."""
        return _boxes(self.sizes, self.strides, height, width)

    def decode(self, deltas: Floats, priors: Floats) -> Floats:
        """Boxes [N, 4] as left, top, width, height from the network's deltas [N, 4] to as many priors."""
        centres = priors[:, :2] + deltas[:, :2] * self.variances[0] * priors[:, 2:]
        sizes = priors[:, 2:] * np.exp(deltas[:, 2:] * self.variances[1])
        return np.asarray(np.concatenate([centres - sizes / 2, sizes], axis=1), np.float32)

    def decode_points(self, deltas: Floats, priors: Floats) -> Floats:
        """Points [N, K, 2] as x, y from deltas [N, 2 K] to as many priors."""
        offsets = deltas.reshape(len(priors), deltas.shape[1] // 2, 2) * self.variances[0]
        return np.asarray(priors[:, None, :2] + offsets * priors[:, None, 2:], np.float32)


@lru_cache(maxsize=16)
def _boxes(sizes: Sequence[Sequence[float]], strides: Sequence[int], height: int, width: int) -> Floats:
    levels = []
    for stride, sides in zip(strides, sizes, strict=True):
        rows, columns = np.mgrid[: -(-height // stride), : -(-width // stride)].astype(np.float32)
        cells = [
            np.stack([(columns + 0.5) * stride, (rows + 0.5) * stride, np.full_like(rows, side)], axis=2)
            for side in sides
        ]
        levels.append(np.stack(cells, axis=2).reshape(-1, 3))
    boxes = np.asarray(np.concatenate(levels), np.float32)
    boxes.setflags(write=False)
    return boxes
