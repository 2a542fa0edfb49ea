"""Where the camera went: tracks are linked and filled in steady coordinates, in which what stands still stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .tracks import Box

Rows = npt.NDArray[Any]
Frames = npt.NDArray[np.int64]
Turns = npt.NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Motion:
    """A similarity from a frame to the one before it: z ↦ turn · z + shift on x + iy, in pixels."""

    turn: complex = 1 + 0j
    shift: complex = 0j

    def before(self, box: Box) -> Box:
        """Where a box of this frame lay in the one before."""
        return _moved_box(box, self.turn, self.shift)

    def after(self, box: Box) -> Box:
        """Where a box of the frame before lies in this one."""
        return _moved_box(box, 1 / self.turn, -self.shift / self.turn)

    def as_json(self) -> list[float]:
        """Four numbers: real and imaginary part of turn and of shift."""
        parts = (self.turn.real, self.turn.imag, self.shift.real, self.shift.imag)
        return [round(part, 5) for part in parts]

    @classmethod
    def of_json(cls, numbers: Iterable[float]) -> Motion:
        a, b, c, d = numbers
        return cls(complex(a, b), complex(c, d))


class Camera:
    """The way of the camera through the frames [first, last] of one shot: each frame's motion against the first."""

    def __init__(self, motion: Callable[[int], Motion | None], first: int, last: int) -> None:
        """`motion` gives that of each frame against the one before it. Where none is known it stands still."""
        self.first = first
        self._turns = np.ones(last - first + 1, np.complex128)
        self._shifts = np.zeros(last - first + 1, np.complex128)
        turn, shift = 1 + 0j, 0j
        for at in range(1, len(self._turns)):
            step = motion(first + at)
            if step is not None:
                turn, shift = turn * step.turn, turn * step.shift + shift
            self._turns[at], self._shifts[at] = turn, shift

    def steady(self, boxes: Rows, frames: Frames) -> npt.NDArray[np.float64]:
        """Boxes [N, 4] (x, y, width, height) of these frames [N] as they lie in the shot's first one; they stay
        upright."""
        turns, shifts = self._turns[frames - self.first], self._shifts[frames - self.first]
        return _moved(boxes, turns, shifts)

    def seen(self, boxes: Rows, frames: Frames) -> npt.NDArray[np.float64]:
        """Steady boxes as they lie in these frames."""
        turns, shifts = self._turns[frames - self.first], self._shifts[frames - self.first]
        return _moved(boxes, 1 / turns, -shifts / turns)

    def share(
        self, frame: int, others: Frames, size: tuple[int, int], grid: tuple[int, int], larger: float
    ) -> npt.NDArray[np.float64]:
        """The share of each of the frames `others` [N] that `frame` shows, told by points of a `grid`; nothing of one
        that is seen `larger` times as large. `size` is the frame's width and height in pixels."""
        across = (np.arange(grid[0]) + 0.5) / grid[0] * size[0]
        down = (np.arange(grid[1]) + 0.5) / grid[1] * size[1]
        points = (across[None, :] + 1j * down[:, None]).ravel()
        turns, shifts = self._turns[others - self.first], self._shifts[others - self.first]
        turn, shift = self._turns[frame - self.first], self._shifts[frame - self.first]
        seen = (turns[:, None] * points + shifts[:, None] - shift) / turn
        inside = (seen.real >= 0) & (seen.real < size[0]) & (seen.imag >= 0) & (seen.imag < size[1])
        near = np.abs(turn) < larger * np.abs(turns)
        return np.asarray(inside.mean(axis=1) * near, np.float64)

    def seen_at(self, box: Box, frame: int) -> Box:
        """One steady box as it lies in a frame."""
        at = frame - self.first
        return Motion(complex(self._turns[at]), complex(self._shifts[at])).after(box)


def _moved_box(box: Box, turn: complex, shift: complex) -> Box:
    x, y, width, height = _moved(np.array([box]), np.array([turn]), np.array([shift]))[0].tolist()
    return x, y, width, height


def _moved(boxes: Rows, turns: Turns, shifts: Turns) -> npt.NDArray[np.float64]:
    boxes = np.asarray(boxes, np.float64).reshape(-1, 4)
    size = boxes[:, 2:] * np.abs(turns)[:, None]
    centres = turns * (boxes[:, 0] + boxes[:, 2] / 2 + 1j * (boxes[:, 1] + boxes[:, 3] / 2)) + shifts
    return np.concatenate([np.stack([centres.real, centres.imag], axis=1) - size / 2, size], axis=1)
