"""Redacted clips beside their originals: what took the fill colour, what became of the rest, and who is still found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path, PurePosixPath

import cv2
import numpy as np
import numpy.typing as npt

from ..media.errors import MediaError
from ..media.upright import Frame
from ..media.video import frames
from .clip_judging import JudgedClip, intersections
from .clips import NOBODY, Clip, Marks, Track
from .coverage import COVERED, Pixels, in_pixels
from .documents import Boxes

NEAR = 60
"""So far, in every channel, a pixel may be from the fill colour: coding changes it."""

BLOCKS = 8
"""Pixels around the fill in which coding mixes it with the rest."""

TOUCHES = 0.3
"""A find belongs to a true box, or to what is hidden, when this share of it lies on that."""

Picture = npt.NDArray[np.uint8]
Fill = npt.NDArray[np.bool_]
Search = Callable[[Picture], Boxes]
"""What a detector finds in BGR pixels, from its operating threshold on."""


@dataclass
class Residue:
    """What a detector finds in redacted frames: on a true face, on none of these but on what is hidden, elsewhere.

    `frames` were searched, `shown` of them show a find on a true or a hidden face; `people` are those under finds, with
    the clip's name.
    """

    frames: int = 0
    shown: int = 0
    on_true: int = 0
    on_hidden: int = 0
    elsewhere: int = 0
    people: set[tuple[str, Track]] = field(default_factory=set)

    def add(self, clip: str, marks: Marks, fill: Fill, finds: Boxes) -> None:
        """The finds of one frame."""
        self.frames += 1
        if not len(finds):
            return
        areas = np.maximum(finds[:, 2:].prod(axis=1), 1e-9)
        shares = intersections(finds, marks.boxes) / areas[:, None]
        on_true = shares.max(axis=1, initial=0) >= TOUCHES
        boxes = in_pixels(finds, fill.shape[1], fill.shape[0])
        on_hidden = ~on_true & (_shares(fill, boxes) >= TOUCHES)
        self.on_true += int(on_true.sum())
        self.on_hidden += int(on_hidden.sum())
        self.elsewhere += int((~on_true & ~on_hidden).sum())
        self.shown += bool(on_true.any() or on_hidden.any())
        for row in shares[on_true]:
            self.people.add((clip, marks.tracks[int(row.argmax())]))


def judge_fill(
    clip: Clip,
    original: Path,
    redacted: Path,
    color: str,
    search: Search | None = None,
    residue: Residue | None = None,
) -> JudgedClip:
    """Compares two videos frame by frame, in the order in which they are shown.

    A true box is covered when enough of its pixels have the colour RRGGBB and did not have it before. `residue` takes
    what `search` finds in the redacted frames.
    """
    judged, near = JudgedClip(clip, frames=0), _near(color)
    try:
        for before, after in zip_longest(frames(original), frames(redacted)):
            if before is None or after is None:
                judged.lost += after is None
                judged.added += before is None
                continue
            if before.pixels.shape != after.pixels.shape:
                (h, w), (height, width) = before.pixels.shape[:2], after.pixels.shape[:2]
                judged.error = f"{redacted.name} has {width}x{height} pixels, its original {w}x{h}."
                break
            fill = near(after.pixels) & ~near(before.pixels)
            marks = clip.true.get(before.index, NOBODY)
            boxes = in_pixels(marks.boxes[~marks.ignored], fill.shape[1], fill.shape[0])
            judged.add(before.index, marks, _shares(fill, boxes) >= COVERED, float(fill.sum()))
            judged.quality += _quality_outside(before, after, fill)
            judged.frames = (judged.frames or 0) + 1
            if search is not None and residue is not None:
                residue.add(clip.name, marks, fill, search(after.pixels))
    except MediaError as error:
        judged.error = str(error)
    return judged


def output_of(folder: Path, name: str) -> Path | None:
    """The redacted file of an original: of the same path below the folder or the same name, if need be with another
    ending."""
    path = PurePosixPath(name)
    for base in (folder / path, folder / path.name):
        if base.is_file():
            return base
        twins = sorted(_of_stem(base.parent, path.stem)) if base.parent.is_dir() else []
        if twins:
            return twins[0]
    return None


def _of_stem(folder: Path, stem: str) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.name.startswith(f"{stem}.") and path.is_file())


def _near(color: str) -> Callable[[Picture], Fill]:
    """Says which pixels of a BGR picture have nearly this colour."""
    wanted = np.array([int(color[at : at + 2], 16) for at in (4, 2, 0)])
    low, high = np.clip(wanted - NEAR, 0, 255), np.clip(wanted + NEAR, 0, 255)
    return lambda pixels: cv2.inRange(pixels, low, high) > 0


def _shares(fill: Fill, boxes: Pixels) -> npt.NDArray[np.float64]:
    """What share of each box's pixels is filled; nothing of a box outside the picture."""
    parts = (fill[top:bottom, left:right] for left, top, right, bottom in boxes)
    return np.array([part.mean() if part.size else 0.0 for part in parts], np.float64)


def _quality_outside(before: Frame, after: Frame, fill: Fill) -> list[float]:
    """PSNR of luma in dB where nothing was filled, 99 where nothing differs; none where nothing is left."""
    side = 2 * BLOCKS + 1
    rest = cv2.dilate(fill.astype(np.uint8), np.ones((side, side), np.uint8)) == 0
    if not rest.any():
        return []
    luma = (cv2.cvtColor(one.pixels, cv2.COLOR_BGR2GRAY).astype(np.float32) for one in (before, after))
    error = float((np.subtract(*luma)[rest] ** 2).mean())
    return [99.0 if error == 0 else float(10 * np.log10(255**2 / error))]
