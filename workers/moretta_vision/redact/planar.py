"""Hiding regions in the planes of a decoded picture: no pixel outside them is converted, none is touched.

Outlines are moved to the coded orientation and widened to whole chroma samples, in all planes alike: a pixel that
shares its colour with a covered one is covered with it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from ..media.display_matrix import Orientation
from ..media.planes import subsampling, views
from . import gaussian
from .outlines import Mask, Outline
from .pixels import VISUAL, outlines_at
from .regions import Region

Plane = npt.NDArray[Any]

REACH: dict[str, Callable[[Outline, float], int]] = {"gaussian": gaussian.reach}
"""How many pixels around an outline a visual method reads; one that is not listed reads none."""

PLANEWISE = frozenset({"gaussian"})
"""Visual methods that give the same on a plane of half the size, for an outline of half the size."""

LUMA_WEIGHTS = {1: (0.2126, 0.0722), 4: (0.30, 0.11), 7: (0.212, 0.087), 9: (0.2627, 0.0593)}
"""Kr and Kb by matrix (ITU-T H.273, table 4). All others, and untagged pictures, are taken for BT.601."""

BT601 = (0.299, 0.114)


def covered_parts(
    picture: VideoFrame, regions: Sequence[Region], frame: int, orientation: Orientation
) -> list[tuple[Region, Outline]]:
    """What the regions cover at a frame, in coded pixels, widened to whole chroma samples.

    Regions are in upright pixels; `orientation` leads from the coded picture to the upright one.
    """
    size, grid = (picture.width, picture.height), subsampling(picture)
    found = outlines_at(regions, frame, *orientation.size(*size))
    return [(region, _on_grid(_coded(part, orientation, *size), grid, *size)) for region, part in found]


def hide(picture: VideoFrame, parts: Sequence[tuple[Region, Outline]]) -> None:
    """Hides `parts` (of `covered_parts`) in the planes of a writable planar picture.

    Solid colours go first and win where outlines overlap, so that no visual method ever reads what they hide; visual
    methods read the original, the largest object last.
    """
    planes, grid = views(picture), subsampling(picture)
    solid = [(region, part) for region, part in parts if region.method == "solid"]
    for region, part in solid:
        colour = samples_of(region.bgr, picture)
        for number, plane in enumerate(planes):
            window, mask = _of_plane(part, part.mask, number, grid)
            if mask is None:
                plane[window] = colour[number]
            else:
                np.copyto(plane[window], plane.dtype.type(colour[number]), where=mask > 0)
    visual = sorted((pair for pair in parts if pair[0].method != "solid"), key=lambda pair: pair[1].size)
    if not visual:
        return
    closed = united([part for _, part in solid], picture.width, picture.height) if solid else None
    contents = [_content(planes, grid, region, part) for region, part in visual]
    for (_, part), content in zip(visual, contents, strict=True):
        open_ = part.mask
        if closed is not None:
            free = np.bitwise_not(closed[part.window])
            open_ = free if open_ is None else open_ & free
        for number, (plane, source) in enumerate(zip(planes, content, strict=True)):
            window, mask = _of_plane(part, open_, number, grid)
            np.copyto(plane[window], source, where=True if mask is None else mask > 0)


def united(parts: Sequence[Outline], width: int, height: int) -> Mask:
    """The mask (uint8, 0 or 255, HxW) of all outlines."""
    mask = np.zeros((height, width), np.uint8)
    for part in parts:
        window = mask[part.window]
        np.maximum(window, 255 if part.mask is None else part.mask, out=window)
    return mask


def samples_of(bgr: tuple[int, int, int], picture: VideoFrame) -> tuple[int, ...]:
    """An 8-bit colour as the samples of the picture's planes: its matrix, range and depth (ITU-T H.273, 8.3)."""
    format_ = picture.format
    full = (
        picture.color_range == 2
        or format_.name.startswith("yuvj")
        or (len(format_.components) == 1 and picture.color_range != 1)
    )
    samples = _samples(bgr, picture.colorspace, full, format_.components[0].bits)
    return samples[: len(format_.components)]


@lru_cache(maxsize=256)
def _samples(bgr: tuple[int, int, int], matrix: int, full: bool, bits: int) -> tuple[int, int, int]:
    blue, green, red = (value / 255 for value in bgr)
    kr, kb = LUMA_WEIGHTS.get(matrix, BT601)
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    chroma = (blue - luma) / (2 - 2 * kb), (red - luma) / (2 - 2 * kr)
    scale, top = 1 << (bits - 8), (1 << bits) - 1
    y = luma * top if full else (16 + 219 * luma) * scale
    cb, cr = (value * top + 128 * scale if full else (128 + 224 * value) * scale for value in chroma)
    return min(top, round(y)), min(top, round(cb)), min(top, round(cr))


def _content(planes: Sequence[Plane], grid: tuple[int, int], region: Region, part: Outline) -> list[Plane]:
    """What a visual method puts into the rectangle of `part`, plane by plane.

    The methods are sums of pixels and so do to Y, U and V what they would do to colours. Unless they are planewise,
    they see all planes at the size of luma.
    """
    across, down = grid
    if across == down and region.method in PLANEWISE:
        method = VISUAL[region.method]
        halved = Outline(
            part.x0 // down,
            part.y0 // down,
            -(-part.x1 // down),
            -(-part.y1 // down),
            None,
            part.size / down,
        )
        return [method(plane, halved if n else part, region.strength) for n, plane in enumerate(planes)]
    height, width = planes[0].shape
    reach = REACH.get(region.method, _nothing)(part, region.strength)
    left, top = max(0, part.x0 - reach) // across * across, max(0, part.y0 - reach) // down * down
    right, bottom = min(width, part.x1 + reach), min(height, part.y1 + reach)
    luma = planes[0][top:bottom, left:right]
    samples = np.s_[top // down : -(-bottom // down), left // across : -(-right // across)]
    chroma = [
        plane[samples].repeat(down, axis=0).repeat(across, axis=1)[: bottom - top, : right - left]
        for plane in planes[1:]
    ]
    around = np.dstack([luma, *chroma]) if chroma else np.ascontiguousarray(luma)
    moved = dataclasses.replace(
        part, x0=part.x0 - left, y0=part.y0 - top, x1=part.x1 - left, y1=part.y1 - top
    )
    content = VISUAL[region.method](around, moved, region.strength)
    if not chroma:
        return [content]
    h, w = content.shape[:2]
    padded = cv2.copyMakeBorder(content, 0, -h % down, 0, -w % across, cv2.BORDER_REPLICATE)
    small = cv2.resize(padded, (-(-w // across), -(-h // down)), interpolation=cv2.INTER_AREA)
    return [content[..., 0], small[..., 1], small[..., 2]]


def _nothing(_: Outline, __: float) -> int:
    return 0


def _of_plane(
    part: Outline, mask: Mask | None, number: int, grid: tuple[int, int]
) -> tuple[Any, Mask | None]:
    """Rows and columns of an outline in a plane, and its mask there. The outline lies on the chroma grid."""
    if number not in (1, 2) or grid == (1, 1):
        return part.window, mask
    across, down = grid
    window = np.s_[part.y0 // down : -(-part.y1 // down), part.x0 // across : -(-part.x1 // across)]
    return window, None if mask is None else mask[::down, ::across]


def _coded(part: Outline, orientation: Orientation, width: int, height: int) -> Outline:
    """An outline of the upright picture in the coded one of width × height."""
    if orientation.identity:
        return part
    x, y, (w, h) = (part.x0, part.x1), (part.y0, part.y1), orientation.size(width, height)
    if orientation.flip_x:
        x = w - x[1], w - x[0]
    if orientation.flip_y:
        y = h - y[1], h - y[0]
    if orientation.transpose:
        x, y = y, x
    mask = None if part.mask is None else orientation.undo(part.mask)
    return Outline(x[0], y[0], x[1], y[1], mask, part.size)


def _on_grid(part: Outline, grid: tuple[int, int], width: int, height: int) -> Outline:
    """The outline widened to whole chroma samples, within a picture of width × height."""
    across, down = grid
    if across == down == 1:
        return part
    left, top = part.x0 // across * across, part.y0 // down * down
    right, bottom = -(-part.x1 // across) * across, -(-part.y1 // down) * down
    mask = part.mask
    if mask is not None:
        mask = np.pad(mask, ((part.y0 - top, bottom - part.y1), (part.x0 - left, right - part.x1)))
        samples = reduce(np.maximum, [mask[y::down, x::across] for y in range(down) for x in range(across)])
        mask = samples.repeat(down, axis=0).repeat(across, axis=1)
    right, bottom = min(right, width), min(bottom, height)
    return Outline(
        left, top, right, bottom, None if mask is None else mask[: bottom - top, : right - left], part.size
    )
