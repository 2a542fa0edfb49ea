"""Redacting one frame: every object's outline, united, and redacted once from the original."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..geometry.interpolation import shape_at
from . import gaussian, mosaic, solid
from .outlines import Mask, Outline, outline, paint
from .regions import Region, parse_regions

VISUAL = {"gaussian": gaussian.content, "mosaic": mosaic.content}


def redact_frame(
    pixels: npt.NDArray[Any], regions: Iterable[Region | Mapping[str, Any]], frame: int = 0
) -> Mask | None:
    """Hides what the regions cover at a frame, in place; the mask (uint8, 0 or 255, HxW) of what was covered, or None.

    `pixels` are those of the upright frame: HxWx3 BGR or HxW, uint8 or uint16, writable. Solid colours go first and
    win where outlines overlap, so that no visual method ever reads what they hide; visual methods read the original,
    the largest object last. Raises RegionError for a region that cannot be used; then nothing was changed.
    """
    covered = outlines_at(regions, frame, pixels.shape[1], pixels.shape[0])
    if not covered:
        return None
    mask = np.zeros(pixels.shape[:2], np.uint8)
    for region, part in covered:
        if region.method == "solid":
            solid.apply(pixels[part.window], part.mask, region.bgr)
            _unite(mask, part)
    visual = sorted((pair for pair in covered if pair[0].method != "solid"), key=lambda pair: pair[1].size)
    if visual:
        closed = mask.copy()
        contents = [VISUAL[region.method](pixels, part, region.strength) for region, part in visual]
        for (_, part), content in zip(visual, contents, strict=True):
            open_: Mask = np.bitwise_not(closed[part.window])
            if part.mask is not None:
                open_ &= part.mask
            paint(pixels[part.window], content, open_)
            _unite(mask, part)
    return mask


def mask_at(regions: Iterable[Region | Mapping[str, Any]], frame: int, width: int, height: int) -> Mask:
    """The united mask (uint8, 0 or 255, HxW) of what the regions cover at a frame, without touching a picture."""
    mask = np.zeros((height, width), np.uint8)
    for _, part in outlines_at(regions, frame, width, height):
        _unite(mask, part)
    return mask


def outlines_at(
    regions: Iterable[Region | Mapping[str, Any]], frame: int, width: int, height: int
) -> list[tuple[Region, Outline]]:
    """The regions that are present at a frame, each with its covered pixels."""
    found = []
    for region in parse_regions(regions):
        shape = shape_at(region.keyframes, frame)
        part = outline(shape, region.shape, region.margin, width, height) if shape is not None else None
        if part is not None:
            found.append((region, part))
    return found


def _unite(mask: Mask, part: Outline) -> None:
    window = mask[part.window]
    if part.mask is None:
        window[...] = 255
    else:
        np.maximum(window, part.mask, out=window)
