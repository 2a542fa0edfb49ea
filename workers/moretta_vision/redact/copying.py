"""Copying the groups of pictures in which nothing is hidden, as they were coded; all others are coded anew.

A copied picture loses all that is no picture (captions, time codes). The result appears only when each of its coded
pictures was read again and is, byte by byte, that of the source or of the part that was coded for it, at its time, with
the parameter sets of both; and when all frames around the joins were decoded again and are what they were, sample by
sample. That is enough: each group begins with an IDR picture, so a decoder makes its frames of these bytes and sets
alone, and what it carries over, namely how many pictures it holds back, shows at the joins.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
from .groups import LEAST, Plan, Stretch, Unfit
from .kept import Kept
from .regions import Region
from .rendering import Rendering
from .video_report import VideoReport
from .writing import Films, Watch

BESIDE = "libx264"
"""The encoder whose pictures can stand beside copied ones."""
CHECKED_EACH = 500
"""Frames of the result that are decoded before it is noted how far that came."""


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
    kept: Kept | None


def write(job: Copying, plan: Plan, report: VideoReport, watch: Watch) -> None:
    """Writes `job.dst` by a plan, and tells the report of each frame. Raises Unfit where the result is not what it
    should be, MediaError or Stopped; then it does not appear."""
    job.dst.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        if job.kept is not None:
            folder = job.kept.folder
            folder.mkdir(parents=True, exist_ok=True)
        else:
            folder = Path(files.enter_context(TemporaryDirectory(prefix=".moretta-", dir=job.dst.parent)))
        work = _Work(job, plan, report, watch, folder)
        if job.masks is not None:
            work.masks = files.enter_context(job.rendering.open_mask_writer(job.masks))
        for one in plan.stretches:
            if one.copied:
                work.look(one)
            else:
                work.code(one)
        joined = folder / f"joined{job.dst.suffix}"
        if (notes := work.notes("joined")) is not None and joined.exists():
            report.size = notes["size"]
        else:
            work.join(joined)
            work.keep("joined", {"size": report.size})
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

    def notes(self, name: str) -> dict[str, Any] | None:
        """What an earlier rendering noted under this name."""
        return self.job.kept.notes(name) if self.job.kept is not None else None

    def keep(self, name: str, notes: dict[str, Any]) -> None:
        """Notes something for a later rendering, should this one die."""
        if self.job.kept is not None:
            self.job.kept.write(name, notes)

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
        """Codes frames anew, into a file of their own, unless it is there."""
        name = f"{stretch.first}-{stretch.stop}"
        path = self.parts[stretch.first] = self.folder / f"{name}{self.job.dst.suffix}"
        if self.encoder is None:
            self.encoder = self._beside(self.job.encoder())
        before, notes = self.report.frames, self.notes(name)
        if notes is not None and path.exists():
            self.ranks[stretch.first] = notes["ranks"]
            self.sums[stretch.first : stretch.stop] = array("L", notes["sums"])
            self.report.add_part(notes["report"])
            return

        def tell(done: int, total: int | None) -> None:
            if self.watch.progress is not None:
                self.watch.progress(before + done, total)

        report = VideoReport()
        self._code(self.encoder, stretch, path, report, replace(self.watch, progress=tell), self.masks)
        self.report.add_part(report.as_dict())
        self._look_at(path, stretch)
        sums = self.sums[stretch.first : stretch.stop].tolist()
        self.keep(name, {"report": report.as_dict(), "ranks": self.ranks[stretch.first], "sums": sums})

    def _look_at(self, path: Path, stretch: Stretch) -> None:
        """Takes note of the order and of the sums of frames that were coded."""
        with VideoSource(path, pictures=False) as part:
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
                    extradata=self._record(),
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

    def _record(self) -> bytes:
        """The parameter sets of all copied and coded pictures."""
        format_ = self.job.rendering.empty.format
        chroma = {(1, 1): 3, (2, 1): 2}.get(subsampling(self.job.rendering.empty), 1)
        if len(format_.components) == 1:
            chroma = 0
        try:
            return self._sets().record(chroma, format_.components[0].bits)
        except Malformed as error:
            raise Unfit(f"it holds {error}") from None

    def _sets(self) -> Sets:
        """The source's parameter sets and those of what was coded. Raises Malformed."""
        if not self.parts:
            return self.plan.sets
        with VideoSource(next(iter(self.parts.values())), pictures=False) as part:
            return self.plan.sets + Sets.of(part.stream.codec_context.extradata)

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
            with VideoSource(self.parts[stretch.first], pictures=False) as part:
                coded = (packet for packet in part.container.demux(part.stream) if packet.size)
                for _, rank, packet in zip(here, self.ranks[stretch.first], coded, strict=False):
                    yield stretch.first + rank, packet

    def check(self, path: Path) -> None:
        """Raises Unfit unless each frame is what it has to be, at its time."""
        times = self._check_pictures(path)
        if (known := self.notes("checked")) is not None:
            with suppress(Unfit, MediaError):  # maybe only because decoding began in the middle
                self._check_joins(path, times, known["frame"])
                return
        self._check_joins(path, times)

    def _check_pictures(self, path: Path) -> list[int]:
        """The times of the frames. Raises Unfit unless each coded picture is what was written, at its time."""
        job, table, times = self.job, self.job.table, array("q")
        with (
            VideoSource(path, pictures=False) as made,
            VideoSource(job.src, pictures=False) as source,
        ):
            try:
                same = Sets.of(made.stream.codec_context.extradata) == self._sets()
            except Malformed:
                same = False
            if not same:
                raise Unfit("its parameter sets did not come out as they were")
            written = self._pictures(self._source(source, (), lambda packet: None))
            came = (packet for packet in made.packets() if packet.size)
            for packet, (shown, wanted) in zip_longest(came, written, fillvalue=(0, None)):
                self.watch.check()
                if not isinstance(packet, Packet) or wanted is None or packet.pts is None:
                    raise Unfit("not every frame came out")
                if packet.is_discard or packet.is_corrupt or bytes(packet) != bytes(wanted):
                    raise Unfit(f"frame {shown} did not come out as it was")
                times.append(packet.pts)
                late = (packet.pts - times[0]) * made.time_base - (table[shown] - table[0]) * source.time_base
                if abs(late) > made.time_base:
                    raise Unfit(f"frame {shown} did not come out at its time")
        return sorted(times)

    def _check_joins(self, path: Path, times: Sequence[int], since: int = 0) -> None:
        """Raises Unfit unless the frames around the joins are what they have to be; those before the key frame number
        `since` were. `times` are those of all frames."""
        told = since
        for first, stop in self.plan.joins:
            count = key = max(first, since)
            if count >= stop:
                continue
            with VideoSource(path) as made:
                try:
                    for item in decode_part(made, times, (count, stop)):
                        if not isinstance(item, Decoded):
                            continue
                        self.watch.check()
                        if item.pts != times[count]:
                            raise Unfit(f"frame {count} did not come out at its time")
                        if checksum(item.picture) != self.sums[count]:
                            raise Unfit(f"frame {count} did not come out as it was")
                        key = count if item.picture.key_frame else key
                        count += 1
                        if (
                            key - told >= CHECKED_EACH and count - key >= LEAST
                        ):  # so that it was seen to follow well
                            told = key
                            self.keep("checked", {"frame": told})
                except MediaError:
                    raise Unfit(f"frame {count} cannot be decoded") from None
                if count != stop or made.damage:
                    raise Unfit("not every frame came out")
