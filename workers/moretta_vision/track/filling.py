"""Gaps, ends and flags: what was not found is covered, and said."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ..geometry.covering import grow
from .tracks import Box, Flag, Track

GROWTH = 0.03
"""Share of the larger side by which a filled box grows with each frame away from a find, on every side."""
MOST_GROWTH = 0.25
END_SECONDS = 0.25
SMALL = 24.0
SHORT_SECONDS = 0.25


def complete(
    track: Track, first: int, last: int, fps: float, strong: float, size: tuple[int, int] | None
) -> Track:
    """The track with its gaps filled and its ends extended within the searched frames [first, last], and flags."""
    found = sorted(track.scores)
    flags = _doubts(track, found, fps, strong)
    boxes = dict(track.boxes)
    for before, after in pairwise(found):
        if after - before > 1:
            boxes.update(_gap(track, before, after))
            says = f"gap of {_count(after - before - 1)}"
            flags.append(Flag("gap", (before + 1, after - 1), says))
    if found[0] > first and not _at_edge(track.boxes[found[0]], size):
        flags.append(Flag("born", (found[0], found[0]), "appears in the middle of the picture"))
    if found[-1] < last and not _at_edge(track.boxes[found[-1]], size):
        flags.append(Flag("ended", (found[-1], found[-1]), "vanishes in the middle of the picture"))
    frames = max(1, round(fps * END_SECONDS))
    boxes.update(_end(track, found[::-1], -1, max(first, found[0] - frames), size))
    boxes.update(_end(track, found, 1, min(last, found[-1] + frames), size))
    return Track(track.label, {i: boxes[i] for i in sorted(boxes)}, track.scores, flags)


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


def _gap(track: Track, before: int, after: int) -> dict[int, Box]:
    a, b = np.asarray(track.boxes[before]), np.asarray(track.boxes[after])
    filled = {}
    for frame in range(before + 1, after):
        box = a + (b - a) * (frame - before) / (after - before)
        filled[frame] = _grown(box, min(frame - before, after - frame))
    return filled


def _end(
    track: Track, order: list[int], step: int, limit: int, size: tuple[int, int] | None
) -> dict[int, Box]:
    """Boxes beyond the last of `order`, by the velocity of the last five finds, until `limit` or out of the picture."""
    tip = order[-1]
    base = np.asarray(track.boxes[tip])
    back = order[-min(5, len(order))]
    move = np.zeros(2)
    if back != tip:
        middle = base[:2] + base[2:] / 2
        earlier = np.asarray(track.boxes[back])
        move = (middle - earlier[:2] - earlier[2:] / 2) / abs(tip - back)
    filled = {}
    for frame in range(tip + step, limit + step, step):
        away = abs(frame - tip)
        box = np.concatenate([base[:2] + move * away, base[2:]])
        x, y = box[:2] + box[2:] / 2
        if size and not (0 <= x < size[0] and 0 <= y < size[1]):
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


def _at_edge(box: Box, size: tuple[int, int] | None) -> bool:
    """Whether the box touches the frame's edge, within a tenth of its size. Unknown size: no."""
    if size is None:
        return False
    x, y, width, height = box
    slack = 0.1 * max(width, height)
    return x <= slack or y <= slack or x + width >= size[0] - slack or y + height >= size[1] - slack
