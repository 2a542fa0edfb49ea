"""Redacting a video: every displayed frame decoded, hidden where a region covers it, encoded at its time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from av.audio.stream import AudioStream
from av.packet import Packet

from moretta_vision.media.ahead import Ahead
from moretta_vision.media.errors import MediaError
from moretta_vision.media.gpu_encoding import encoder_of
from moretta_vision.media.team import Crashed, Team
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
from moretta_vision.redact.copying import Copying, write
from moretta_vision.redact.groups import WORTH, Plan, Unfit, fits, plan
from moretta_vision.redact.kept import Kept
from moretta_vision.redact.rate import Choice, choose_rate
from moretta_vision.redact.regions import Region, parse_regions
from moretta_vision.redact.rendering import Rendering
from moretta_vision.redact.video_report import VideoReport
from moretta_vision.redact.writing import Films, Watch

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
    sums: Sequence[int] = (),
    team: Team | None = None,
    kept: Kept | None = None,
    or_not: bool = False,
) -> dict[str, Any]:
    """Writes `dst`, a copy of the video `src` in which the regions are hidden, and returns a report.

    Same size, frames, times, rotation, pixel aspect and colour tags, and depth where the codec has it.
    All sound tracks are copied (`audio` ``keep``), left out (``remove``) or freed of voices (``voices``, see
    `media.vocoder`); metadata, subtitles, covers and data tracks are left out. With `table` (the presentation times of
    `probe`) frames are found by their time: a frame of the table that does not decode shows nothing, a decoded one that
    is not in it was never looked at and is left out. `progress` gets frames done and expected.

    `codec` is ``same`` (as the source where `dst` can hold it) or a name of CODECS. Without `crf`, where lower is
    better, one is chosen by trying segments (see `rate`), and with a table groups of pictures in which nothing is
    hidden are copied as they are coded, where that can be (see `groups`); `sums`, which `probe` gives with the table,
    spares decoding them again. `masks` is an MP4 to write what was hidden into: white where it is, lossless, with the
    same frames at the same times. `part` is for `segments`: only the frames [first, stop) of `table`, silent, with
    times that count from the first of them. `kept` is where copying leaves what it coded for a later call with the same
    arguments, should this one die; who called removes it. With `or_not` Unfit is raised where nothing can be copied
    after all, before anything is coded in its place.

    Raises MediaError, RegionError, or Stopped when `should_stop` says so; then `dst` does not appear.
    """
    if audio not in AUDIO:
        raise ValueError(f"audio is one of {', '.join(AUDIO)}, not {audio!r}.")
    if part is not None and (table is None or crf is None or audio != "remove"):
        raise ValueError("A part of a video needs its table of frames and a crf, and is silent.")
    dst, wanted = Path(dst), named_codec(codec)
    hiding = parse_regions(regions)
    container = require_container(dst)
    watch = Watch(progress, should_stop, None)
    with VideoSource(Path(src)) as source:
        tracks = [] if audio == "remove" else [s for s in source.container.streams.audio if s.codec_context]
        copied = tracks if audio == "keep" else []
        _check_fit(dst, [track.codec_context.codec.canonical_name for track in copied], wanted)
        coded = codec_for(container, source.stream.codec_context.codec.canonical_name, wanted)
        of_samples = source.stream.codec_context.pix_fmt
        kept = kept if masks is None else None  # of which no parts are kept
        job = _Job(
            source.path, dst, masks, audio, hiding, table, codec, coded, of_samples, crf, part, sums, kept
        )
        report = VideoReport(codec=coded, audio=_said(audio, tracks, source))
        why = None
        if part is None and table is not None and crf is None:
            try:
                if _copied(job, table, report, watch):
                    return report.as_dict()
            except Unfit as unfit:
                if or_not:
                    raise
                why, report = str(unfit), VideoReport(codec=coded, audio=report.audio)
        encoder, choice = _encoder(job)
        report.rate = choice.as_dict()
        if team is None or not _shared_out(job, encoder, report, watch, team):
            _coded(job, encoder, source, tracks, report, watch)
        if why is not None and report.untouched.count >= WORTH * report.frames:
            report.notes.append(f"Frames in which nothing is hidden were coded anew, too: {why}.")
    return report.as_dict()


@dataclass(frozen=True)
class _Job:
    """What is to be written, and how: the arguments of `redact_video`, of them `asked` the `codec`; here that is the
    output's own, and `samples` the format of the source's samples."""

    src: Path
    dst: Path
    masks: Path | None
    audio: str
    hiding: Sequence[Region]
    table: Sequence[int] | None
    asked: str
    codec: str
    samples: str | None
    crf: float | None
    part: tuple[int, int] | None
    sums: Sequence[int]
    kept: Kept | None


def _copied(job: _Job, table: Sequence[int], report: VideoReport, watch: Watch) -> bool:
    """Writes the video with all groups of pictures copied in which nothing is hidden; False where those are too few.
    Raises Unfit where that cannot be done."""

    with VideoSource(job.src) as source:
        rendering, found = _plan(source, job.dst, job.hiding, job.codec, table)
        if found is None:
            return False
        anew = found.anew

        def encoder() -> Encoder:
            known = job.kept.notes("rate") if job.kept is not None else None
            chosen, choice = _encoder(job, anew, Choice(**known) if known else None)
            report.rate = choice.as_dict()
            if job.kept is not None and known is None:
                job.kept.write("rate", report.rate)
            return chosen

        watch.total = len(table)
        report.pix_fmt, report.rate = rendering.format, Choice(None, "copied").as_dict()
        copying = Copying(
            job.src, job.dst, job.masks, job.audio, job.hiding, table, job.sums, rendering, encoder, job.kept
        )
        try:
            write(copying, found, report, watch)
        except MediaError:  # where it is no matter of parts, coding the whole will meet it again
            raise Unfit("it cannot be worked on in parts") from None
        notes = notes_about(source, rendering.orientation, rendering.matrix, 1, report.frames)
        report.conclude([*notes, *rendering.notes])
    return True


def _plan(
    source: VideoSource, dst: Path, hiding: Sequence[Region], codec: str, table: Sequence[int]
) -> tuple[Rendering, Plan | None]:
    """What can be copied of an open video, None where that is little; with the rendering of its first frame. Raises
    Unfit where nothing can be."""
    first, _ = until_first(source.decode(), source.path)
    rendering = Rendering(source, first.picture, hiding, ENCODERS[codec], dst)
    fits(source, rendering, first.picture, codec)
    return rendering, plan(source.path, table, rendering.hides)


def copied_frames(
    src: Path,
    dst: Path,
    regions: Iterable[Region | Mapping[str, Any]],
    table: Sequence[int],
    codec: str = "same",
) -> int:
    """How many frames `redact_video` would copy as they are coded. Raises MediaError, RegionError."""
    hiding, wanted = parse_regions(regions), named_codec(codec)
    with VideoSource(src) as source:
        name = source.stream.codec_context.codec.canonical_name
        try:
            _, found = _plan(source, dst, hiding, codec_for(require_container(dst), name, wanted), table)
        except Unfit:
            return 0
    return found.copied if found is not None else 0


def _coded(
    job: _Job,
    encoder: Encoder,
    source: VideoSource,
    tracks: list[AudioStream],
    report: VideoReport,
    watch: Watch,
) -> None:
    """Writes the video, or the part of it, with all frames coded anew."""
    table, items = job.table, source.decode(*tracks)
    if job.part is not None and table is not None:
        items = decode_part(source, table, job.part)
        table = table[slice(*job.part)]
    watch.total = len(table) if table is not None else source.expected_frames
    with Ahead(items) as ahead:
        first, items = until_first(ahead, source.path)
        rendering = Rendering(source, first.picture, job.hiding, encoder, job.dst)
        report.pix_fmt = rendering.format
        with rendering.look_around(job.table):
            _write(rendering, job, tracks, table, items, report, watch)
    if job.part is None:
        sizes = len(rendering.sizes)
        notes = notes_about(source, rendering.orientation, rendering.matrix, sizes, report.frames)
        report.conclude([*notes, *rendering.notes])
    elif len(rendering.sizes) > 1:
        raise MediaError(f"{source.path.name} cannot be worked on in parts. Do it as a whole.")
    else:
        report.notes += rendering.notes


def _shared_out(job: _Job, encoder: Encoder, report: VideoReport, watch: Watch, team: Team) -> bool:
    """Whether the processes of a team coded the video: not where it is short, or cannot be worked on in parts."""
    from moretta_vision.redact.sharing import can_be_shared, code  # they code their shares by `redact_video`

    table, crf = job.table, report.rate["crf"]
    if table is None or crf is None or job.part is not None:
        return False
    if not can_be_shared(job.dst, encoder, table, team):
        return False
    try:
        parts, size = code(
            team, job.src, job.dst, job.hiding, table, crf, job.asked, job.audio, watch, job.masks
        )
    except (MediaError, Crashed):
        return False
    report.size, report.pix_fmt = size, parts[0]["pix_fmt"]
    for part in parts:
        report.add_part(part)
    with VideoSource(job.src) as source:
        first, _ = until_first(source.decode(), source.path)
        report.conclude(notes_about(source, *source.orientation(first.picture), 1, report.frames))
    return True


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
    job: _Job, coded: Sequence[int] | None = None, choice: Choice | None = None
) -> tuple[Encoder, Choice]:
    """The encoder at the factor that was given, or at the one that trying finds best, for the frames `coded` where
    others are copied, or found before."""
    encoder = encoder_of(job.codec, job.samples)
    if job.crf is not None:
        return encoder_at(encoder, job.codec, job.crf), Choice(job.crf, "given")
    if choice is None:
        choice = choose_rate(
            job.src,
            encoder,
            lambda s, first: Rendering(s, first, job.hiding, encoder, job.dst),
            job.table,
            coded,
        )
    return (encoder if choice.crf is None else encoder.at(choice.crf)), choice


def _write(
    rendering: Rendering,
    job: _Job,
    tracks: list[AudioStream],
    table: Sequence[int] | None,
    items: Iterator[Decoded | Packet],
    report: VideoReport,
    watch: Watch,
) -> None:
    def unknown(_: Decoded) -> None:
        report.unknown_frames += 1

    source, voiced = rendering.source, job.audio == "voices"
    with ExitStack() as files:
        # Left in reverse order: the masks appear first, the video last.
        sounds = sounds_for(tracks, rendering.container.sound) if voiced else []
        writer = files.enter_context(rendering.open_writer(job.dst, [] if voiced else tracks, sounds))
        mask_writer = files.enter_context(rendering.open_mask_writer(job.masks)) if job.masks else None
        voices = Voices(writer, tracks) if voiced else None
        shown = by_table(items, table, voices.feed if voices else writer.copy, unknown)
        first, zero = (job.part[0], table[0]) if job.part is not None and table else (0, 0)
        found = Films(rendering, writer, mask_writer, report, watch).write(shown, first, zero, zero)
        if table is not None and not found:
            raise MediaError(f"{source.path.name} does not fit its frame table: no frame was found.")
        if voices is not None:
            voices.finish()
        watch.step(report.frames)
    if source.coded_bytes and job.part is None:
        report.size = round(writer.coded_bytes / source.coded_bytes, 4)
