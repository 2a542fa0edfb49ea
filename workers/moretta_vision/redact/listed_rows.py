"""The rows of `video_annotations`, packed while their file is read: an hour of film has hundreds of thousands."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Hashable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from ..geometry.packed import PackedKeyframes
from .packed import where_found

Numbers = npt.NDArray[Any]

PACKED = object()
"""Stands for a row in what is read."""


class ListedRows:
    """Boxes in frames of videos. `names` are the videos, tracks and categories that rows name, as they do; a row has
    their places in it, -1 for no track."""

    def __init__(self) -> None:
        self.names: list[Any] = []
        self._places: dict[Hashable, int] = {}
        self._ids = array("q")
        self._values = array("d")
        self._kept = bytearray()

    def read(self, entry: dict[str, Any]) -> Any:
        """An `object_hook` for json: takes a row, and leaves everything else as it is. Raises KeyError or TypeError for
        a row that is none, ValueError for a box that is none."""
        if "video_id" not in entry or "bbox" not in entry:
            return entry
        box, track, score = entry["bbox"], entry.get("track_id"), entry.get("score")
        if len(box) != 4 or not all(math.isfinite(value) for value in box) or box[2] <= 0 or box[3] <= 0:
            raise ValueError(entry.get("id"), box)
        found = entry.get("found", score)
        self._ids.extend(
            (
                self._place(entry["video_id"]),
                -1 if track is None else self._place(track),
                self._place(entry["category_id"]),
                int(entry["frame"]),
            )
        )
        self._values.extend(math.nan if value is None else value for value in (*box, score, found))
        self._kept.append(entry.get("decision") == "keep")
        return PACKED

    def _place(self, name: Hashable) -> int:
        place = self._places.setdefault(name, len(self.names))
        if place == len(self.names):
            self.names.append(name)
        return place

    def videos(self, min_score: float) -> set[Any]:
        """The videos of the rows that are to be hidden."""
        return {self.names[place] for place in np.unique(self._ids_of(self._wanted(min_score))[:, 0])}

    def categories(self, min_score: float) -> set[Any]:
        """The categories of the rows that are to be hidden."""
        return {self.names[place] for place in np.unique(self._ids_of(self._wanted(min_score))[:, 2])}

    def objects(
        self, video: Any, min_score: float, wanted: Callable[[Any], bool], n_frames: int
    ) -> Iterator[PackedKeyframes]:
        """The objects of a video that are to be hidden, in the categories that are `wanted`. Without a track, or with
        two boxes of it in a frame, every box is an object of its own."""
        at = self._places.get(video, -1)
        chosen = np.array([wanted(name) for name in self.names], bool)
        ids = self._ids_of(slice(None))
        rows = np.flatnonzero(self._wanted(min_score) & (ids[:, 0] == at) & chosen[ids[:, 2]])
        rows = rows[np.lexsort((ids[rows, 3], ids[rows, 1]))]  # stable: the first of two boxes is the track's
        tracks, frames = ids[rows, 1], ids[rows, 3]
        alone = tracks < 0
        alone[1:] |= (tracks[1:] == tracks[:-1]) & (frames[1:] == frames[:-1])
        tracked, of = rows[~alone], tracks[~alone]
        borders = np.flatnonzero(np.diff(of)) + 1
        groups = [*np.split(tracked, borders), *np.split(rows[alone], np.arange(1, alone.sum()))]
        values = np.frombuffer(self._values, np.float64).reshape(-1, 6)
        for group in groups:
            if len(group):
                there = values[group]
                yield where_found(ids[group, 3], there[:, :4], there[:, 5], n_frames)

    def _ids_of(self, rows: Any) -> npt.NDArray[np.int64]:
        return np.frombuffer(self._ids, np.int64).reshape(-1, 4)[rows]

    def _wanted(self, min_score: float) -> npt.NDArray[np.bool_]:
        scores = np.frombuffer(self._values, np.float64).reshape(-1, 6)[:, 4]
        kept = np.frombuffer(bytes(self._kept), np.bool_)
        return ~kept & ~(scores < min_score)
