"""Reading still pictures: upright pixels, what has to be known to write them again, and what is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from . import jpeg_coding, jpeg_markers, pillow_decoding
from .errors import MediaError
from .kinds import image_format
from .limits import check_size, max_pixels, read_bytes
from .orientation import orientation_of, turn_upright
from .preview import encode_preview, thumbnail, to_bgr8

__all__ = ["MediaError", "Picture", "encode_preview", "read", "read_data", "thumbnail", "to_bgr8"]

Pixels = npt.NDArray[Any]

LOSSLESS = frozenset({"png", "gif", "bmp", "tiff"})
MAX_ICC_BYTES = 4_000_000


@dataclass(frozen=True)
class Picture:
    """A picture as it is to be seen.

    `pixels` are uint8 or uint16, HxWx3 BGR or, for grey pictures, HxW; upright, opaque, writable. `format` is one of
    jpeg, png, gif, webp, tiff, bmp, jp2, heic, avif. `orientation_applied` is the EXIF orientation that was undone (1:
    none). `alpha` says that there was transparency, which is dropped. `notes` are sentences about what is lost.
    `lossless`: the file's coding kept every pixel. `coding` and `original` are a JPEG's own: how it was coded, and its
    bytes where they may be copied as they are but for metadata.
    """

    pixels: Pixels
    format: str
    bit_depth: int = 8
    orientation_applied: int = 1
    icc: bytes | None = None
    alpha: bool = False
    notes: list[str] = field(default_factory=list)
    lossless: bool = False
    coding: jpeg_coding.JpegCoding | None = None
    original: bytes | None = None

    @property
    def width(self) -> int:
        """Columns of the upright picture."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Rows of the upright picture."""
        return int(self.pixels.shape[0])

    def bgr(self) -> npt.NDArray[np.uint8]:
        """uint8 HxWx3 BGR, for detectors and previews; the picture's own array where it already is that."""
        return to_bgr8(self.pixels)


def read(path: Path | str) -> Picture:
    """The picture in a file, told by its content. MediaError, a sentence, for all that cannot be used.

    Of several frames or pages the first is read. A damaged JPEG gives the part that could be decoded, and a note.
    """
    path = Path(path)
    return read_data(read_bytes(path), path.name)


def read_data(data: bytes, name: str) -> Picture:
    """The picture in the bytes of a file; `name` is for sentences. See `read`."""
    kind = image_format(data[:4096])
    if kind is None:
        raise MediaError(f"{name} is not a picture that can be read. Remove it or convert it.")
    try:
        picture = _read_jpeg(data, name) if kind == "jpeg" else None
        return picture or _read_other(data, name, kind)
    except MediaError:
        raise
    except Image.DecompressionBombError as error:
        raise MediaError(
            f"{name} claims more pixels than the limit, {max_pixels() / 1e6:g} million."
        ) from error
    except UnidentifiedImageError as error:
        raise MediaError(
            f"{name} is damaged: it begins as {kind.upper()}, but cannot be read further."
        ) from error
    except MemoryError as error:
        raise MediaError(f"{name} needs more memory than there is. Make it smaller.") from error
    except Exception as error:  # decoders of damaged files raise nearly anything
        if isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem:
            raise MediaError(f"{name} needs more memory than there is. Make it smaller.") from error
        raise MediaError(f"{name} is damaged and cannot be decoded ({_reason(error)}).") from error


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text.rstrip(".")[:160]


def _read_jpeg(data: bytes, name: str) -> Picture | None:
    """By the fast decoder; None for what it does not do: CMYK, 12 bits."""
    structure = jpeg_markers.parse(data)
    if len(structure.components) not in (1, 3) or structure.precision != 8:
        return None
    check_size(name, structure.width, structure.height)
    gray = len(structure.components) == 1
    pixels, damage = jpeg_coding.decode(data, gray)
    if pixels.shape[:2] != (structure.height, structure.width):
        return None
    orientation = orientation_of(structure.exif)
    notes = []
    if structure.broken or damage:
        notes.append("The file is damaged or cut off: what could not be decoded is grey or distorted.")
    if structure.pictures > 1:
        notes += pillow_decoding.dropped_wholes(structure.pictures, "picture")
    elif structure.trailing:
        notes.append(f"{structure.trailing} bytes after the end of the picture are dropped.")
    copyable = orientation == 1 and not structure.broken and not damage
    return Picture(
        pixels=np.ascontiguousarray(turn_upright(pixels, orientation)),
        format="jpeg",
        orientation_applied=orientation,
        icc=_fitting_profile(structure.icc, gray),
        notes=notes,
        coding=jpeg_coding.coding_of(structure),
        original=data if copyable else None,
    )


def _read_other(data: bytes, name: str, kind: str) -> Picture:
    decoded = pillow_decoding.decode(data, name, kind)
    return Picture(
        pixels=np.ascontiguousarray(decoded.pixels),
        format=kind,
        bit_depth=16 if decoded.pixels.dtype == np.uint16 else 8,
        orientation_applied=decoded.orientation,
        icc=_fitting_profile(decoded.icc, decoded.pixels.ndim == 2),
        alpha=decoded.alpha,
        notes=decoded.notes,
        lossless=kind in LOSSLESS or (kind == "webp" and b"VP8L" in data[:64]),
    )


def _fitting_profile(icc: bytes | None, gray: bool) -> bytes | None:
    """The colour profile where it describes the pixels that are written: same colour space, sane size."""
    if not icc or not 128 < len(icc) <= MAX_ICC_BYTES or icc[36:40] != b"acsp":
        return None
    return icc if icc[16:20] == (b"GRAY" if gray else b"RGB ") else None
