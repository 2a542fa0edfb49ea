"""Second photos of a person where there is but one, and pictures of which nothing is left to learn."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ...redact.pixels import mask_at, redact_frame
from .material import Ways, regions_at, whole_face

Picture = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.float64]

QUALITY = 90
"""Of the JPEG that redacted pictures pass through."""

SOURCE_QUALITY = (70, 90)
"""Between which a second photo of the same picture was coded."""

MOST_PIXELS = 4_000_000
"""Larger pictures are looked at in a smaller size."""


def chance_of(name: str, number: int = 0) -> np.random.Generator:
    """Random numbers that depend on a name and a number alone."""
    return np.random.default_rng((zlib.crc32(name.encode()), number))


def another_view(pixels: Picture, boxes: Boxes, name: str, number: int) -> tuple[Picture, Boxes]:
    """What else the camera might have seen: the picture shifted by parts of pixels, larger or smaller, lighter or
    darker, coded again; and where the boxes [N, 4] are in it."""
    chance = chance_of(name, number)
    scale = float(chance.uniform(0.88, 1.12))
    height, width = pixels.shape[:2]
    dx, dy = chance.uniform(-0.02, 0.02, 2) * (width, height)
    move = np.array([[scale, 0, (1 - scale) * width / 2 + dx], [0, scale, (1 - scale) * height / 2 + dy]])
    seen = cv2.warpAffine(
        pixels, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )
    gain, gamma = chance.uniform(0.8, 1.2), chance.uniform(0.85, 1.18)
    light = 255 * np.clip(gain * (np.arange(256) / 255) ** gamma, 0, 1)
    seen = cv2.LUT(seen, light.astype(np.uint8))
    moved = boxes.reshape(-1, 4) * scale
    moved[:, :2] += move[:, 2]
    return coded(np.asarray(seen, np.uint8), int(chance.integers(*SOURCE_QUALITY))), moved


def as_found(boxes: Boxes, name: str, number: int) -> Boxes:
    """Boxes [N, 4] as a detector might find them the next time: moved and grown a little, each by itself."""
    chance = chance_of(name, 1000 + number)
    moves, factors = chance.normal(0, 0.02, (len(boxes), 2)), chance.normal(1, 0.03, (len(boxes), 2))
    size = boxes[:, 2:] * np.clip(factors, 0.9, 1.1)
    corner = boxes[:, :2] + (boxes[:, 2:] - size) / 2 + np.clip(moves, -0.05, 0.05) * boxes[:, 2:]
    return np.concatenate([corner, size], axis=1)


def redacted(pixels: Picture, boxes: Boxes, ways: Ways, seen: Picture | None = None) -> Picture:
    """A picture (BGR) with what is in the boxes hidden in these ways, as it comes out of a file. Outlines and poses are
    read in `seen`, where given."""
    hidden = pixels.copy()
    redact_frame(hidden, regions_at(boxes, ways), seen=seen)
    return coded(hidden, QUALITY)


def emptied(pixels: Picture, boxes: Boxes, ways: Ways, name: str, number: int) -> Picture:
    """A picture with noise in the place of all that will be hidden: whoever is linked after that is linked by
    something else."""
    regions = regions_at(boxes, [whole_face(how) for how in ways])
    mask = mask_at(regions, 0, pixels.shape[1], pixels.shape[0])
    noise = chance_of(name, 2000 + number).integers(0, 256, pixels.shape, np.uint8)
    return np.where(mask[..., None] > 0, noise, pixels)


def coded(pixels: Picture, quality: int) -> Picture:
    """What a JPEG makes of a picture (BGR)."""
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def fitted(pixels: Sequence[Picture], boxes: Boxes) -> tuple[list[Picture], Boxes]:
    """Pictures of one size, shrunk alike where they are larger than MOST_PIXELS, and their boxes."""
    height, width = pixels[0].shape[:2]
    factor = (MOST_PIXELS / (height * width)) ** 0.5
    if factor >= 1:
        return list(pixels), boxes
    size = round(width * factor), round(height * factor)
    shrunk = [np.asarray(cv2.resize(one, size, interpolation=cv2.INTER_AREA), np.uint8) for one in pixels]
    return shrunk, boxes * np.array([size[0] / width, size[1] / height] * 2)
