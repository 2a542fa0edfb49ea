"""Opening and decoding a video file: the one way every pass over a video goes.

Frames are numbered here and only here. The decoder always runs with the same threads: what a damaged file
shows after its damage depends on them, and people review what the renderer will see.
"""

import os
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.sidedata.sidedata import Type as SideDataType
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from moretta_vision.media.display_matrix import Orientation
from moretta_vision.media.errors import MediaError
from moretta_vision.media.frame_table import FrameClock

# Playlists and other formats that make the demuxer open further files or addresses are left out on purpose.
FORMATS = (
    "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,flv,asf,ogg,mxf,nut,ivf,obu,av1,h264,hevc,mjpeg,"
    "dv,wtv,rm,gxf"
)
DECODER_THREADS = 2
"""Each holds pictures of its own: with two a process that codes 1080p takes 16 MB less than with four."""
WITHOUT_INDEX = ("mpegts", "mpeg")
BACK_SECONDS = (0, 1, 4, 16, 64)
"""How much earlier a key frame is looked for in a file that does not say where its key frames are."""
# With a log level set, a decoder thread that logs waits for Python's lock while Python waits for the thread.
av.logging.set_level(None)


@dataclass(frozen=True)
class VideoLimits:
    """What is refused, so that no file can take the machine down."""

    pixels: int = 8192 * 8192
    frames: int = 1_000_000
    seconds: float = 12 * 3600
    working_seconds: float = 4 * 3600

    @classmethod
    def from_environment(cls) -> "VideoLimits":
        """Defaults, moved by MORETTA_MAX_VIDEO_{PIXELS,FRAMES,SECONDS,WORKING_SECONDS}."""

        def read(name: str, default: float) -> float:
            text = os.environ.get(f"MORETTA_MAX_VIDEO_{name}", "")
            try:
                return float(text) if text else default
            except ValueError:
                raise MediaError(f"MORETTA_MAX_VIDEO_{name} is {text!r}. Set it to a number.") from None

        return cls(
            int(read("PIXELS", cls.pixels)),
            int(read("FRAMES", cls.frames)),
            read("SECONDS", cls.seconds),
            read("WORKING_SECONDS", cls.working_seconds),
        )


@dataclass(frozen=True)
class Decoded:
    """One displayed frame as the decoder gave it: number, time, picture in coded orientation."""

    index: int
    pts: int
    picture: VideoFrame
    corrupt: bool


@dataclass
class VideoSource:
    """An open video file, a context manager. Raises MediaError with a sentence when it cannot be used.

    Where only packets are read, without `pictures`, its beginning is not decoded when it is opened (20 ms at 720p): the
    format of its samples is not known then, nor for sure how many of them a decoder holds back.
    """

    path: Path
    limits: VideoLimits = field(default_factory=VideoLimits.from_environment)
    pictures: bool = True
    container: InputContainer = field(init=False)
    stream: VideoStream = field(init=False)
    damage: list[int] = field(init=False, default_factory=list)
    """Frame numbers at which the decoder reported an error: one entry an error."""
    ends_early: bool = field(init=False, default=False)
    coded_bytes: int = field(init=False, default=0)
    """Bytes of the video's packets that were read so far."""
    clock: FrameClock = field(init=False)
    _entered: list[Packet] = field(init=False, default_factory=list)
    """What was read already of where the next pass begins."""

    def __post_init__(self) -> None:
        self.path = Path(self.path)
        self.container = self._open()
        try:
            self.stream = self._choose()
            self._check_header()
        except BaseException:
            self.container.close()
            raise
        self.stream.codec_context.thread_type = "FRAME"
        self.stream.codec_context.thread_count = DECODER_THREADS
        self.clock = FrameClock(self.nominal_step)

    def __enter__(self) -> "VideoSource":
        return self

    def __exit__(self, *_: object) -> None:
        self.container.close()

    def _open(self) -> InputContainer:
        name = self.path.name
        try:
            if self.path.stat().st_size == 0:
                raise MediaError(f"{name} is empty (zero bytes). Upload the file again.")
        except OSError as error:
            raise MediaError(f"{name} cannot be opened: {error.strerror}.") from error
        options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
        if not self.pictures:
            options["skip_frame"] = "all"
        try:
            # "file:" keeps a name like "concat:a|b" from being taken for a protocol.
            return av.open(
                f"file:{self.path.absolute()}",
                options=options,
                metadata_errors="replace",
            )
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise MediaError(
                f"{name} cannot be opened as a video: it is damaged, cut off or of an unknown format. "
                "Check that it plays, or convert it to MP4."
            ) from error

    def _choose(self) -> VideoStream:
        moving = [s for s in self.container.streams.video if not s.disposition & Disposition.attached_pic]
        if not moving:
            held = ", ".join(sorted({s.type for s in self.container.streams})) or "nothing"
            raise MediaError(f"{self.path.name} holds no video stream, only {held}.")
        if moving[0].codec_context is None:
            raise MediaError(
                f"{self.path.name} is coded in a way no decoder here can read. Convert it to MP4."
            )
        return moving[0]

    def _check_header(self) -> None:
        context, name = self.stream.codec_context, self.path.name
        self._check_size(context.width, context.height)
        duration = self.container.duration
        if duration and duration / av.time_base > self.limits.seconds:
            raise MediaError(
                f"{name} lasts {duration / av.time_base / 3600:.1f} hours; at most "
                f"{self.limits.seconds / 3600:.1f} are taken (MORETTA_MAX_VIDEO_SECONDS). Cut it into parts."
            )
        if self.stream.frames > self.limits.frames:
            self._refuse_frames(self.stream.frames)

    def _check_size(self, width: int, height: int) -> None:
        if width * height > self.limits.pixels:
            raise MediaError(
                f"{self.path.name} has frames of {width} × {height} pixels; at most "
                f"{self.limits.pixels:,} pixels are taken (MORETTA_MAX_VIDEO_PIXELS)."
            )

    def _refuse_frames(self, count: int) -> None:
        raise MediaError(
            f"{self.path.name} has {count:,} frames or more; at most {self.limits.frames:,} are taken "
            "(MORETTA_MAX_VIDEO_FRAMES). Cut it into parts."
        )

    @property
    def time_base(self) -> Fraction:
        return self.stream.time_base or Fraction(1, 1000)

    @property
    def rate(self) -> Fraction:
        """Frames a second as the header says, for frames that come without a time."""
        return self.stream.average_rate or self.stream.guessed_rate or Fraction(25)

    @property
    def nominal_step(self) -> int:
        return max(1, round(1 / (self.rate * self.time_base)))

    @property
    def expected_frames(self) -> int | None:
        """How many frames the header announces, None when it does not."""
        if self.stream.frames:
            return self.stream.frames
        seconds = (self.container.duration or 0) / av.time_base
        return round(seconds * self.rate) or None

    def decode(self, *others: Any) -> Iterator[Decoded | Packet]:
        """Every displayed frame in display order, and between them the packets of the streams `others`.

        Errors do not end the pass: they are kept in `damage`, with the number of the frame that comes next.
        """
        started, index = time.monotonic(), 0
        for packet in self.packets(*others):
            if packet.stream is not self.stream:
                yield packet
                continue
            self.coded_bytes += packet.size
            for picture in self._pictures(packet, index):
                if index == 0 or not index % 64:
                    self._check_size(picture.width, picture.height)
                    if time.monotonic() - started > self.limits.working_seconds:
                        raise MediaError(
                            f"{self.path.name} takes longer than {self.limits.working_seconds:,.0f} seconds "
                            "to decode (MORETTA_MAX_VIDEO_WORKING_SECONDS)."
                        )
                if index >= self.limits.frames:
                    self._refuse_frames(index + 1)
                pts = self.clock.tick(picture.pts)
                if picture.is_corrupt:
                    self.damage.append(index)
                yield Decoded(index, pts, picture, picture.is_corrupt)
                index += 1

    def enter(self, time: int) -> None:
        """Lets the next pass begin with the key frame from which on the frame shown at `time` can be decoded. Raises
        MediaError where none is found; whether that frame then comes is to be looked at."""
        try:
            if not any(name in self.container.format.name.split(",") for name in WITHOUT_INDEX):
                self.container.seek(time, stream=self.stream, backward=True)
                return
            for back in BACK_SECONDS:
                self.container.seek(time - round(back / self.time_base), stream=self.stream, backward=True)
                if (packet := self._next_key()) is not None and packet.pts is not None and packet.pts <= time:
                    self._entered = [packet]
                    return
        except (OSError, ValueError):  # of which those of FFmpeg are
            pass
        raise MediaError(f"{self.path.name} cannot be entered. Do it as a whole.")

    def _next_key(self) -> Packet | None:
        packets = self.container.demux(self.stream)
        return next((packet for packet in packets if packet.is_keyframe and not packet.is_corrupt), None)

    def packets(self, *others: Any) -> Iterator[Packet]:
        """The video's packets and those of the streams `others`, in the file's order. A file that breaks off ends
        there, and `ends_early`."""
        while self._entered:
            yield self._entered.pop()
        packets = self.container.demux(self.stream, *others)
        while True:
            try:
                # The last packet is empty (dts None) and flushes the decoder: skipping it loses frames.
                packet = next(packets)
            except StopIteration:
                return
            except av.error.FFmpegError:
                self.ends_early = True
                return
            except IndexError:
                # A packet of a stream that appeared only now (transport streams): PyAV does not know it.
                packets = self.container.demux(self.stream, *others)
                continue
            yield packet

    def _pictures(self, packet: Packet, index: int) -> list[VideoFrame]:
        try:
            return [p for p in packet.decode() if isinstance(p, VideoFrame)]
        except av.error.EOFError:
            return []
        except av.error.FFmpegError:
            self.damage.append(index)
            return []

    def orientation(self, picture: VideoFrame) -> tuple[Orientation, tuple[int, ...] | None]:
        """How this picture stands upright, with the display matrix it was read from."""
        data: Any = picture.side_data.get(SideDataType.DISPLAYMATRIX)  # type: ignore[call-overload]
        if data is None:
            return Orientation(), None
        matrix = struct.unpack("=9i", bytes(data)[:36])
        return Orientation.of_matrix(matrix) or Orientation(), matrix


@dataclass(frozen=True)
class Shown:
    """One entry of the frame table, with what was decoded for it: None where there is nothing to show."""

    index: int
    pts: int
    decoded: Decoded | None


def by_table(
    items: Iterator[Decoded | Packet],
    table: Sequence[int] | None,
    on_packet: Callable[[Packet], None],
    on_unknown: Callable[[Decoded], None] = lambda decoded: None,
) -> Iterator[Shown]:
    """Exactly the frames of the table, found by their times; without a table, every decoded frame.

    Packets of other streams go to `on_packet`, decoded frames that the table does not know to `on_unknown`.
    """
    at = 0
    for item in items:
        if not isinstance(item, Decoded):
            on_packet(item)
            continue
        if table is None:
            yield Shown(item.index, item.pts, item)
            continue
        while at < len(table) and table[at] < item.pts:
            yield Shown(at, table[at], None)
            at += 1
        if at < len(table) and table[at] == item.pts:
            yield Shown(at, item.pts, item)
            at += 1
        else:
            on_unknown(item)
    for rest in range(at, len(table or ())):
        yield Shown(rest, (table or ())[rest], None)


def decode_part(
    source: VideoSource, table: Sequence[int], part: tuple[int, int]
) -> Iterator[Decoded | Packet]:
    """The frames [first, stop) of the table, reached by seeking, and nothing else of the video.

    Raises MediaError where the frame that the part begins with is not found by seeking, or the part is damaged or has
    frames without a time: then what comes out would depend on where decoding began.
    """
    first, stop = part
    if not 0 <= first < stop <= len(table):
        raise ValueError(f"A part lies within the frames 0 to {len(table)}, not {first} to {stop}.")
    if first:
        source.enter(table[first])
    begun = False
    for item in source.decode():
        if not isinstance(item, Decoded) or item.pts < table[first]:
            continue
        if stop < len(table) and item.pts >= table[stop]:
            break
        if (not begun and item.pts != table[first]) or source.damage or source.clock.mended:
            raise MediaError(f"{source.path.name} cannot be worked on in parts. Do it as a whole.")
        begun = True
        yield item


def until_first(items: Iterator[Decoded | Packet], path: Path) -> tuple[Decoded, Iterator[Decoded | Packet]]:
    """The first frame, and all items from the beginning. Raises MediaError where there is no frame."""
    early: list[Decoded | Packet] = []
    for item in items:
        early.append(item)
        if isinstance(item, Decoded):
            return item, chain(early, items)
    raise MediaError(f"{path.name} holds no frame that can be decoded. Check that it plays.")
