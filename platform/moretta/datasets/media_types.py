"""What bytes claim to be, by their first bytes, and the fixed content type they are served with.

Only a first guess to choose the right step: the worker opens the file and has the last word. A type that a browser
would run (HTML, SVG) is not in the table, so nothing is ever served as one.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"
HEAD = 192  # bytes that `guess` looks at

IMAGE, VIDEO = "image", "video"

_PREFIXES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", IMAGE, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", IMAGE, "image/png"),
    (b"GIF8", IMAGE, "image/gif"),
    (b"BM", IMAGE, "image/bmp"),
    (b"II*\x00", IMAGE, "image/tiff"),
    (b"MM\x00*", IMAGE, "image/tiff"),
    (b"\x00\x00\x00\x0cjP  ", IMAGE, "image/jp2"),
    (b"\xff\x4f\xff\x51", IMAGE, "image/jp2"),
    (b"\x1aE\xdf\xa3", VIDEO, "video/webm"),
    (b"FLV", VIDEO, "video/x-flv"),
    (b"OggS", VIDEO, "video/ogg"),
    (b"\x00\x00\x01\xba", VIDEO, "video/mpeg"),
    (b"\x00\x00\x01\xb3", VIDEO, "video/mpeg"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", VIDEO, "video/x-ms-wmv"),
)
_IMAGE_BRANDS = {b"avif": "image/avif", b"avis": "image/avif"} | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), "image/heic"
)

VIEWABLE = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"}
"""What a browser shows as it is."""

INLINE = VIEWABLE | {"video/mp4", "video/webm"}


def guess(head: bytes) -> tuple[str, str]:
    """(kind, media type) from the first bytes; what is not known counts as an image, which the worker then refuses."""
    for prefix, kind, media_type in _PREFIXES:
        if head.startswith(prefix):
            return kind, media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return IMAGE, "image/webp"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return VIDEO, "video/x-msvideo"
    if head[4:8] == b"ftyp":
        if head[8:12] in _IMAGE_BRANDS:
            return IMAGE, _IMAGE_BRANDS[head[8:12]]
        return VIDEO, "video/quicktime" if head[8:12] == b"qt  " else "video/mp4"
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return VIDEO, "video/quicktime"
    if head[:1] == b"G" and head[188:189] == b"G":  # packets of 188 bytes begin with 0x47
        return VIDEO, "video/mp2t"
    return IMAGE, UNKNOWN


def clean_name(name: str) -> str:
    """A file name for people: its last part, without control characters, at most 255 characters. Never our path."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip()
    return kept[-255:] if kept not in ("", ".", "..") else "unnamed"
