"""Gaps, ends and flags: what was not found is covered, and said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .camera import Camera, Frames, Rows
from .tracks import Box, Boxes, Flag, Scores, Track

GROWTH = 0.015
"""Share of the larger side by which a filled box grows with each frame away from a find, on every side."""
MOST_GROWTH = 0.15
END_SECONDS, LEAST_END_SECONDS = 2.0, 0.48
"""Ends are extended by as many frames as the object was found in, at most and at least for so long: who was there for a
while does not vanish at once, and whom only second opinions saw (see `detect.second`) may be there until the next."""
DOUBT_GROWTH = 0.07
"""Share of the larger side by which all boxes of an object that was only just found grow on every side: of whom a
detector is never sure, its box often lies half beside. Of one that was surely found they do not (by made clips of exact
truth; see docs/measurements.md)."""
DOUBTED = (0.08, 0.16)
"""Larger side over the frame's, up to the first of which such boxes grow so; from the second on not at all: what is so
large and doubtful is seldom anybody."""
SMALL = 24.0
HEARD = 2
"""Frames in which two networks were heard, from which on it matters that they never agreed."""
SHORT_SECONDS = 0.25
CUT_SECONDS = 0.5
"""An end so near to a cut is a matter of the cut."""
NEAR = 2
"""A box that is smaller than its neighbours so many frames around is widened to what they say."""
AROUND_SECONDS = 0.48
SPREAD, DOUBTED_SPREAD, MOST_SPREAD = 0.5, 1.5, 0.2
"""Each side of a box reaches as far from the way of the object's centre as the finds so long before and after it do on
average, and so many of their standard deviations farther: the first of one that was surely found, the second of one
that never was, in between by doubt. The third is the most, as a share of the larger side: what wanders farther is often
nobody. Whom a detector draws now by one part and now by another is covered whole; whom it draws alike is drawn as
before (by made clips of exact truth; see docs/measurements.md)."""
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
        x, y, width, height = self.camera.seen_at(box, frame)
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
        x, y, width, height = self.camera.seen_at(box, frame)
        return x + width > 0 and y + height > 0 and x < self.size[0] and y < self.size[1]


@dataclass(frozen=True)
class Found:
    """An object as it was found: index of each frame [N], which rise, steady box [N, 4] and score [N] there,
    and whether two networks agreed on it [N] (see `Detections`)."""

    label: str
    frames: Frames
    boxes: Rows
    scores: npt.NDArray[np.float32]
    agreed: npt.NDArray[np.int8]

    @property
    def first(self) -> int:
        return int(self.frames[0])

    @property
    def last(self) -> int:
        return int(self.frames[-1])


def complete(found: Found, shot: Shot, strong: float) -> Track:
    """The object in boxes of the frames, gaps filled, ends extended within the shot, finds widened to what their
    neighbours say, doubtful ones wider all around, and flags."""
    flags = _doubts(found, shot.fps, strong)
    sure = _Sure(found, strong, round(shot.fps * HELD_SECONDS))
    doubt = _doubt(found, strong) * _doubted(shot.camera.seen(found.boxes, found.frames), shot)
    deviations = SPREAD + doubt * (DOUBTED_SPREAD - SPREAD)
    spread = _spread(found.frames, found.boxes, max(1, round(shot.fps * AROUND_SECONDS)), deviations)
    held = sure.hold(found.frames, _around(_widened(found.frames, found.boxes), spread))
    pieces, begun = [], 0
    for row in (np.flatnonzero(np.diff(found.frames) > 1) + 1).tolist():
        before, after = int(found.frames[row - 1]), int(found.frames[row])
        between = np.arange(before + 1, after)
        pieces += [held[begun:row], sure.hold(between, _gap(held[row - 1], held[row], before, after))]
        flags.append(Flag("gap", (before + 1, after - 1), f"gap of {_count(after - before - 1)}"))
        begun = row
    pieces.append(held[begun:])
    flags += _ends(found, shot, strong)
    least, most = round(shot.fps * LEAST_END_SECONDS), round(shot.fps * END_SECONDS)
    frames = max(1, least, min(len(found.frames), most))
    earlier = _end(found.frames[::-1], held[::-1], -1, max(shot.first, found.first - frames), shot)
    later = _end(found.frames, held, 1, min(shot.last, found.last + frames), shot)
    first = found.first - len(earlier)
    whole = np.concatenate([earlier[::-1], *pieces, later])
    seen = shot.camera.seen(whole, np.arange(first, first + len(whole)))
    # A box that the camera turned about another centre need not contain the find any more.
    at = found.frames - first
    seen[at] = _around(seen[at], shot.camera.seen(found.boxes, found.frames))
    seen = _enlarged(seen, DOUBT_GROWTH * _doubt(found, strong) * _doubted(seen, shot))
    return Track(found.label, Boxes(first, seen), Scores(found.frames, found.scores), flags)


def _ends(found: Found, shot: Shot, strong: float) -> list[Flag]:
    """What is to be said of how the object comes and goes."""
    flags = []
    near = round(shot.fps * CUT_SECONDS)
    if shot.cut_before and _unsure(found.first, found.scores[0], shot.first, strong, near):
        flags.append(Flag("boundary", (shot.first, found.first), "not sure just after a cut"))
    elif found.first > shot.first and not shot.at_edge(_tuple(found.boxes[0]), found.first):
        flags.append(Flag("born", (found.first, found.first), "appears in the middle of the picture"))
    if shot.cut_after and _unsure(found.last, found.scores[-1], shot.last, strong, near):
        flags.append(Flag("boundary", (found.last, shot.last), "not sure just before a cut"))
    elif found.last < shot.last and not shot.at_edge(_tuple(found.boxes[-1]), found.last):
        flags.append(Flag("ended", (found.last, found.last), "vanishes in the middle of the picture"))
    return flags


def _widened(frames: Frames, boxes: Rows) -> Rows:
    """Each box with the mean of those around it: one that is badly drawn in a single frame uncovers nothing."""
    total, count = np.zeros_like(boxes), np.zeros(len(frames))
    for away in range(1, NEAR + 1):
        low, high = np.searchsorted(frames, frames - away), np.searchsorted(frames, frames + away)
        both = (high < len(frames)) & (frames[low] == frames - away)
        both[both] = frames[high[both]] == frames[both] + away
        total[both] += boxes[low[both]] + boxes[high[both]]
        count[both] += 2
    some = count > 0
    wide = boxes.copy()
    wide[some] = _around(boxes[some], total[some] / count[some, None])
    return wide


def _spread(frames: Frames, boxes: Rows, reach: int, deviations: float) -> Rows:
    """For each box one around the way of the centres (their mean at most `reach` frames away, as far before as after),
    whose sides are as far from it as those of the finds so near are on average, and so many standard deviations
    farther."""
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    way = _mean(
        (low + high) / 2, frames, np.minimum(reach, np.minimum(frames - frames[0], frames[-1] - frames))
    )
    away = np.concatenate([way - low, high - way], axis=1)
    middle = _mean(away, frames, reach)
    far = middle + deviations * np.sqrt(np.maximum(_mean(away**2, frames, reach) - middle**2, 0))
    most = MOST_SPREAD * boxes[:, 2:].max(axis=1)[:, None]
    low, high = np.maximum(way - far[:, :2], low - most), np.minimum(way + far[:, 2:], high + most)
    return np.concatenate([low, high - low], axis=1)


def _mean(values: Rows, frames: Frames, reach: Frames | int) -> Rows:
    """Of the rows at most `reach` frames before and after each."""
    first, stop = np.searchsorted(frames, frames - reach), np.searchsorted(frames, frames + reach, "right")
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    return np.asarray((sums[stop] - sums[first]) / (stop - first)[:, None], np.float64)


class _Sure:
    """Where and how large an object is by its sure finds: a weak one is often drawn badly, or of its neighbour."""

    def __init__(self, found: Found, strong: float, frames: int) -> None:
        sure = found.scores >= min(strong, found.scores.max())
        self.at, self.boxes, self.frames = found.frames[sure], found.boxes[sure], frames

    def hold(self, frames: Frames, boxes: Rows) -> Rows:
        """The boxes, those between and near sure finds widened to what these say: as large as they at the box's own
        centre, and where they are."""
        says = np.stack([np.interp(frames, self.at, column) for column in self.boxes.T], axis=1)
        after = np.searchsorted(self.at, frames)
        before = self.at[np.maximum(after - 1, 0)]
        after = self.at[np.minimum(after, len(self.at) - 1)]
        away = np.minimum(np.abs(frames - before), np.abs(after - frames))
        as_large = np.concatenate([boxes[:, :2] + boxes[:, 2:] / 2 - says[:, 2:] / 2, says[:, 2:]], axis=1)
        wide = _around(_around(boxes, as_large), says)
        fits = (away > 0) & (away <= self.frames) & (wide[:, 2:] <= MOST_HELD * says[:, 2:]).all(axis=1)
        return np.where(fits[:, None], wide, boxes)


def _unsure(end: int, score: float, cut: int, strong: float, near: int) -> bool:
    """Whether a track that ends near a cut was not surely found at it."""
    return abs(end - cut) <= near and (end != cut or score < strong)


def _doubts(found: Found, fps: float, strong: float) -> list[Flag]:
    flags = []
    score, side = float(found.scores.max()), float(np.median(found.boxes[:, 2:].max(axis=1)))
    if score < strong:
        flags.append(Flag("weak", None, f"never surer than {score:.2f}"))
    heard = found.agreed[found.agreed >= 0]
    if len(heard) >= HEARD and not heard.any():
        flags.append(Flag("disagree", None, "seen by one of two networks only"))
    if side < SMALL:
        flags.append(Flag("small", None, f"small: {side:.0f} pixels"))
    if len(found.frames) < max(2, round(SHORT_SECONDS * fps)):
        says = f"found in {_count(len(found.frames))} only"
        flags.append(Flag("short", (found.first, found.last), says))
    return flags


def _count(frames: int) -> str:
    return "1 frame" if frames == 1 else f"{frames} frames"


def _gap(a: Rows, b: Rows, before: int, after: int) -> Rows:
    """Boxes for the frames between two finds."""
    steps = np.arange(1, after - before)
    boxes = a + (b - a) * (steps / (after - before))[:, None]
    return _grown(boxes, np.minimum(steps, after - before - steps))


def _end(frames: Frames, boxes: Rows, step: int, limit: int, shot: Shot) -> Rows:
    """Boxes beyond the last of `frames`, by the velocity of the last five finds, until `limit` or out of the
    picture."""
    tip, base = int(frames[-1]), boxes[-1]
    back = max(-5, -len(frames))
    move = np.zeros(2)
    if back < -1:
        earlier = boxes[back]
        move = (base[:2] + base[2:] / 2 - earlier[:2] - earlier[2:] / 2) / abs(tip - int(frames[back]))
    there = np.arange(tip + step, limit + step, step)
    away = np.abs(there - tip)
    moved = np.concatenate([base[:2] + move * away[:, None], np.tile(base[2:], (len(away), 1))], axis=1)
    gone = [not shot.inside(_tuple(box), int(frame)) for box, frame in zip(moved, there, strict=True)]
    stop = gone.index(True) if True in gone else len(gone)
    # The velocity may be wrong: the extension also covers the place where the object was last seen.
    return _grown(_around(moved[:stop], np.tile(base, (stop, 1))), away[:stop])


def _around(boxes: Rows, others: Rows) -> Rows:
    """Row by row the box around both."""
    low = np.minimum(boxes[:, :2], others[:, :2])
    high = np.maximum(boxes[:, :2] + boxes[:, 2:], others[:, :2] + others[:, 2:])
    return np.concatenate([low, high - low], axis=1)


def _doubt(found: Found, strong: float) -> float:
    """1 where the object was never found more surely than `strong`, 0 from half-way between that and 1 on."""
    sure = (1 + strong) / 2
    return float(np.interp(found.scores.max(), (strong, sure), (1, 0))) if strong < 1 else 1.0


def _doubted(boxes: Rows, shot: Shot) -> float:
    """How much of that is believed of an object so large, 0 to 1. Unknown size of the frame: all."""
    if shot.size is None:
        return 1.0
    side = float(np.median(boxes[:, 2:].max(axis=1)))
    return float(np.interp(side / max(shot.size), DOUBTED, (1, 0)))


def _grown(boxes: Rows, away: Frames) -> Rows:
    """The boxes enlarged by the number of frames away from a find."""
    return _enlarged(boxes, np.minimum(MOST_GROWTH, GROWTH * away))


def _enlarged(boxes: Rows, shares: npt.NDArray[np.float64] | float) -> Rows:
    """See `geometry.covering.grow`; one share for all, or one for each."""
    by = (shares * boxes[:, 2:].max(axis=1))[:, None]
    return np.concatenate([boxes[:, :2] - by, boxes[:, 2:] + 2 * by], axis=1)


def _tuple(box: Rows) -> Box:
    x, y, width, height = box.tolist()
    return x, y, width, height
