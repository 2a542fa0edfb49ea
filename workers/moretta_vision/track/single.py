"""Finds that nobody linked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .finds import Finds
from .tracks import Boxes, Scores, Track


class Single(Sequence[Track]):
    """Every find as a track of one frame, made when it is asked for: a long clip has very many. Nothing is continued,
    filled or extended."""

    def __init__(self, found: Sequence[tuple[Finds, float]]) -> None:
        """The finds of each detector, and from which score on they count."""
        kept = [finds.scores >= least for finds, least in found]
        parts = [
            (np.repeat(finds.frames, finds.counts)[rows], finds.boxes[rows], finds.scores[rows])
            for (finds, _), rows in zip(found, kept, strict=True)
        ]
        self.frames: npt.NDArray[np.int64] = np.concatenate([frames for frames, _, _ in parts])
        """Of each find [N]."""
        self.boxes = np.concatenate([boxes for _, boxes, _ in parts]).astype(np.float64)
        """[N, 4] as x, y, width, height."""
        self.scores = np.concatenate([scores for _, _, scores in parts])
        """[N] in 0..1."""
        self._labels = [
            (finds.names, finds.labels[rows]) for (finds, _), rows in zip(found, kept, strict=True)
        ]
        self._ends = np.cumsum([len(frames) for frames, _, _ in parts])

    def __len__(self) -> int:
        return len(self.frames)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        part = int(np.searchsorted(self._ends, at, "right"))
        names, labels = self._labels[part]
        label = names[labels[at - (self._ends[part - 1] if part else 0)]]
        row = slice(at, at + 1)
        boxes = Boxes(int(self.frames[at]), self.boxes[row])
        return Track(label, boxes, Scores(self.frames[row], self.scores[row]))

    def layers(self) -> Iterator[npt.NDArray[np.intp]]:
        """The rows of all finds, in as few groups as can be: none has two of a frame, and frames rise."""
        order = np.argsort(self.frames, kind="stable")
        frames = self.frames[order]
        rank = np.arange(len(frames)) - np.searchsorted(frames, frames)
        for number in range(int(rank.max(initial=-1)) + 1):
            yield order[rank == number]
