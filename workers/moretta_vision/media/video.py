"""Videos as frames: what a file is, its frames upright and by number, its thumbnails."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
from av.stream import Disposition
from av.video.frame import VideoFrame

from moretta_vision.media.display_matrix import Orientation
from moretta_vision.media.errors import MediaError
from moretta_vision.media.planes import checksum
from moretta_vision.media.upright import Frame, Pixels, Upright, fitting
from moretta_vision.media.video_source import Decoded, VideoLimits, VideoSource


@dataclass(frozen=True)
class AudioTrack:
    """One sound track; `language` is ISO 639-2 or None."""

    codec: str
    rate: int
    channels: int
    language: str | None


@dataclass(frozen=True)
class VideoInfo:
    """What a video is. Sizes in pixels of the upright frame; `pts` in ticks of `time_base`."""

    width: int
    height: int
    rotation: int
    """Degrees clockwise from the coded to the upright picture."""
    n_frames: int
    fps: Fraction
    """Average: frames over the time from the first frame's appearance to the last one's end."""
    time_base: Fraction
    pts: list[int]
    last_duration: int
    """Ticks that the last frame stays on screen."""
    container: str
    codec: str
    pix_fmt: str
    bit_depth: int
    colour: tuple[int, int, int, int]
    """Primaries, transfer, matrix, range, as numbered in ISO/IEC 23091-2 (range: 1 limited, 2 full)."""
    sample_aspect_ratio: Fraction
    audio: list[AudioTrack] = field(default_factory=list)
    subtitles: int = 0
    others: int = 0
    damaged: list[int] = field(default_factory=list)
    """Frame numbers at which the decoder reported an error."""
    notes: list[str] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    """Of each frame as it was decoded (see `planes.checksum`); empty unless they were asked for."""

    @property
    def duration(self) -> float:
        """Seconds from the first frame's appearance to the last one's end."""
        return float((self.pts[-1] - self.pts[0] + self.last_duration) * self.time_base)

    def facts(self) -> dict[str, Any]:
        """All of it as JSON values, without what there is of every frame."""
        values = asdict(self)
        del values["pts"], values["sums"]
        values.update(
            fps=str(self.fps),
            time_base=str(self.time_base),
            sample_aspect_ratio=str(self.sample_aspect_ratio),
            duration=self.duration,
        )
        return values


def probe(path: Path | str, limits: VideoLimits | None = None, sums: bool = False) -> VideoInfo:
    """Decodes the whole video once and says what it is. Raises MediaError when it cannot be used."""
    clip = Clip(path, limits, sums)
    for _ in clip.decoded():
        pass
    return clip.info


class Clip:
    """One pass over a whole video that also says what it is: `frames()`, and after its end `info`, if wanted with the
    `sums` of all frames.

    `between` is for shares of a video: only the frames from its first time on and before its second, in ticks (None:
    from the beginning, to the end), numbered from 0. Then MediaError is raised also where the frame at the first time
    is not found by seeking, or the video is so odd that what it is depends on where one begins.
    """

    def __init__(
        self,
        path: Path | str,
        limits: VideoLimits | None = None,
        sums: bool = False,
        between: tuple[int | None, int | None] = (None, None),
    ) -> None:
        self.path, self.limits, self.between = Path(path), limits or VideoLimits.from_environment(), between
        self.expected_frames: int | None = None
        self.announced = 0
        """Frames that the header counts, 0 where it does not."""
        self.pts: list[int] = []
        """Of the frames that were decoded so far; so are the `sums`, if wanted."""
        self.sums: list[int] = []
        self._wants_sums, self._sizes = sums, set[tuple[int, int]]()
        self._info: VideoInfo | None = None

    @property
    def info(self) -> VideoInfo:
        """What the video is, once it was decoded to its end."""
        if self._info is None:
            raise RuntimeError("The pass over the video has not ended.")
        return self._info

    def frames(self, long_side: int | None = None) -> Iterator[Frame]:
        """All frames, upright, their longer side at most `long_side`. Raises MediaError when the video cannot be
        used."""
        upright: Upright | None = None
        for source, item in self.decoded():
            upright = upright or Upright(source)
            yield upright.frame(item, long_side)

    def decoded(self) -> Iterator[tuple[VideoSource, Decoded]]:
        """All frames as the decoder gives them, with the open source."""
        with VideoSource(self.path, self.limits) as source:
            self.expected_frames, self.announced = source.expected_frames, source.stream.frames
            self.pts, self.sums, self._sizes = [], [], set()
            first: VideoFrame | None = None
            step = source.nominal_step
            for item in self._items(source):
                first = first or item.picture
                self._sizes.add((item.picture.width, item.picture.height))
                self.pts.append(item.pts)
                if self._wants_sums:
                    self.sums.append(checksum(item.picture))
                step = item.picture.duration or source.nominal_step
                yield source, item
            if first is None:
                raise MediaError(
                    f"{source.path.name} holds no frame that can be decoded. Check that it plays."
                )
            whole = self.between == (None, None)
            if not whole and self.is_odd(source):
                raise self._not_in_shares()
            shown = len(self.pts) if whole else self.announced or len(self.pts)
            info, notes = _info(source, first, self.pts, step), _notes(source, first, len(self._sizes), shown)
            self._info = replace(info, sums=self.sums, notes=notes)

    def is_odd(self, source: VideoSource) -> bool:
        """Whether something was met so far of which it depends on the beginning of a pass what one sees."""
        return bool(source.damage or source.clock.mended or source.ends_early or len(self._sizes) > 1)

    def _items(self, source: VideoSource) -> Iterator[Decoded]:
        since, until = self.between
        if since is not None:
            source.enter(since)
        count = 0
        for item in source.decode():
            if not isinstance(item, Decoded) or (since is not None and item.pts < since):
                continue
            if until is not None and item.pts >= until:
                return
            if not count and since not in (None, item.pts):
                raise self._not_in_shares()
            yield replace(item, index=count)
            count += 1

    def _not_in_shares(self) -> MediaError:
        return MediaError(f"{self.path.name} cannot be worked on in shares. Do it as a whole.")


def _info(source: VideoSource, first: VideoFrame, pts: list[int], step: int) -> VideoInfo:
    orientation, _ = source.orientation(first)
    width, height = orientation.size(first.width, first.height)
    context = source.stream.codec_context
    span = pts[-1] - pts[0] + step
    return VideoInfo(
        width=width,
        height=height,
        rotation=orientation.rotation,
        n_frames=len(pts),
        fps=(Fraction(len(pts)) / (span * source.time_base)).limit_denominator(100_000),
        time_base=source.time_base,
        pts=pts,
        last_duration=step,
        container=source.container.format.name,
        codec=context.codec.canonical_name,
        pix_fmt=first.format.name,
        bit_depth=first.format.components[0].bits,
        colour=(first.color_primaries, first.color_trc, first.colorspace, first.color_range),
        sample_aspect_ratio=source.stream.sample_aspect_ratio or Fraction(1),
        audio=audio_tracks(source),
        subtitles=len(source.container.streams.subtitles),
        others=other_streams(source),
        damaged=source.damage,
    )


def _notes(source: VideoSource, first: VideoFrame, sizes: int, frames: int) -> list[str]:
    return notes_about(source, *source.orientation(first), sizes, frames)


def audio_tracks(source: VideoSource) -> list[AudioTrack]:
    """The sound tracks of an open video."""
    return [
        AudioTrack(
            s.codec_context.codec.canonical_name if s.codec_context else "unknown",
            s.codec_context.sample_rate if s.codec_context else 0,
            s.codec_context.channels if s.codec_context else 0,
            s.language if s.language not in (None, "und") else None,
        )
        for s in source.container.streams.audio
    ]


def other_streams(source: VideoSource) -> int:
    """How many streams are neither the video that is used nor sound nor subtitles."""
    streams = source.container.streams
    return len(streams) - 1 - len(streams.audio) - len(streams.subtitles)


def notes_about(
    source: VideoSource, orientation: Orientation, matrix: Sequence[int] | None, sizes: int, frames: int
) -> list[str]:
    """What a person should know about a video that was decoded in full: one sentence each."""
    notes = []
    streams = source.container.streams
    if source.damage:
        spots = ", ".join(str(n) for n in source.damage[:5]) + (" …" if len(source.damage) > 5 else "")
        notes.append(f"The file is damaged: {_count(len(source.damage), 'error')} at frame {spots}.")
    if source.ends_early:
        notes.append(f"The file breaks off after {_count(frames, 'frame')}.")
    else:
        notes += note_about_count(source.stream.frames, frames)
    if source.clock.mended:
        notes.append(
            f"{_count(source.clock.mended, 'frame')} had no usable time and got one between the others."
        )
    if sizes > 1:
        notes.append(
            "The frame size changes within the video; all frames are brought to the first one's size."
        )
    if orientation.identity and matrix is not None and Orientation.of_matrix(matrix) is None:
        notes.append(
            "The video asks to be shown tilted by an angle that is no quarter turn; that is ignored."
        )
    if len(streams.subtitles):
        notes.append(f"{_count(len(streams.subtitles), 'subtitle track')} will be dropped.")
    covers = sum(bool(s.disposition & Disposition.attached_pic) for s in streams.video)
    if covers:
        notes.append(f"{_count(covers, 'cover picture')} will be dropped.")
    if len(streams.video) - covers > 1:
        notes.append(f"{_count(len(streams.video) - covers - 1, 'further video track')} will be dropped.")
    rest = other_streams(source) - (len(streams.video) - 1)
    if rest > 0:
        notes.append(f"{_count(rest, 'data track')} will be dropped.")
    return notes


def note_about_count(announced: int, shown: int) -> list[str]:
    """A sentence where the file's header counts (not 0) other frames than are shown."""
    differs = announced and announced != shown
    return [f"The file announces {_count(announced, 'frame')}; {shown} are shown."] if differs else []


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def frames(
    path: Path | str,
    start: int = 0,
    stop: int | None = None,
    pts: Sequence[int] | None = None,
    long_side: int | None = None,
) -> Iterator[Frame]:
    """The upright frames `start` … `stop` - 1 (None: to the end), numbered by the frame table, their longer side at
    most `long_side`.

    With the table `pts` of `probe` a late start is reached by seeking; the frames found are checked against
    the table, and where they disagree the file is decoded from its beginning. Without it, it always is.
    """
    if pts is not None and start > 0:
        wanted = pts[start:stop]
        for sought in _after_seek(Path(path), wanted, long_side):
            if sought.pts != pts[start]:
                break
            yield replace(sought, index=start)
            start += 1
        if start >= min(len(pts), len(pts) if stop is None else stop):
            return
    with VideoSource(Path(path)) as source:
        upright = Upright(source)
        for item in source.decode():
            if not isinstance(item, Decoded):
                continue
            if stop is not None and item.index >= stop:
                return
            upright.settle(item.picture)
            if item.index >= start:
                yield upright.frame(item, long_side)


def _after_seek(path: Path, wanted: Sequence[int], long_side: int | None) -> Iterator[Frame]:
    """The frames from the first wanted time to the last, reached by seeking; none where that fails.

    Their numbers are not those of the table.
    """
    if not wanted:
        return
    with VideoSource(path) as source:
        try:
            source.enter(wanted[0])
        except MediaError:
            return
        upright = Upright(source)
        for item in source.decode():
            if not isinstance(item, Decoded):
                continue
            if item.pts > wanted[-1] or (item.index == 0 and item.pts > wanted[0]):
                return
            upright.settle(item.picture)
            if item.pts >= wanted[0]:
                yield upright.frame(item, long_side)


def shown_times(path: Path) -> list[int]:
    """When the frames of a video are shown, in ticks, as its packets say: for those that we wrote ourselves."""
    with VideoSource(path) as source:
        return times_ahead(source)


def times_ahead(source: VideoSource) -> list[int]:
    """When the frames of an open video are shown, in ticks, as its packets say; it is read to its end."""
    return sorted(p.pts for p in source.packets() if p.size and p.pts is not None and not p.is_discard)


def thumbnail(
    path: Path | str, frame: int = 0, long_side: int = 480, pts: Sequence[int] | None = None
) -> Pixels:
    """One frame, upright, [H, W, 3] BGR uint8, longer side at most `long_side`. Seeks by `pts` if given."""
    for found in frames(path, frame, frame + 1, pts):
        size = fitting(found.pixels.shape[1], found.pixels.shape[0], long_side)
        return cv2.resize(found.pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
    raise MediaError(f"{Path(path).name} has no frame {frame}.")


def strip(path: Path | str, numbers: Sequence[int], long_side: int = 160) -> dict[int, Pixels]:
    """Small upright pictures of the frames `numbers`, in one pass over the file."""
    wanted, found = set(numbers), {}
    last = max(wanted, default=-1)
    with VideoSource(Path(path)) as source:
        upright = Upright(source)
        for item in source.decode():
            if not isinstance(item, Decoded) or item.index > last:
                break
            upright.settle(item.picture)
            if item.index in wanted:
                found[item.index] = upright.pixels(item.picture, long_side)
    return found
