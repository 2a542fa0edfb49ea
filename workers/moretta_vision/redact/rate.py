"""Choosing the constant rate factor (CRF) of an output: no fixed one holds a file's size, so segments are tried.

Chosen is the finest factor whose output is at most 1.25 times as large as the source. Where that would cost likeness
(mean SSIM of luma outside what is hidden below .98), it is the coarsest factor found that keeps the likeness instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import av.error
from av.video.frame import VideoFrame

from ..media.memory import give_back
from ..media.video_formats import Encoder, Rate
from ..media.video_source import VideoSource
from .rendering import Rendering
from .trying import Tried, Trying

SIZE = 1.25
"""How many times the source's size an output may have."""
LIKENESS = 0.98
AIM = 1.1
"""The size that is aimed at, for short segments tell a long file's size only roughly."""
TRIES = 3


@dataclass(frozen=True)
class Choice:
    """A constant rate factor and why: ``given``, ``finest``, ``size``, ``likeness``, ``fixed`` (the codec has none),
    ``copied`` (nothing had to be coded) or ``untried`` (that failed).

    `size` (times the source's) and `ssim` are what the segments of `frames` frames gave at it, None where none was
    tried.
    """

    crf: float | None
    why: str
    size: float | None = None
    ssim: float | None = None
    frames: int = 0

    def as_dict(self) -> dict[str, Any]:
        rounded = {
            name: value and round(value, 4) for name, value in (("size", self.size), ("ssim", self.ssim))
        }
        return {**asdict(self), **rounded}


def choose_rate(
    path: Path,
    encoder: Encoder,
    render: Callable[[VideoSource, VideoFrame], Rendering],
    table: Sequence[int] | None,
    coded: Sequence[int] | None = None,
) -> Choice:
    """The constant rate factor for a video, or for the frames `coded` in it where others are copied. Without a `table`
    of frames only its beginning is tried.

    Nothing is raised where trying fails: whoever writes the video will meet the reason, and can say it.
    """
    if encoder.rate is None:
        return Choice(encoder.crf, "fixed")
    choice = _tried(path, encoder, encoder.rate, render, table, coded)
    give_back()
    return choice


def _tried(
    path: Path,
    encoder: Encoder,
    rate: Rate,
    render: Callable[[VideoSource, VideoFrame], Rendering],
    table: Sequence[int] | None,
    coded: Sequence[int] | None,
) -> Choice:
    try:
        trying = Trying(path, render, table, coded)
        chosen, why = search(lambda crf: trying.at(encoder.at(crf)), rate.finest, rate.coarsest, rate.halves)
    except (av.error.FFmpegError, ValueError):
        return Choice(encoder.crf, "untried")
    alike = None if math.isnan(chosen.ssim) else chosen.ssim
    return Choice(chosen.crf, why, chosen.size, alike, trying.frames)


def search(attempt: Callable[[float], Tried], finest: int, coarsest: int, halves: float) -> tuple[Tried, str]:
    """The best of at most three tries: see above. Sizes fall by half, and losses double, about every `halves`."""
    best = attempt(finest)
    if best.size <= SIZE:
        return best, "finest"
    reachable = best.ssim >= LIKENESS
    tried = [best]
    for _ in range(TRIES - 1):
        small = min(tried, key=lambda one: one.size)
        crf = math.ceil(small.crf + halves * math.log2(max(small.size / AIM, 1)))
        if reachable:  # stay where likeness holds, as far as the tries tell
            bad = [one for one in tried if one.ssim < LIKENESS]
            if bad:
                low = max((one for one in tried if one.ssim >= LIKENESS), key=lambda one: one.crf)
                crf = math.floor(_between(low, bad[0]))
        crf = min(max(crf, finest), coarsest)
        if any(one.crf == crf for one in tried):
            break
        tried.append(attempt(crf))
        if tried[-1].size <= SIZE and (not reachable or tried[-1].ssim >= LIKENESS):
            break
    if not reachable:
        return min(tried, key=lambda one: one.size), "size"
    alike = [one for one in tried if one.ssim >= LIKENESS]
    chosen = max(alike, key=lambda one: one.crf)
    return chosen, "size" if chosen.size <= SIZE else "likeness"


def _between(good: Tried, bad: Tried) -> float:
    """The factor at which likeness is just enough, with losses growing exponentially between two tries."""
    lost, more, most = (math.log(max(1 - value, 1e-6)) for value in (good.ssim, bad.ssim, LIKENESS))
    return good.crf + (bad.crf - good.crf) * (most - lost) / max(more - lost, 1e-6)
