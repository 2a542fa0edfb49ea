"""The proxy: what a browser plays for the original. One frame for each of the table, upright, small."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.error
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.frame import VideoFrame

from moretta_vision.media.errors import MediaError, Stopped
from moretta_vision.media.planes import blank, plane_view
from moretta_vision.media.upright import fitting
from moretta_vision.media.video_formats import CONTAINERS, X264, Encoder
from moretta_vision.media.video_source import Shown, VideoSource, by_table, decode_part, until_first
from moretta_vision.media.video_writer import Sound, VideoWriter

KEYFRAME_EVERY = 12
LONG_SIDE = 1280

# Without B-frames the file needs no edit list, and a browser's clock is the frame table's.
_ENCODER = Encoder(
    "libx264",
    ("yuv420p",),
    (("crf", "23"), ("preset", "veryfast"), ("bf", "0"), ("g", str(KEYFRAME_EVERY)), *X264),
)


def make_proxy(
    path: Path | str,
    out: Path | str,
    table: Sequence[int] | None = None,
    long_side: int = LONG_SIDE,
    progress: Callable[[int, int | None], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Writes an MP4 (H.264, 8 bit, 4:2:0, AAC) that browsers play; returns `{width, height, frames, audio}`.

    Frame *n* appears at `frame_table.seconds_of(pts, time_base, n)`: the source's own times, counted
    from its first frame. Upright, even sides, the longer at most `long_side`, a keyframe at least every
    12, index at the front. With `table` a frame that does not decode is grey, so that numbers stay
    right. The first sound track comes along. Raises MediaError, or Stopped when `should_stop` says so;
    then `out` does not appear.
    """
    with VideoSource(Path(path)) as source:
        track = next((s for s in source.container.streams.audio if s.codec_context), None)
        first, items = until_first(source.decode(*([track] if track else [])), source.path)
        shrink = _Shrink(source, first.picture, long_side)
        zero = table[0] if table else first.pts
        total = len(table) if table else source.expected_frames
        with _writer(out, source, shrink.empty, track is not None) as writer:
            sound = _Sound(writer, track, zero * source.time_base)
            frames = 0
            for frames in _write(writer, shrink, by_table(items, table, sound.feed), zero, should_stop):
                if progress is not None:
                    progress(frames, total)
            sound.feed(None)
        return {"width": shrink.width, "height": shrink.height, "frames": frames, "audio": sound.pieces > 0}


def make_part(
    path: Path,
    out: Path,
    table: Sequence[int],
    part: tuple[int, int],
    long_side: int = LONG_SIDE,
    progress: Callable[[int, int | None], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> None:
    """Writes the frames [first, stop) of a video's proxy into a file of their own, silent, for `join_parts`. Raises
    MediaError where the video cannot be entered there: then its proxy is to be made as a whole."""
    with VideoSource(path) as source:
        first, items = until_first(decode_part(source, table, part), path)
        shrink = _Shrink(source, first.picture, long_side)
        with _writer(out, source, shrink.empty, False) as writer:
            shown = by_table(items, table[slice(*part)], lambda packet: None)
            for frames in _write(writer, shrink, shown, table[part[0]], should_stop):
                if progress is not None:
                    progress(frames, part[1] - part[0])


def join_parts(
    path: Path,
    out: Path,
    parts: Sequence[Path],
    table: Sequence[int],
    should_stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """The proxy of all frames of the table, of its parts in order, and the report of `make_proxy`. Raises MediaError
    where they do not fit together."""
    with ExitStack() as files:
        source, like = files.enter_context(VideoSource(path)), files.enter_context(VideoSource(parts[0]))
        track = next((s for s in source.container.streams.audio if s.codec_context), None)
        writer = files.enter_context(_writer(out, source, None, track is not None, like))
        sound = _Sound(writer, track, table[0] * source.time_base)
        heard = source.packets(track) if track else iter(())
        waiting = next(heard, None)
        frames, size = 0, _coded_as(like)
        for part in parts:
            with VideoSource(part) as coded:
                if _coded_as(coded) != size:
                    raise _unfit(out)
                for packet in coded.packets():
                    if not packet.size:
                        continue
                    if should_stop is not None and should_stop():
                        raise Stopped("The work was stopped.")
                    if frames == len(table):
                        raise _unfit(out)
                    shown = table[frames] - table[0]
                    while waiting is not None and not _later(waiting, table[frames] * source.time_base):
                        if waiting.stream is track:
                            sound.feed(waiting)
                        waiting = next(heard, None)
                    following = table[frames + 1] - table[0] if frames + 1 < len(table) else None
                    length = following - shown if following else _ticks(packet, source)
                    writer.write_coded(packet, shown, shown, length)
                    frames += 1
        if frames != len(table):
            raise _unfit(out)
        for packet in (waiting, *heard) if waiting else ():
            if packet.stream is track:
                sound.feed(packet)
        sound.feed(None)
        context = like.stream.codec_context
        width, height = context.width, context.height
    return {"width": width, "height": height, "frames": frames, "audio": sound.pieces > 0}


def _unfit(out: Path) -> MediaError:
    return MediaError(f"The parts of {out.name} do not fit together. Make it as a whole.")


def _later(packet: Packet, seconds: Fraction) -> bool:
    return packet.dts is not None and packet.time_base is not None and packet.dts * packet.time_base > seconds


def _ticks(packet: Packet, source: VideoSource) -> int:
    """How long a part's last picture stays, in ticks of the whole."""
    if not packet.duration or packet.time_base is None:
        return source.nominal_step
    return max(1, round(packet.duration * packet.time_base / source.time_base))


def _coded_as(part: VideoSource) -> tuple[Any, ...]:
    context = part.stream.codec_context
    return context.width, context.height, context.extradata


def _writer(
    out: Path | str,
    source: VideoSource,
    first: VideoFrame | None,
    sound: bool,
    like: VideoSource | None = None,
) -> VideoWriter:
    """For pictures like the `first`, or for coded ones like those of another file."""
    return VideoWriter(
        Path(out),
        CONTAINERS[".mp4"],
        _ENCODER if first is not None else None,
        first,
        time_base=source.time_base,
        rate=source.rate,
        sounds=[Sound("aac", 48_000, "stereo")] if sound else [],
        template=like.stream if like else None,
    )


def _write(
    writer: VideoWriter,
    shrink: "_Shrink",
    frames: Iterable[Shown],
    zero: int,
    should_stop: Callable[[], bool] | None,
) -> Iterator[int]:
    """Codes frames, counted from the time `zero`; gives how many were, after each."""
    for count, shown in enumerate(frames, 1):
        if should_stop is not None and should_stop():
            raise Stopped("The work was stopped.")
        picture = shown.decoded.picture if shown.decoded else None
        step = (picture.duration if picture else 0) or shrink.step
        writer.write(shrink.picture(picture) if picture else blank(shrink.empty), shown.pts - zero, step)
        yield count


class _Shrink:
    """Pictures as the proxy has them: upright, small, even, 8 bit, 4:2:0."""

    def __init__(self, source: VideoSource, first: VideoFrame, long_side: int) -> None:
        self.step = source.nominal_step
        self.orientation, _ = source.orientation(first)
        width, height = fitting(first.width, first.height, long_side // 2 * 2)
        self.coded = max(2, round(width / 2) * 2), max(2, round(height / 2) * 2)
        self.width, self.height = self.orientation.size(*self.coded)
        self.empty = self.picture(first)

    def picture(self, picture: VideoFrame) -> VideoFrame:
        small = picture.reformat(
            *self.coded, format="yuv420p", dst_color_range="MPEG", interpolation="BILINEAR"
        )
        turned = VideoFrame(self.width, self.height, "yuv420p")
        for source, target in zip(small.planes, turned.planes, strict=True):
            plane_view(target, False)[...] = self.orientation.apply(plane_view(source, False))
        turned.colorspace, turned.color_range = picture.colorspace, 1
        turned.color_trc, turned.color_primaries = picture.color_trc, picture.color_primaries
        return turned


class _Sound:
    """Decodes the packets of a sound track and lets the writer speak them, counted from the first frame."""

    def __init__(self, writer: VideoWriter, track: AudioStream | None, zero: Fraction) -> None:
        self.writer, self.track, self.zero = writer, track, zero
        self.pieces = 0
        self.spoken = Fraction(0)

    def feed(self, packet: Packet | None) -> None:
        """One packet; None at the end. What cannot be decoded is silent."""
        if self.track is None:
            return
        try:
            pieces = packet.decode() if packet is not None else self.track.decode(None)
        except av.error.FFmpegError:
            return
        for piece in pieces:
            if piece.pts is None or piece.time_base is None:
                continue
            piece.pts -= round(self.zero / piece.time_base)
            begin = piece.pts * piece.time_base
            if begin < self.spoken:  # before the first frame, or back in time: the encoder takes neither
                continue
            self.spoken = begin
            self.writer.speak(piece)  # type: ignore[arg-type]
            self.pieces += 1
