"""Which codec an output video gets: its source's where the container takes it, else the container's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

from moretta_vision.media.errors import MediaError

ALL_AUDIO = frozenset({"*"})
MP4_AUDIO = frozenset({"aac", "mp3", "mp2", "ac3", "eac3", "opus", "flac", "alac", "dts"})


@dataclass(frozen=True)
class Container:
    """A container that can be written: muxer, codecs (its own first), sound it takes, muxer options."""

    muxer: str
    codecs: tuple[str, ...]
    audio: frozenset[str]
    options: tuple[tuple[str, str], ...] = ()
    carries_rotation: bool = False
    reorders: bool = True
    """Whether frames may be stored in another order than shown (B-frames) without moving their times."""
    sound: str = "aac"
    """The encoder for sound that has to be coded anew; in AVI one without a delay, which would move the frames."""

    def takes_audio(self, codec: str) -> bool:
        return (
            "*" in self.audio or codec in self.audio or ("pcm_*" in self.audio and codec.startswith("pcm_"))
        )


@dataclass(frozen=True)
class Rate:
    """The constant rate factors of an encoder, where lower is better and larger."""

    worst: int
    """The highest number that it takes."""
    finest: int
    coarsest: int
    """What may be chosen for a video: from the finest, where hardly anybody sees a difference, on."""
    halves: float
    """By how much it has to rise for about half the size."""


@dataclass(frozen=True)
class Encoder:
    """An encoder at about 40 dB or better: library, sample formats in order of preference, options."""

    library: str
    formats: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    rate: Rate | None = None
    """None where it has no constant rate factor."""
    factor: str = "crf"
    """The option that takes it."""

    @property
    def crf(self) -> float | None:
        """The constant rate factor that its options say."""
        return next((float(value) for name, value in self.options if name == self.factor), None)

    def at(self, crf: float) -> "Encoder":
        """The same encoder at another constant rate factor."""
        others = tuple(option for option in self.options if option[0] != self.factor)
        return replace(self, options=((self.factor, f"{crf:g}"), *others))

    def told(self, option: str, *words: str) -> "Encoder":
        """The same encoder with more words in an option that takes several, such as x264-params."""
        said = dict(self.options)
        said[option] = ":".join(filter(None, [said.get(option), *words]))
        return replace(self, options=tuple(said.items()))


FAST_START = (("movflags", "+faststart"),)
_MP4 = Container("mp4", ("h264", "hevc", "vp9", "av1"), MP4_AUDIO, FAST_START, True)
_AVI_AUDIO = frozenset({"mp3", "mp2", "ac3", "pcm_*"})
_TS = ("h264", "hevc")
_TS_AUDIO = frozenset({"aac", "mp3", "mp2", "ac3", "eac3", "opus", "dts"})

CONTAINERS: dict[str, Container] = {
    ".mp4": _MP4,
    ".m4v": _MP4,
    ".mov": Container(
        "mov",
        ("h264", "hevc", "mjpeg", "prores"),
        MP4_AUDIO - {"opus", "flac"} | {"pcm_*"},
        FAST_START,
        True,
    ),
    ".mkv": Container("matroska", ("h264", "hevc", "vp9", "vp8", "av1", "mjpeg", "ffv1"), ALL_AUDIO),
    ".webm": Container("webm", ("vp9", "vp8", "av1"), frozenset({"opus", "vorbis"}), sound="libopus"),
    ".avi": Container(
        "avi", ("mpeg4", "mjpeg", "h264", "ffv1"), _AVI_AUDIO, reorders=False, sound="pcm_s16le"
    ),
    ".ts": Container("mpegts", _TS, _TS_AUDIO),
    ".mts": Container("mpegts", _TS, _TS_AUDIO),
    ".m2ts": Container("mpegts", _TS, _TS_AUDIO, (("mpegts_m2ts_mode", "1"),)),
}

_PLANAR_8 = ("yuv420p", "yuv422p", "yuv444p")
_PLANAR_10 = ("yuv420p10le", "yuv422p10le", "yuv444p10le")

AVX_512 = 13
"""OpenCV's number of that processor feature; its module has no name for it."""
X264: tuple[tuple[str, str], ...] = (("a53cc", "0"),)
# With AVX-512, x264 (164) reads beyond its macroblock trees where a row has no multiple of 16 of them: the same
# pictures come out a little different each time, by what lies in memory. With AVX2 they do not, in 1 % more time.
if cv2.checkHardwareSupport(AVX_512):
    X264 += (("x264-params", "asm=avx2,fma3,bmi1,bmi2,lzcnt"),)

LOOKAHEAD = "5"
"""Pictures for which x264 waits before it codes one. The preset's ten take 34 MB more at 1080p, for .1 dB at the same
size."""

# a53cc=0: closed captions travel inside frames and may hold names.
ENCODERS: dict[str, Encoder] = {
    "h264": Encoder(
        "libx264",
        (*_PLANAR_8, *_PLANAR_10, "gray", "gray10le"),
        (("crf", "18"), ("preset", "veryfast"), ("rc-lookahead", LOOKAHEAD), *X264),
        Rate(51, 18, 30, 6),
    ),
    "hevc": Encoder(
        "libx265",
        (
            *_PLANAR_8,
            *_PLANAR_10,
            "yuv420p12le",
            "yuv422p12le",
            "yuv444p12le",
            "gray",
            "gray10le",
            "gray12le",
        ),
        (("crf", "18"), ("preset", "veryfast"), ("a53cc", "0"), ("x265-params", "log-level=none")),
        Rate(51, 18, 30, 6),
    ),
    "vp9": Encoder(
        "libvpx-vp9",
        ("yuv420p", "yuv422p", "yuv440p", "yuv444p"),
        (("crf", "20"), ("b", "0"), ("deadline", "good"), ("cpu-used", "5"), ("row-mt", "1")),
        Rate(63, 20, 42, 9),
    ),
    "vp8": Encoder("libvpx", ("yuv420p",), (("crf", "8"), ("b", "20M"), ("cpu-used", "4"))),
    "av1": Encoder(
        "libsvtav1", ("yuv420p", "yuv420p10le"), (("crf", "22"), ("preset", "9")), Rate(63, 22, 46, 10)
    ),
    "mjpeg": Encoder("mjpeg", ("yuvj420p", "yuvj422p", "yuvj444p"), (("qmin", "2"), ("qmax", "2"))),
    "mpeg4": Encoder("mpeg4", ("yuv420p",), (("qmin", "2"), ("qmax", "2"))),
    "prores": Encoder("prores_ks", ("yuv422p10le", "yuv444p10le"), (("vendor", "apl0"),)),
    "ffv1": Encoder(
        "ffv1",
        (*_PLANAR_8, "yuv440p", "yuv411p", "gray", *_PLANAR_10, "yuv444p12le", "yuv422p12le", "yuv420p12le"),
        (("level", "3"), ("slicecrc", "1")),
    ),
}
MASKS = Encoder("libx264", ("gray",), (("qp", "0"), ("preset", "ultrafast")))
"""Lossless, and played by what plays the video beside it."""
CODECS = {"h264": "h264", "h265": "hevc", "vp9": "vp9", "av1": "av1"}
"""What may be asked for, by the name that people know."""
LOSSLESS = {"ffv1", "huffyuv", "ffvhuff", "utvideo", "rawvideo", "magicyuv", "png", "qtrle"}


def container_for(name: str | Path) -> Container | None:
    """The container that an output's ending stands for, None where it cannot be written."""
    return CONTAINERS.get(Path(name).suffix.lower())


def output_name_for(name: str, audio_codecs: Sequence[str], codec: str | None = None) -> str:
    """The name of the output: the same, or with a second ending where that container cannot hold it.

    `codec` is one of the values of CODECS, None for whatever the container takes.
    """

    def holds(container: Container) -> bool:
        return (codec is None or codec in container.codecs) and all(
            container.takes_audio(c) for c in audio_codecs
        )

    container = container_for(name)
    if container is not None and holds(container):
        return name
    return name + (".mp4" if holds(_MP4) else ".mkv")


def codec_for(container: Container, source_codec: str, wanted: str | None = None) -> str:
    """The codec of the output: the one wanted, else the source's, else the container's own."""
    if wanted is not None:
        return wanted
    if source_codec in container.codecs:
        return source_codec
    if source_codec in LOSSLESS and "ffv1" in container.codecs:
        return "ffv1"
    return container.codecs[0]


def named_codec(name: str) -> str | None:
    """The codec that somebody asked for by a name of CODECS, None for ``same``. Raises ValueError."""
    if name != "same" and name not in CODECS:
        raise ValueError(f"codec is one of same, {', '.join(CODECS)}, not {name!r}.")
    return CODECS.get(name)


def encoder_at(encoder: Encoder, codec: str, crf: float) -> Encoder:
    """An encoder of a codec at a constant rate factor. Raises MediaError where that cannot be."""
    if encoder.rate is None:
        raise MediaError(f"{codec} has no constant rate factor (CRF): leave it out, or choose another codec.")
    if not 0 <= crf <= encoder.rate.worst:
        raise MediaError(f"The CRF of {codec} goes from 0 to {encoder.rate.worst}; {crf:g} was asked for.")
    return encoder.at(crf)


def sample_format_for(encoder: Encoder, picture: VideoFrame) -> str:
    """The encoder's sample format nearest to the picture's: same, else nothing lost, else the least lost.

    Chroma is never subsampled more than in the source where the encoder can do better; alpha is left out.
    """
    if picture.format.name in encoder.formats:
        return picture.format.name
    depth, chroma = _depth(picture.format), _chroma(picture.format)

    def loss(name: str) -> tuple[int, int, int]:
        other = VideoFormat(name)
        less = max(0, depth - _depth(other)) + 2 * max(0, _chroma(other) - chroma)
        colourless = 100 if len(other.components) == 1 and len(picture.format.components) > 1 else 0
        more = max(0, _depth(other) - depth) + max(0, chroma - _chroma(other))
        return (less + colourless, more, encoder.formats.index(name))

    return min(encoder.formats, key=loss)


def require_container(name: str | Path) -> Container:
    """The container of an output name. Raises MediaError where it cannot be written."""
    container = container_for(name)
    if container is None:
        endings = ", ".join(CONTAINERS)
        raise MediaError(f"{Path(name).name}: videos are written as {endings}. Choose one of these endings.")
    return container


def _depth(format_: VideoFormat) -> int:
    return max(component.bits for component in format_.components)


def _chroma(format_: VideoFormat) -> int:
    """Pixels a chroma sample stands for: 1, 2, 4 …"""
    if format_.is_rgb or len(format_.components) < 3:
        return 1
    return (16 // format_.chroma_width(16)) * (16 // format_.chroma_height(16))
