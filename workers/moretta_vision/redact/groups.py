"""Which groups of pictures of a video can be copied as they were coded: those in which nothing is hidden, from one IDR
picture, over which nothing refers, to another."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import av.error
from av.video.frame import VideoFrame

from ..media.h264 import Malformed, Sets
from ..media.hdr import StaticHdr
from ..media.video_source import VideoSource
from .rendering import Rendering

LEAST = 12
"""A shorter stretch is coded anew with its neighbours: beginning an encoder costs more."""
MOST = 500
"""A longer stretch that is coded anew is coded in several, so that little is lost with a process."""
WORTH = 0.2
"""Below this share of frames nothing is copied: checking the result costs up to a fifth of coding it."""
FOLLOWED = 32
"""Frames after a join that are looked at: twice as many as any decoder of H.264 holds back (Annex A.3)."""
BLOCK = 16
"""Pictures are coded in whole blocks: less than one is cut off at the right and below."""
CODECS, MUXERS = ("h264",), ("mp4", "mov", "matroska")


class Unfit(Exception):
    """Nothing of this video is copied; the message is the end of a sentence that says why."""


@dataclass(frozen=True)
class Stretch:
    """The frames [first, stop), whole groups."""

    first: int
    stop: int
    copied: bool


@dataclass(frozen=True)
class Plan:
    """What becomes of each frame: the stretches in order, the source's parameter sets, how many pictures a decoder
    of the source has to hold back to show them in order, and the frames at which the source's groups begin."""

    stretches: tuple[Stretch, ...]
    sets: Sets
    delay: int
    groups: Sequence[int]

    @property
    def copied(self) -> int:
        return sum(one.stop - one.first for one in self.stretches if one.copied)

    @property
    def joins(self) -> list[tuple[int, int]]:
        """The frames [first, stop) at which what was copied and what was coded meet: all that was coded, with the
        group before it and the beginning of the one after it; and the beginning and the last group of the whole."""
        borders = [*self.groups, self.stretches[-1].stop]
        around = [
            (0, 0),
            *((one.first, one.stop) for one in self.stretches if not one.copied),
            (borders[-1],) * 2,
        ]
        spans: list[tuple[int, int]] = []
        for first, stop in around:
            begin = borders[max(bisect_left(borders, first) - 1, 0)]
            end = min(borders[min(bisect_right(borders, stop), len(borders) - 1)], stop + FOLLOWED)
            if spans and begin <= spans[-1][1]:
                begin = spans.pop()[0]
            spans.append((begin, end))
        return spans

    @property
    def anew(self) -> list[int]:
        """The frames that are not copied."""
        return [n for one in self.stretches if not one.copied for n in range(one.first, one.stop)]


def plan(path: Path, table: Sequence[int], hides: Callable[[int], bool]) -> Plan | None:
    """What can be copied of a video whose displayed frames are `table`; None where that is little or nothing.

    `hides` says of a frame by its number whether something is hidden in it. Raises Unfit.
    """
    borders, delay, sets = _groups(path, table)
    found: list[Stretch] = []
    for first, stop in zip(borders, [*borders[1:], len(table)], strict=True):
        _add(found, Stretch(first, stop, not any(hides(index) for index in range(first, stop))))
    merged: list[Stretch] = []
    for one in found:
        _add(merged, replace(one, copied=one.copied and one.stop - one.first >= LEAST))
    made = Plan(tuple(merged), sets, delay, borders)
    return made if made.copied >= WORTH * len(table) else None


def _add(stretches: list[Stretch], one: Stretch) -> None:
    """Adds a stretch, to the last one where it is of its kind and that is not long enough to be coded by itself."""
    last = stretches[-1] if stretches else None
    if last is not None and last.copied == one.copied and (one.copied or last.stop - last.first < MOST):
        stretches[-1] = replace(last, stop=one.stop)
    else:
        stretches.append(one)


def _groups(path: Path, table: Sequence[int]) -> tuple[list[int], int, Sets]:
    """The frames at which groups begin, the pictures to hold back, and the parameter sets. Raises Unfit unless every
    coded picture is one displayed frame."""
    borders, times, begun = [], array("q"), 0
    with VideoSource(path, pictures=False) as source:
        try:
            sets = Sets.of(source.stream.codec_context.extradata)
            for packet in source.container.demux(source.stream):
                if not packet.size:
                    continue
                if packet.pts is None or packet.is_corrupt or packet.is_discard:
                    raise Unfit("some of its pictures are damaged, never shown, or have no time")
                if packet.has_sidedata("new_extradata"):
                    raise Unfit("its parameter sets change")
                if sets.bare(bytes(packet))[1]:
                    borders.append(len(times))
                times.append(packet.pts)
        except Malformed as error:
            raise Unfit(f"it holds {error}") from None
        except (av.error.FFmpegError, IndexError):
            raise Unfit("the file breaks off") from None
    if sorted(times) != list(table):
        raise Unfit("some of its pictures are never shown, or have no time")
    if not borders or borders[0]:
        raise Unfit("it does not begin with a picture that stands alone")
    delay = 0
    for begun, stop in zip(borders, [*borders[1:], len(times)], strict=True):
        ranks = [bisect_left(table, time) - begun for time in times[begun:stop]]
        if sorted(ranks) != list(range(stop - begun)) or ranks[0]:
            raise Unfit("its groups of pictures overlap in time")
        delay = max(delay, *(n - rank for n, rank in enumerate(ranks)))
    return borders, delay, sets


def fits(source: VideoSource, rendering: Rendering, first: VideoFrame, codec: str) -> None:
    """Raises Unfit where pictures become others than they were even if nothing is hidden in them. `codec` is that of
    the output."""
    context = source.stream.codec_context
    if context.codec.canonical_name not in CODECS:
        raise Unfit(f"only {', '.join(CODECS)} is copied")
    if rendering.container.muxer not in MUXERS:
        raise Unfit(f"nothing is copied into {rendering.container.muxer}")
    if max(context.coded_width - context.width, context.coded_height - context.height) >= BLOCK:
        raise Unfit("it hides a part of its pictures, in which nobody has searched")
    if rendering.baked:
        raise Unfit("the output cannot carry its rotation")
    if first.interlaced_frame:
        raise Unfit("it is interlaced")
    if rendering.hdr != StaticHdr():
        raise Unfit("its HDR data would be lost")
    if codec not in CODECS or rendering.format != first.format.name:
        raise Unfit("its pictures become others than they were")
