"""What was found in the frames of a clip, in few bytes: an hour of film has many frames."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from ..detect.base import Detections, Floats

Numbers = npt.NDArray[Any]


class Finds:
    """Rows of boxes, scores and labels, frame by frame: 22 bytes a find and 16 a frame.

    Frames are added by rising index; those in which nothing was found count as searched. `names` are the labels. What
    the properties give are views: while one is there, nothing can be added (BufferError).
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self._frames, self._ends = array("q"), array("q")
        self._boxes, self._scores, self._labels = array("f"), array("f"), array("H")
        self._agreed = array("b")

    @classmethod
    def of(cls, frames: Iterable[tuple[int, Detections]]) -> Finds:
        """From index and finds of every frame that was searched."""
        finds = cls()
        for index, found in frames:
            finds.add(index, found)
        return finds

    def add(self, index: int, found: Detections) -> None:
        """Adds the next frame. Raises ValueError for one that is not beyond those before."""
        if self._frames and index <= self._frames[-1]:
            raise ValueError(f"Frame {index} comes after frame {self._frames[-1]}.")
        self._boxes.frombytes(np.asarray(found.boxes, np.float32).tobytes())
        self._scores.frombytes(np.asarray(found.scores, np.float32).tobytes())
        self._labels.extend(self._code(name) for name in found.labels)
        unheard = np.full(len(found), -1, np.int8)
        self._agreed.frombytes((unheard if found.agreed is None else found.agreed).tobytes())
        self._frames.append(index)
        self._ends.append(len(self._scores))

    def extend(self, later: Finds, shift: int) -> None:
        """Adds the frames of others, their indices raised by `shift`."""
        codes = [self._code(name) for name in later.names]
        start = len(self._scores)
        self._boxes.extend(later._boxes)
        self._scores.extend(later._scores)
        self._labels.extend(codes[label] for label in later._labels)
        self._agreed.extend(later._agreed)
        self._frames.extend(index + shift for index in later._frames)
        self._ends.extend(end + start for end in later._ends)

    @property
    def frames(self) -> npt.NDArray[np.int64]:
        """Index of every frame that was searched."""
        return np.frombuffer(self._frames, np.int64)

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many finds each of these frames has."""
        ends = np.frombuffer(self._ends, np.int64)
        return ends - np.concatenate([[0], ends[:-1]])[: len(ends)]

    @property
    def boxes(self) -> Floats:
        """[N, 4] as x, y, width, height, all finds in order."""
        return np.frombuffer(self._boxes, np.float32).reshape(-1, 4)

    @property
    def scores(self) -> Floats:
        """[N] in 0..1."""
        return np.frombuffer(self._scores, np.float32)

    @property
    def labels(self) -> npt.NDArray[np.uint16]:
        """[N] places in `names`."""
        return np.frombuffer(self._labels, np.uint16)

    @property
    def agreed(self) -> npt.NDArray[np.int8]:
        """[N], see `Detections`."""
        return np.frombuffer(self._agreed, np.int8)

    def _code(self, name: str) -> int:
        try:
            return self.names.index(name)
        except ValueError:
            self.names.append(name)
            return len(self.names) - 1
