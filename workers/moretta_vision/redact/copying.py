"""Copying the groups of pictures in which nothing is hidden, as they were coded; all others are coded anew.

A copied picture loses all that is no picture (captions, time codes). The result appears only when all of it was decoded
again and each frame was, sample by sample, that of the source or of the part that was coded for it.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from av.audio.stream import AudioStream
from av.packet import Packet

from ..media.ahead import Ahead
from ..media.errors import MediaError
from ..media.h264 import IDS, Malformed, Sets
from ..media.planes import checksum, subsampling
from ..media.video_formats import Encoder, require_container
from ..media.video_source import Decoded, VideoSource, by_table, decode_part, until_first
from ..media.video_writer import VideoWriter
from ..media.voices import Voices, sounds_for
from .groups import Plan, Stretch, Unfit
from .regions import Region
from .rendering import Rendering
from .video_report import VideoReport
from .writing import Films, Watch

BESIDE = "libx264"
"""The encoder whose pictures can stand beside copied ones."""


@dataclass(frozen=True)
class Copying:
    """A video that is written by copying what can be: see `video.redact_video`. `rendering` is that of its first frame;
    `encoder` chooses one for the frames that are coded anew; `sums` may be empty."""

    src: Path
    dst: Path
    masks: Path | None
    audio: str
    hiding: Sequence[Region]
    table: Sequence[int]
    sums: Sequence[int]
    rendering: Rendering
    encoder: Callable[[], Encoder]


def write(job: Copying, plan: Plan, report: VideoReport, watch: Watch) -> None:
    """Writes `job.dst` by a plan, and tells the report of each frame. Raises Unfit where the result is not what it
    should be, MediaError or Stopped; then it does not appear."""
    job.dst.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".moretta-", dir=job.dst.parent) as folder, ExitStack() as files:
        work = _Work(job, plan, report, watch, Path(folder))
        if job.masks is not None:
            work.masks = files.enter_context(job.rendering.open_mask_writer(job.masks))
        for one in plan.stretches:
            if one.copied:
                work.look(one)
            else:
                work.code(one)
        joined = Path(folder) / f"joined{job.dst.suffix}"
        work.join(joined)
        work.check(joined)
        watch.step(report.frames)
        os.replace(joined, job.dst)


class _Work:
    def __init__(self, job: Copying, plan: Plan, report: VideoReport, watch: Watch, folder: Path) -> None:
        self.job, self.plan, self.report, self.watch, self.folder = job, plan, report, watch, folder
        self.masks: VideoWriter | None = None
        self.encoder: Encoder | None = None
        self.parts: dict[int, Path] = {}
        """By the number of their first frame."""
        self.ranks: dict[int, list[int]] = {}
        """Of a part: for each picture, in coded order, the number at which it is shown."""
        self.sums = array("L", [0]) * len(job.table)
        """What each frame has to be."""

    def look(self, stretch: Stretch) -> None:
        """Takes note of frames that will be copied; they are decoded where their sums are not known."""
        job, index = self.job, stretch.first
        with ExitStack() as files:
            sums: Iterable[int] = job.sums[stretch.first : stretch.stop]
            if not job.sums:
                source = files.enter_context(VideoSource(job.src))
                items = decode_part(source, job.table, (stretch.first, stretch.stop))
                seen = (checksum(item.picture) for item in items if isinstance(item, Decoded))
                sums = files.enter_context(Ahead(seen))
            for index, total in enumerate(sums, stretch.first):
                self.sums[index] = total
                self.watch.step(self.report.frames)
                self.report.copy(index)
                if self.masks is not None:
                    step = job.rendering.source.nominal_step
                    self.masks.write(job.rendering.mask([]), job.table[index], step)
        if index + 1 != stretch.stop:
            raise Unfit("some of its pictures are never shown")

    def code(self, stretch: Stretch) -> None:
        """Codes frames anew, into a file of their own."""
        path = self.folder / f"{stretch.first}{self.job.dst.suffix}"
        if self.encoder is None:
            self.encoder = self._beside(self.job.encoder())
        self._code(self.encoder, stretch, path, self.report, self.watch, self.masks)
        self.parts[stretch.first] = path
        with VideoSource(path) as part:
            times = [packet.pts or 0 for packet in part.container.demux(part.stream) if packet.size]
        shown = sorted(times)
        self.ranks[stretch.first] = [bisect_left(shown, time) for time in times]
        count = stretch.first
        with VideoSource(path) as part:
            for item in part.decode():
                if isinstance(item, Decoded) and count < stretch.stop:
                    self.sums[count] = checksum(item.picture)
                    count += 1
        if count != stretch.stop or len(set(times)) != stretch.stop - stretch.first:
            raise MediaError(f"{self.job.dst.name} could not be written: frames are missing.")

    def _code(
        self,
        encoder: Encoder,
        stretch: Stretch,
        path: Path,
        report: VideoReport,
        watch: Watch,
        masks: VideoWriter | None,
    ) -> None:
        job, span = self.job, (stretch.first, stretch.stop)
        with VideoSource(job.src) as source, Ahead(decode_part(source, job.table, span)) as ahead:
            first, items = until_first(ahead, source.path)
            rendering = Rendering(source, first.picture, job.hiding, encoder, job.dst)
            shown = by_table(items, job.table[slice(*span)], lambda packet: None)
            with rendering.look_around(job.table), rendering.open_writer(path) as writer:
                zero = job.table[stretch.first]
                Films(rendering, writer, masks, report, watch).write(shown, stretch.first, zero)
            job.rendering.sizes |= rendering.sizes

    def _beside(self, encoder: Encoder) -> Encoder:
        """An encoder whose parameter sets can stand beside the source's, and that holds back no more pictures where
        the source holds back none: decoders would show the wrong ones, in silence."""
        if encoder.library != BESIDE:
            raise Unfit("what is coded anew is coded on the GPU")
        free = next((number for number in range(IDS) if number not in self.plan.sets.ids), None)
        if free is None:
            raise Unfit("its parameter sets leave no number free")
        encoder = encoder.told("x264-params", f"sps-id={free}")
        return encoder if self.plan.delay else replace(encoder, options=(*encoder.options, ("bf", "0")))

    def join(self, path: Path) -> None:
        """Copied and coded pictures in one file, in the order and at the times of the source, with its sound."""
        job, plan, table = self.job, self.plan, self.job.table
        delays = [n - rank for ranks in self.ranks.values() for n, rank in enumerate(ranks)]
        delay = max(plan.delay, *delays) if delays else plan.delay
        container = require_container(job.dst)
        with ExitStack() as files:
            source = files.enter_context(VideoSource(job.src))
            like = files.enter_context(VideoSource(self._template()))
            streams = source.container.streams.audio if job.audio != "remove" else ()
            tracks = [track for track in streams if track.codec_context]
            voices = job.audio == "voices"
            writer = files.enter_context(
                VideoWriter(
                    path,
                    container,
                    None,
                    None,
                    time_base=source.time_base,
                    rate=source.rate,
                    audio=[] if voices else tracks,
                    sounds=sounds_for(tracks, container.sound) if voices else [],
                    template=like.stream,
                    extradata=self._record(like),
                )
            )
            speech = Voices(writer, tracks) if voices else None
            packets = self._source(source, tracks, speech.feed if speech else writer.copy)
            for at, (shown, packet) in enumerate(self._pictures(packets)):
                self.watch.check()
                early, step = at - delay, source.nominal_step
                dts = table[early] if early >= 0 else table[0] + early * step
                end = table[shown + 1] if shown + 1 < len(table) else table[shown] + step
                writer.write_coded(packet, table[shown], dts, end - table[shown])
            for _ in packets:  # what is left is sound
                raise Unfit("the file has more pictures than were seen before")
            if speech is not None:
                speech.finish()
        self.report.size = round(writer.coded_bytes / source.coded_bytes, 4)

    def _template(self) -> Path:
        """A coded part, as the result is to be described; the first frame alone where none had to be coded."""
        if self.parts:
            return next(iter(self.parts.values()))
        path = self.folder / f"first{self.job.dst.suffix}"
        one, nobody = Stretch(0, 1, False), Watch(None, None, None)
        self._code(self.job.rendering.encoder, one, path, VideoReport(), nobody, None)
        return path

    def _record(self, like: VideoSource) -> bytes:
        """The parameter sets of all copied and coded pictures."""
        sets, format_ = self.plan.sets, self.job.rendering.empty.format
        chroma = {(1, 1): 3, (2, 1): 2}.get(subsampling(self.job.rendering.empty), 1)
        if len(format_.components) == 1:
            chroma = 0
        try:
            if self.parts:
                sets += Sets.of(like.stream.codec_context.extradata)
            return sets.record(chroma, format_.components[0].bits)
        except Malformed as error:
            raise Unfit(f"it holds {error}") from None

    @staticmethod
    def _source(
        source: VideoSource, tracks: Sequence[AudioStream], hear: Callable[[Packet], None]
    ) -> Iterator[Packet]:
        """The source's coded pictures; its sound is handed on between them."""
        for packet in source.packets(*tracks):
            if packet.stream is not source.stream:
                hear(packet)
            elif packet.size:
                source.coded_bytes += packet.size
                yield packet

    def _pictures(self, packets: Iterator[Packet]) -> Iterator[tuple[int, Packet]]:
        """In place of each of the source's pictures the one to write, with the number at which it is shown."""
        for stretch in self.plan.stretches:
            here = islice(packets, stretch.stop - stretch.first)
            if stretch.copied:
                for packet in here:
                    content, idr = self.plan.sets.bare(bytes(packet))
                    copied = Packet(content)
                    copied.is_keyframe = idr
                    yield bisect_left(self.job.table, packet.pts or 0), copied
                continue
            with VideoSource(self.parts[stretch.first]) as part:
                coded = (packet for packet in part.container.demux(part.stream) if packet.size)
                for _, rank, packet in zip(here, self.ranks[stretch.first], coded, strict=False):
                    yield stretch.first + rank, packet

    def check(self, path: Path) -> None:
        """Raises Unfit unless each frame is what it has to be, at its time."""
        table, base = self.job.table, self.job.rendering.source.time_base
        with VideoSource(path) as made:
            frames = (item for item in made.decode() if isinstance(item, Decoded))
            count, zero = 0, 0
            for count, item in enumerate(frames, 1):
                self.watch.check()
                zero = item.pts if count == 1 else zero
                if count > len(table) or checksum(item.picture) != self.sums[count - 1]:
                    raise Unfit(f"frame {count - 1} did not come out as it was")
                late = (item.pts - zero) * made.time_base - (table[count - 1] - table[0]) * base
                if abs(late) > made.time_base:
                    raise Unfit(f"frame {count - 1} did not come out at its time")
            if count != len(table) or made.damage:
                raise Unfit("not every frame came out")
