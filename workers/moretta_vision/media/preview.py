"""Small pictures for pages: thumbnails and previews, without metadata."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[Any]

THUMBNAIL_SIDE = 480
PREVIEW_SIDE = 2048


def to_bgr8(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """uint8 HxWx3 BGR from uint8 or uint16 pixels with one or three channels."""
    if pixels.dtype == np.uint16:
        pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257)
    if pixels.ndim == 2:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)
    return pixels


def shrink(pixels: Pixels, long_side: int) -> Pixels:
    """The picture with its longer side at most `long_side`, never enlarged."""
    height, width = pixels.shape[:2]
    share = long_side / max(height, width)
    if share >= 1:
        return pixels
    size = (max(1, round(width * share)), max(1, round(height * share)))
    while (
        pixels.shape[1] >= 2 * size[0] and pixels.shape[0] >= 2 * size[1]
    ):  # halving exactly is many times faster
        half = (pixels.shape[1] // 2, pixels.shape[0] // 2)
        pixels = cv2.resize(pixels[: 2 * half[1], : 2 * half[0]], half, interpolation=cv2.INTER_AREA)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def thumbnail(pixels: Pixels, long_side: int = THUMBNAIL_SIDE, icc: bytes | None = None) -> bytes:
    """A WebP of at most `long_side` pixels. `pixels` as in `images.Picture`; `icc` is the picture's colour profile."""
    return _webp(to_bgr8(shrink(pixels, long_side)), 80, icc)


def encode_preview(pixels: Pixels, long_side: int = PREVIEW_SIDE, icc: bytes | None = None) -> bytes:
    """A JPEG of at most `long_side` pixels for the editor, for what a browser cannot show or should not load whole."""
    from .jpeg_coding import JpegCoding, encode, standard_tables

    return encode(to_bgr8(shrink(pixels, long_side)), JpegCoding(standard_tables(88), "420"), icc)


def _webp(bgr: npt.NDArray[np.uint8], quality: int, icc: bytes | None) -> bytes:
    out = io.BytesIO()
    rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
    Image.fromarray(rgb).save(out, "WEBP", quality=quality, method=2, icc_profile=icc or b"")
    return out.getvalue()
