"""Gaps, ends and flags: what was not found is covered, and said."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..geometry.covering import grow
from .camera import Camera
from .tracks import Box, Flag, Track

GROWTH = 0.015
"""Share of the larger side by which a filled box grows with each frame away from a find, on every side."""
MOST_GROWTH = 0.15
END_SECONDS = 2.0
"""Ends are extended by as many frames as the object was found in, at most for so long: who was there for a while does
not vanish at once, and a flicker is no reason to cover its place for a second."""
LEAST_END = 2
SMALL = 24.0
SHORT_SECONDS = 0.25
CUT_SECONDS = 0.5
"""An end so near to a cut is a matter of the cut."""
NEAR = 2
"""A box that is smaller than its neighbours so many frames around is widened to what they say."""
HELD_SECONDS = 2.0
MOST_HELD = 2.0
"""What sure finds say of an object is believed for so long before and after them, while it does not make the box more
than so many times as wide or high as theirs: beyond it the find is of something else."""


@dataclass(frozen=True)
class Shot:
    """The searched frames [first, last] of one shot, the frame's size where it is known, the camera's way, and whether
    a cut, rather than an end of the video, lies before and after it."""

    first: int
    last: int
    fps: float
    size: tuple[int, int] | None
    camera: Camera
    cut_before: bool = False
    cut_after: bool = False

    def at_edge(self, box: Box, frame: int) -> bool:
        """Whether a steady box touches the frame's edge, within a tenth of its size. Unknown size: no."""
        if self.size is None:
            return False
        x, y, width, height = self.camera.seen(box, frame)
        slack = 0.1 * max(width, height)
        return (
            x <= slack
            or y <= slack
            or x + width >= self.size[0] - slack
            or y + height >= self.size[1] - slack
        )

    def inside(self, box: Box, frame: int) -> bool:
        """Whether anything of a steady box lies in the frame: who goes out is seen until then. Unknown size: yes."""
        if self.size is None:
            return True
        x, y, width, height = self.camera.seen(box, frame)
        return x + width > 0 and y + height > 0 and x < self.size[0] and y < self.size[1]


def complete(track: Track, shot: Shot, strong: float) -> Track:
    """The track of steady boxes as boxes of the frames, its gaps filled, its ends extended within the shot, its finds
    widened to what their neighbours say, and flags."""
    found = sorted(track.scores)
    flags = _doubts(track, found, shot.fps, strong)
    sure = _Sure(track, strong, round(shot.fps * HELD_SECONDS))
    boxes = sure.hold(_widened(track.boxes))
    held = {frame: boxes[frame] for frame in found}
    for before, after in pairwise(found):
        if after - before > 1:
            boxes.update(sure.hold(_gap(held, before, after)))
            says = f"gap of {_count(after - before - 1)}"
            flags.append(Flag("gap", (before + 1, after - 1), says))
    near = round(shot.fps * CUT_SECONDS)
    if shot.cut_before and _unsure(track, found[0], shot.first, strong, near):
        flags.append(Flag("boundary", (shot.first, found[0]), "not sure just after a cut"))
    elif found[0] > shot.first and not shot.at_edge(track.boxes[found[0]], found[0]):
        flags.append(Flag("born", (found[0], found[0]), "appears in the middle of the picture"))
    if shot.cut_after and _unsure(track, found[-1], shot.last, strong, near):
        flags.append(Flag("boundary", (found[-1], shot.last), "not sure just before a cut"))
    elif found[-1] < shot.last and not shot.at_edge(track.boxes[found[-1]], found[-1]):
        flags.append(Flag("ended", (found[-1], found[-1]), "vanishes in the middle of the picture"))
    frames = max(LEAST_END, min(len(found), round(shot.fps * END_SECONDS)))
    boxes.update(_end(held, found[::-1], -1, max(shot.first, found[0] - frames), shot))
    boxes.update(_end(held, found, 1, min(shot.last, found[-1] + frames), shot))
    seen = {i: shot.camera.seen(boxes[i], i) for i in sorted(boxes)}
    for i in found:  # a box that the camera turned about another centre need not contain the find any more
        seen[i] = _tuple(_around(np.asarray(seen[i]), np.asarray(shot.camera.seen(track.boxes[i], i))))
    return Track(track.label, seen, track.scores, flags)


def _widened(boxes: dict[int, Box]) -> dict[int, Box]:
    """Each box with the mean of those around it: one that is badly drawn in a single frame uncovers nothing."""
    wide = {}
    for frame, box in boxes.items():
        both = [away for away in range(1, NEAR + 1) if frame - away in boxes and frame + away in boxes]
        near = [boxes[frame + side * away] for away in both for side in (-1, 1)]
        wide[frame] = _tuple(_around(np.asarray(box), np.mean(near, axis=0))) if near else box
    return wide


class _Sure:
    """Where and how large an object is by its sure finds: a weak one is often drawn badly, or of its neighbour."""

    def __init__(self, track: Track, strong: float, frames: int) -> None:
        least = min(strong, track.score)
        self.at = np.array([frame for frame in sorted(track.scores) if track.scores[frame] >= least])
        self.boxes = np.array([track.boxes[frame] for frame in self.at])
        self.frames = frames

    def hold(self, boxes: dict[int, Box]) -> dict[int, Box]:
        """The boxes, those between and near sure finds widened to what these say: as large as they at the box's own
        centre, and where they are."""
        frames = np.array(list(boxes), int)
        says = np.stack([np.interp(frames, self.at, column) for column in self.boxes.T], axis=1)
        after = np.searchsorted(self.at, frames)
        before = self.at[np.maximum(after - 1, 0)]
        after = self.at[np.minimum(after, len(self.at) - 1)]
        away = np.minimum(np.abs(frames - before), np.abs(after - frames))
        held = {}
        for frame, box, sure, far in zip(boxes, boxes.values(), says, away, strict=True):
            own = np.asarray(box)
            as_large = np.concatenate([own[:2] + own[2:] / 2 - sure[2:] / 2, sure[2:]])
            wide = _around(_around(own, as_large), sure)
            fits = 0 < far <= self.frames and (wide[2:] <= MOST_HELD * sure[2:]).all()
            held[frame] = _tuple(wide) if fits else box
        return held


def _unsure(track: Track, end: int, cut: int, strong: float, near: int) -> bool:
    """Whether a track that ends near a cut was not surely found at it."""
    return abs(end - cut) <= near and (end != cut or track.scores[end] < strong)


def _doubts(track: Track, found: list[int], fps: float, strong: float) -> list[Flag]:
    flags = []
    if track.score < strong:
        flags.append(Flag("weak", None, f"never surer than {track.score:.2f}"))
    if track.side < SMALL:
        flags.append(Flag("small", None, f"small: {track.side:.0f} pixels"))
    if len(found) < max(2, round(SHORT_SECONDS * fps)):
        flags.append(Flag("short", (found[0], found[-1]), f"found in {_count(len(found))} only"))
    return flags


def _count(frames: int) -> str:
    return "1 frame" if frames == 1 else f"{frames} frames"


def _gap(boxes: dict[int, Box], before: int, after: int) -> dict[int, Box]:
    a, b = np.asarray(boxes[before]), np.asarray(boxes[after])
    filled = {}
    for frame in range(before + 1, after):
        box = a + (b - a) * (frame - before) / (after - before)
        filled[frame] = _grown(box, min(frame - before, after - frame))
    return filled


def _end(boxes: dict[int, Box], order: list[int], step: int, limit: int, shot: Shot) -> dict[int, Box]:
    """Boxes beyond the last of `order`, by the velocity of the last five finds, until `limit` or out of the picture."""
    tip = order[-1]
    base = np.asarray(boxes[tip])
    back = order[-min(5, len(order))]
    move = np.zeros(2)
    if back != tip:
        middle = base[:2] + base[2:] / 2
        earlier = np.asarray(boxes[back])
        move = (middle - earlier[:2] - earlier[2:] / 2) / abs(tip - back)
    filled = {}
    for frame in range(tip + step, limit + step, step):
        away = abs(frame - tip)
        box = np.concatenate([base[:2] + move * away, base[2:]])
        if not shot.inside(_tuple(box), frame):
            break
        # The velocity may be wrong: the extension also covers the place where the object was last seen.
        filled[frame] = _grown(_around(box, base), away)
    return filled


def _around(box: np.ndarray, other: np.ndarray) -> np.ndarray:
    low = np.minimum(box[:2], other[:2])
    high = np.maximum(box[:2] + box[2:], other[:2] + other[2:])
    return np.concatenate([low, high - low])


def _grown(box: np.ndarray, away: int) -> Box:
    x, y, width, height = grow([float(value) for value in box], min(MOST_GROWTH, GROWTH * away))
    return x, y, width, height


def _tuple(box: np.ndarray) -> Box:
    x, y, width, height = (float(value) for value in box)
    return x, y, width, height
