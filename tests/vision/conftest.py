"""Fixtures of several files here: what `moretta redact` is given."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from redacting import FACES


@pytest.fixture
def photos(testdata: Path, tmp_path: Path) -> Path:
    """A folder of two photos, one below another folder, a damaged one and a text."""
    folder = tmp_path / "photos"
    (folder / "deep").mkdir(parents=True)
    shutil.copy(testdata / "odd" / "thumb_gps.jpg", folder / "one.jpg")
    shutil.copy(testdata / "odd" / "exif_6.jpg", folder / "deep" / "two.JPG")
    shutil.copy(testdata / "odd" / "photo.heic", folder / "deep" / "three.heic")
    (folder / "deep" / "broken.png").write_bytes((testdata / "odd" / "broken_stream.png").read_bytes())
    (folder / "labels.txt").write_text("0 .5 .5 .1 .1")
    return folder


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of detections that knows the given names, all with the same three faces."""

    def write(*names: str, size: tuple[int, int] = (500, 375), **extra: Any) -> Path:
        document = {
            "images": [
                {"id": i, "file_name": name, "width": size[0], "height": size[1]}
                for i, name in enumerate(names)
            ],
            "categories": [{"id": 1, "name": "face"}, {"id": 2, "name": "license_plate"}],
            "annotations": [
                {"id": 10 * i + j, "image_id": i, "category_id": 1, "bbox": box, "score": (0.9, 0.8, 0.3)[j]}
                for i in range(len(names))
                for j, box in enumerate(FACES)
            ],
            **extra,
        }
        path = tmp_path / "detections.json"
        path.write_text(json.dumps(document))
        return path

    return write
