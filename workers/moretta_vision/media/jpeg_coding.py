"""Decoding and encoding JPEG: the fast library where it does, Pillow with the source's own tables elsewhere."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import simplejpeg
from PIL import Image

from .jpeg_markers import JpegStructure, with_icc

Pixels = npt.NDArray[Any]

FALLBACK_QUALITY = 95
LEAST_QUALITY = 92

# Annex K of Rec. ITU-T T.81, rows of the 8×8 block; the IJG library scales them by its quality.
_LUMA = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
_CHROMA = (
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, *([99] * 32),
)  # fmt: skip
_ZIGZAG = (
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
)  # fmt: skip


@dataclass(frozen=True)
class JpegCoding:
    """How a JPEG was coded: `tables` in zigzag order, luma first; `subsampling` as 444, 422, 420, 440, 411, Gray."""

    tables: tuple[tuple[int, ...], ...]
    subsampling: str

    @property
    def quality(self) -> int | None:
        """The IJG quality with exactly these tables, if there is one."""
        return _qualities().get(self.tables)


def coding_of(structure: JpegStructure) -> JpegCoding | None:
    """The coding of a file, None where it cannot be used again for 8-bit grey or YCbCr pixels."""
    if len(structure.components) not in (1, 3) or not structure.subsampling:
        return None
    tables = [structure.tables.get(table) for _, _, _, table in structure.components]
    kept = [table for table in tables if table is not None and max(table) < 256 and min(table) > 0]
    if len(kept) != len(tables) or (len(kept) == 3 and kept[1] != kept[2]):
        return None
    return JpegCoding(tuple(kept[:2]), structure.subsampling)


def encode(pixels: Pixels, coding: JpegCoding | None, icc: bytes | None = None, finer: bool = False) -> bytes:
    """JPEG bytes of uint8 pixels, HxWx3 BGR or HxW, coded like the source where its coding is known.

    `finer` asks for quality 92 at least: for pixels that no longer lie on the source's grid of blocks.
    """
    if coding is None:
        coding = JpegCoding(standard_tables(FALLBACK_QUALITY), "444")
    quality = coding.quality
    if (
        finer
        and (quality or 0) < LEAST_QUALITY
        and max(coding.tables[0]) > max(standard_tables(LEAST_QUALITY)[0])
    ):
        quality = LEAST_QUALITY
    if quality is None:
        return _encode_withstandard_tables(pixels, coding, icc)
    if pixels.ndim == 2:
        data = simplejpeg.encode_jpeg(pixels[..., None], quality, "GRAY", "Gray", fastdct=False)
    else:
        subsampling = "444" if coding.subsampling == "Gray" else coding.subsampling
        data = simplejpeg.encode_jpeg(pixels, quality, "BGR", subsampling, fastdct=False)
    return with_icc(data, icc)


def _encode_withstandard_tables(pixels: Pixels, coding: JpegCoding, icc: bytes | None) -> bytes:
    out = io.BytesIO()
    natural = []
    for table in coding.tables:
        rows = [0] * 64
        for value, place in zip(table, _ZIGZAG, strict=True):
            rows[place] = value
        natural.append(rows)
    if pixels.ndim == 2:
        Image.fromarray(pixels).save(out, "JPEG", qtables=natural[:1])
    else:
        # Pillow knows three ways to subsample; the others get more chroma than they had.
        subsampling = {"422": "4:2:2", "420": "4:2:0", "411": "4:2:2"}.get(coding.subsampling, "4:4:4")
        rgb = np.ascontiguousarray(pixels[..., ::-1])
        Image.fromarray(rgb).save(out, "JPEG", qtables=natural, subsampling=subsampling)
    return with_icc(out.getvalue(), icc)


@cache
def standard_tables(quality: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The luma and chroma tables of the IJG library at a quality from 1 to 100, in zigzag order."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    luma, chroma = (
        tuple(min(255, max(1, (base[place] * scale + 50) // 100)) for place in _ZIGZAG)
        for base in (_LUMA, _CHROMA)
    )
    return luma, chroma


@cache
def _qualities() -> dict[tuple[tuple[int, ...], ...], int]:
    grey = {standard_tables(quality)[:1]: quality for quality in range(1, 101)}
    return grey | {standard_tables(quality): quality for quality in range(1, 101)}


def decode(data: bytes, gray: bool) -> tuple[Pixels, str | None]:
    """Pixels of a grey or YCbCr JPEG as they are coded, and what is wrong with the data (None where nothing is).

    Damaged data gives the part that could be decoded. Raises ValueError where nothing can be.
    """
    space = "GRAY" if gray else "BGR"
    damage = None
    try:
        pixels = simplejpeg.decode_jpeg(data, space, fastdct=False, fastupsample=False, strict=True)
    except ValueError as error:
        damage = str(error)
        pixels = simplejpeg.decode_jpeg(data, space, fastdct=False, fastupsample=False, strict=False)
    return (pixels[..., 0] if gray else pixels), damage
