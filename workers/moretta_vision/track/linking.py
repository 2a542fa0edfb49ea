"""Two-stage association (after ByteTrack; Zhang et al., 2022): strong finds first, weak ones continue what exists.

In steady coordinates (see `camera`), shot by shot: what the camera does is taken out before boxes are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..detect.base import Detections, Floats
from .association import Path, Steady, match
from .camera import Camera, Motion
from .filling import END_SECONDS, Found, Shot, complete
from .finds import Finds
from .tracks import Track
from .watching import Change

Rows = npt.NDArray[np.int64]

STRONG_OVERLAP = 0.15
WEAK_OVERLAP = 0.3
GAP_SECONDS = 2.0
STRETCH = 4096
WEAK = 0.1
"""From this score on a find may continue a track."""


def link(
    frames: Finds | Iterable[tuple[int, Detections]],
    *,
    fps: float = 25.0,
    strong: float = 0.6,
    candidate: float = 0.3,
    weak: float = WEAK,
    size: tuple[int, int] | None = None,
    changes: Mapping[int, Change] | None = None,
) -> list[Track]:
    """Tracks over frames, in order of the frames in which they were first found; none goes on beyond a cut.

    `frames` gives index and finds of every frame that was searched, by rising index. A find of score `strong` starts
    a track; `weak` ones continue it, forward and back; what is left from `candidate` on is linked by itself, so
    that doubtful objects are tracks too (their score stays below `strong`) and none is dropped, however short. Gaps
    up to two seconds are filled, ends are extended. `size` is width and height of the frame, to tell who left it;
    `changes` says what `Watch` saw: how the camera moved, and where shots begin. Unknown, it stands still.
    """
    finds = frames if isinstance(frames, Finds) else Finds.of(frames)
    return list(linked(finds, Linking(fps, strong, candidate, weak, size), changes or {}))


@dataclass(frozen=True)
class Linking:
    """How finds are linked: see `link`. With `candidate` None nothing below `strong` becomes a track."""

    fps: float
    strong: float
    candidate: float | None = None
    weak: float = WEAK
    size: tuple[int, int] | None = None


def reach(fps: float) -> int:
    """How many frames around each of its finds a track asks for `changes`: gaps are no longer, nor are ends."""
    return max(2, round(fps * GAP_SECONDS), round(fps * END_SECONDS))


def linked(finds: Finds, how: Linking, changes: Mapping[int, Change]) -> Iterator[Track]:
    """What `link` gives, each track made when it is asked for: all of a long clip's together take much memory. So do
    the finds: whoever keeps none of them has them freed as soon as those of the last shot were taken."""

    def motion(index: int) -> Motion | None:
        change = changes.get(index)
        return None if change is None else change.motion

    begin, end = (int(index) for index in finds.frames[[0, -1]]) if len(finds.frames) else (0, 0)
    names, cuts = finds.names, [index for index, change in changes.items() if change.cut]
    shots = _shots(finds, cuts, how.weak)
    del finds
    for first, last, seen in shots:
        camera = Camera(motion, first, last)
        around = Shot(first, last, how.fps, how.size, camera, first > begin, last < end)
        seen = replace(seen, boxes=_steady(seen, camera))
        objects, used = _objects(seen, how)
        seen = seen[used]
        for rows in objects:
            own = seen[rows]
            label, boxes = names[own.labels[0]], own.boxes.astype(np.float64)
            yield complete(Found(label, own.frames, boxes, own.scores, own.agreed), around, how.strong)


def _shots(finds: Finds, cuts: Iterable[int], weak: float) -> Iterator[tuple[int, int, Steady]]:
    """First and last searched frame of each shot, and its finds of score `weak` or more, not steady yet."""
    searched, ends = finds.frames, np.append(0, np.cumsum(finds.counts))
    borders = sorted({0, *np.searchsorted(searched, sorted(cuts)).tolist(), len(searched)})
    for begin, end in pairwise(borders):
        own = slice(ends[begin], ends[end])
        kept = np.flatnonzero(finds.scores[own] >= weak)
        rows, frames = kept + own.start, np.repeat(searched[begin:end], finds.counts[begin:end])[kept]
        first, last = int(searched[begin]), int(searched[end - 1])
        seen = [Steady(frames, finds.boxes[rows], finds.scores[rows], finds.labels[rows], finds.agreed[rows])]
        if end == borders[-1]:
            del finds, searched, kept, rows, frames
        yield first, last, seen.pop()


def _objects(finds: Steady, how: Linking) -> tuple[list[Rows], Rows]:
    """What belongs together of a shot's finds, by when it was first found: the rows of each object among those that are
    of any, and these."""
    longest, free = max(2, round(how.fps * GAP_SECONDS)), np.ones(len(finds.scores), bool)
    paths = _backward(_forward(finds, free, how.strong, longest), finds, free, longest)
    if how.candidate is not None:
        paths += _forward(finds, free, min(how.candidate, how.strong), longest)
    objects = [np.sort(np.frombuffer(path.rows, np.int64)) for path in paths]
    objects.sort(key=lambda rows: (int(finds.frames[rows[0]]), -float(finds.scores[rows].max())))
    used = np.flatnonzero(~free)
    return [np.searchsorted(used, rows) for rows in objects], used


def _steady(finds: Steady, camera: Camera) -> Floats:
    """The boxes as they lie in the shot's first frame; a stretch at a time, for what is counted with is large."""
    boxes = np.empty_like(finds.boxes)
    for first in range(0, len(boxes), STRETCH):
        rows = slice(first, first + STRETCH)
        boxes[rows] = camera.steady(finds.boxes[rows], finds.frames[rows])
    return boxes


def _by_frame(finds: Steady, step: int = 1) -> Iterator[tuple[int, int, int]]:
    """Each frame that has finds, with its rows [first, stop)."""
    firsts = np.flatnonzero(np.diff(finds.frames, prepend=-1))
    stops = np.append(firsts, len(finds.frames))[1:]
    for first, stop in zip(firsts[::step], stops[::step], strict=True):
        yield int(finds.frames[first]), int(first), int(stop)


def _forward(finds: Steady, free: npt.NDArray[np.bool_], start: float, longest: int) -> list[Path]:
    """Paths that begin with a find of score `start`, of the rows that are `free`; what they take is so no more."""
    paths: list[Path] = []
    near: list[Path] = []
    for index, first, stop in _by_frame(finds):
        near = [path for path in near if index - path.tip <= longest]
        rows = first + np.flatnonzero(free[first:stop])
        sure = finds.scores[rows] >= start
        strong, weak = rows[sure], rows[~sure]
        left = _continue(near, index, finds, free, strong, STRONG_OVERLAP)
        _continue(left, index, finds, free, weak, WEAK_OVERLAP)
        for row in strong.tolist():
            if free[row]:
                free[row] = False
                near.append(Path(finds, row))
                paths.append(near[-1])
    return paths


def _backward(paths: list[Path], finds: Steady, free: npt.NDArray[np.bool_], longest: int) -> list[Path]:
    """The paths continued before their first frame by finds that nobody took: what is known later covers before."""
    turned = [path.turned(finds) for path in paths]
    waiting = sorted(turned, key=lambda path: path.tip)
    near: list[Path] = []
    for index, first, stop in _by_frame(finds, -1):
        while waiting and waiting[-1].tip > index:
            near.append(waiting.pop())
        near = [path for path in near if path.tip - index <= longest]
        _continue(near, index, finds, free, first + np.flatnonzero(free[first:stop]), WEAK_OVERLAP)
    return turned


def _continue(
    paths: list[Path], index: int, finds: Steady, free: npt.NDArray[np.bool_], rows: Rows, least: float
) -> list[Path]:
    """Lets these finds continue paths; those are not free any more. Answers the paths that did not go on."""
    pairs = match(paths, index, finds.boxes[rows], finds.labels[rows], least)
    for path, column in pairs:
        row = int(rows[column])
        paths[path].add(finds, row)
        free[row] = False
    busy = {path for path, _ in pairs}
    return [path for number, path in enumerate(paths) if number not in busy]
