"""Rendering a video in parts and joining them: no frame lost or doubled, every frame at its time.

Each part is coded by itself with the same settings, so that it begins with a key frame and reads nothing of its
neighbours. The join copies coded pictures and never changes one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from av.packet import Packet

from ..media.errors import MediaError
from ..media.video_formats import require_container
from ..media.video_source import VideoSource
from ..media.video_writer import VideoWriter
from .regions import Region
from .video import redact_video


def cuts(path: Path, table: Sequence[int], least: int) -> list[int]:
    """Frame numbers at which a video is best cut, from 0 to the number of its frames: key frames, `least` apart."""
    with VideoSource(path) as source:
        keys = [p.pts for p in source.container.demux(source.stream) if p.size and p.is_keyframe]
    found = [0]
    for time in sorted(time for time in keys if time is not None):
        number = bisect_left(table, time)
        if number < len(table) and table[number] == time and number - found[-1] >= least:
            found.append(number)
    if len(found) > 1 and len(table) - found[-1] < least:
        found.pop()
    return [*found, len(table)]


def redact_part(
    src: Path,
    dst: Path,
    regions: Iterable[Region | Mapping[str, Any]],
    table: Sequence[int],
    part: tuple[int, int],
    crf: float,
    should_stop: Callable[[], bool] | None = None,
    codec: str = "same",
) -> dict[str, Any]:
    """Writes the frames [first, stop) of a video into a file of their own, silent; for `join`.

    `dst` has the ending that the whole will have. Returns the part's report, its frames numbered as in the whole.
    Raises MediaError where the video cannot be entered there: then it has to be rendered as a whole.
    """
    return redact_video(
        src,
        dst,
        regions,
        audio="remove",
        should_stop=should_stop,
        table=table,
        codec=codec,
        crf=crf,
        part=part,
    )


def join(
    src: Path, dst: Path, parts: Sequence[Path], at: Sequence[int], table: Sequence[int], sound: bool = True
) -> None:
    """Writes the parts of the video `src` one after another into `dst`, with its sound tracks copied.

    `at` are the frames between which the parts lie, as from `cuts`. Raises MediaError where a part is not what it
    should be; then `dst` does not appear.
    """
    ranges = list(pairwise(at))
    ranks = [_ranks(part, stop - first) for part, (first, stop) in zip(parts, ranges, strict=True)]
    if [*at][0] != 0 or at[-1] != len(table):
        raise MediaError(f"The parts of {dst.name} are not the whole video.")
    delay = max(n - rank for numbers in ranks for n, rank in enumerate(numbers))
    with ExitStack() as files:
        source = files.enter_context(VideoSource(src))
        opened = [files.enter_context(VideoSource(part)) for part in parts]
        for one in opened[1:]:
            if _facts(one) != _facts(opened[0]):
                raise MediaError(f"The parts of {dst.name} were coded differently. Render it as a whole.")
        tracks = [s for s in source.container.streams.audio if s.codec_context] if sound else []
        writer = files.enter_context(
            VideoWriter(
                dst,
                require_container(dst),
                None,
                None,
                time_base=source.time_base,
                rate=source.rate,
                audio=tracks,
                template=opened[0].stream,
            )
        )
        step = source.nominal_step
        heard = _Sound(source.container.demux(*tracks) if tracks else iter(()), writer)
        for one, (first, _), numbers in zip(opened, ranges, ranks, strict=True):
            packets = (packet for packet in one.container.demux(one.stream) if packet.size)
            for n, (packet, rank) in enumerate(zip(packets, numbers, strict=True)):
                shown, early = first + rank, first + n - delay
                dts = table[early] if early >= 0 else table[0] + early * step
                heard.until(dts * source.time_base)
                end = table[shown + 1] if shown + 1 < len(table) else table[shown] + _ticks(packet, source)
                writer.write_coded(packet, table[shown], dts, end - table[shown])
        heard.until(None)


class _Sound:
    """The source's sound, handed to the writer up to a time."""

    def __init__(self, packets: Iterator[Packet], writer: VideoWriter) -> None:
        self.packets, self.writer = packets, writer
        self.next = next(packets, None)

    def until(self, seconds: Fraction | None) -> None:
        """All that comes before, or with None the rest."""
        while (packet := self.next) is not None:
            if packet.dts is not None and packet.time_base is not None:
                if seconds is not None and packet.dts * packet.time_base > seconds:
                    return
                self.writer.copy(packet)
            self.next = next(self.packets, None)


def _ranks(part: Path, frames: int) -> list[int]:
    """For each coded picture of a part, in coded order, the number at which it is shown."""
    with VideoSource(part) as source:
        packets = [(p.pts or 0, p.is_keyframe) for p in source.container.demux(source.stream) if p.size]
    times = sorted({pts for pts, _ in packets})
    if not packets or len(times) != frames or len(packets) != frames or not packets[0][1]:
        raise MediaError(f"{part.name} holds {len(times)} frames where {frames} belong. Render it again.")
    return [bisect_left(times, pts) for pts, _ in packets]


def _facts(part: VideoSource) -> tuple[Any, ...]:
    context = part.stream.codec_context
    return context.name, context.width, context.height, context.pix_fmt, context.extradata


def _ticks(packet: Packet, source: VideoSource) -> int:
    """How long a part's last frame stays, in ticks of the whole."""
    base = packet.time_base or source.time_base
    return (
        max(1, round((packet.duration or 0) * base / source.time_base))
        if packet.duration
        else source.nominal_step
    )
