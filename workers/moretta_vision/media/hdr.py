"""Static HDR data: on which display a video was mastered and how bright it gets (SMPTE ST 2086, CTA-861.3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

from .video_formats import Encoder

DYNAMIC = {
    Type.DOVI_RPU_BUFFER: "Dolby Vision",
    Type.DOVI_METADATA: "Dolby Vision",
    Type.DYNAMIC_HDR_PLUS: "HDR10+",
    Type.DYNAMIC_HDR_VIVID: "HDR Vivid",
}
PARAMETERS = {"libx265": "x265-params", "libx264": "x264-params", "libsvtav1": "svtav1-params"}
"""By encoder that can write static data, the option that takes it."""
CHROMATICITY, LUMINANCE = 50_000, 10_000
"""Units of the standard in one: coordinates in .00002, candela per square metre in .0001."""


@dataclass(frozen=True)
class StaticHdr:
    """`display` are the x and y of red, green, blue and white, then the least and the greatest luminance in cd/m²;
    `light` the greatest and the greatest average light level in cd/m². None where the video does not say."""

    display: tuple[Fraction, ...] | None = None
    light: tuple[int, int] | None = None

    @classmethod
    def of(cls, picture: VideoFrame) -> StaticHdr:
        """What comes with a decoded picture."""
        return cls(_display(_bytes(picture, Type.MASTERING_DISPLAY_METADATA)), _light(picture))

    def put_into(self, encoder: Encoder) -> Encoder | None:
        """The encoder that writes these data, None where it cannot."""
        option = PARAMETERS.get(encoder.library)
        if option is None or self == StaticHdr():
            return None
        return encoder.told(option, *self._words(encoder.library))

    def _words(self, library: str) -> list[str]:
        words = []
        if self.display is not None:
            key = "master-display" if library == "libx265" else "mastering-display"
            if library == "libsvtav1":
                values = [f"{float(value):.5f}" for value in self.display]
            else:
                units = [CHROMATICITY] * 8 + [LUMINANCE] * 2
                values = [str(round(v * unit)) for v, unit in zip(self.display, units, strict=True)]
            rx, ry, gx, gy, bx, by, wx, wy, low, high = values
            words.append(f"{key}=G({gx},{gy})B({bx},{by})R({rx},{ry})WP({wx},{wy})L({high},{low})")
        if self.light is not None:
            key = {"libx265": "max-cll", "libx264": "cll", "libsvtav1": "content-light"}[library]
            words.append(f"{key}={self.light[0]},{self.light[1]}")
        return words


def dynamic(picture: VideoFrame) -> list[str]:
    """The names of the dynamic data that come with a decoded picture."""
    return sorted({name for kind, name in DYNAMIC.items() if _bytes(picture, kind) is not None})


def _display(data: bytes | None) -> tuple[Fraction, ...] | None:
    # AVMasteringDisplayMetadata: ten fractions, then whether colours and luminance are there.
    if data is None or len(data) < 88:
        return None
    numbers = struct.unpack("=22i", data[:88])
    pairs = list(zip(numbers[0:20:2], numbers[1:20:2], strict=True))
    if not (numbers[20] and numbers[21]) or any(not below for _, below in pairs):
        return None
    return tuple(Fraction(above, below) for above, below in pairs)


def _light(picture: VideoFrame) -> tuple[int, int] | None:
    data = _bytes(picture, Type.CONTENT_LIGHT_LEVEL)
    if data is None or len(data) < 8:
        return None
    most, average = struct.unpack("=2I", data[:8])
    return most, average


def _bytes(picture: VideoFrame, kind: Type) -> bytes | None:
    # PyAV's stubs know this mapping by number only, not by kind.
    found: Any = picture.side_data.get(kind)  # type: ignore[call-overload]
    return None if found is None else bytes(found)
