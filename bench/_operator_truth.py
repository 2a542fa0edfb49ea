"""The operator's eye: where the true faces are, and whether what is shown covers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

FILL = (255, 0, 255)
"""The colour of what is hidden (red, green, blue): no photograph has it."""
NEAR = 90
COVERED = 0.8
SEEN_COVERED = 0.83
"""So much of a face must be hidden on a sheet for the eye to pass it: the sheet is another size than the file, and a
row of its pixels is a twentieth of a small face."""
LEAST = 12.0

Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Face:
    """A true face at one frame; `counts` where it is of LEAST pixels or more and not marked to be ignored."""

    person: str
    box: Box
    counts: bool


Truth = Mapping[str, Mapping[int, list[Face]]]
"""By the file's name and the frame."""


def truth_of(manifest: Mapping[str, Any], names: Iterable[str]) -> dict[str, dict[int, list[Face]]]:
    """The faces of these files (their last part is the name); photographs have the one frame 0."""
    wanted = set(names)
    found: dict[str, dict[int, list[Face]]] = {name: defaultdict(list) for name in wanted}
    files = {("image", each["id"]): each["file_name"].rpartition("/")[2] for each in manifest["images"]}
    files |= {("video", each["id"]): each["file_name"].rpartition("/")[2] for each in manifest["videos"]}
    rows = [("image", row) for row in manifest["annotations"]]
    rows += [("video", row) for row in manifest["video_annotations"]]
    for number, (kind, row) in enumerate(rows):
        name = files[kind, row[f"{kind}_id"]]
        if name in wanted and row["category_id"] == 1:
            x, y, width, height = row["bbox"]
            counts = not row["ignore"] and height >= LEAST
            face = Face(str(row.get("track_id", number)), (x, y, width, height), counts)
            found[name][row.get("frame", 0)].append(face)
    return found


def covered(pixels: Pixels, box: Box, least: float = COVERED) -> bool:
    """Whether `least` of the box is hidden in a picture [H, W, 3] in the order of FILL."""
    return hidden_share(pixels, box) >= least


def hidden_share(pixels: Pixels, box: Box) -> float:
    """How much of the box is hidden; 1 where it lies outside the picture."""
    x, y, width, height = box
    left, top = max(0, round(x)), max(0, round(y))
    part = pixels[top : max(top + 1, round(y + height)), left : max(left + 1, round(x + width))]
    if not part.size:
        return 1.0
    away = np.abs(part.astype(np.int16) - np.array(FILL, np.int16)).max(axis=2)
    return float((away < NEAR).mean())


def open_spot(pixels: Pixels, box: Box) -> tuple[float, float]:
    """The place in a box of a picture that is farthest from what is hidden and from the edges of the box."""
    x, y, width, height = box
    left, top = max(0, round(x)), max(0, round(y))
    part = pixels[top : round(y + height), left : round(x + width)]
    away = np.abs(part.astype(np.int16) - np.array(FILL, np.int16)).max(axis=2)
    return middle_of(away >= NEAR, left, top)


def middle_of(open_: npt.NDArray[np.bool_], left: int, top: int) -> tuple[float, float]:
    """The place that is farthest from what is not open and from the edges; the first pixel is at `left`, `top`."""
    far = cv2.distanceTransform(np.pad(open_.astype(np.uint8), 1), cv2.DIST_L2, 5)
    row, column = np.unravel_index(int(far.argmax()), far.shape)
    return left + float(column) - 0.5, top + float(row) - 0.5


def shares(box: Box, other: Box) -> float:
    """Intersection over union."""
    wide = min(box[0] + box[2], other[0] + other[2]) - max(box[0], other[0])
    high = min(box[1] + box[3], other[1] + other[3]) - max(box[1], other[1])
    both = max(0.0, wide) * max(0.0, high)
    return both / (box[2] * box[3] + other[2] * other[3] - both)
