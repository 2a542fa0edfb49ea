"""Two-stage association (after ByteTrack; Zhang et al., 2022): strong finds first, weak ones continue what exists.

In steady coordinates (see `camera`), shot by shot: what the camera does is taken out before boxes are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..detect.base import Detections
from .association import Path, match
from .camera import Camera
from .filling import Shot, complete
from .tracks import Box, Track
from .watching import Change

Frames = Sequence[tuple[int, Detections]]

STRONG_OVERLAP = 0.15
WEAK_OVERLAP = 0.3
GAP_SECONDS = 2.0


def link(
    frames: Iterable[tuple[int, Detections]],
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
    rows = sorted(((index, found[found.scores >= weak]) for index, found in frames), key=lambda row: row[0])
    changes = changes or {}
    motions = {index: change.motion for index, change in changes.items()}
    tracks = []
    for shot in _shots(rows, {index for index, change in changes.items() if change.cut}):
        first, last = shot[0][0], shot[-1][0]
        camera = Camera.of(motions, first, last)
        steady = [(index, _steady(found, index, camera)) for index, found in shot]
        longest = max(2, round(fps * GAP_SECONDS))
        paths, rest = _forward(steady, strong, longest)
        paths, rest = _backward(paths, rest, longest)
        doubtful, _ = _forward(rest, min(candidate, strong), longest)
        around = Shot(first, last, fps, size, camera, first > rows[0][0], last < rows[-1][0])
        tracks += [complete(_track(path), around, strong) for path in paths + doubtful]
    return sorted(tracks, key=lambda track: (track.first, -track.score))


def unlinked(frames: Iterable[tuple[int, Detections]]) -> list[Track]:
    """Every find as a track of one frame: nothing is continued, filled or extended."""
    return [
        Track(found.labels[row], {index: _box(found, row)}, {index: float(found.scores[row])})
        for index, found in frames
        for row in range(len(found))
    ]


def _shots(rows: Frames, cuts: set[int]) -> list[list[tuple[int, Detections]]]:
    shots: list[list[tuple[int, Detections]]] = []
    for row in rows:
        if not shots or row[0] in cuts:
            shots.append([])
        shots[-1].append(row)
    return shots


def _steady(found: Detections, index: int, camera: Camera) -> Detections:
    boxes = [camera.steady(_box(found, row), index) for row in range(len(found))]
    return replace(found, boxes=np.array(boxes, np.float32).reshape(-1, 4))


def _forward(frames: Frames, start: float, longest: int) -> tuple[list[Path], Frames]:
    """Paths that begin with a find of score `start`, and what no path took."""
    paths: list[Path] = []
    left: list[tuple[int, Detections]] = []
    for index, found in frames:
        free = [path for path in paths if index - path.tip <= longest]
        strong = found.scores >= start
        free, taken = _continue(free, index, found, np.flatnonzero(strong), STRONG_OVERLAP)
        _, weakly = _continue(free, index, found, np.flatnonzero(~strong), WEAK_OVERLAP)
        for row in np.flatnonzero(strong):
            if row not in taken:
                paths.append(Path(found.labels[row], index, _box(found, row), float(found.scores[row])))
        keep = ~strong
        keep[list(weakly)] = False
        left.append((index, found[keep]))
    return paths, left


def _backward(paths: Sequence[Path], frames: Frames, longest: int) -> tuple[list[Path], Frames]:
    """The paths continued before their first frame by finds that nobody took: what is known later covers before."""
    turned = [path.turned() for path in paths]
    left: list[tuple[int, Detections]] = []
    for index, found in reversed(frames):
        free = [path for path in turned if 0 < path.tip - index <= longest]
        _, taken = _continue(free, index, found, np.arange(len(found)), WEAK_OVERLAP)
        keep = np.ones(len(found), bool)
        keep[list(taken)] = False
        left.append((index, found[keep]))
    return turned, left[::-1]


def _continue(
    paths: Sequence[Path], index: int, found: Detections, rows: np.ndarray, least: float
) -> tuple[list[Path], set[int]]:
    """Lets the chosen finds continue paths; answers the paths that stay free and the rows that were taken."""
    pairs = match(paths, index, found.boxes[rows], [found.labels[row] for row in rows], least)
    for path, column in pairs:
        row = rows[column]
        paths[path].add(index, _box(found, row), float(found.scores[row]))
    busy = {path for path, _ in pairs}
    free = [path for i, path in enumerate(paths) if i not in busy]
    return free, {int(rows[column]) for _, column in pairs}


def _box(found: Detections, row: int | np.integer[Any]) -> Box:
    x, y, width, height = (float(value) for value in found.boxes[row])
    return x, y, width, height


def _track(path: Path) -> Track:
    order = sorted(path.boxes)
    return Track(path.label, {i: path.boxes[i] for i in order}, {i: path.scores[i] for i in order})
