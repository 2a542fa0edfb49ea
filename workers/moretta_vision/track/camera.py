"""Where the camera went: tracks are linked and filled in steady coordinates, in which what stands still stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .tracks import Box


@dataclass(frozen=True)
class Motion:
    """A similarity from a frame to the one before it: z ↦ turn · z + shift on x + iy, in pixels."""

    turn: complex = 1 + 0j
    shift: complex = 0j

    def before(self, box: Box) -> Box:
        """Where a box of this frame lay in the one before."""
        return _moved(box, self.turn, self.shift)

    def after(self, box: Box) -> Box:
        """Where a box of the frame before lies in this one."""
        return _moved(box, 1 / self.turn, -self.shift / self.turn)

    def as_json(self) -> list[float]:
        """Four numbers: real and imaginary part of turn and of shift."""
        parts = (self.turn.real, self.turn.imag, self.shift.real, self.shift.imag)
        return [round(part, 5) for part in parts]

    @classmethod
    def of_json(cls, numbers: Iterable[float]) -> Motion:
        a, b, c, d = numbers
        return cls(complex(a, b), complex(c, d))


@dataclass
class Camera:
    """The way of the camera through one shot: each frame's motion against the first. Where none is known it stands
    still."""

    paths: dict[int, Motion] = field(default_factory=dict)

    @classmethod
    def of(cls, motions: Mapping[int, Motion], first: int, last: int) -> Camera:
        """From the motion of each frame of the shot [first, last] against the one before it."""
        turn, shift = 1 + 0j, 0j
        paths = {first: Motion(turn, shift)}
        for frame in range(first + 1, last + 1):
            step = motions.get(frame)
            if step is not None:
                turn, shift = turn * step.turn, turn * step.shift + shift
            paths[frame] = Motion(turn, shift)
        return cls(paths)

    def steady(self, box: Box, frame: int) -> Box:
        """The box as it lies in the shot's first frame; it stays upright."""
        path = self.paths.get(frame)
        return box if path is None else path.before(box)

    def seen(self, box: Box, frame: int) -> Box:
        """A steady box as it lies in a frame."""
        path = self.paths.get(frame)
        return box if path is None else path.after(box)


def _moved(box: Box, turn: complex, shift: complex) -> Box:
    x, y, width, height = box
    centre = turn * complex(x + width / 2, y + height / 2) + shift
    size = abs(turn)
    width, height = width * size, height * size
    return centre.real - width / 2, centre.imag - height / 2, width, height
