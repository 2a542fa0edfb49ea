"""A video's sound tracks with the voices made unrecognizable, at the times of the original."""

from collections.abc import Sequence
from fractions import Fraction

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.packet import Packet

from moretta_vision.media.video_writer import Sound, VideoWriter
from moretta_vision.media.vocoder import RATE, Samples, Vocoder

PIECE = 960
"""Samples handed over at a time."""
GAP = RATE // 20
"""From this many samples on a hole in the sound stays a hole."""


def sounds_for(tracks: Sequence[AudioStream], codec: str) -> list[Sound]:
    """What the writer has to prepare for the tracks: mono stays mono, all else becomes stereo."""
    return [Sound(codec, RATE, _layout(track), track.language) for track in tracks]


def _layout(track: AudioStream) -> str:
    return "mono" if track.codec_context.channels == 1 else "stereo"


class Voices:
    """Takes the packets of sound tracks and lets the writer speak what `vocoder` makes of them."""

    def __init__(self, writer: VideoWriter, tracks: Sequence[AudioStream]) -> None:
        self.tracks = {
            track.index: _Track(writer, number, _layout(track)) for number, track in enumerate(tracks)
        }
        self.streams = list(tracks)

    def feed(self, packet: Packet) -> None:
        """One packet; what cannot be decoded is silent."""
        self._decoded(packet.stream.index, packet)

    def finish(self) -> None:
        """The end of all tracks."""
        for stream in self.streams:
            self._decoded(stream.index, None)
            self.tracks[stream.index].flush()

    def _decoded(self, index: int, packet: Packet | None) -> None:
        stream = next(one for one in self.streams if one.index == index)
        try:
            pieces = packet.decode() if packet is not None else stream.decode(None)
        except av.error.FFmpegError:
            return
        for piece in pieces:
            if isinstance(piece, AudioFrame):
                self.tracks[index].hear(piece)


class _Track:
    def __init__(self, writer: VideoWriter, number: int, layout: str) -> None:
        self.writer, self.number, self.layout = writer, number, layout
        self.resampler: AudioResampler | None = None
        self.vocoder = Vocoder(1 if layout == "mono" else 2)
        self.heard = self.said = 0
        """Times, in samples: up to where sound came in, and up to where it went out."""

    def hear(self, piece: AudioFrame) -> None:
        if piece.pts is None or piece.time_base is None:
            return
        begin = round(piece.pts * piece.time_base * RATE)
        if self.resampler is None or abs(begin - self.heard) > GAP:
            self.flush()
            if self.resampler is not None and begin < self.said:  # back in time: no encoder takes that
                return
            self.resampler = AudioResampler("fltp", self.layout, RATE)
            self.heard = self.said = begin
        piece.pts = None  # the resampler would fill small holes by itself
        for sample in self.resampler.resample(piece):
            self._say(self.vocoder.feed(self._taken(sample)))

    def flush(self) -> None:
        if self.resampler is None:
            return
        for sample in self.resampler.resample(None):
            self._say(self.vocoder.feed(self._taken(sample)))
        self._say(self.vocoder.flush())
        self.vocoder = Vocoder(1 if self.layout == "mono" else 2, self.vocoder.random)

    def _taken(self, sample: AudioFrame) -> Samples:
        self.heard += sample.samples
        return sample.to_ndarray()  # type: ignore[return-value]

    def _say(self, samples: Samples) -> None:
        for at in range(0, samples.shape[1], PIECE):
            part = np.ascontiguousarray(np.clip(samples[:, at : at + PIECE], -1, 1))
            piece = AudioFrame.from_ndarray(part, format="fltp", layout=self.layout)
            piece.sample_rate, piece.pts, piece.time_base = RATE, self.said, Fraction(1, RATE)
            self.said += part.shape[1]
            self.writer.speak(piece, self.number)
