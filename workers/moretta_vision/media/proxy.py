"""The proxy: what a browser plays for the original. One frame for each of the table, upright, small."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.error
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.frame import VideoFrame

from moretta_vision.media.errors import Stopped
from moretta_vision.media.planes import blank, plane_view
from moretta_vision.media.video import fitting
from moretta_vision.media.video_formats import CONTAINERS, X264, Encoder
from moretta_vision.media.video_source import VideoSource, by_table, until_first
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
        frames = 0
        with VideoWriter(
            Path(out),
            CONTAINERS[".mp4"],
            _ENCODER,
            shrink.empty,
            time_base=source.time_base,
            rate=source.rate,
            sounds=[Sound("aac", 48_000, "stereo")] if track else [],
        ) as writer:
            sound = _Sound(writer, track, zero * source.time_base)
            for shown in by_table(items, table, sound.feed):
                if should_stop is not None and should_stop():
                    raise Stopped("The work was stopped.")
                picture = shown.decoded.picture if shown.decoded else None
                step = (picture.duration if picture else 0) or source.nominal_step
                writer.write(
                    shrink.picture(picture) if picture else blank(shrink.empty), shown.pts - zero, step
                )
                frames += 1
                if progress is not None:
                    progress(frames, total)
            sound.feed(None)
        return {"width": shrink.width, "height": shrink.height, "frames": frames, "audio": sound.pieces > 0}


class _Shrink:
    """Pictures as the proxy has them: upright, small, even, 8 bit, 4:2:0."""

    def __init__(self, source: VideoSource, first: VideoFrame, long_side: int) -> None:
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
