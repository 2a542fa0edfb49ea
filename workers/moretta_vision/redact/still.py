"""One picture from detection to redacted file: the unit of work of `moretta redact`, run in any process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..media.errors import MediaError
from ..media.images import Picture, read
from .files import redact_picture
from .listed import Keyframes, digest, still
from .zoned import Zones


@dataclass(frozen=True)
class StillTask:
    """What to do with one picture. `objects` are those found before, None: `chosen` detectors search now.

    `how` holds a region's method, color, shape and margin. `size` and `digest` (SHA-256) are those
    of the file that they were found in, where that is known.
    """

    name: str
    source: Path
    target: Path
    written: str
    how: Mapping[str, Any] = field(default_factory=dict)
    objects: list[Keyframes] | None = None
    size: tuple[int, int] | None = None
    digest: str | None = None
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    min_score: float | None = None
    jpeg: str = "exact"
    zones: Zones = Zones()


def redact_still(task: StillTask) -> dict[str, Any]:
    """Redacts one picture and returns its report. Where that fails nothing stands at the target: not even an
    earlier file of that name, which might show what was to be hidden."""
    try:
        picture = read(task.source)
        found = (
            [{"keyframes": listed} for listed in task.objects]
            if task.objects is not None
            else _find(picture, task)
        )
        if task.size is not None and task.size != (picture.width, picture.height):
            listed = "×".join(map(str, task.size))
            raise MediaError(
                f"{task.name} is {picture.width}×{picture.height}, but its detections are for {listed}. "
                "Detect again."
            )
        if task.digest is not None and task.digest != digest(task.source):
            raise MediaError(
                f"{task.name} is not the file that was searched: its sha256 differs. Detect again."
            )
        regions = [{**one, **task.how} for one in found]
        regions, kept = task.zones.over(regions, task.how, picture.width, picture.height)
        report = redact_picture(picture, task.target, regions, task.written, task.jpeg)
        return {**report, "kept_objects": kept} if task.zones.keep else report
    except BaseException:
        task.target.unlink(missing_ok=True)
        raise


def _find(picture: Picture, task: StillTask) -> list[dict[str, Any]]:
    """The objects as regions: where they are, and the landmarks of faces whose detector saw them."""
    from ..detect.files import find_in_pixels

    regions = []
    for detections in find_in_pixels(picture.pixels, task.chosen, task.min_score):
        marks = detections.landmarks
        for n, box in enumerate(detections.boxes):
            region: dict[str, Any] = {"keyframes": still(box)}
            if marks is not None and marks.shape[1] == 5 and np.isfinite(marks[n]).all():
                region["landmarks"] = {0: marks[n].tolist()}
            regions.append(region)
    return regions
