"""Makes short clips for tests: every frame's number can be read back from its pixels."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

BITS = 8


def numbered_picture(number: int, width: int = 96, height: int = 64) -> np.ndarray:
    """BGR: bands of grey in the lower half that spell `number` in binary, a colour gradient in the upper half."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[..., 0] = np.linspace(40, 200, width)[None, :]
    pixels[..., 1] = np.linspace(60, 180, height)[:, None]
    pixels[..., 2] = 120
    for bit in range(BITS):
        left, right = bit * width // BITS, (bit + 1) * width // BITS
        pixels[height // 2 :, left:right] = 220 if number >> bit & 1 else 30
    return pixels


def read_number(pixels: np.ndarray) -> int:
    """The number that `numbered_picture` wrote, from any scaled copy."""
    height, width = pixels.shape[:2]
    row = pixels[int(height * 0.75)]
    centres = [int((bit + 0.5) * width / BITS) for bit in range(BITS)]
    return sum(1 << bit for bit, x in enumerate(centres) if row[x].mean() > 128)


def make_clip(
    path: Path,
    times: Sequence[int] = tuple(range(0, 24 * 40, 40)),
    *,
    size: tuple[int, int] = (96, 64),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    time_base: Fraction = Fraction(1, 1000),
    options: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
    aspect: Fraction | None = None,
    colour: dict[str, int] | None = None,
    rotate: tuple[int, bool, bool] | None = None,
    sounds: Sequence[str] = (),
    metadata: dict[str, str] | None = None,
    pictures: Sequence[np.ndarray] | None = None,
) -> Path:
    """A clip with a frame at each of `times` (ticks of `time_base`) and a tone in each codec of `sounds`."""
    with av.open(str(path), "w", options=container or {}) as output:
        output.metadata.update(metadata or {})
        stream: Any = output.add_stream(codec, rate=25, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.time_base = stream.codec_context.time_base = time_base
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        for key, value in (colour or {}).items():
            setattr(stream.codec_context, key, value)
        if rotate:
            stream.set_display_rotation(rotate[0], hflip=rotate[1], vflip=rotate[2])
        tracks = [output.add_stream(name, rate=48000, layout="mono") for name in sounds]
        for track in tracks:
            track.metadata["title"] = "spoken by Ann"
        for number, time in enumerate(times):
            pixels = pictures[number] if pictures is not None else numbered_picture(number, *size)
            frame = av.VideoFrame.from_ndarray(pixels, format="bgr24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = time, time_base
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
        seconds = float((times[-1] - times[0]) * time_base) + 0.04
        for track in tracks:
            tone = (np.sin(np.arange(int(seconds * 48000)) / 20) * 9000).astype(np.int16)
            for at in range(0, len(tone), 960):
                piece = av.AudioFrame.from_ndarray(tone[None, at : at + 960], format="s16", layout="mono")
                piece.pts, piece.sample_rate, piece.time_base = at, 48000, Fraction(1, 48000)
                output.mux(track.encode(piece))
            output.mux(track.encode(None))
    return path
