"""Redacting a video: every displayed frame decoded, hidden where a region covers it, encoded at its time."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.frame import VideoFrame

from moretta_vision.catalogue import RENDER_VERSIONS
from moretta_vision.media.display_matrix import Orientation
from moretta_vision.media.errors import MediaError, Stopped
from moretta_vision.media.planes import blank, fresh_copy, paste, to_bgr
from moretta_vision.media.video import audio_tracks, notes_about
from moretta_vision.media.video_formats import (
    ENCODERS,
    Encoder,
    codec_for,
    output_name_for,
    require_container,
    sample_format_for,
)
from moretta_vision.media.video_source import Decoded, VideoSource, by_table, until_first
from moretta_vision.media.video_writer import VideoWriter
from moretta_vision.redact.pixels import redact_frame
from moretta_vision.redact.regions import Region, parse_regions

AHEAD = 8
"""Decoded pictures that may wait: memory stays the same however long the video is."""


@dataclass
class VideoReport:
    """What became of a video. `blanked`: numbers of frames that did not decode well and show nothing."""

    frames: int = 0
    redacted_frames: int = 0
    blanked: list[int] = field(default_factory=list)
    unknown_frames: int = 0
    codec: str = ""
    pix_fmt: str = ""
    audio: str = "none"
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "render_version": RENDER_VERSIONS["redacted"]}


def output_name(path: Path | str, audio: str = "keep") -> str:
    """The name a redacted video gets: the same, or with a second ending if its container is not written."""
    with VideoSource(Path(path)) as source:
        codecs = [t.codec for t in audio_tracks(source)] if audio == "keep" else []
        return output_name_for(Path(path).name, codecs)


def redact_video(
    src: Path | str,
    dst: Path | str,
    regions: Iterable[Region | Mapping[str, Any]],
    audio: str = "keep",
    progress: Callable[[int, int | None], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    table: Sequence[int] | None = None,
) -> dict[str, Any]:
    """Writes `dst`, a copy of the video `src` in which the regions are hidden, and returns a report.

    Same size, frames, times, rotation, pixel aspect and colour tags, and depth where the codec has it.
    All sound tracks are copied (`audio` ``keep``) or left out (``remove``); metadata, subtitles, covers
    and data tracks are left out. With `table` (the presentation times of `probe`) frames are found by
    their time: a frame of the table that does not decode shows nothing, a decoded one that is not in it
    was never looked at and is left out. `progress` gets frames done and expected. Raises MediaError,
    RegionError, or Stopped when `should_stop` says so; then `dst` does not appear.
    """
    if audio not in ("keep", "remove"):
        raise ValueError(f"audio is 'keep' or 'remove', not {audio!r}.")
    dst = Path(dst)
    hiding = parse_regions(regions)
    container = require_container(dst)
    with VideoSource(Path(src)) as source:
        tracks = [s for s in source.container.streams.audio if s.codec_context] if audio == "keep" else []
        codecs = {track.codec_context.codec.canonical_name for track in tracks}
        unfit = sorted(codec for codec in codecs if not container.takes_audio(codec))
        if unfit:
            raise MediaError(
                f"{dst.name} cannot hold sound coded as {', '.join(unfit)}. "
                f"Name it {output_name_for(dst.name, unfit)} or remove the sound."
            )
        codec = codec_for(container, source.stream.codec_context.codec.canonical_name)
        report = VideoReport(codec=codec)
        if tracks:
            report.audio = "kept"
        elif len(source.container.streams.audio):
            report.audio = "removed"
        total = len(table) if table is not None else source.expected_frames
        with _Ahead(source.decode(*tracks)) as items:
            render = _Render(source, hiding, ENCODERS[codec], report)
            _write(render, dst, items, tracks, table, _Watch(progress, should_stop, total))
        report.notes = notes_about(
            source, render.orientation, render.matrix, len(render.sizes), report.frames
        )
    if report.blanked:
        one = len(report.blanked) == 1
        report.notes.append(
            f"{len(report.blanked)} damaged {'frame shows' if one else 'frames show'} nothing (grey)."
        )
    if report.unknown_frames:
        report.notes.append(f"Left out, because nobody had looked at them: {report.unknown_frames} frames.")
    return report.as_dict()


@dataclass
class _Watch:
    progress: Callable[[int, int | None], None] | None
    should_stop: Callable[[], bool] | None
    total: int | None

    def step(self, done: int) -> None:
        if self.should_stop is not None and self.should_stop():
            raise Stopped("The work was stopped.")
        if self.progress is not None:
            self.progress(done, self.total)


def _write(
    render: "_Render",
    dst: Path,
    items: Iterator[Decoded | Packet],
    tracks: list[AudioStream],
    table: Sequence[int] | None,
    watch: _Watch,
) -> None:
    report = render.report

    def unknown(_: Decoded) -> None:
        report.unknown_frames += 1

    found = 0
    first, items = until_first(items, render.source.path)
    with render.open_writer(dst, first.picture, tracks) as writer:
        for shown in by_table(items, table, writer.copy, unknown):
            watch.step(report.frames)
            decoded = shown.decoded
            found += decoded is not None
            if decoded is None or decoded.corrupt:
                picture = render.blank(shown.index)
            else:
                picture = render.picture(shown.index, decoded.picture)
            writer.write(picture, shown.pts, (decoded.picture.duration if decoded else 0) or render.step)
            report.frames += 1
        if table is not None and not found:
            raise MediaError(f"{render.source.path.name} does not fit its frame table: no frame was found.")
        watch.step(report.frames)


class _Render:
    """Turns decoded pictures of one video into those to encode."""

    def __init__(
        self, source: VideoSource, regions: Sequence[Region], encoder: Encoder, report: VideoReport
    ) -> None:
        self.source, self.encoder, self.report = source, encoder, report
        self.orientation = Orientation()
        self.matrix: tuple[int, ...] | None = None
        self.baked = False
        self.sizes: set[tuple[int, int]] = set()
        self.step = source.nominal_step
        self.spans = [(_span(region), region) for region in regions]

    def open_writer(self, dst: Path, first: VideoFrame, tracks: list[AudioStream]) -> VideoWriter:
        """The writer, described by the first picture."""
        self.orientation, self.matrix = self.source.orientation(first)
        container = require_container(dst)
        self.baked = not self.orientation.identity and not container.carries_rotation
        self.size, self.format = (first.width, first.height), sample_format_for(self.encoder, first)
        self.empty = self._coded(first)
        aspect = self.source.stream.sample_aspect_ratio or Fraction(1)
        self.report.pix_fmt = self.format
        return VideoWriter(
            dst,
            container,
            self.encoder,
            self.empty,
            time_base=self.source.time_base,
            rate=self.source.rate,
            aspect=1 / aspect if self.baked and self.orientation.transpose else aspect,
            display_matrix=None if self.orientation.identity or self.baked else self.matrix,
            audio=tracks,
        )

    def blank(self, index: int) -> VideoFrame:
        """What stands in for a frame that cannot be shown."""
        self.report.blanked.append(index)
        return blank(self.empty)

    def picture(self, index: int, picture: VideoFrame) -> VideoFrame:
        """The picture to encode for frame `index`: own memory, only the regions' pixels changed."""
        self.sizes.add((picture.width, picture.height))
        coded = self._coded(picture)
        present = [region for (start, end), region in self.spans if start <= index < end]
        if not present:
            return coded
        pixels = to_bgr(coded)
        upright = pixels if self.baked else self.orientation.apply(pixels)
        mask = redact_frame(upright, present, index)
        if mask is None:
            return coded
        self.report.redacted_frames += 1
        if not self.baked:
            upright, mask = self.orientation.undo(upright), self.orientation.undo(mask)
        paste(coded, upright, mask)
        return coded

    def _coded(self, picture: VideoFrame) -> VideoFrame:
        """In the first picture's size and the encoder's format; upright where rotation cannot be carried."""
        if (picture.width, picture.height) != self.size or picture.format.name != self.format:
            picture = picture.reformat(*self.size, format=self.format)
        if not self.baked:
            return fresh_copy(picture)
        turned = VideoFrame.from_ndarray(self.orientation.apply(to_bgr(picture)), format="bgr24")
        return turned.reformat(
            format=self.format, dst_colorspace=picture.colorspace, dst_color_range=picture.color_range or None
        )


def _span(region: Region) -> tuple[int, int]:
    """The frames [start, end) outside of which a region is surely absent."""
    last = region.keyframes[-1]
    end = int(last["frame"]) + 1 if last.get("outside") else 1 << 62
    return int(region.keyframes[0]["frame"]), end


class _Ahead:
    """Runs an iterator in a thread of its own, a few items ahead, so that decoding and encoding overlap."""

    def __init__(self, items: Iterator[Any]) -> None:
        self.queue: queue.Queue[Any] = queue.Queue(AHEAD)
        self.end = object()
        self.closed = threading.Event()
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, args=(items,), daemon=True)

    def __enter__(self) -> Iterator[Any]:
        self.thread.start()
        return self._items()

    def _items(self) -> Iterator[Any]:
        while (item := self.queue.get()) is not self.end:
            yield item
        if self.error is not None:
            raise self.error

    def _run(self, items: Iterator[Any]) -> None:
        try:
            for item in items:
                if not self._put(item):
                    return
        except BaseException as error:
            self.error = error
        self._put(self.end)

    def _put(self, item: Any) -> bool:
        while not self.closed.is_set():
            try:
                self.queue.put(item, timeout=0.2)
                return True
            except queue.Full:
                continue
        return False

    def __exit__(self, *_: object) -> None:
        self.closed.set()
        self.thread.join()
