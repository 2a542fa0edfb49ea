"""Redacting a video: every displayed frame decoded, hidden where a region covers it, encoded at its time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from av.audio.stream import AudioStream
from av.packet import Packet

from moretta_vision.catalogue import RENDER_VERSIONS
from moretta_vision.media.ahead import Ahead
from moretta_vision.media.errors import MediaError, Stopped
from moretta_vision.media.video import audio_tracks, notes_about
from moretta_vision.media.video_formats import (
    ENCODERS,
    codec_for,
    output_name_for,
    require_container,
)
from moretta_vision.media.video_source import Decoded, VideoSource, by_table, until_first
from moretta_vision.redact.regions import Region, parse_regions
from moretta_vision.redact.rendering import Rendering


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
        with Ahead(source.decode(*tracks)) as ahead:
            first, items = until_first(ahead, source.path)
            rendering = Rendering(source, first.picture, hiding, ENCODERS[codec], dst)
            report.pix_fmt = rendering.format
            _write(rendering, dst, items, tracks, table, report, _Watch(progress, should_stop, total))
        report.notes = notes_about(
            source, rendering.orientation, rendering.matrix, len(rendering.sizes), report.frames
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
    rendering: Rendering,
    dst: Path,
    items: Iterator[Decoded | Packet],
    tracks: list[AudioStream],
    table: Sequence[int] | None,
    report: VideoReport,
    watch: _Watch,
) -> None:
    def unknown(_: Decoded) -> None:
        report.unknown_frames += 1

    found, source = 0, rendering.source
    with rendering.open_writer(dst, tracks) as writer:
        for shown in by_table(items, table, writer.copy, unknown):
            watch.step(report.frames)
            decoded = shown.decoded
            duration = (decoded.picture.duration if decoded else 0) or source.nominal_step
            found += decoded is not None
            if decoded is None or decoded.corrupt:
                picture = rendering.blank()
                report.blanked.append(shown.index)
            else:
                picture, covered = rendering.picture(shown.index, decoded.picture)
                report.redacted_frames += bool(covered)
            writer.write(picture, shown.pts, duration)
            report.frames += 1
        if table is not None and not found:
            raise MediaError(f"{source.path.name} does not fit its frame table: no frame was found.")
        watch.step(report.frames)
