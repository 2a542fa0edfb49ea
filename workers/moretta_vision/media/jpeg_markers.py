"""The segments of a JPEG file: what a picture needs to be decoded, and what it carries besides.

Rec. ITU-T T.81, Annex B. Nothing is decoded here.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

SOI, EOI, SOS, DQT, DHT, DRI, DAC, COM = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xDD, 0xCC, 0xFE
APP0, APP1, APP2, APP14 = 0xE0, 0xE1, 0xE2, 0xEE
FRAMES = frozenset(range(0xC0, 0xD0)) - {DHT, 0xC8, DAC}
NEEDED = FRAMES | {DQT, DHT, DRI, DAC, SOS}
ICC_PREFIX = b"ICC_PROFILE\x00"
EXIF_PREFIX = b"Exif\x00\x00"

# In coded data a 0xFF is followed by a stuffed zero, a restart marker or fill bytes; anything else ends the scan.
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


class MarkerError(ValueError):
    """The marker structure is broken; decoders may still make something of the file."""


@dataclass
class JpegStructure:
    """What the markers of a JPEG say.

    `segments` are (marker, start, stop): the bytes of the whole segment, a scan with its coded data. `end` is where
    the picture ends: what follows is foreign. `tables` are quantization tables in zigzag order by their number.
    `pictures` counts those of a multi-picture file (CIPA DC-007). `broken`: the end was not reached.
    """

    width: int = 0
    height: int = 0
    components: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # id, horizontal, vertical, table
    precision: int = 8
    tables: dict[int, tuple[int, ...]] = field(default_factory=dict)
    exif: bytes | None = None
    icc: bytes | None = None
    progressive: bool = False
    arithmetic: bool = False
    segments: list[tuple[int, int, int]] = field(default_factory=list)
    end: int = 0
    trailing: int = 0
    pictures: int = 1
    broken: bool = False

    @property
    def subsampling(self) -> str:
        """``Gray``, ``444``, ``422``, ``420``, ``440`` or ``411``; empty where the factors are none of these."""
        if len(self.components) == 1:
            return "Gray"
        factors = [(h, v) for _, h, v, _ in self.components]
        if len(factors) != 3 or factors[1] != (1, 1) or factors[2] != (1, 1):
            return "444" if len(set(factors)) == 1 else ""
        return {(1, 1): "444", (2, 1): "422", (2, 2): "420", (1, 2): "440", (4, 1): "411"}.get(factors[0], "")


def parse(data: bytes) -> JpegStructure:
    """Walks the markers from SOI to EOI. Raises MarkerError where they end or break before the first scan."""
    if data[:2] != b"\xff\xd8":
        raise MarkerError("it does not begin as a JPEG")
    found = JpegStructure()
    icc: dict[int, bytes] = {}
    try:
        _walk(found, data, icc)
    except MarkerError:
        if not any(marker == SOS for marker, _, _ in found.segments):
            raise
        found.broken = True
    if not found.components:
        raise MarkerError("it holds no picture")
    found.icc = b"".join(icc[number] for number in sorted(icc)) or None
    return found


def _walk(found: JpegStructure, data: bytes, icc: dict[int, bytes]) -> None:
    at = 2
    while True:
        at = _skip_fill(data, at)
        marker, start = data[at + 1], at
        if marker == EOI:
            found.end, found.trailing = at + 2, len(data) - at - 2
            return
        stop = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : stop]
        if stop > len(data) or stop < at + 4:
            raise MarkerError("a segment reaches beyond its end")
        if marker in FRAMES:
            _read_frame(found, marker, body)
        elif marker == DQT:
            _read_tables(found, body)
        elif marker == APP1 and body.startswith(EXIF_PREFIX) and found.exif is None:
            found.exif = body
        elif marker == APP2 and body.startswith(ICC_PREFIX) and len(body) > 14:
            icc[body[12]] = body[14:]
        elif marker == APP2 and body.startswith(b"MPF\x00"):
            found.pictures = _count_pictures(body[4:])
        found.segments.append((marker, start, stop))
        if marker == SOS:
            end = _END_OF_SCAN.search(data, stop)
            if end is None:
                raise MarkerError("the coded data are cut off")
            stop = end.start()
            found.segments[-1] = (marker, start, stop)
        at = stop


def _count_pictures(tiff: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    if start + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(order + "H", tiff, start)
    for at in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, _, _, value = struct.unpack_from(order + "HHII", tiff, at)
        if tag == 0xB001:
            return max(1, int(value))
    return 1


def without_metadata(data: bytes, structure: JpegStructure) -> bytes:
    """The same coded pixels, bit for bit, with the colour profile and nothing else that is not needed to decode."""
    parts = [b"\xff\xd8"]
    if any(marker == APP0 and data[a + 4 : a + 9] == b"JFIF\x00" for marker, a, _ in structure.segments):
        parts.append(JFIF)
    for marker, start, stop in structure.segments:
        if marker == APP14 and data[start + 4 : start + 9] == b"Adobe" and stop - start >= 16:
            # Says how the components are to be read; only its defined 12 bytes are kept.
            parts.append(b"\xff\xee\x00\x0e" + data[start + 4 : start + 16])
        elif marker in NEEDED:
            parts.append(data[start:stop])
    parts.append(b"\xff\xd9")
    return with_icc(b"".join(parts), structure.icc)


JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def with_icc(data: bytes, icc: bytes | None) -> bytes:
    """A JPEG with a colour profile set in after SOI and JFIF. ICC.1:2022, Annex B.4."""
    if not icc:
        return data
    pieces = [icc[i : i + 65_519] for i in range(0, len(icc), 65_519)]
    if len(pieces) > 255:
        return data
    segments = b"".join(
        b"\xff\xe2" + (len(piece) + 16).to_bytes(2, "big") + ICC_PREFIX + bytes((i + 1, len(pieces))) + piece
        for i, piece in enumerate(pieces)
    )
    at = 4 + int.from_bytes(data[4:6], "big") if data[2:4] == b"\xff\xe0" else 2
    return data[:at] + segments + data[at:]


def _skip_fill(data: bytes, at: int) -> int:
    while at + 1 < len(data) and data[at] == 0xFF and data[at + 1] == 0xFF:
        at += 1
    if at + 1 >= len(data) or data[at] != 0xFF or data[at + 1] in (0x00, SOI):
        raise MarkerError("a marker is missing")
    return at


def _read_frame(found: JpegStructure, marker: int, body: bytes) -> None:
    if found.components or len(body) < 6 or len(body) < 6 + 3 * body[5]:
        raise MarkerError("more than one frame, or a broken one")
    found.precision = body[0]
    found.height, found.width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    found.progressive = marker in (0xC2, 0xC6, 0xCA, 0xCE)
    found.arithmetic = marker >= 0xC9
    for i in range(6, 6 + 3 * body[5], 3):
        found.components.append((body[i], body[i + 1] >> 4, body[i + 1] & 15, body[i + 2]))


def _read_tables(found: JpegStructure, body: bytes) -> None:
    at = 0
    while at < len(body):
        wide, number = body[at] >> 4, body[at] & 15
        step = 2 if wide else 1
        values = body[at + 1 : at + 1 + 64 * step]
        if len(values) < 64 * step:
            raise MarkerError("a quantization table is cut off")
        found.tables[number] = struct.unpack(">64H", values) if wide else tuple(values)
        at += 1 + 64 * step
