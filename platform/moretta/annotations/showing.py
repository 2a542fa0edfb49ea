"""Annotations as the API shows them, read in few queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, TextField
from django.db.models.functions import Cast

from moretta.datasets.models import Asset
from moretta.projects.models import RedactionPolicy

from .effective import hides
from .models import Annotation, KeyframeBlock

PART = 500  # SQLite takes a limited number of parameters


def show_annotation(
    row: Annotation, keyframes: list[dict[str, Any]], policy: RedactionPolicy
) -> dict[str, Any]:
    """One annotation as JSON."""
    return {
        "id": str(row.pk),
        "label": str(row.label_id),
        "source": row.source,
        "score": row.score,
        "decision": row.decision,
        "reason": row.reason,
        "attributes": row.attributes,
        "flags": row.flags,
        "hidden": hides(policy, row.label_id, row.decision, row.score),
        "keyframes": keyframes,
        "first_frame": row.first_frame,
        "last_frame": row.last_frame,
        "author": str(row.author_id) if row.author_id else None,
        "revision": row.revision,
    }


def show_annotations(
    asset: Asset, *, start: int | None = None, stop: int | None = None, ids: Iterable[UUID] | None = None
) -> list[dict[str, Any]]:
    """The objects of an asset that are not deleted.

    With `start` and `stop` (half-open frames): those that may be present there, each with the keyframes inside and the
    nearest one on either side, which is all that interpolation needs; only blocks around the window are read.
    """
    rows = Annotation.objects.filter(asset=asset, deleted=False).order_by("id")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    if stop is not None:
        rows = rows.filter(first_frame__lt=stop)
    found = list(rows)
    keyframes = _keyframes([row.pk for row in found], start, stop)
    policy = asset.dataset.policy
    shown = [show_annotation(row, keyframes.get(row.pk, []), policy) for row in found]
    if start is None or start <= 0:
        return shown
    return [a for a in shown if a["keyframes"] and not _gone(a["keyframes"], start, stop)]


def written_annotations(asset: Asset) -> Iterator[str]:
    """What `show_annotations` gives of a whole asset as JSON, in pieces.

    Keyframes go out as the text that the database holds: a long clip has tens of thousands, and taking them apart only
    to write them again took longer than everything else.
    """
    blocks = (
        KeyframeBlock.objects.filter(annotation__asset=asset, annotation__deleted=False)
        .order_by("annotation_id", "first_frame")
        .values_list("annotation_id", Cast("keyframes", TextField()))
    )
    written: dict[UUID, list[str]] = {}
    for id, text in blocks.iterator():
        written.setdefault(id, []).append(text.strip()[1:-1])  # without its brackets
    policy = asset.dataset.policy
    yield "["
    for index, row in enumerate(Annotation.objects.filter(asset=asset, deleted=False).order_by("id")):
        fields = show_annotation(row, [], policy)
        del fields["keyframes"]
        yield ", " if index else ""
        yield json.dumps(fields, cls=DjangoJSONEncoder, ensure_ascii=False)[:-1]
        yield f', "keyframes": [{", ".join(written.pop(row.pk, []))}]}}'
    yield "]"


def _gone(keyframes: list[dict[str, Any]], start: int, stop: int | None) -> bool:
    """Whether an object left the picture before the window and does not come back in it."""
    inside = [k for k in keyframes if k["frame"] >= start and (stop is None or k["frame"] < stop)]
    before = [k for k in keyframes if k["frame"] < start]
    return not inside and bool(before) and bool(before[-1].get("outside"))


def _keyframes(ids: list[UUID], start: int | None, stop: int | None) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {}
    for offset in range(0, len(ids), PART):
        blocks = KeyframeBlock.objects.filter(annotation__in=ids[offset : offset + PART]).order_by(
            F("annotation_id"), "first_frame"
        )
        if start is not None or stop is not None:
            bounds = blocks.values_list("pk", "annotation_id", "first_frame")
            blocks = blocks.filter(pk__in=_around(bounds, start, stop))
        for id, part in blocks.values_list("annotation_id", "keyframes"):
            found.setdefault(id, []).extend(part)
    if start is None and stop is None:
        return found
    return {id: _window(keyframes, start or 0, stop) for id, keyframes in found.items()}


def _around(bounds: Iterable[tuple[int, UUID, int]], start: int | None, stop: int | None) -> list[int]:
    """The blocks of each annotation that meet the window, with one more on either side."""
    by_annotation: dict[UUID, list[tuple[int, int]]] = {}
    for pk, annotation, first in bounds:
        by_annotation.setdefault(annotation, []).append((pk, first))
    wanted: list[int] = []
    for blocks in by_annotation.values():
        low = max((i for i, (_, first) in enumerate(blocks) if first <= (start or 0)), default=0)
        high = len(blocks)
        if stop is not None:
            high = next((i for i, (_, first) in enumerate(blocks) if first >= stop), len(blocks) - 1) + 1
        wanted += [pk for pk, _ in blocks[low:high]]
    return wanted


def _window(keyframes: list[dict[str, Any]], start: int, stop: int | None) -> list[dict[str, Any]]:
    low = max((i for i, k in enumerate(keyframes) if k["frame"] <= start), default=0)
    high = len(keyframes)
    if stop is not None:
        high = next((i for i, k in enumerate(keyframes) if k["frame"] >= stop), len(keyframes) - 1) + 1
    return keyframes[low:high]
