"""Changing a part of a JPEG: blocks under a mask are coded anew, all others keep their coefficients.

Rec. ITU-T T.81, A.3: blocks of 8×8 samples, level shift, DCT, quantization. The entropy coding is jpeglib's.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from . import jpeg_markers
from .jpeg_markers import JpegStructure

Pixels = npt.NDArray[np.uint8]

SIDE = 8
_AT = np.arange(SIDE)
COSINES = np.cos(np.outer(_AT, 2 * _AT + 1) * np.pi / (2 * SIDE)) * np.where(_AT[:, None], 0.5, 0.125**0.5)
COSINES = COSINES.astype(np.float32)
"""Of the orthonormal discrete cosine transform (Ahmed, Natarajan & Rao, 1974): C · block · Cᵀ are its coefficients."""
LARGEST = 1023
"""Of a quantized coefficient in 8-bit baseline coding."""


def recoded(original: bytes, pixels: Pixels, mask: npt.NDArray[np.uint8]) -> tuple[bytes, float] | None:
    """The JPEG `original` with `pixels` where `mask` is not 0, without metadata, and the share of its units of coding
    (blocks of all components that belong together) that kept their coefficients.

    `pixels` are uint8 HxWx3 BGR or HxW, changed nowhere else; `mask` is uint8 HxW; both lie as the file's samples do,
    not turned upright. None where the file's coding cannot be kept: arithmetic coding, RGB samples, unusual
    subsampling.
    """
    structure = jpeg_markers.parse(original)
    if not _usual(original, structure):
        return None
    import jpeglib

    with TemporaryDirectory(prefix="moretta-") as folder:
        source, result = Path(folder) / "source.jpg", Path(folder) / "result.jpg"
        source.write_bytes(jpeg_markers.without_metadata(original, structure))
        try:
            coded = jpeglib.read_dct(str(source))
            touched = _put(coded, structure, pixels, mask)
            coded.write_dct(str(result))
        except (OSError, RuntimeError, IndexError) as error:
            raise ValueError(f"its blocks cannot be written: {error}") from None
        data = result.read_bytes()
    return jpeg_markers.without_metadata(data, jpeg_markers.parse(data)), 1 - float(touched.mean())


def _usual(data: bytes, structure: JpegStructure) -> bool:
    adobe = [data[a:b] for marker, a, b in structure.segments if marker == jpeg_markers.APP14]
    rgb = [part for part in adobe if part[4:9] == b"Adobe" and part[15:16] == b"\0"]
    named = bytes(number for number, _, _, _ in structure.components) == b"RGB"
    return bool(structure.subsampling) and not structure.arithmetic and not rgb and not named


def _put(
    coded: Any, structure: JpegStructure, pixels: Pixels, mask: npt.NDArray[np.uint8]
) -> npt.NDArray[np.bool_]:
    """Codes what lies under the mask into the coefficients; which units were touched, as they lie in the picture."""
    factors = [(h, v) for _, h, v, _ in structure.components] if pixels.ndim == 3 else [(1, 1)]
    across, down = SIDE * max(h for h, _ in factors), SIDE * max(v for _, v in factors)
    touched = _units(mask, down, across).max(axis=(2, 3)) > 0
    rows, columns = np.nonzero(touched)
    samples = _units(pixels, down, across)[rows, columns]
    if pixels.ndim == 3:
        flat = samples.reshape(len(rows) * down, across, 3)
        luma, red, blue = cv2.split(cv2.cvtColor(flat, cv2.COLOR_BGR2YCrCb))
        planes = [(coded.Y, luma), (coded.Cb, blue), (coded.Cr, red)]
    else:
        planes = [(coded.Y, samples)]
    for number, ((target, plane), (h, v)) in enumerate(zip(planes, factors, strict=True)):
        high, wide = SIDE * v, SIDE * h
        blocks = plane.reshape(len(rows), high, down // high, wide, across // wide).mean(
            axis=(2, 4), dtype=np.float32
        )
        blocks = blocks.reshape(len(rows), v, SIDE, h, SIDE).swapaxes(2, 3) - 128
        table = coded.qt[coded.quant_tbl_no[number]].astype(np.float32)
        found = np.rint(COSINES @ blocks @ COSINES.T / table)
        y = (rows * v)[:, None, None] + np.arange(v)[None, :, None] + np.zeros((1, 1, h), int)
        x = (columns * h)[:, None, None] + np.arange(h)[None, None, :] + np.zeros((1, v, 1), int)
        there = (y < target.shape[0]) & (x < target.shape[1])  # the last unit may reach beyond the picture
        target[y[there], x[there]] = np.clip(found, -LARGEST, LARGEST).astype(np.int16)[there]
    return np.asarray(touched)


def _units(plane: npt.NDArray[Any], down: int, across: int) -> npt.NDArray[Any]:
    """[rows, columns, down, across(, 3)]: the plane cut into units, the last ones filled up from the edge."""
    height, width = plane.shape[:2]
    whole = cv2.copyMakeBorder(plane, 0, -height % down, 0, -width % across, cv2.BORDER_REPLICATE)
    rows, columns = whole.shape[0] // down, whole.shape[1] // across
    return whole.reshape(rows, down, columns, across, *plane.shape[2:]).swapaxes(1, 2)
