"""Finds below the threshold that are like one that a person has pointed at: who is missed once is missed again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q

from moretta import storage
from moretta.annotations.models import Annotation, KeyframeBlock
from moretta.datasets.models import Asset
from moretta.detections.models import DetectionRun
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import bounds

from .findings import read_candidates

MOST = 12
TRIED = 100
"""So many of the surest are looked at for whether something covers them: in clips nearly all are."""
ASSETS, FRAMES = 400, 2000
"""Runs of so many assets are looked through, and of no more once they have so many frames: those beside the picture,
later ones first."""
LIKE_SCORE = 0.8
"""At least this share of the score that the search gave the missed one."""
UNKNOWN_SCORE = 0.2
"""Taken where the search itself saw nothing at the spot."""
LIKE_SIZE = 2.0
OVERLAP = 0.3
REACH = 0.2

Box = list[float]


def similar_to(asset: Asset, kind: str, label: str, frame: int, box: Box) -> list[dict[str, Any]]:
    """At most twelve `{"asset", "name", "frame", "box", "score"}`, best first, of the same dataset and kind, below the
    policy's threshold, about as large, seen about as surely, and not covered by an object."""
    rule = asset.dataset.policy.settings.get("labels", {}).get(label, {})
    threshold = float(rule.get("threshold", 1))
    seen = [c[4] for c in _candidates(asset, kind, frame) if _overlap(c[:4], box) > OVERLAP]
    least = LIKE_SCORE * min(max(seen, default=UNKNOWN_SCORE), threshold)
    found = []
    for other in _beside(asset):
        for at, candidate in _all(other, kind):
            size = max(candidate[2:4]) / max(*box[2:], 1e-6)
            if not least <= candidate[4] < threshold or not 1 / LIKE_SIZE <= size <= LIKE_SIZE:
                continue
            if other.pk == asset.pk and at == frame and _overlap(candidate[:4], box) > OVERLAP:
                continue
            found.append((candidate[4], other, at, candidate[:4]))
    found.sort(key=lambda one: -one[0])
    similar: list[dict[str, Any]] = []
    for score, other, at, place in found[:TRIED]:
        if len(similar) == MOST:
            break
        if not _is_covered(other, at, place):
            one = {"asset": str(other.pk), "name": other.name, "frame": at, "box": place, "score": score}
            similar.append(one)
    return similar


def _beside(asset: Asset) -> Iterator[Asset]:
    rows = Asset.objects.filter(dataset=asset.dataset_id, deleting=False, width__isnull=False)
    rows = rows.exclude(state__in=[Asset.State.EXCLUDED, Asset.State.FAILED, Asset.State.PROCESSING])
    later = list(rows.filter(pk__gte=asset.pk).order_by("pk")[:ASSETS])
    frames = 0
    for one in chain(later, rows.filter(pk__lt=asset.pk).order_by("-pk")[: ASSETS - len(later)]):
        yield one
        frames += one.n_frames
        if frames >= FRAMES:
            return


def _all(asset: Asset, kind: str) -> Iterator[tuple[int, list[float]]]:
    run = DetectionRun.objects.filter(asset=asset).newest(kind)
    if run is None:
        return
    try:
        stored = read_candidates(storage.local(run.path))
    except FileNotFoundError:
        return
    for frame, rows in stored.items():
        for row in rows:
            if row[0] == kind:
                yield frame, [float(value) for value in row[1:6]]


def _candidates(asset: Asset, kind: str, frame: int) -> list[list[float]]:
    return [candidate for at, candidate in _all(asset, kind) if at == frame]


def _is_covered(asset: Asset, frame: int, box: Box) -> bool:
    there = Q(annotation__last_frame__gte=frame) | ~Q(annotation__source=Annotation.Source.RUN)
    blocks = KeyframeBlock.objects.filter(
        there, annotation__asset=asset, annotation__deleted=False, annotation__first_frame__lte=frame
    )
    rows = blocks.order_by("annotation", "first_frame").values_list("annotation", "keyframes")
    for _, parts in groupby(rows.iterator(chunk_size=20), key=itemgetter(0)):
        shape = shape_at([keyframe for _, part in parts for keyframe in part], frame)
        if shape is not None and _lies_on(box, list(bounds(shape))):
            return True
    return False


def _lies_on(box: Box, object: Box) -> bool:
    """Whether what hides the object, which reaches farther than its box, most likely hides this as well."""
    x, y, width, height = object
    wide, high = REACH * width, REACH * height
    return _overlap(box, [x - wide, y - high, width + 2 * wide, height + 2 * high]) > OVERLAP


def _overlap(a: Box, b: Box) -> float:
    """The share of the smaller box that lies in the other."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(min(a[2] * a[3], b[2] * b[3]), 1e-6)
