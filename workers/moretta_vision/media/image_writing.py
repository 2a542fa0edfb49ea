"""Writing still pictures: the source's format and coding as far as it can be written, and none of its metadata."""

from __future__ import annotations

import io
import os
import struct
import uuid
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from . import jpeg_coding, jpeg_markers
from .errors import MediaError
from .images import Picture

Pixels = npt.NDArray[Any]

ENDINGS = {
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif", ".jif"),
    "png": (".png", ".apng"),
    "webp": (".webp",),
    "tiff": (".tif", ".tiff"),
    "bmp": (".bmp", ".dib"),
    "jp2": (".jp2", ".j2k", ".j2c", ".jpc", ".jpx", ".jpf"),
    "avif": (".avif",),
}
"""What can be written, and the endings that say so; the first is the one that is set behind others."""

UNWRITABLE_ENDINGS = (".heic", ".heif", ".hif", ".gif", ".mpo", ".avifs")
SUBSTITUTES = {"heic": "jpeg", "gif": "png"}
WEBP_QUALITY = 95
AVIF_QUALITY = 90
JP2_DECIBEL = 48


def output_name(name: str, picture_format: str) -> tuple[str, str]:
    """The name under which a picture is written, and the format it is written in.

    The format is the source's, whatever its ending says. What cannot be written takes the format of its ending, else
    JPEG (PNG for GIF), with a second ending: ``photo.heic.jpg``. `name` may be a path with slashes.
    """
    ending = PurePosixPath(name).suffix.lower()
    by_ending = next((kind for kind, endings in ENDINGS.items() if ending in endings), None)
    if picture_format in ENDINGS:
        written = picture_format
        fits = ending not in UNWRITABLE_ENDINGS
    else:
        written = by_ending or SUBSTITUTES[picture_format]
        fits = by_ending is not None
    return (name if fits else name + ENDINGS[written][0]), written


def encode(picture: Picture, written: str | None = None) -> bytes:
    """The picture's pixels as the bytes of a file in the format `written` (a key of ENDINGS; default: its own)."""
    kind = written or output_name("", picture.format)[1]
    pixels = picture.pixels
    if pixels.dtype == np.uint16 and kind not in ("png", "tiff"):
        pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257)
    return _ENCODERS[kind](pixels, picture)


def encode_untouched(picture: Picture, written: str | None = None) -> bytes:
    """Like `encode`, for a picture whose pixels were not changed: a JPEG's coded pixels are copied bit for bit."""
    if picture.original is not None and (written or "jpeg") == "jpeg":
        return jpeg_markers.without_metadata(picture.original, jpeg_markers.parse(picture.original))
    return encode(picture, written)


def write(picture: Picture, path: Path | str, written: str | None = None) -> None:
    """Writes the picture; the file appears whole or not at all. MediaError where the disk or the encoder refuses."""
    path = Path(path)
    try:
        data = encode(picture, written)
    except (OSError, ValueError, cv2.error, MemoryError) as error:
        raise MediaError(f"{path.name} cannot be encoded ({error}).") from error
    write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Bytes to a file that appears whole or not at all: a temporary name beside it, then a rename."""
    part = path.with_name(f".moretta-{uuid.uuid4().hex[:12]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        raise MediaError(f"{path.name} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            part.unlink()


def _jpeg(pixels: Pixels, picture: Picture) -> bytes:
    return jpeg_coding.encode(pixels, picture.coding, picture.icc, finer=picture.orientation_applied != 1)


def _png(pixels: Pixels, picture: Picture) -> bytes:
    data = _by_opencv(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if picture.icc:
        data = data[:33] + _chunk(b"iCCP", b"ICC\x00\x00" + zlib.compress(picture.icc)) + data[33:]
    return data


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _tiff(pixels: Pixels, picture: Picture) -> bytes:
    if pixels.dtype == np.uint16 and pixels.ndim == 3:  # which Pillow does not write
        return _by_opencv(".tiff", pixels, [cv2.IMWRITE_TIFF_COMPRESSION, 8])
    return _by_pillow("TIFF", pixels, compression="tiff_adobe_deflate", icc_profile=picture.icc)


def _webp(pixels: Pixels, picture: Picture) -> bytes:
    how = {"lossless": True, "quality": 50} if picture.lossless else {"quality": WEBP_QUALITY, "method": 4}
    return _by_pillow("WEBP", pixels, icc_profile=picture.icc or b"", **how)


def _bmp(pixels: Pixels, picture: Picture) -> bytes:
    return _by_opencv(".bmp", pixels, [])


def _jp2(pixels: Pixels, picture: Picture) -> bytes:
    return _by_pillow("JPEG2000", pixels, irreversible=True, quality_mode="dB", quality_layers=[JP2_DECIBEL])


def _avif(pixels: Pixels, picture: Picture) -> bytes:
    return _by_pillow(
        "AVIF",
        pixels,
        quality=AVIF_QUALITY,
        subsampling="4:4:4",
        speed=8,
        max_threads=1,
        icc_profile=picture.icc or b"",
    )


_ENCODERS: dict[str, Callable[[Pixels, Picture], bytes]] = {
    "jpeg": _jpeg,
    "png": _png,
    "tiff": _tiff,
    "webp": _webp,
    "bmp": _bmp,
    "jp2": _jp2,
    "avif": _avif,
}


def _by_opencv(ending: str, pixels: Pixels, settings: list[int]) -> bytes:
    done, data = cv2.imencode(ending, pixels, settings)
    if not done:
        raise ValueError(f"no encoder for {ending}")
    return data.tobytes()


def _by_pillow(kind: str, pixels: Pixels, **settings: object) -> bytes:
    if pixels.ndim == 3:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **{k: v for k, v in settings.items() if v is not None})
    return out.getvalue()
