"""What a written picture still carries besides pixels: the check that nothing of the source is left."""

from __future__ import annotations

import io

from PIL import Image

from . import jpeg_markers
from .kinds import image_format

_PNG_NEEDED = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"sBIT"}
_WEBP_NEEDED = {b"VP8 ", b"VP8L", b"VP8X", b"ICCP"}
_TIFF_NEEDED = {
    254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 296, 317, 320, 322, 323, 324, 325, 338,
    339, 530, 34675,
}  # fmt: skip
_NEUTRAL_INFO = {
    "compression", "dpi", "jfif", "jfif_density", "jfif_unit", "jfif_version", "icc_profile", "duration", "timestamp",
    "background", "loop", "progressive", "progression",
}  # fmt: skip


def remains(data: bytes) -> list[str]:
    """What a picture file carries that pixels do not need, as short names; empty for a clean file.

    Orientation, density and the colour profile are no metadata here. Data that is no picture raises ValueError.
    """
    kind = image_format(data[:4096])
    if kind is None:
        raise ValueError("not a picture")
    if kind == "jpeg":
        return _in_jpeg(data)
    if kind == "png":
        return _in_png(data)
    if kind == "webp":
        return _in_webp(data)
    with Image.open(io.BytesIO(data)) as image:
        if kind == "tiff":
            tags = [f"tag {tag}" for tag in image.tag_v2 if tag not in _TIFF_NEEDED]  # type: ignore[attr-defined]
            return tags + (["further pages"] if getattr(image, "n_frames", 1) > 1 else [])
        found = [str(key) for key, value in image.info.items() if key not in _NEUTRAL_INFO and value]
        if kind == "jp2":  # the encoder's own name
            found = [
                key
                for key in found
                if key != "comment" or not image.info[key].startswith(b"Created by OpenJPEG")
            ]
        return found


def _in_jpeg(data: bytes) -> list[str]:
    found = []
    structure = jpeg_markers.parse(data)
    for marker, start, stop in structure.segments:
        body = data[start + 4 : stop]
        if marker == jpeg_markers.COM:
            found.append("comment")
        elif marker == jpeg_markers.APP0:
            if not body.startswith(b"JFIF\x00") or len(body) != 14:
                found.append("JFIF thumbnail")
        elif (
            marker == jpeg_markers.APP2
            and body.startswith(jpeg_markers.ICC_PREFIX)
            or marker == jpeg_markers.APP14
            and body.startswith(b"Adobe")
            and len(body) == 12
        ):
            continue
        elif marker not in jpeg_markers.NEEDED:
            found.append(f"segment {marker:02X}")
    return found + (["bytes after the end"] if structure.trailing or structure.broken else [])


def _in_png(data: bytes) -> list[str]:
    found, at = [], 8
    while at + 8 <= len(data):
        name = data[at + 4 : at + 8]
        if name not in _PNG_NEEDED:
            found.append(f"chunk {name.decode('latin-1')}")
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if name == b"IEND":
            break
    return found + (["bytes after the end"] if at != len(data) else [])


def _in_webp(data: bytes) -> list[str]:
    found, at, end = [], 12, 8 + int.from_bytes(data[4:8], "little")
    while at + 8 <= end:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name not in _WEBP_NEEDED:
            found.append(f"chunk {name.decode('latin-1')}")
        at += 8 + size + size % 2
    return found + (["bytes after the end"] if len(data) > end else [])
