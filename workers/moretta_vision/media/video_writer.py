"""Writing a video: the same frames at the same times, nothing else of the source, whole or not at all."""

import contextlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import cast
from uuid import uuid4

import av
import av.error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container.core import Flags
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from moretta_vision.media.ahead import available_cores
from moretta_vision.media.errors import MediaError
from moretta_vision.media.video_formats import Container, Encoder


@dataclass(frozen=True)
class Sound:
    """A sound track that is encoded; `language` is ISO 639-2 or None."""

    codec: str
    rate: int
    layout: str
    language: str | None = None


class VideoWriter:
    """One video stream and copied sound tracks into a file that appears under its name only when all is well.

    A context manager: leaving it by an exception leaves nothing behind. Raises MediaError where encoder or
    container refuse. Without an encoder the pictures come coded, as in the stream `template` (see `write_coded`), with
    its parameter sets or those of `extradata`.
    Sound is copied from the tracks `audio`, or encoded as `sounds` say.
    """

    def __init__(
        self,
        path: Path,
        container: Container,
        encoder: Encoder | None,
        first: VideoFrame | None,
        *,
        time_base: Fraction,
        rate: Fraction,
        aspect: Fraction = Fraction(1),
        display_matrix: Sequence[int] | None = None,
        audio: Iterable[AudioStream] = (),
        sounds: Iterable[Sound] = (),
        template: VideoStream | None = None,
        extradata: bytes | None = None,
    ) -> None:
        self.path = Path(path)
        self.part = self.path.with_name(f".moretta-{uuid4().hex}.part")
        self.time_base = time_base
        self.durations: dict[int, int] = {}
        self.last: int | None = None
        self.heard: dict[int, int] = {}
        self.sent = self.muxed = self.coded_bytes = 0
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.output = av.open(
            f"file:{self.part.absolute()}", "w", format=container.muxer, options=dict(container.options)
        )
        try:
            self.output.flags |= cast(int, Flags.bitexact.value)
            self.coding = encoder is not None and first is not None
            if encoder is not None and first is not None:
                settings = dict(encoder.options) | ({} if container.reorders else {"bf": "0"})
                if encoder.library == "libsvtav1":
                    os.environ.setdefault("SVT_LOG", "1")  # its banner goes past every log handler
                self.stream = cast(
                    VideoStream, self.output.add_stream(encoder.library, rate=rate, options=settings)
                )
                self._describe(first, aspect)
            else:
                assert template is not None
                self.stream = self.output.add_stream_from_template(template, opaque=True)
                self.stream.metadata.clear()
                self.stream.time_base = time_base
                self._tag()
                if extradata is not None:
                    self.stream.codec_context.extradata = extradata
            if display_matrix is not None:
                self.stream.set_display_matrix(display_matrix)
            self.tracks = {track.index: self._copied(track) for track in audio}
            self.sounds = [self._encoded(sound) for sound in sounds]
            self.output.start_encoding()
        except BaseException as error:
            self._discard()
            if isinstance(error, av.error.FFmpegError | ValueError | OSError):
                raise MediaError(
                    f"{self.path.name} cannot be written as {container.muxer}: {reason(error)}."
                ) from error
            raise

    def _describe(self, first: VideoFrame, aspect: Fraction) -> None:
        context = self.stream.codec_context
        context.width, context.height, context.pix_fmt = first.width, first.height, first.format.name
        self.stream.time_base = self.time_base
        context.time_base = self.time_base
        context.color_range, context.colorspace = first.color_range, first.colorspace
        context.color_primaries, context.color_trc = first.color_primaries, first.color_trc
        if first.format.name.startswith("yuvj"):
            context.color_range = 2
        if aspect not in (0, 1):
            context.sample_aspect_ratio = aspect
            self.stream.sample_aspect_ratio = aspect
        self._tag()
        context.thread_count = encoder_threads()

    def _tag(self) -> None:
        context = self.stream.codec_context
        if context.codec.canonical_name == "hevc" and self.output.format.name in ("mp4", "mov"):
            context.codec_tag = "hvc1"  # the one that players of Apple know

    def _copied(self, track: AudioStream) -> AudioStream:
        copy = self.output.add_stream_from_template(track)
        copy.metadata.clear()
        language = track.language
        if language and language != "und":
            copy.metadata["language"] = language
        copy.time_base = track.time_base
        return copy

    def _encoded(self, sound: Sound) -> AudioStream:
        stream = cast(AudioStream, self.output.add_stream(sound.codec, rate=sound.rate))
        stream.codec_context.layout = sound.layout
        if sound.language and sound.language != "und":
            stream.metadata["language"] = sound.language
        return stream

    def __enter__(self) -> "VideoWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._discard()
            if isinstance(error, av.error.FFmpegError):
                raise MediaError(f"{self.path.name} could not be written: {reason(error)}.") from error
            return
        try:
            if self.coding:
                self._mux(self.stream.encode(None))
            for sound in self.sounds:
                self.output.mux(sound.encode(None))
            self.output.close()
            if self.muxed != self.sent:
                raise MediaError(
                    f"{self.path.name} could not be written: {self.muxed} of {self.sent} frames came out."
                )
            os.replace(self.part, self.path)
        except BaseException as problem:
            self._discard()
            if isinstance(problem, av.error.FFmpegError | OSError):
                raise MediaError(f"{self.path.name} could not be written: {reason(problem)}.") from problem
            raise

    def _discard(self) -> None:
        with contextlib.suppress(av.error.FFmpegError, OSError, ValueError):
            self.output.close()
        self.part.unlink(missing_ok=True)

    def write(self, picture: VideoFrame, pts: int, duration: int) -> None:
        """Encodes a picture shown at `pts` for `duration` ticks; times have to increase."""
        if self.last is not None:
            self.durations[self.last] = pts - self.last
        self.last, self.durations[pts] = pts, max(1, duration)
        picture.pts, picture.time_base = pts, self.time_base
        # A decoded picture remembers how it was coded; the encoder would obey.
        picture.pict_type = PictureType.NONE
        self.sent += 1
        self._mux(self.stream.encode(picture))

    def write_coded(self, packet: Packet, pts: int, dts: int, duration: int) -> None:
        """Takes over a coded picture at these ticks."""
        packet.stream, packet.time_base = self.stream, self.time_base
        packet.pts, packet.dts, packet.duration = pts, dts, duration
        self.sent, self.muxed = self.sent + 1, self.muxed + 1
        self.coded_bytes += packet.size
        self.output.mux(packet)

    def copy(self, packet: Packet) -> None:
        """Copies a packet of one of the sound tracks; one that is damaged or goes back in time is left out."""
        track = packet.stream.index
        if packet.dts is None or packet.is_corrupt or packet.dts <= self.heard.get(track, packet.dts - 1):
            return
        self.heard[track] = packet.dts
        packet.stream = self.tracks[track]
        self.output.mux(packet)

    def speak(self, samples: AudioFrame, number: int = 0) -> None:
        """Encodes a piece for one of the sounds at its own time; one that does not fit the others is left out."""
        try:
            packets = self.sounds[number].encode(samples)
        except (av.error.FFmpegError, ValueError):
            return
        self.output.mux(packets)

    def _mux(self, packets: Iterable[Packet]) -> None:
        for packet in packets:
            if packet.pts is not None and packet.time_base == self.time_base:
                packet.duration = self.durations.pop(packet.pts, packet.duration or 1)
            self.muxed += 1
            self.coded_bytes += packet.size
            self.output.mux(packet)


def encoder_threads() -> int:
    """Two a core, for frames wait for one another."""
    return min(2 * available_cores(), 16)


def reason(error: BaseException) -> str:
    """What went wrong, without the name of the unfinished file."""
    return str(getattr(error, "strerror", None) or error).rstrip(".")
