"""Redacting one frame: every object's outline, united, and redacted once from the original."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from . import solid
from .methods import SEALED, SOLID, VISUAL
from .outlines import Mask, Outline, lay, paint
from .places import outlines_at
from .regions import Region
from .scene import Method, bgr_of, scene_of


def redact_frame(
    pixels: npt.NDArray[Any],
    regions: Iterable[Region | Mapping[str, Any]],
    frame: int = 0,
    fell_back: list[str] | None = None,
    seen: npt.NDArray[Any] | None = None,
) -> list[Outline]:
    """Hides what the regions cover at a frame, in place; the outlines of what was covered.

    `pixels` are those of the upright frame: HxWx3 BGR or HxW, uint8 or uint16, writable. Solid colours go first and
    win where outlines overlap, then the other methods that leave nothing, then the visual ones, the largest object
    last: each reads the original but for what those before it hid. `fell_back` gets the method of each object that had
    to be hidden by the opaque blur instead. `seen` is another picture of the same size and type in which outlines and
    poses are read, for measuring what a method gives away besides them. Raises RegionError for a region that cannot be
    used; then nothing was changed.
    """
    height, width = pixels.shape[:2]
    shown = pixels if seen is None else seen
    covered = outlines_at(regions, frame, width, height, lambda part: bgr_of(shown[part.window]))
    parts = [part for _, part in covered]
    # Those whose edge fades out first: it may lie over others, and must not uncover them.
    covered.sort(key=lambda pair: pair[1].soft is None)
    plain = [(region, part) for region, part in covered if region.method in SOLID]
    for region, part in plain:
        solid.apply(pixels[part.window], part.mask, region.bgr, part.soft)
    closed = [part for _, part in plain]
    for methods in (SEALED, VISUAL):
        closed += _hide(pixels, covered, methods, closed, fell_back, seen)
    return parts


def changed(parts: Iterable[Outline], width: int, height: int) -> Mask:
    """The mask (uint8, 0 or 255, HxW) of what outlines cover, and of what changes around them where that fades out."""
    parts = list(parts)
    mask = united(parts, width, height)
    for part in parts:
        if part.soft is not None:
            np.maximum(
                mask[part.window], (part.soft > 0).view(np.uint8) * np.uint8(255), out=mask[part.window]
            )
    return mask


def _hide(
    pixels: npt.NDArray[Any],
    covered: list[tuple[Region, Outline]],
    methods: Mapping[str, Method],
    closed: Sequence[Outline],
    fell_back: list[str] | None,
    seen: npt.NDArray[Any] | None,
) -> list[Outline]:
    """Hides what these methods hide, where it is not `closed`; gives what it closed."""
    mine = sorted((pair for pair in covered if pair[0].method in methods), key=lambda pair: pair[1].size)
    if not mine:
        return []
    height, width = pixels.shape[:2]
    if methods is SEALED:
        hidden = united([part for _, part in covered], width, height)
    else:
        hidden = np.broadcast_to(np.uint8(255), (height, width))  # visual methods do not ask
    contents = []
    for region, part in mine:
        peers = tuple(other for one, other in mine if one.method == region.method)
        last = len(mine) == 1 and part.mask is None and not any(_meet(one, part) for one in closed)
        last = last and pixels.flags.c_contiguous  # OpenCV writes into rows alone
        scene = replace(scene_of(pixels, hidden, peers, fell_back, seen), last=last)
        contents.append(methods[region.method].content(scene, part, region))
    for (_, part), content in zip(mine, contents, strict=True):
        over = [one for one in closed if _meet(one, part)]
        if part.mask is None and not over:
            place = pixels[part.window]
            if content.ctypes.data != place.ctypes.data:  # else it was written there
                place[...] = content
        elif part.soft is not None:
            weight = part.soft.copy()
            for one in over:
                _close(weight, one.moved(-part.x0, -part.y0))
            lay(pixels[part.window], content, weight)
        else:
            open_ = _inside(part)
            for one in over:
                _close(open_, one.moved(-part.x0, -part.y0))
            paint(pixels[part.window], content, open_)
    return [part for _, part in mine]


def _meet(one: Outline, other: Outline) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _inside(part: Outline) -> Mask:
    """What an outline covers of its rectangle; one's own to write into."""
    if part.mask is not None:
        return part.mask.copy()
    return np.full((part.y1 - part.y0, part.x1 - part.x0), 255, np.uint8)


def _close(open_: Mask, one: Outline) -> None:
    """Takes an outline, which may reach beyond, out of a mask."""
    height, width = open_.shape
    top, left = max(0, one.y0), max(0, one.x0)
    bottom, right = min(height, one.y1), min(width, one.x1)
    if one.mask is None:
        open_[top:bottom, left:right] = 0
    else:
        inner = one.mask[top - one.y0 : bottom - one.y0, left - one.x0 : right - one.x0]
        open_[top:bottom, left:right] &= ~inner


def mask_at(regions: Iterable[Region | Mapping[str, Any]], frame: int, width: int, height: int) -> Mask:
    """The united mask (uint8, 0 or 255, HxW) of what the regions cover at a frame, without touching a picture."""
    return united([part for _, part in outlines_at(regions, frame, width, height)], width, height)


def changed_at(regions: Iterable[Region | Mapping[str, Any]], frame: int, width: int, height: int) -> Mask:
    """Like `mask_at`, with the soft edges around it in which what hides an object fades out."""
    return changed([part for _, part in outlines_at(regions, frame, width, height)], width, height)


def united(parts: Iterable[Outline], width: int, height: int) -> Mask:
    """The mask (uint8, 0 or 255, HxW) of all outlines."""
    mask = np.zeros((height, width), np.uint8)
    for part in parts:
        _unite(mask, part)
    return mask


def _unite(mask: Mask, part: Outline) -> None:
    window = mask[part.window]
    if part.mask is None:
        window[...] = 255
    else:
        np.maximum(window, part.mask, out=window)
