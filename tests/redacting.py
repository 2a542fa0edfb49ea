"""`moretta redact`, what it is given in tests, and what came out of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from moretta_vision.cli import main
from moretta_vision.media.images import read

FACES = [[104, 162, 76, 76], [232, 218, 63, 63], [344, 155, 90, 90]]
"""The true faces of odd/exif_1.jpg and its kin."""
PURPLE = ["--color", "ff00ff"]


def redact(*arguments: object) -> int:
    return main(["redact", *map(str, arguments)])


def report(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "moretta-report.json").read_text())


def outputs(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def colour_share(path: Path, box: list[int], bgr: tuple[int, int, int]) -> float:
    x, y, w, h = box
    part = read(path).bgr()[y : y + h, x : x + w].astype(int)
    return float((np.abs(part - bgr).max(axis=2) < 40).mean())
