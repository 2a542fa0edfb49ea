"""Which finds somebody or something has already dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from moretta.datasets.models import Asset
from moretta.projects.models import Label
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import bounds, overlap

from .models import Annotation, Change, KeyframeBlock

SAME = 0.5  # intersection over union from which two boxes are the same object


def known_already(asset: Asset, objects: Sequence[dict[str, Any]]) -> list[bool]:
    """For each found object whether one that a person touched lies over it at each of its keyframes.

    An object that a person deleted counts: a false find does not come back. `objects` as for `actions.apply_run`.
    """
    return _covered(Annotation.objects.filter(asset=asset, touched=True), objects)


def covered_already(
    asset: Asset, label: Label, objects: Sequence[dict[str, Any]], threshold: float
) -> list[bool]:
    """As `known_already`, by what a person removed and by every object of the label that is there, but not by those
    that nobody has decided about and that lie below the threshold: nothing hides these."""
    there = Annotation.objects.filter(asset=asset, label=label, deleted=False)
    hidden = there.exclude(decision=Annotation.Decision.UNDECIDED, score__lt=threshold)
    return _covered(hidden | removed_by_hand(asset).filter(label=label), objects)


def removed_by_hand(asset: Asset) -> QuerySet[Annotation]:
    """The objects that a person removed; one that is gone since its making was taken back was not."""
    taken_back = Change.objects.filter(asset=asset, undoes__isnull=False).values("revision")
    return Annotation.objects.filter(asset=asset, deleted=True, touched=True).exclude(revision__in=taken_back)


def _covered(rows: QuerySet[Annotation], objects: Sequence[dict[str, Any]]) -> list[bool]:
    """For each found object whether one of the rows lies over it at each of its keyframes."""
    old = list(rows.values_list("pk", "label_id")) if objects else []
    if not old:
        return [False] * len(objects)
    keyframes: dict[UUID, list[dict[str, Any]]] = {}
    blocks = KeyframeBlock.objects.filter(annotation__in=rows.values("pk")).order_by("first_frame")
    for id, part in blocks.values_list("annotation_id", "keyframes"):
        keyframes.setdefault(id, []).extend(part)
    by_label: dict[str, list[list[dict[str, Any]]]] = {}
    for id, label in old:
        by_label.setdefault(str(label), []).append(keyframes.get(id, []))
    return [
        any(_covers(one, found["keyframes"]) for one in by_label.get(_label(found["label"]), []))
        for found in objects
    ]


def _label(label: Label | UUID | str) -> str:
    return str(label.pk if isinstance(label, Label) else label)


def _covers(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> bool:
    present = [k for k in new if not k.get("outside")]
    for keyframe in present:
        shape = shape_at(old, keyframe["frame"])
        if shape is None or overlap(bounds(shape), bounds(keyframe["shape"])) < SAME:
            return False
    return bool(present)
