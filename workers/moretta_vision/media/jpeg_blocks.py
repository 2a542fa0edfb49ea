"""Changing a part of a JPEG: blocks under a mask are coded anew, all others keep their coefficients.

Rec. ITU-T T.81, A.3: blocks of 8×8 samples, level shift, DCT, quantization. The entropy coding is jpeglib's.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from . import jpeg_markers
from .jpeg_markers import JpegStructure

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

SIDE = 8
_AT = np.arange(SIDE)
COSINES = np.cos(np.outer(_AT, 2 * _AT + 1) * np.pi / (2 * SIDE)) * np.where(_AT[:, None], 0.5, 0.125**0.5)
TRANSFORM = np.kron(COSINES, COSINES).T.astype(np.float32)
"""Of the orthonormal discrete cosine transform (Ahmed, Natarajan & Rao, 1974): rows of 64 samples, times it."""
LARGEST = 1023
"""Of a quantized coefficient in 8-bit baseline coding."""

FASTEST = "turbo210"
"""Of the libraries that jpeglib brings; all write the same coefficients."""


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
    with TemporaryDirectory(prefix="moretta-") as folder:
        result = Path(folder) / "result.jpg"
        try:
            coded = _read(jpeg_markers.without_metadata(original, structure), structure)
            touched = _put(coded, structure, pixels, mask)
            coded.write_dct(str(result))
        except (OSError, RuntimeError, IndexError) as error:
            raise ValueError(f"its blocks cannot be written: {error}") from None
        data = result.read_bytes()
    written = jpeg_markers.parse(data)
    written.icc = structure.icc
    return jpeg_markers.without_metadata(data, written), 1 - float(touched.mean())


def _read(data: bytes, structure: JpegStructure) -> Any:
    """The coefficients as jpeglib holds them, cut loose from the file: it would decode that again to write them.

    What jpeglib asks the file for, which takes as long as reading it, `structure` knows.
    """
    jpeglib = _jpeglib()
    high = max(v for _, _, v, _ in structure.components)
    wide = max(h for _, h, _, _ in structure.components)
    blocks = [
        (-(-structure.height * v // (SIDE * high)), -(-structure.width * h // (SIDE * wide)))
        for _, h, v, _ in structure.components
    ]
    coded = jpeglib.DCTJPEG(
        path="",
        content=data,
        height=structure.height,
        width=structure.width,
        block_dims=np.array(blocks),
        samp_factor=np.array([(v, h) for _, h, v, _ in structure.components]),
        markers=[],
        huffmans=[],
        jpeg_color_space=jpeglib.JCS_YCbCr if len(blocks) == 3 else jpeglib.JCS_GRAYSCALE,
        progressive_mode=structure.progressive,
        num_scans=1,
        **dict.fromkeys(("Y", "Cb", "Cr", "K", "qt", "quant_tbl_no")),
    )
    coded.load()
    coded.content = None
    return coded


@cache
def _jpeglib() -> Any:
    import jpeglib

    jpeglib.version.set(FASTEST)
    return jpeglib


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
    touched = _touched(mask, down, across)
    rows, columns = np.nonzero(touched)
    samples = _gathered(pixels, rows, columns, down, across)
    if pixels.ndim == 3:
        flat = samples.reshape(len(rows) * down, across, 3)
        luma, red, blue = cv2.split(cv2.cvtColor(flat, cv2.COLOR_BGR2YCrCb))
        planes = [(coded.Y, luma), (coded.Cb, blue), (coded.Cr, red)]
    else:
        planes = [(coded.Y, samples)]
    for number, ((target, plane), (h, v)) in enumerate(zip(planes, factors, strict=True)):
        units = _shrunk(plane.reshape(len(rows), down, across), down // (SIDE * v), across // (SIDE * h))
        units = units.reshape(len(rows), v, SIDE, h, SIDE)
        table = coded.qt[coded.quant_tbl_no[number]].astype(np.float32).reshape(-1)
        for i in range(v):
            for j in range(h):
                y, x = rows * v + i, columns * h + j
                there = (y < target.shape[0]) & (x < target.shape[1])  # the last unit may reach beyond
                blocks = units[there, i, :, j].reshape(-1, SIDE * SIDE) - 128
                found = np.rint(blocks @ TRANSFORM / table).clip(-LARGEST, LARGEST)
                target[y[there], x[there]] = found.astype(np.int16).reshape(-1, SIDE, SIDE)
    return touched


def _touched(mask: npt.NDArray[np.uint8], down: int, across: int) -> npt.NDArray[np.bool_]:
    """Which units have a pixel under the mask."""
    height, width = mask.shape
    whole = height // down
    rows = mask[: whole * down].reshape(whole, down, width).max(axis=1)
    if height % down:
        rows = np.vstack([rows, mask[whole * down :].max(axis=0)])
    return np.asarray(np.maximum.reduceat(rows, np.arange(0, width, across), axis=1) > 0)


def _gathered(
    pixels: Pixels, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], down: int, across: int
) -> Pixels:
    """[N, down, across(, 3)]: the pixels of these units, filled up from the edge where they reach beyond it."""
    height, width = pixels.shape[:2]
    last_row, last_column = height // down, width // across
    found = np.empty((len(rows), down, across, *pixels.shape[2:]), np.uint8)
    inside = (rows < last_row) & (columns < last_column)
    whole = pixels[: last_row * down, : last_column * across]
    units = whole.reshape(last_row, down, last_column, across, *pixels.shape[2:]).swapaxes(1, 2)
    found[inside] = units[rows[inside], columns[inside]]
    for n in np.flatnonzero(~inside):
        part = pixels[rows[n] * down : (rows[n] + 1) * down, columns[n] * across : (columns[n] + 1) * across]
        missing = down - part.shape[0], across - part.shape[1]
        found[n] = cv2.copyMakeBorder(part, 0, missing[0], 0, missing[1], cv2.BORDER_REPLICATE)
    return found


def _shrunk(units: npt.NDArray[Any], down: int, across: int) -> Floats:
    """Units [N, H, W] as floats, each `down` × `across` samples averaged to one."""
    found = units[:, ::down, ::across].astype(np.float32)
    for y in range(down):
        for x in range(across):
            if y or x:
                found += units[:, y::down, x::across]
    return found if down * across == 1 else found / np.float32(down * across)
