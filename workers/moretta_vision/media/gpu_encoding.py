"""Coding videos on an NVIDIA GPU, where MORETTA_ENCODER=nvenc asks for it."""

from __future__ import annotations

import os
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av.error
from av.codec.context import CodecContext

from .errors import MediaError
from .video_formats import ENCODERS, Encoder, Rate

VARIABLE = "MORETTA_ENCODER"
_QUALITY = (("rc", "vbr"), ("b", "0"), ("preset", "p5"), ("bf", "0"))
_CAPTIONS = (("a53cc", "0"),)
NVENC = {
    "h264": Encoder(
        "h264_nvenc",
        ("yuv420p", "yuv444p"),
        (("cq", "18"), *_QUALITY, *_CAPTIONS),
        Rate(51, 18, 30, 6),
        "cq",
    ),
    "hevc": Encoder(
        "hevc_nvenc",
        ("yuv420p", "yuv444p"),
        (("cq", "18"), *_QUALITY, *_CAPTIONS),
        Rate(51, 18, 30, 6),
        "cq",
    ),
    "av1": Encoder("av1_nvenc", ("yuv420p",), (("cq", "22"), *_QUALITY), Rate(51, 20, 40, 8), "cq"),
}
"""What a GPU codes; samples of other formats, such as ten bits, are coded without it."""


class NoEncoder(MediaError):
    """This machine cannot code as it was told to; another may."""


def encoder_of(codec: str, pix_fmt: str | None) -> Encoder:
    """The encoder of a codec for samples of this format: on the GPU where that is asked for and it takes them. Raises
    NoEncoder."""
    asked = os.environ.get(VARIABLE, "cpu")
    if asked not in ("cpu", "nvenc"):
        raise NoEncoder(f"{VARIABLE} is {asked!r}. Set it to cpu or nvenc.")
    encoder = NVENC.get(codec)
    if asked == "cpu" or encoder is None or pix_fmt not in encoder.formats:
        return ENCODERS[codec]
    if reason := _refusal(encoder.library):
        raise NoEncoder(
            f"{VARIABLE}=nvenc, but {encoder.library} does not start on this machine ({reason}). Unset it, or let "
            "only machines with an NVIDIA GPU and its driver render."
        )
    return encoder


@lru_cache
def _refusal(library: str) -> str:
    """Why an encoder does not start here; empty where it does."""
    try:
        context: Any = CodecContext.create(library, "w")
        context.width, context.height, context.pix_fmt = 256, 256, "yuv420p"
        context.time_base, context.framerate = Fraction(1, 25), Fraction(25)
        context.open()
    except (av.error.FFmpegError, ValueError) as error:
        return str(getattr(error, "strerror", None) or error)
    return ""
