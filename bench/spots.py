"""What pointing at somebody who was missed covers: `python bench/spots.py` (`--record` writes docs/measurements.md).

Every photograph of the test data is searched as the platform does. Each marked face of 12 pixels or more of which less
than 80 % is hidden is pointed at once, where most of it is open, and judged by the box that is proposed: as the closer
look proposes it, and by the surest find alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from _machine import leave, load
from _operator_truth import COVERED, LEAST, middle_of
from _photos import TESTDATA
from _recording import record

from moretta_tasks.spots import Hiding, finds_near, propose
from moretta_vision import detect
from moretta_vision.catalogue import DEFAULT_PRESET, PRESETS
from moretta_vision.geometry.covering import grow
from moretta_vision.media.images import read
from moretta_vision.media.preview import to_bgr8
from moretta_vision.own_models import info_of

MARGIN = 0.15
"""Of what hides an object, as a share of its longer side: the policy's default."""

Box = Sequence[float]
Mask = npt.NDArray[np.bool_]


class Pointed(NamedTuple):
    """One face that was pointed at: hidden in part before, and what its boxes cover and add, in areas of the face."""

    partly: bool
    covered: bool
    covered_by_surest: bool
    added: float
    added_by_surest: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the table into docs/measurements.md")
    args = parser.parse_args()
    busy = [load()]
    cv2.setNumThreads(1)
    rows = [row for path, faces in _photographs() for row in _pointed(path, faces)]
    busy.append(load())
    text = _table(rows)
    print(text)
    if args.record:
        record("spots.py", text, " ".join(["python bench/spots.py", *sys.argv[1:]]), busy)
    return leave("spots", [], {"faces": [row._asdict() for row in rows]}, tell=False)


def _photographs() -> Iterator[tuple[Any, list[Box]]]:
    manifest = json.loads((TESTDATA / "manifest.json").read_text())
    faces: dict[int, list[Box]] = defaultdict(list)
    for row in manifest["annotations"]:
        if row["category_id"] == 1 and not row["ignore"] and row["bbox"][3] >= LEAST:
            faces[row["image_id"]].append(row["bbox"])
    for photo in manifest["images"]:
        if photo["file_name"].startswith("faces/"):
            yield TESTDATA / photo["file_name"], faces[photo["id"]]


def _pointed(path: Any, faces: Sequence[Box]) -> Iterator[Pointed]:
    name = PRESETS[DEFAULT_PRESET].detectors["face"]
    info, detector = info_of(name), detect.load(name)
    assert info
    pixels = read(path).pixels

    def find(looks: Any) -> Any:
        return list(detect.in_batches(detector, looks, 8, info.store_floor, print))

    (found,) = find([to_bgr8(pixels)])
    boxes = found.boxes[found.scores >= info.operating_threshold].tolist()
    hiding = [Hiding(str(at), box, grow(box, MARGIN)) for at, box in enumerate(boxes)]
    covered = _mask(boxes, pixels.shape[:2])
    for face in faces:
        part = covered[_window(face)]
        if not part.size or part.mean() >= COVERED:
            continue
        at = middle_of(~part, max(0, round(face[0])), max(0, round(face[1])))
        near = finds_near(find, pixels, at)
        surest = max(near, key=lambda one: one.score - one.away - (not one.whole) / 2, default=None)
        proposed = propose(near, hiding, covered, at)
        yield Pointed(
            bool(part.mean() >= 0.05),
            *_judged(covered, face, proposed and proposed.box, surest and surest.box),
        )


def _judged(covered: Mask, face: Box, *boxes: Box | None) -> tuple[Any, ...]:
    """Whether each box covers the face, then what each adds."""
    masks = [covered | _mask([box] if box else [], covered.shape) for box in boxes]
    added = [float(mask.sum() - covered.sum()) / (face[2] * face[3]) for mask in masks]
    return *(bool(mask[_window(face)].mean() >= COVERED) for mask in masks), *added


def _mask(boxes: Sequence[Box], shape: Sequence[int]) -> Mask:
    mask = np.zeros(tuple(shape[:2]), bool)
    for box in boxes:
        x, y, width, height = grow(box, MARGIN)
        mask[
            max(0, int(y)) : max(0, int(np.ceil(y + height))),
            max(0, int(x)) : max(0, int(np.ceil(x + width))),
        ] = True
    return mask


def _window(box: Box) -> tuple[slice, slice]:
    x, y, width, height = box
    return slice(max(0, round(y)), round(y + height)), slice(max(0, round(x)), round(x + width))


def _table(rows: Sequence[Pointed]) -> str:
    lines = [
        "| faces pointed at | | covered | by the surest find alone | added | by the surest find |",
        "|---|---|---|---|---|---|",
    ]
    for what, partly in (("nothing hid them", False), ("hidden in part", True)):
        mine = [row for row in rows if row.partly == partly]
        counts = f"{sum(r.covered for r in mine)} | {sum(r.covered_by_surest for r in mine)}"
        added = " | ".join(
            f"{np.median([getattr(r, name) for r in mine]):.1f}" for name in ("added", "added_by_surest")
        )
        lines.append(f"| {what} | {len(mine)} | {counts} | {added} |")
    lines += ["", "Added: what is hidden beyond what was before, the median in areas of the face."]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
