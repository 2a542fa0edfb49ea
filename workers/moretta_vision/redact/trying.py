"""Coding short segments of a video on trial: how large the whole would become, and how alike."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.error
import numpy as np
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame

from ..media.planes import is_wide, plane_view
from ..media.similarity import ssim
from ..media.video_formats import Encoder
from ..media.video_source import Decoded, VideoSource
from ..media.video_writer import encoder_threads
from .outlines import Outline
from .planar import united
from .rendering import Rendering

SEGMENTS = 3
SEGMENT = (8, 24)
"""Least and most frames of a segment; together they are about a fiftieth of a long video."""
PIXELS = 50_000_000
"""Pixels of all segments together, so that trying takes little time."""
GROUP = 250
"""Frames between two key frames of the output."""
EVERY = 4
"""Likeness is measured on every fourth frame."""
SHORT = 2.8
"""A segment of n frames comes out 1 + SHORT / n times too small, for the encoder looks ahead in vain at its end: median
over eight clips at CRF 18 and 24, n from 8 to 24."""
DECODERS = {"libx264": "h264", "libx265": "hevc", "libvpx-vp9": "vp9", "libsvtav1": "libdav1d"}
DECODERS |= {"h264_nvenc": "h264", "hevc_nvenc": "hevc", "av1_nvenc": "libdav1d"}


@dataclass(frozen=True)
class Tried:
    """A constant rate factor, the size to expect over the source's, the mean SSIM of luma outside what is hidden."""

    crf: float
    size: float
    ssim: float


@dataclass
class Sizes:
    """Bytes of coded frames, key frames and others apart."""

    key: int = 0
    keys: int = 0
    rest: int = 0
    others: int = 0

    def add(self, size: int, key: bool) -> None:
        if key:
            self.key, self.keys = self.key + size, self.keys + 1
        else:
            self.rest, self.others = self.rest + size, self.others + 1

    @property
    def total(self) -> int:
        return self.key + self.rest

    def busier_than(self, part: Sizes) -> tuple[float, float]:
        """How many times as large a key frame and another frame are here as in a part."""
        keys = self.key / self.keys / (part.key / part.keys) if part.keys and self.keys else 1.0
        others = self.rest / self.others / (part.rest / part.others) if part.others and self.others else keys
        return keys, others


@dataclass
class Segment:
    """Pictures ready to encode, each with what is hidden in it."""

    pictures: list[VideoFrame] = field(default_factory=list)
    hidden: list[list[Outline]] = field(default_factory=list)
    times: set[int] = field(default_factory=set)


class Trying:
    """The segments of one video. Without a `table` of frames there is one, the beginning. `coded` are the numbers of
    the frames in it that will be coded, where others are copied.

    The source's own sizes say how the segments compare with the rest of what will be coded.
    """

    def __init__(
        self,
        path: Path,
        render: Callable[[VideoSource, VideoFrame], Rendering],
        table: Sequence[int] | None,
        coded: Sequence[int] | None = None,
    ) -> None:
        self.path, self.render, self.table = path, render, table
        self.coded = coded if table is None or coded is not None else range(len(table))
        self.count = len(self.coded) if self.coded is not None else self._expected()
        self.frames = 0
        """Of all segments; known when one factor was tried."""
        self.sizes: tuple[Sizes, Sizes] | None = None
        self._only: Segment | None = None

    def at(self, encoder: Encoder) -> Tried:
        """What comes of an encoder's constant rate factor. Raises ValueError where there is nothing to try."""
        out, values, times, number = Sizes(), [], set[int](), 0
        for segment in self._segments():
            packets = _encoded(segment.pictures, encoder)
            for n, packet in enumerate(packets):
                out.add(packet.size, n == 0)
            values += [value for value in _likeness(packets, segment, encoder) if not math.isnan(value)]
            times |= segment.times
            number += 1
        if not times:
            raise ValueError(f"{self.path.name} has no frames to try.")
        self.frames = out.keys + out.others
        self.sizes = self.sizes or self._sizes(times)
        whole, part = self.sizes
        keys, others = whole.busier_than(part)
        count = whole.keys + whole.others
        groups = math.ceil(count / GROUP)
        size = groups * keys * out.key / out.keys
        if out.others:
            size += (count - groups) * others * out.rest / out.others
        if self.frames < count:
            size *= 1 + SHORT * number / self.frames
        return Tried(encoder.crf or 0, size / whole.total, float(np.mean(values)) if values else math.nan)

    def _expected(self) -> int:
        with VideoSource(self.path) as source:
            return source.expected_frames or 0

    def _sizes(self, times: set[int]) -> tuple[Sizes, Sizes]:
        """Of all frames that will be coded and of those shown at `times`, read without decoding."""
        whole, part = Sizes(), Sizes()
        with VideoSource(self.path, pictures=False) as source:
            try:
                for packet in source.container.demux(source.stream):
                    if packet.size and (packet.pts is None or self._number(packet.pts) is not None):
                        whole.add(packet.size, packet.is_keyframe)
                        if packet.pts in times:
                            part.add(packet.size, packet.is_keyframe)
            except (av.error.FFmpegError, IndexError):  # a file that breaks off; what was read tells enough
                pass
        return whole, part

    def _segments(self) -> Iterator[Segment]:
        """One after another. Where there are several they are decoded anew at each try: all of them would take too much
        memory."""
        if self._only is not None:
            yield self._only
            return
        with VideoSource(self.path) as source:
            context = source.stream.codec_context
            fit = PIXELS // max(1, context.width * context.height)
        share = max(SEGMENT[0], min(self.count // 50, fit))
        number = max(1, min(SEGMENTS, share // SEGMENT[0])) if self.table is not None else 1
        length = min(share // number, SEGMENT[1])
        for n in range(number):
            begin = None
            if self.table is not None and self.coded and (n or self.coded[0]):
                begin = self.table[self.coded[len(self.coded) * n // number]]
            segment = self._segment(begin, length)
            if segment.pictures:
                self._only = segment if number == 1 else None
                yield segment
            if number > 1:  # else its pictures would be there beside the next one's
                segment.pictures.clear()

    def _number(self, time: int) -> int | None:
        """Of a frame that will be coded, by its time; None of others."""
        if self.table is None or self.coded is None:
            return 0
        index = _place(self.table, time)
        return index if index is not None and _place(self.coded, index) is not None else None

    def _segment(self, begin: int | None, length: int) -> Segment:
        """So many frames from the last key frame before a time on, or from the beginning."""
        segment, rendering = Segment(), None
        with VideoSource(self.path) as source:
            if begin is not None:
                try:
                    source.container.seek(begin, stream=source.stream, backward=True)
                except (OSError, ValueError):
                    return segment
            for item in source.decode():
                if not isinstance(item, Decoded) or item.corrupt:
                    continue
                index = item.index if self.table is None else self._number(item.pts)
                if index is None:
                    continue
                rendering = rendering or self.render(source, item.picture)
                picture, parts = rendering.picture(index, item.picture)
                segment.pictures.append(picture)
                segment.hidden.append([part for _, part in parts])
                segment.times.add(item.pts)
                if len(segment.pictures) == length:
                    break
        return segment


def _place(ordered: Sequence[int], value: int) -> int | None:
    at = bisect_left(ordered, value)
    return at if at < len(ordered) and ordered[at] == value else None


def _encoded(pictures: Sequence[VideoFrame], encoder: Encoder) -> list[Any]:
    context: Any = CodecContext.create(encoder.library, "w")
    first = pictures[0]
    context.width, context.height, context.pix_fmt = first.width, first.height, first.format.name
    context.time_base, context.framerate = Fraction(1, 25), Fraction(25)
    context.color_range, context.colorspace = first.color_range, first.colorspace
    context.options, context.thread_count = dict(encoder.options), encoder_threads()
    packets = []
    for number, picture in enumerate(pictures):
        picture.pts, picture.time_base, picture.pict_type = number, Fraction(1, 25), PictureType.NONE
        packets += context.encode(picture)
    return packets + context.encode(None)


def _likeness(packets: Sequence[Any], segment: Segment, encoder: Encoder) -> Iterator[float]:
    """Of every fourth picture; nan where all of it is hidden."""
    decoder = CodecContext.create(DECODERS[encoder.library], "r")
    assert isinstance(decoder, VideoCodecContext)
    first = segment.pictures[0]
    wide, peak = is_wide(first), (1 << first.format.components[0].bits) - 1
    pictures = (picture for packet in (*packets, None) for picture in decoder.decode(packet))
    for number, (after, before) in enumerate(zip(pictures, segment.pictures, strict=False)):
        if number % EVERY == EVERY // 2 or len(segment.pictures) <= EVERY // 2:
            parts = segment.hidden[number]
            mask = united(parts, before.width, before.height) if parts else None
            yield ssim(plane_view(after.planes[0], wide), plane_view(before.planes[0], wide), peak, mask)
