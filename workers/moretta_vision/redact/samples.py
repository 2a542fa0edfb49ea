"""Colours as the samples of a video picture's planes: its matrix, range and depth (ITU-T H.273, 8.3)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

LUMA_WEIGHTS = {1: (0.2126, 0.0722), 4: (0.30, 0.11), 7: (0.212, 0.087), 9: (0.2627, 0.0593)}
"""Kr and Kb by matrix (ITU-T H.273, table 4). All others, and untagged pictures, are taken for BT.601."""

BT601 = (0.299, 0.114)


def samples_of(bgr: tuple[int, int, int], picture: VideoFrame) -> tuple[int, ...]:
    """An 8-bit colour as one sample a plane of the picture."""
    matrix, full, bits, planes = _coding(picture)
    return _samples(bgr, matrix, full, bits)[:planes]


def drawn_samples(drawing: npt.NDArray[np.uint8], picture: VideoFrame) -> npt.NDArray[Any]:
    """A drawing (hxwx3 BGR, 8 bit) as samples of all planes at the size of luma: hxwx3, or hxw without chroma."""
    matrix, full, bits, planes = _coding(picture)
    offset, scales = _transform(matrix, full, bits)
    values = drawing.astype(np.float32) @ scales[:planes].T + offset[:planes]
    samples = np.rint(np.clip(values, 0, (1 << bits) - 1)).astype(np.uint16 if bits > 8 else np.uint8)
    return samples if planes == 3 else np.ascontiguousarray(samples[..., 0])


def _coding(picture: VideoFrame) -> tuple[int, bool, int, int]:
    """Matrix, whether the range is full, bits and number of planes."""
    format_ = picture.format
    full = (
        picture.color_range == 2
        or format_.name.startswith("yuvj")
        or (len(format_.components) == 1 and picture.color_range != 1)
    )
    return picture.colorspace, full, format_.components[0].bits, len(format_.components)


@lru_cache(maxsize=256)
def _samples(bgr: tuple[int, int, int], matrix: int, full: bool, bits: int) -> tuple[int, int, int]:
    offset, scales = _transform(matrix, full, bits)
    y, cb, cr = (min((1 << bits) - 1, round(float(value))) for value in scales @ np.array(bgr) + offset)
    return y, cb, cr


@lru_cache(maxsize=32)
def _transform(matrix: int, full: bool, bits: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Offset [3] and factors [3, 3] from 8-bit B, G, R to Y, Cb, Cr."""
    kr, kb = LUMA_WEIGHTS.get(matrix, BT601)
    luma = np.array([kb, 1 - kr - kb, kr])
    rows = np.array(
        [luma, (np.array([1, 0, 0]) - luma) / (2 - 2 * kb), (np.array([0, 0, 1]) - luma) / (2 - 2 * kr)]
    )
    scale, top = 1 << (bits - 8), (1 << bits) - 1
    span = np.array([top, top, top] if full else [219 * scale, 224 * scale, 224 * scale])
    offset = np.array([0 if full else 16 * scale, 128 * scale, 128 * scale], float)
    return offset, rows * span[:, None] / 255
