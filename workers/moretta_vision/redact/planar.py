"""Hiding regions in the planes of a decoded picture: no pixel outside them is converted, none is touched.

Outlines are moved to the coded orientation and widened to whole chroma samples, in all planes alike: a pixel that
shares its colour with a covered one is covered with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from ..media.display_matrix import Orientation
from ..media.planes import subsampling, views
from .methods import SEALED, SOLID, VISUAL
from .outlines import Fading, Mask, Outline, lay
from .pixels import united
from .places import outlines_at
from .regions import Region
from .samples import drawn_samples, samples_of
from .scene import Method, Scene, Told, scene_of

if TYPE_CHECKING:
    from .behind import Behind

__all__ = ["covered_parts", "hide", "samples_of", "united"]

Plane = NDArray[Any]

PLANEWISE = frozenset({"gaussian"})
"""Visual methods that give the same on a plane of half the size, for an outline of half the size."""


def covered_parts(
    picture: VideoFrame,
    regions: Sequence[Region],
    frame: int,
    orientation: Orientation,
    looking: bool = True,
) -> list[tuple[Region, Outline]]:
    """What the regions cover at a frame, in coded pixels, widened to whole chroma samples.

    Regions are in upright pixels; `orientation` leads from the coded picture to the upright one. Without `looking`
    people are covered by their boxes.
    """
    size, grid = (picture.width, picture.height), subsampling(picture)

    def look(part: Outline) -> NDArray[np.uint8]:
        return upright_piece(picture, _coded(part, orientation, *size))

    found = outlines_at(regions, frame, *orientation.size(*size), look if looking else None)
    return [(region, _on_grid(_coded(part, orientation, *size), grid, *size)) for region, part in found]


def upright_piece(picture: VideoFrame, part: Outline) -> NDArray[np.uint8]:
    """The rectangle of an outline as BGR, as it stands upright."""
    wide = _on_grid(part, subsampling(picture), picture.width, picture.height)
    stack = _stack(views(picture), subsampling(picture), wide)
    return part.orientation.apply(_bgr(stack[part.moved(-wide.x0, -wide.y0).window], picture))


def hide(
    picture: VideoFrame,
    parts: Sequence[tuple[Region, Outline]],
    told: Told | None = None,
    behind: Behind | None = None,
) -> None:
    """Hides `parts` (of `covered_parts`) in the planes of a writable planar picture.

    In the order of `pixels.redact_frame`: solid colours, other methods that leave nothing, visual ones; `told`
    gets what is to be said of that. `behind` is what other frames showed there.
    """
    planes, grid = views(picture), subsampling(picture)
    # Those whose edge fades out first: it may lie over others, and must not uncover them.
    parts = sorted(parts, key=lambda pair: pair[1].soft is None)
    solid = [(region, part) for region, part in parts if region.method in SOLID]
    for region, part in solid:
        colour = samples_of(region.bgr, picture)
        for number, plane in enumerate(planes):
            window, mask = _of_plane(part, part.mask, number, grid)
            if part.soft is not None:
                _, soft = _of_plane(part, part.soft, number, grid)
                assert soft is not None
                lay(plane[window], np.full_like(plane[window], colour[number]), soft)
            elif mask is None:
                plane[window] = colour[number]
            else:
                np.copyto(plane[window], plane.dtype.type(colour[number]), where=mask > 0)
    if len(solid) == len(parts):
        return
    hidden = united([part for _, part in parts], picture.width, picture.height)
    closed = united([part for _, part in solid], picture.width, picture.height)
    for methods in (SEALED, VISUAL):
        mine = sorted((pair for pair in parts if pair[0].method in methods), key=lambda pair: pair[1].size)
        contents = []
        for region, part in mine:
            peers = tuple(other for one, other in mine if one.method == region.method)
            method = methods[region.method]
            contents.append(_content(picture, method, region, part, hidden, peers, told, behind))
        before = closed.copy()
        for (_, part), content in zip(mine, contents, strict=True):
            open_ = np.bitwise_not(before[part.window])
            if part.soft is not None:
                open_ &= part.soft
            elif part.mask is not None:
                open_ &= part.mask
            for number, (plane, source) in enumerate(zip(planes, content, strict=True)):
                window, mask = _of_plane(part, open_, number, grid)
                if part.soft is not None and mask is not None:
                    lay(plane[window], source, mask)
                    continue
                np.copyto(plane[window], source, where=True if mask is None else mask > 0)
            np.maximum(closed[part.window], 255 if part.mask is None else part.mask, out=closed[part.window])


def _content(
    picture: VideoFrame,
    method: Method,
    region: Region,
    part: Outline,
    hidden: Mask,
    peers: tuple[Outline, ...],
    told: Told | None,
    behind: Behind | None,
) -> list[Plane]:
    """What a method puts into the rectangle of `part`, plane by plane.

    Most methods are sums of pixels and so do to Y, U and V what they would do to colours. Unless they are planewise,
    they see all planes at the size of luma.
    """
    planes, (across, down) = views(picture), subsampling(picture)
    if across == down and region.method in PLANEWISE:
        halved = Outline(
            part.x0 // down,
            part.y0 // down,
            -(-part.x1 // down),
            -(-part.y1 // down),
            None,
            part.size / down,
        )
        scenes = [scene_of(plane, plane) for plane in planes]  # nothing of this kind asks what is hidden
        return [method.content(scene, halved if n else part, region) for n, scene in enumerate(scenes)]
    scene, part = scene_around(picture, part, method.reach(part, region), hidden, peers, told, behind)
    content = method.content(scene, part, region)
    if len(planes) == 1:
        return [content]
    h, w = content.shape[:2]
    padded = cv2.copyMakeBorder(content, 0, -h % down, 0, -w % across, cv2.BORDER_REPLICATE)
    small = cv2.resize(padded, (-(-w // across), -(-h // down)), interpolation=cv2.INTER_AREA)
    return [content[..., 0], small[..., 1], small[..., 2]]


def scene_around(
    picture: VideoFrame,
    part: Outline,
    reach: int,
    hidden: Mask,
    peers: tuple[Outline, ...] = (),
    told: Told | None = None,
    behind: Behind | None = None,
) -> tuple[Scene, Outline]:
    """What a method may see that looks so many pixels around an outline, and the outline as it lies in that."""
    planes, (across, down) = views(picture), subsampling(picture)
    height, width = planes[0].shape
    left, top = max(0, part.x0 - reach) // across * across, max(0, part.y0 - reach) // down * down
    right, bottom = min(width, part.x1 + reach), min(height, part.y1 + reach)
    crop = Outline(left, top, right, bottom, None, part.size)
    scene = Scene(
        _stack(planes, (across, down), crop),
        np.ascontiguousarray(hidden[crop.window]),
        tuple(peer.moved(-left, -top) for peer in peers),
        (1 << picture.format.components[0].bits) - 1,
        True,
        lambda drawing: drawn_samples(drawing, picture),
        lambda piece: _bgr(piece, picture),
        (width, height),
        told or Told(),
        behind=None
        if behind is None
        else (_stack(behind.planes, (across, down), crop), behind.known[crop.window]),
    )
    return scene, part.moved(-left, -top)


def _stack(planes: Sequence[Plane], grid: tuple[int, int], part: Outline) -> Plane:
    """All planes under an outline on the chroma grid, at the size of luma: hxwx3, or hxw without chroma."""
    across, down = grid
    luma = planes[0][part.window]
    if len(planes) == 1:
        return np.ascontiguousarray(luma)
    h, w = luma.shape
    samples, _ = _of_plane(part, None, 1, grid)
    chroma = [plane[samples].repeat(down, axis=0).repeat(across, axis=1)[:h, :w] for plane in planes[1:]]
    return np.dstack([luma, *chroma])


def _bgr(stack: Plane, picture: VideoFrame) -> NDArray[np.uint8]:
    """Samples as BGR with 8 bits, near enough for a network to look at: BT.601, full range."""
    eight = (stack >> (picture.format.components[0].bits - 8)).astype(np.uint8)
    code = cv2.COLOR_GRAY2BGR if eight.ndim == 2 else cv2.COLOR_YUV2BGR
    return np.asarray(cv2.cvtColor(eight, code), np.uint8)


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
    fading = part.fading
    if fading is not None:
        core = _coded(
            Outline(fading.x0, fading.y0, fading.x1, fading.y1, None, 0), orientation, width, height
        )
        fading = Fading(core.x0, core.y0, core.x1, core.y1, fading.sigma)
    marks = part.landmarks
    if marks is not None:
        coded = orientation.undo_points(np.asarray(marks), *orientation.size(width, height))
        marks = tuple((float(x), float(y)) for x, y in coded)
    soft = None if part.soft is None else orientation.undo(part.soft)
    return Outline(x[0], y[0], x[1], y[1], mask, part.size, fading, orientation, part.drawn, marks, soft)


def _on_grid(part: Outline, grid: tuple[int, int], width: int, height: int) -> Outline:
    """The outline widened to whole chroma samples, within a picture of width × height."""
    across, down = grid
    if across == down == 1:
        return part
    left, top = part.x0 // across * across, part.y0 // down * down
    right, bottom = -(-part.x1 // across) * across, -(-part.y1 // down) * down
    pads = (part.y0 - top, bottom - part.y1), (part.x0 - left, right - part.x1)
    right, bottom = min(right, width), min(bottom, height)

    def widened(mask: Mask | None) -> Mask | None:
        if mask is None:
            return None
        mask = np.pad(mask, pads)
        samples = reduce(np.maximum, [mask[y::down, x::across] for y in range(down) for x in range(across)])
        return samples.repeat(down, axis=0).repeat(across, axis=1)[: bottom - top, : right - left]

    return replace(
        part, x0=left, y0=top, x1=right, y1=bottom, mask=widened(part.mask), soft=widened(part.soft)
    )
