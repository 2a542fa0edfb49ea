"""What a file is, by its first bytes, never by its ending."""

from __future__ import annotations

import stat
from pathlib import Path

from .errors import MediaError

HEAD_BYTES = 4096

IMAGE_BRANDS = {
    b"heic": "heic", b"heix": "heic", b"heim": "heic", b"heis": "heic", b"hevc": "heic", b"hevx": "heic",
    b"mif1": "heic", b"msf1": "heic", b"mif2": "heic", b"avif": "avif", b"avis": "avif",
}  # fmt: skip
VIDEO_MAGIC = (
    (0, b"\x1a\x45\xdf\xa3"),  # Matroska, WebM
    (0, b"FLV\x01"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),  # ASF, WMV
    (0, b"\x00\x00\x01\xba"),  # MPEG program stream
    (0, b"\x00\x00\x01\xb3"),  # MPEG-1/2 video
    (0, b"\x00\x00\x00\x01"),  # raw H.264, H.265
    (0, b"OggS"),
    (0, b".RMF"),
    (0, b"YUV4MPEG2"),
    (0, b"DKIF"),  # IVF
)


def sniff(path: Path | str) -> str:
    """``image`` or ``video`` by content; MediaError for an empty, unreadable or unknown file."""
    path = Path(path)
    head = read_head(path)
    if image_format(head) is not None:
        return "image"
    if is_video(head):
        return "video"
    raise MediaError(
        f"{path.name} is neither a picture nor a video that can be read. Remove it or convert it."
    )


def read_head(path: Path) -> bytes:
    """The first bytes of a file, enough to tell its kind."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe waits for somebody to write into it
            raise MediaError(f"{path.name} is not a file but a pipe, socket, device or folder. Take it out.")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise MediaError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if not head:
        raise MediaError(f"{path.name} is empty (zero bytes). Copy it again from where it came.")
    return head


def image_format(head: bytes) -> str | None:
    """The picture format that the first bytes show: jpeg, png, gif, webp, tiff, bmp, jp2, heic or avif."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "tiff"
    if (
        head[:2] == b"BM"
        and len(head) >= 26
        and head[14:18] in (b"\x0c\0\0\0", b"(\0\0\0", b"l\0\0\0", b"|\0\0\0")
    ):
        return "bmp"
    if head.startswith((b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")):
        return "jp2"
    if head[4:8] == b"ftyp":
        # HEIF's structural brand mif1 is shared by HEIC and AVIF: the more telling compatible brand decides.
        brands = [head[8:12], *(head[i : i + 4] for i in range(16, min(_box_size(head), len(head)), 4))]
        if brands[0] in IMAGE_BRANDS:
            return "avif" if b"avif" in brands or b"avis" in brands else "heic"
    return None


def is_video(head: bytes) -> bool:
    """Whether the first bytes are those of a video container or stream. Only opening it shows if it is whole."""
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return True
    if len(head) > 188 and head[0] == 0x47 and head[188] == 0x47:  # MPEG transport stream
        return True
    if len(head) > 196 and head[4] == 0x47 and head[196] == 0x47:  # the same with time codes, as on Blu-ray
        return True
    return any(head[at : at + len(magic)] == magic for at, magic in VIDEO_MAGIC)


def _box_size(head: bytes) -> int:
    return int.from_bytes(head[:4], "big")
