"""Small pictures for the report."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

HEIGHT = 96
"""Pixels of a picture in the report."""


@dataclass(frozen=True)
class Shown:
    """A find in the output: `kind` as `residue` counts it, its box and score, and a piece of the output around it."""

    kind: str
    title: str
    box: list[float]
    score: float
    picture: str

    def facts(self) -> dict[str, Any]:
        """What the JSON tells of it: no pixels."""
        return {"kind": self.kind, "where": self.title, "bbox": self.box, "score": self.score}


def around(pixels: Picture, box: Sequence[float], grown: float = 0.6) -> str:
    """A piece of a picture around a box, framed, as an address that holds its bytes."""
    x, y, width, height = box
    by = grown * max(width, height)
    x0, y0 = max(0, int(x - by)), max(0, int(y - by))
    x1, y1 = min(pixels.shape[1], int(x + width + by) + 1), min(pixels.shape[0], int(y + height + by) + 1)
    piece = np.array(pixels[y0:y1, x0:x1])
    if not piece.size:
        return ""
    scale = HEIGHT / piece.shape[0]
    size = max(1, round(piece.shape[1] * scale)), HEIGHT
    resized = cv2.resize(piece, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    piece = np.asarray(resized, np.uint8)
    corners = [
        (round((a - x0) * scale), round((b - y0) * scale)) for a, b in ((x, y), (x + width, y + height))
    ]
    for color, thick in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.rectangle(piece, corners[0], corners[1], color, thick)
    return address(piece)


def address(picture: Picture, quality: int = 85) -> str:
    """A picture (BGR) as a data address."""
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode()


def strip(pictures: Sequence[Picture], height: int = HEIGHT) -> str:
    """Pictures of one size beside one another."""
    row = np.concatenate(list(pictures), axis=1)
    size = round(row.shape[1] * height / row.shape[0]), height
    return address(np.asarray(cv2.resize(row, size, interpolation=cv2.INTER_AREA), np.uint8))
