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

from av.audio.stream import AudioStream
from av.packet import Packet

from ..media.errors import MediaError, Stopped
from ..media.gpu_encoding import encoder_of
from ..media.video_formats import codec_for, named_codec, require_container
from ..media.video_source import VideoSource
from ..media.video_writer import VideoWriter
from ..media.voices import Voices, sounds_for
from .rate import Choice, choose_rate
from .regions import Region, parse_regions
from .rendering import Rendering
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


def rate_for_parts(
    src: Path,
    name: Path,
    regions: Iterable[Region | Mapping[str, Any]],
    table: Sequence[int],
    codec: str = "same",
) -> Choice:
    """The constant rate factor that all parts of a video share, chosen for the whole of it (see `rate`).

    `name` has the ending of the output. Its `crf` is None where the codec has none: such a video has no parts.
    """
    with VideoSource(src) as source:
        context = source.stream.codec_context
        coded = codec_for(require_container(name), context.codec.canonical_name, named_codec(codec))
        encoder = encoder_of(coded, context.pix_fmt)
    hiding = parse_regions(regions)
    if encoder.rate is None:
        return Choice(None, "fixed")
    return choose_rate(src, encoder, lambda s, first: Rendering(s, first, hiding, encoder, name), table)


def redact_part(
    src: Path,
    dst: Path,
    regions: Iterable[Region | Mapping[str, Any]],
    table: Sequence[int],
    part: tuple[int, int],
    crf: float,
    should_stop: Callable[[], bool] | None = None,
    codec: str = "same",
    progress: Callable[[int, int | None], None] | None = None,
    masks: Path | None = None,
) -> dict[str, Any]:
    """Writes the frames [first, stop) of a video into a file of their own, silent; for `join`. Their `masks`, if
    wanted, are written and joined likewise.

    `dst` has the ending that the whole will have. Returns the part's report, its frames numbered as in the whole.
    Raises MediaError where the video cannot be entered there: then it has to be rendered as a whole.
    """
    return redact_video(
        src,
        dst,
        regions,
        audio="remove",
        progress=progress,
        should_stop=should_stop,
        table=table,
        codec=codec,
        crf=crf,
        part=part,
        masks=masks,
    )


def join(
    src: Path,
    dst: Path,
    parts: Sequence[Path],
    at: Sequence[int],
    table: Sequence[int],
    audio: str = "keep",
    should_stop: Callable[[], bool] | None = None,
) -> float | None:
    """Writes the parts of the video `src` one after another into `dst`; its sound is kept, removed or freed of
    voices, as in `redact_video`.

    `at` are the frames between which the parts lie, as from `cuts`. Returns the bytes of its pictures over those of
    the source, None where those are unknown. Raises MediaError where a part is not what it should be, or a frame did
    not arrive at its time, or Stopped when `should_stop` says so; then `dst` does not appear.
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
        streams = source.container.streams.audio if audio != "remove" else ()
        tracks = [track for track in streams if track.codec_context]
        container = require_container(dst)
        writer = files.enter_context(
            VideoWriter(
                dst,
                container,
                None,
                None,
                time_base=source.time_base,
                rate=source.rate,
                audio=tracks if audio == "keep" else [],
                sounds=sounds_for(tracks, container.sound) if audio == "voices" else [],
                template=opened[0].stream,
            )
        )
        voices = Voices(writer, tracks) if audio == "voices" else None
        heard = _Sources(source, tracks, voices.feed if voices else writer.copy)
        for one, (first, _), numbers in zip(opened, ranges, ranks, strict=True):
            packets = (packet for packet in one.container.demux(one.stream) if packet.size)
            for n, (packet, rank) in enumerate(zip(packets, numbers, strict=True)):
                if should_stop is not None and should_stop():
                    raise Stopped("The work was stopped.")
                shown, early = first + rank, first + n - delay
                dts = table[early] if early >= 0 else table[0] + early * source.nominal_step
                heard.until(dts * source.time_base)
                end = table[shown + 1] if shown + 1 < len(table) else table[shown] + _ticks(packet, source)
                writer.write_coded(packet, table[shown], dts, end - table[shown])
        heard.until(None)
        if voices is not None:
            voices.finish()
    try:
        _check_times(dst, table, source.time_base)
    except MediaError:
        dst.unlink(missing_ok=True)
        raise
    return round(writer.coded_bytes / heard.coded_bytes, 4) if heard.coded_bytes else None


class _Sources:
    """The source's packets up to a time: its sound is handed on, its pictures are only weighed."""

    def __init__(
        self, source: VideoSource, tracks: Sequence[AudioStream], take: Callable[[Packet], None]
    ) -> None:
        self.pictures, self.take, self.coded_bytes = source.stream, take, 0
        self.packets: Iterator[Packet] = source.container.demux(source.stream, *tracks)
        self.next = next(self.packets, None)

    def until(self, seconds: Fraction | None) -> None:
        """All that comes before, or with None the rest."""
        while (packet := self.next) is not None:
            if packet.dts is not None and packet.time_base is not None:
                if seconds is not None and packet.dts * packet.time_base > seconds:
                    return
                if packet.stream is self.pictures:
                    self.coded_bytes += packet.size
                else:
                    self.take(packet)
            self.next = next(self.packets, None)


def _check_times(path: Path, table: Sequence[int], time_base: Fraction) -> None:
    """Raises MediaError unless the file shows exactly the frames of the table at their times."""
    with VideoSource(path) as made:
        times = sorted(p.pts for p in made.container.demux(made.stream) if p.size and p.pts is not None)
        tick = made.time_base
    if len(times) != len(table) or any(
        abs((time - times[0]) * tick - (wanted - table[0]) * time_base) > tick
        for time, wanted in zip(times, table, strict=True)
    ):
        raise MediaError(f"{path.name} did not come out with every frame at its time. Render it as a whole.")


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
