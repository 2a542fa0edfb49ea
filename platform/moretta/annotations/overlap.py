"""Which finds of a new run a person has already dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from moretta.datasets.models import Asset
from moretta.projects.models import Label
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import bounds, overlap

from .models import Annotation, KeyframeBlock

SAME = 0.5  # intersection over union from which two boxes are the same object


def known_already(asset: Asset, objects: Sequence[dict[str, Any]]) -> list[bool]:
    """For each found object whether one that a person touched lies over it at each of its keyframes.

    An object that a person deleted counts: a false find does not come back. `objects` as for `actions.apply_run`.
    """
    if not objects:
        return []
    touched = list(Annotation.objects.filter(asset=asset, touched=True).values_list("pk", "label_id"))
    if not touched:
        return [False] * len(objects)
    keyframes: dict[UUID, list[dict[str, Any]]] = {}
    blocks = KeyframeBlock.objects.filter(annotation__asset=asset, annotation__touched=True).order_by(
        "first_frame"
    )
    for id, part in blocks.values_list("annotation_id", "keyframes"):
        keyframes.setdefault(id, []).extend(part)
    by_label: dict[str, list[list[dict[str, Any]]]] = {}
    for id, label in touched:
        by_label.setdefault(str(label), []).append(keyframes.get(id, []))
    return [
        any(_covers(old, found["keyframes"]) for old in by_label.get(_label(found["label"]), []))
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
