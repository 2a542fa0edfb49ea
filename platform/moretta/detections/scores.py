"""How many finds of a run have which score: what another threshold would hide is counted without opening a file.

`{label kind: {hundredths of the score: count}}`, from `LEAST` on.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from moretta import storage
from moretta_vision.geometry.shapes import overlap

from .models import DetectionRun

LEAST = 10  # hundredths: as far as the slider goes
SAME = 0.3  # intersection over union from which two boxes are of one thing, as on the page

Scores = dict[str, dict[str, int]]


def hundredths(score: float) -> int:
    """As scores are counted."""
    return int(score * 100 + 1e-6)


def count_scores(finds: Iterable[tuple[str, float]]) -> Scores:
    """Of things found, each with its label kind and its score."""
    counted = Counter((kind, hundredths(score)) for kind, score in finds)
    found: Scores = {}
    for (kind, score), count in sorted(counted.items()):
        if score >= LEAST:
            found.setdefault(kind, {})[str(score)] = count
    return found


def scores_of_rows(rows: Sequence[Sequence[Any]]) -> Scores:
    """Of one picture's finds `[kind, x, y, width, height, score, …]`: those that lie over each other are one thing, of
    the highest score."""
    kept: list[Sequence[Any]] = []
    for row in sorted(rows, key=lambda row: -float(row[5])):
        if row[5] * 100 >= LEAST and not any(
            row[0] == other[0] and overlap(row[1:5], other[1:5]) >= SAME for other in kept
        ):
            kept.append(row)
    return count_scores((str(row[0]), float(row[5])) for row in kept)


def recount(runs: Iterable[DetectionRun]) -> None:
    """Counts runs over pictures that are from before their scores were counted, and notes it."""
    counted = []
    for run in runs:
        try:
            with gzip.open(storage.local(run.path), "rb") as file:
                run.scores = scores_of_rows(json.load(file).get("frames", {}).get("0", []))
        except (FileNotFoundError, EOFError, ValueError, gzip.BadGzipFile, zlib.error):  # gone, or damaged
            run.scores = {}
        counted.append(run)
    DetectionRun.objects.bulk_update(counted, ["scores"], batch_size=100)
