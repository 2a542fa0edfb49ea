"""Redacting a video: every displayed frame decoded, hidden where a region covers it, encoded at its time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from av.audio.stream import AudioStream
from av.packet import Packet

from moretta_vision.media.ahead import Ahead
from moretta_vision.media.errors import MediaError, Stopped
from moretta_vision.media.video import audio_tracks, notes_about
from moretta_vision.media.video_formats import (
    ENCODERS,
    Encoder,
    codec_for,
    encoder_at,
    named_codec,
    output_name_for,
    require_container,
)
from moretta_vision.media.video_source import Decoded, VideoSource, by_table, decode_part, until_first
from moretta_vision.media.voices import Voices, sounds_for
from moretta_vision.redact.rate import Choice, choose_rate
from moretta_vision.redact.regions import Region, parse_regions
from moretta_vision.redact.rendering import Rendering
from moretta_vision.redact.video_report import VideoReport

AUDIO = ("keep", "remove", "voices")


def output_name(path: Path | str, audio: str = "keep", codec: str = "same") -> str:
    """The name a redacted video gets: the same, or with a second ending if its container is not written."""
    with VideoSource(Path(path)) as source:
        codecs = [t.codec for t in audio_tracks(source)] if audio == "keep" else []
        return output_name_for(Path(path).name, codecs, named_codec(codec))


def redact_video(
    src: Path | str,
    dst: Path | str,
    regions: Iterable[Region | Mapping[str, Any]],
    audio: str = "keep",
    progress: Callable[[int, int | None], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    table: Sequence[int] | None = None,
    codec: str = "same",
    crf: float | None = None,
    masks: Path | None = None,
    part: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """Writes `dst`, a copy of the video `src` in which the regions are hidden, and returns a report.

    Same size, frames, times, rotation, pixel aspect and colour tags, and depth where the codec has it.
    All sound tracks are copied (`audio` ``keep``), left out (``remove``) or freed of voices (``voices``, see
    `media.vocoder`); metadata, subtitles, covers and data tracks are left out. With `table` (the presentation times of
    `probe`) frames are found by their time: a frame of the table that does not decode shows nothing, a decoded one that
    is not in it was never looked at and is left out. `progress` gets frames done and expected.

    `codec` is ``same`` (as the source where `dst` can hold it) or a name of CODECS. Without `crf`, where lower is
    better, one is chosen by trying segments (see `rate`). `masks` is an MP4 to write what was hidden into: white where
    it is, lossless, with the same frames at the same times. `part` is for `segments`: only the frames [first, stop)
    of `table`, silent, with times that count from the first of them.

    Raises MediaError, RegionError, or Stopped when `should_stop` says so; then `dst` does not appear.
    """
    if audio not in AUDIO:
        raise ValueError(f"audio is one of {', '.join(AUDIO)}, not {audio!r}.")
    if part is not None and (table is None or crf is None or audio != "remove"):
        raise ValueError("A part of a video needs its table of frames and a crf, and is silent.")
    dst, wanted = Path(dst), named_codec(codec)
    hiding = parse_regions(regions)
    container = require_container(dst)
    with VideoSource(Path(src)) as source:
        tracks = [] if audio == "remove" else [s for s in source.container.streams.audio if s.codec_context]
        copied = tracks if audio == "keep" else []
        _check_fit(dst, [track.codec_context.codec.canonical_name for track in copied], wanted)
        coded = codec_for(container, source.stream.codec_context.codec.canonical_name, wanted)
        report = VideoReport(codec=coded, audio=_said(audio, tracks, source))
        encoder, choice = _encoder(source, dst, coded, crf, hiding, table)
        report.rate = choice.as_dict()
        items = source.decode(*tracks)
        if part is not None and table is not None:
            items = decode_part(source, table, part)
            table = table[slice(*part)]
        total = len(table) if table is not None else source.expected_frames
        with Ahead(items) as ahead:
            first, items = until_first(ahead, source.path)
            rendering = Rendering(source, first.picture, hiding, encoder, dst)
            report.pix_fmt = rendering.format
            job = _Job(dst, masks, tracks, audio == "voices", table, part[0] if part else None)
            _write(rendering, job, items, report, _Watch(progress, should_stop, total))
        if part is None:
            sizes = len(rendering.sizes)
            report.conclude(
                notes_about(source, rendering.orientation, rendering.matrix, sizes, report.frames)
            )
    return report.as_dict()


def _check_fit(dst: Path, sounds: Sequence[str], codec: str | None) -> None:
    """Raises MediaError where the container of `dst` cannot hold the sound or the codec that is wanted."""
    container = require_container(dst)
    unfit = sorted({sound for sound in sounds if not container.takes_audio(sound)})
    if unfit:
        raise MediaError(
            f"{dst.name} cannot hold sound coded as {', '.join(unfit)}. "
            f"Name it {output_name_for(dst.name, unfit, codec)} or remove the sound."
        )
    if codec is not None and codec not in container.codecs:
        raise MediaError(
            f"{dst.name} cannot hold {codec}. "
            f"Name it {output_name_for(dst.name, sounds, codec)} or choose another codec."
        )


def _said(audio: str, tracks: Sequence[AudioStream], source: VideoSource) -> str:
    if tracks:
        return "kept" if audio == "keep" else "voices"
    return "removed" if len(source.container.streams.audio) else "none"


def _encoder(
    source: VideoSource,
    dst: Path,
    codec: str,
    crf: float | None,
    regions: Sequence[Region],
    table: Sequence[int] | None,
) -> tuple[Encoder, Choice]:
    """The encoder at the factor that was given, or at the one that trying finds best."""
    if crf is not None:
        return encoder_at(codec, crf), Choice(crf, "given")
    encoder = ENCODERS[codec]
    choice = choose_rate(
        source.path, encoder, lambda s, first: Rendering(s, first, regions, encoder, dst), table
    )
    return (encoder if choice.crf is None else encoder.at(choice.crf)), choice


@dataclass(frozen=True)
class _Job:
    """What is to be written, and where; `first` is the number of the first frame of a part, None for a whole video."""

    dst: Path
    masks: Path | None
    tracks: list[AudioStream]
    voices: bool
    table: Sequence[int] | None
    first: int | None


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
    job: _Job,
    items: Iterator[Decoded | Packet],
    report: VideoReport,
    watch: _Watch,
) -> None:
    def unknown(_: Decoded) -> None:
        report.unknown_frames += 1

    found, source, table = 0, rendering.source, job.table
    zero = table[0] if table and job.first is not None else 0
    with ExitStack() as files:
        # Left in reverse order: the masks appear first, the video last.
        writer = files.enter_context(
            rendering.open_writer(
                job.dst,
                [] if job.voices else job.tracks,
                sounds_for(job.tracks, rendering.container.sound) if job.voices else [],
            )
        )
        mask_writer = files.enter_context(rendering.open_mask_writer(job.masks)) if job.masks else None
        voices = Voices(writer, job.tracks) if job.voices else None
        for shown in by_table(items, table, voices.feed if voices else writer.copy, unknown):
            watch.step(report.frames)
            decoded, index, time = shown.decoded, shown.index + (job.first or 0), shown.pts - zero
            duration = (decoded.picture.duration if decoded else 0) or source.nominal_step
            found += decoded is not None
            if decoded is None or decoded.corrupt:
                picture, parts = rendering.blank(), None
                report.blank(index)
            else:
                picture, parts = rendering.picture(index, decoded.picture)
                report.show(index, [region for region, _ in parts])
            writer.write(picture, time, duration)
            if mask_writer is not None:
                mask_writer.write(rendering.mask(parts), time, duration)
        if table is not None and not found:
            raise MediaError(f"{source.path.name} does not fit its frame table: no frame was found.")
        if voices is not None:
            voices.finish()
        watch.step(report.frames)
    if source.coded_bytes and job.first is None:
        report.size = round(writer.coded_bytes / source.coded_bytes, 4)
