"""Decoding all that is not a plain JPEG: Pillow, and OpenCV where Pillow would reduce 16 bits to 8."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from .errors import MediaError
from .limits import check_size, max_pixels
from .orientation import ORIENTATION_TAG, orientation_of, turn_upright

Pixels = npt.NDArray[Any]

PILLOW_FORMATS = {
    "jpeg": ("JPEG", "MPO"), "png": ("PNG",), "gif": ("GIF",), "webp": ("WEBP",), "tiff": ("TIFF",), "bmp": ("BMP",),
    "jp2": ("JPEG2000",), "heic": ("HEIF",), "avif": ("AVIF",),
}  # fmt: skip
WHOLES = {"tiff": "page", "heic": "picture", "jpeg": "picture"}
BITS_PER_SAMPLE = 258


@dataclass
class Decoded:
    """Upright, opaque pixels (uint8 or uint16, HxWx3 BGR or HxW) and what was met on the way."""

    pixels: Pixels
    orientation: int
    icc: bytes | None
    alpha: bool
    notes: list[str] = field(default_factory=list)


def decode(data: bytes, name: str, kind: str) -> Decoded:
    """The first frame or page of a file whose format is known. MediaError, or whatever the decoder raises."""
    _prepare(kind)
    with warnings.catch_warnings():
        # Warnings are for programmers; what matters to the reader of a file is an error or a note.
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=PILLOW_FORMATS[kind]) as image:
            check_size(name, *image.size)
            notes = dropped_wholes(getattr(image, "n_frames", 1), WHOLES.get(kind, "frame"))
            orientation = _orientation(image, kind)
            if _bits(image, data, kind) > 8 and not image.mode.startswith("I"):
                decoded = _decode_deep(image, data)
            else:
                image.load()
                decoded = _convert(image, name)
            bits = image.info.get("bit_depth", 8) if kind == "heic" else 8
    if bits > 8:
        notes.append(f"{bits} bits a channel are reduced to 8.")
    if decoded.alpha:
        notes.append("Transparency is dropped: every pixel is opaque.")
    decoded.notes = notes + decoded.notes
    decoded.orientation = orientation
    if kind != "tiff":  # both decoders turn a TIFF upright by themselves
        decoded.pixels = turn_upright(decoded.pixels, orientation)
    return decoded


def dropped_wholes(count: int, what: str) -> list[str]:
    """The note about all frames or pages but the first."""
    if count < 2:
        return []
    return [f"{count - 1} further {what}{'s are' if count > 2 else ' is'} dropped."]


@cache
def _register_heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


def _prepare(kind: str) -> None:
    Image.MAX_IMAGE_PIXELS = max_pixels()
    if kind == "heic":
        _register_heif()


def _orientation(image: Image.Image, kind: str) -> int:
    if kind == "tiff":
        value = image.tag_v2.get(ORIENTATION_TAG, 1)  # type: ignore[attr-defined]
        return value if value in range(1, 9) else 1
    return orientation_of(image.info.get("exif"))


def _bits(image: Image.Image, data: bytes, kind: str) -> int:
    if kind == "png":
        return data[24]
    if kind == "tiff":
        bits = image.tag_v2.get(BITS_PER_SAMPLE, (1,))  # type: ignore[attr-defined]
        return int(max(bits)) if isinstance(bits, tuple) else int(bits)
    return 8


def _decode_deep(image: Image.Image, data: bytes) -> Decoded:
    """16-bit colour, and grey with alpha."""
    icc, gray = image.info.get("icc_profile"), image.mode in ("L", "LA")
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype not in (np.uint8, np.uint16):
        # Odd layouts (separate planes, floats): eight bits are better than nothing, and said.
        image.load()
        decoded = _convert(image, "")
        decoded.notes.append("16 bits a channel are reduced to 8.")
        return decoded
    alpha = False
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        alpha = bool((pixels[..., 3] < (255 if pixels.dtype == np.uint8 else 65_535)).any())
        pixels = np.ascontiguousarray(pixels[..., :3])
    if gray and pixels.ndim == 3:
        pixels = np.ascontiguousarray(pixels[..., 0])
    return Decoded(pixels, 1, icc, alpha)


def _convert(image: Image.Image, name: str) -> Decoded:
    icc, mode, alpha, notes = image.info.get("icc_profile"), image.mode, False, []
    if mode.startswith("I;16"):
        return Decoded(np.asarray(image).astype(np.uint16), 1, icc, False)
    if mode == "I":
        values = np.asarray(image)
        if values.min() < 0 or values.max() > 65_535:
            raise MediaError(f"{name} has 32 bits a pixel. Convert it to 16 or 8.")
        return Decoded(values.astype(np.uint16), 1, icc, False)
    if mode == "F":
        raise MediaError(f"{name} has floating-point pixels. Convert it to 16 or 8 bits.")
    if mode == "CMYK":
        image, icc = _from_cmyk(image, icc), None
        notes.append("CMYK is converted to RGB.")
    elif mode in ("RGBA", "LA", "PA", "La", "RGBa") or (mode == "P" and "transparency" in image.info):
        # The colours under transparent pixels are kept: they are seen by detectors and people, then hidden or not.
        image = image.convert("RGBA" if mode not in ("LA", "La") else "LA")
        alpha = image.getchannel("A").getextrema()[0] < 255  # type: ignore[operator]
        image = image.convert("L") if image.mode == "LA" else _drop_alpha(image)
    elif mode == "1" or mode == "P" and image.palette is not None and image.palette.mode == "L":
        image = image.convert("L")
    elif mode not in ("L", "RGB"):
        image = image.convert("RGB")
    pixels = np.asarray(image)
    if pixels.ndim == 3:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return Decoded(np.array(pixels) if not pixels.flags.writeable else pixels, 1, icc, alpha, notes)


def _drop_alpha(image: Image.Image) -> Image.Image:
    return Image.merge("RGB", image.split()[:3])


def _from_cmyk(image: Image.Image, icc: bytes | None) -> Image.Image:
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            converted = ImageCms.profileToProfile(
                image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError):  # a broken profile is as good as none
            pass
    return image.convert("RGB")
