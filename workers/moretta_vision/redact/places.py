"""Where the regions lie at a frame: which pixels each of them covers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ..geometry.interpolation import shape_at
from ..geometry.shapes import Shape
from . import imagenet
from .outlines import Mask, Outline, outline, softened
from .people import person_in
from .regions import Region, parse_regions

Look = Callable[[Outline], npt.NDArray[np.uint8]]
"""Gives the upright pixels (BGR, 8 bit) in an outline's rectangle."""

LEAST = 0.1
"""A person's outline with a smaller share of its box is none: the box is covered."""


def outlines_at(
    regions: Iterable[Region | Mapping[str, Any]],
    frame: int,
    width: int,
    height: int,
    look: Look | None = None,
) -> list[tuple[Region, Outline]]:
    """The regions that are present at a frame, each with its covered pixels.

    Outlines of people are found where `look` shows the picture; without it, they are their boxes.
    """
    found = []
    for region in parse_regions(regions):
        shape = shape_at(region.keyframes, frame)
        part = _place(region, shape, width, height, look) if shape is not None else None
        if part is not None:
            if region.feather and region.method != "imagenet":  # which fades out by itself
                part = softened(part, region.feather, width, height)
            found.append((region, replace(part, landmarks=region.landmarks.get(frame))))
    fading = [n for n, (region, _) in enumerate(found) if region.method == "imagenet"]
    for n, part in zip(fading, imagenet.widened([found[n][1] for n in fading], width, height), strict=True):
        found[n] = found[n][0], part
    return found


def _place(region: Region, shape: Shape, width: int, height: int, look: Look | None) -> Outline | None:
    if region.method == "eye-bar":
        return outline(shape, "eyes", region.margin, width, height)
    if region.method == "imagenet":
        return outline(shape, "box", imagenet.GROWN, width, height)
    if region.method == "replace-head":
        return outline(shape, "head", region.margin, width, height)
    part = outline(shape, region.shape, region.margin, width, height)
    if part is None or look is None or region.shape != "person" or part.drawn:
        return part
    return _person(part, region.margin, look(part))


def _person(part: Outline, margin: float, bgr: npt.NDArray[np.uint8]) -> Outline:
    person = person_in(np.ascontiguousarray(bgr))
    if person is None:
        return part
    mask: Mask = person.view(np.uint8) * np.uint8(255)
    if part.mask is not None:
        mask &= part.mask
    if np.count_nonzero(mask) < LEAST * mask.size:
        return part
    by = max(1, round(margin * part.size))
    grown = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1)))
    mask = np.asarray(grown, np.uint8)
    if part.mask is not None:
        mask &= part.mask
    return Outline(part.x0, part.y0, part.x1, part.y1, mask, part.size, drawn=True)
