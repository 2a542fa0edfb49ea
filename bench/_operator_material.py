"""What the operator works: photographs of the test data and variants of them, and clips made of the photographs.

All is the same each time. Where the faces are is known of every variant, for it is the published box, cut and turned.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import cv2
from _operator_truth import Truth, truth_of
from _photos import TESTDATA
from _variants import pixels_of
from _variants import truth_of as truth_of_variant
from _video_clips import made

VARIANTS = ("", "mirror", "crop", "mcrop")
"""First every photograph as it is, then every one mirrored, and so on."""
FACES, NOBODY = "faces/", "negatives/"
SEED = 7
"""Of the clips, where no other one is asked for."""


class Material(NamedTuple):
    """Files by their names, who is in them, and the files in which there is nobody at all."""

    files: dict[str, Path]
    truth: Truth
    nobody: frozenset[str]


def photographs(folder: Path, number: int) -> Material:
    """`number` photographs, drawn by chance from as they are; more of them than there are takes variants in."""
    manifest = json.loads((TESTDATA / "manifest.json").read_text())
    boxes: dict[int, list[Any]] = {}
    for row in manifest["annotations"]:
        if row["category_id"] == 1:
            boxes.setdefault(row["image_id"], []).append(row)
    folder.mkdir(parents=True, exist_ok=True)
    files, images, rows, nobody = {}, [], [], set()
    for photo, variant in _drawn(manifest["images"], number):
        path = folder / f"{Path(photo['file_name']).stem}{variant and '-'}{variant}.jpg"
        if not path.exists():
            _write(path, photo, variant)
        images.append({"id": len(images), "file_name": path.name})
        rows += [
            {**row, "image_id": len(images) - 1, "category_id": 1}
            for row in truth_of_variant(boxes.get(photo["id"], []), photo, variant)
        ]
        files[path.name] = path
        if photo["file_name"].startswith(NOBODY):
            nobody.add(path.name)
    shown = {"images": images, "annotations": rows, "videos": [], "video_annotations": []}
    return Material(files, truth_of(shown, files), frozenset(nobody))


def _drawn(images: list[Any], number: int) -> list[tuple[Any, str]]:
    unchanged = sum(not variant for _, variant in _variants(images))
    pool = list(islice(_variants(images), max(number, unchanged)))
    return random.Random(5).sample(pool, number)


def _variants(images: list[Any]) -> Iterator[tuple[Any, str]]:
    of = {start: [one for one in images if one["file_name"].startswith(start)] for start in (FACES, NOBODY)}
    step = len(of[FACES]) // len(of[NOBODY])
    for variant in VARIANTS:
        empty = iter(of[NOBODY])
        for place, photo in enumerate(of[FACES], 1):
            yield photo, variant
            if place % step == 0 and (one := next(empty, None)):
                yield one, variant


def _write(path: Path, photo: Any, variant: str) -> None:
    source = TESTDATA / photo["file_name"]
    if not variant:
        path.write_bytes(source.read_bytes())
        return
    pixels = pixels_of(cv2.imread(str(source)), photo, variant)
    cv2.imwrite(str(path), pixels, [cv2.IMWRITE_JPEG_QUALITY, 92])


def clips(folder: Path, number: int, seconds: int, seed: int = SEED) -> Material:
    """`number` clips of a moving, shaking camera over photographs, with cuts and occluders."""
    folder = folder if seed == SEED else folder / f"of-{seed}"
    done = folder / f"{number}x{seconds}"
    if not done.exists():
        made(folder, number, seconds, [seed])
        done.touch()
    manifest = {"images": [], "annotations": [], **json.loads((folder / "manifest.json").read_text())}
    files = {Path(each["file_name"]).name: folder / each["file_name"] for each in manifest["videos"]}
    return Material(files, truth_of(manifest, files), frozenset())
