"""Two-stage association (after ByteTrack; Zhang et al., 2022): strong finds first, weak ones continue what exists.

In steady coordinates (see `camera`), shot by shot: what the camera does is taken out before boxes are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..detect.base import Detections, Floats
from .association import Path, Steady, match
from .camera import Camera, Motion
from .filling import Found, Shot, complete
from .finds import Finds
from .tracks import Track
from .watching import Change

Rows = npt.NDArray[np.int64]

STRONG_OVERLAP = 0.15
WEAK_OVERLAP = 0.3
GAP_SECONDS = 2.0
STRETCH = 4096


def link(
    frames: Finds | Iterable[tuple[int, Detections]],
    *,
    fps: float = 25.0,
    strong: float = 0.6,
    candidate: float = 0.3,
    weak: float = 0.1,
    size: tuple[int, int] | None = None,
    changes: Mapping[int, Change] | None = None,
) -> list[Track]:
    """Tracks over frames, in order of their first frame; none goes on beyond a cut.

    `frames` gives index and finds of every frame that was searched, by rising index. A find of score `strong` starts
    a track; `weak` ones continue it, forward and back; what is left from `candidate` on is linked by itself, so
    that doubtful objects are tracks too (their score stays below `strong`) and none is dropped, however short. Gaps
    up to two seconds are filled, ends are extended. `size` is width and height of the frame, to tell who left it;
    `changes` says what `Watch` saw: how the camera moved, and where shots begin. Unknown, it stands still.
    """
    finds = frames if isinstance(frames, Finds) else Finds.of(frames)
    changes = changes or {}

    def motion(index: int) -> Motion | None:
        change = changes.get(index)
        return None if change is None else change.motion

    searched = finds.frames
    cuts = [index for index, change in changes.items() if change.cut]
    longest = max(2, round(fps * GAP_SECONDS))
    tracks = []
    for first, last, seen in _shots(finds, cuts, weak):
        camera = Camera(motion, first, last)
        steady = replace(seen, boxes=_steady(seen, camera))
        free = np.ones(len(steady.scores), bool)
        paths = _backward(_forward(steady, free, strong, longest), steady, free, longest)
        paths += _forward(steady, free, min(candidate, strong), longest)
        around = Shot(first, last, fps, size, camera, first > searched[0], last < searched[-1])
        tracks += [complete(_track(path, steady, finds.names), around, strong) for path in paths]
    return sorted(tracks, key=lambda track: (track.first, -track.score))


def _shots(finds: Finds, cuts: Iterable[int], weak: float) -> Iterator[tuple[int, int, Steady]]:
    """First and last searched frame of each shot, and its finds of score `weak` or more, not steady yet."""
    searched = finds.frames
    rows = Steady(np.repeat(searched, finds.counts), finds.boxes, finds.scores, finds.labels, finds.agreed)
    ends = np.cumsum(finds.counts)
    borders = sorted({0, *np.searchsorted(searched, sorted(cuts)).tolist(), len(searched)})
    for begin, end in pairwise(borders):
        own = slice(ends[begin - 1] if begin else 0, ends[end - 1])
        kept = rows.scores[own] >= weak
        yield int(searched[begin]), int(searched[end - 1]), rows[np.arange(own.start, own.stop)[kept]]


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


def _track(path: Path, finds: Steady, names: list[str]) -> Found:
    rows = finds[np.sort(np.frombuffer(path.rows, np.int64))]
    return Found(names[path.label], rows.frames, rows.boxes.astype(np.float64), rows.scores, rows.agreed)
