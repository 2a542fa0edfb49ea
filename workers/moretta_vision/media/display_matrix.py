"""How a coded picture is turned and mirrored to stand upright."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Orientation:
    """Coded to upright: swap the axes if `transpose`, then mirror left-right and top-bottom."""

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @classmethod
    def of_matrix(cls, matrix: Sequence[int]) -> "Orientation | None":
        """From the nine numbers of a display matrix; None when it is not made of right angles and mirrors.

        The matrix maps coded (x, y) to (a·x + c·y, b·x + d·y), with a, b at 0, 1 and c, d at 3, 4 and y down
        (ISO/IEC 14496-12, 8.3.2).
        """
        a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
        if not b and not c and a and d:
            return cls(False, a < 0, d < 0)
        if not a and not d and b and c:
            return cls(True, c < 0, b < 0)
        return None

    @property
    def identity(self) -> bool:
        return self == Orientation()

    @property
    def rotation(self) -> int:
        """Degrees clockwise, 0, 90, 180 or 270; a mirrored picture counts as its turn before the mirror."""
        if self.transpose:
            return 90 if self.flip_x else 270
        return 180 if self.flip_y else 0

    @property
    def mirrored(self) -> bool:
        return (self.transpose + self.flip_x + self.flip_y) % 2 == 1

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the upright picture (and back: the same swap)."""
        return (height, width) if self.transpose else (width, height)

    def apply(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """The upright picture, [H, W] or [H, W, C], contiguous."""
        if self.identity:
            return pixels
        if self.transpose:
            pixels = pixels.swapaxes(0, 1)
        return np.ascontiguousarray(self._mirror(pixels))

    def undo(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """The coded picture of an upright one, contiguous."""
        if self.identity:
            return pixels
        pixels = self._mirror(pixels)
        return np.ascontiguousarray(pixels.swapaxes(0, 1) if self.transpose else pixels)

    def apply_points(self, points: NDArray[Any], width: int, height: int) -> NDArray[Any]:
        """Points [N, 2] of a coded picture of that size in the upright one."""
        across, down = self.size(width, height)
        x, y = (points[:, 1], points[:, 0]) if self.transpose else (points[:, 0], points[:, 1])
        return np.stack([across - x if self.flip_x else x, down - y if self.flip_y else y], axis=1)

    def undo_points(self, points: NDArray[Any], width: int, height: int) -> NDArray[Any]:
        """Points [N, 2] of an upright picture of that size in the coded one."""
        x = width - points[:, 0] if self.flip_x else points[:, 0]
        y = height - points[:, 1] if self.flip_y else points[:, 1]
        return np.stack([y, x] if self.transpose else [x, y], axis=1)

    def _mirror(self, pixels: NDArray[Any]) -> NDArray[Any]:
        return pixels[:: -1 if self.flip_y else 1, :: -1 if self.flip_x else 1]
