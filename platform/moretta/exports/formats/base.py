"""What a format is given, and what it has to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from moretta_vision.geometry.interpolation import keyframe_at, presence
from moretta_vision.geometry.shapes import bounds

from ..archive import Archive

SPLITS = ("train", "val", "test")


@dataclass(frozen=True)
class Category:
    """A label as formats number it, from 0."""

    index: int
    name: str
    kind: str


@dataclass(frozen=True)
class Thing:
    """One object of an entry. `number` is unique in the export; `hidden` says that its pixels were redacted."""

    number: int
    category: Category
    keyframes: list[dict[str, Any]]
    score: float
    hidden: bool
    attributes: dict[str, Any]

    def boxes(
        self, width: int, height: int, n_frames: int
    ) -> Iterator[tuple[int, list[float], dict[str, Any]]]:
        """(frame, [x, y, width, height] inside the picture, shape) for every frame where the object is present."""
        for start, stop in presence(self.keyframes, n_frames):
            for frame in range(start, stop):
                keyframe = keyframe_at(self.keyframes, frame)
                if keyframe is None:
                    continue
                box = inside(bounds(keyframe["shape"]), width, height)
                if box is not None:
                    yield frame, box, keyframe["shape"]


@dataclass(frozen=True)
class Entry:
    """One asset on its way out: the redacted file, its name in the archive without a folder, and its objects."""

    number: int
    asset: str
    name: str
    split: str
    video: bool
    width: int
    height: int
    n_frames: int
    fps: float | None
    source: Path
    sha256: str
    things: Sequence[Thing]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


class Format(ABC):
    """Takes entries one by one and writes what describes them at the end. Pixels are copied as they are."""

    name: str
    title: str
    says: str

    def __init__(self, archive: Archive, categories: Sequence[Category], splits: Sequence[str]) -> None:
        self.archive = archive
        self.categories = categories
        self.splits = splits

    @abstractmethod
    def add(self, entry: Entry) -> str:
        """Takes in one entry and gives the path of its file in the archive."""

    @abstractmethod
    def finish(self) -> None:
        """Writes what is left."""


def inside(box: tuple[float, float, float, float], width: int, height: int) -> list[float] | None:
    """The part of a box that lies in the picture, in 1/100 pixel; None where nothing does."""
    x, y = max(0.0, box[0]), max(0.0, box[1])
    w, h = min(float(width), box[0] + box[2]) - x, min(float(height), box[1] + box[3]) - y
    if w <= 0 or h <= 0:
        return None
    return [round(value, 2) for value in (x, y, w, h)]
