"""What an asset's card says about its objects: counts, marks for the wall, and how risky it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from moretta_vision.geometry.hiding import is_hidden
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import bounds

from . import counting
from .models import Asset

if TYPE_CHECKING:
    from moretta.annotations.models import Annotation

MOST_MARKS = 12


class Row(NamedTuple):
    """What the summary needs of an annotation."""

    id: UUID
    state: str  # hidden | kept | undecided | ignored
    score: float
    why: str
    first_frame: int


def cover_frame(asset: Asset) -> int:
    """The frame that stands for the asset on the wall: of a video the one in the middle."""
    return 0 if asset.kind == Asset.Kind.IMAGE else asset.n_frames // 2


def object_state(decision: str, score: float, rule: dict[str, Any] | None) -> str:
    """hidden, kept or undecided; *ignored* where nothing has to be decided about the object.

    `rule` is what the policy says about the object's label.
    """
    if decision == "redact":
        return "hidden"
    if decision == "keep":
        return "kept"
    redacted = bool(rule and rule.get("redact"))
    threshold = float(rule.get("threshold", 0)) if rule else 0.0
    return "undecided" if is_hidden("undecided", score, redacted, threshold) else "ignored"


def summarize(asset: Asset) -> None:
    """Counts an asset's objects again, writes its card and moves the dataset's counters, in the caller's transaction.

    Counts what is decided in the database and reads the undecided alone, and keyframes of at most twelve objects: cheap
    beside hundreds of objects. The given object is brought up to date.
    """
    from moretta.annotations.models import Annotation

    rules = asset.dataset.policy.settings.get("labels", {})
    alive = Annotation.objects.filter(asset=asset, deleted=False)
    decided = alive.exclude(decision="undecided")
    numbers = dict(decided.values_list("decision").annotate(number=Count("pk")))
    rows = _rows(alive.filter(decision="undecided"), rules)
    frame = cover_frame(asset)
    first = decided.filter(first_frame__lte=frame).order_by("decision", "pk")  # keep comes before redact
    shown = _rows(first[: _most(asset)], rules)
    counts = {
        "hidden": numbers.get("redact", 0),
        "kept": numbers.get("keep", 0),
        "undecided": sum(row.state == "undecided" for row in rows),
    }
    doubts = [row for row in rows if row.state == "undecided"]
    fields: dict[str, Any] = {
        **counts,
        "marks": _marks(asset, [*rows, *shown]),
        "risk": round(min(1.0, max((1 - row.score for row in doubts), default=0) + 0.05 * len(doubts)), 3),
        "updated_at": timezone.now(),
    }
    with transaction.atomic():
        before = Asset.objects.values("state", *counting.OBJECTS).get(pk=asset.pk)
        Asset.objects.filter(pk=asset.pk).update(**fields)
        by = {name: counts[name] - before[name] for name in counting.OBJECTS}
        counting.add(asset.dataset_id, before["state"], **by)
    for name, value in fields.items():
        setattr(asset, name, value)


def _rows(found: QuerySet[Annotation], rules: dict[str, Any]) -> list[Row]:
    values = found.values_list("id", "label_id", "decision", "score", "reason", "flags", "first_frame")
    return [
        Row(id, object_state(decision, score, rules.get(str(label))), score, _why(reason, flags), first)
        for id, label, decision, score, reason, flags, first in values
    ]


def _most(asset: Asset) -> int:
    """How many objects are looked at for the marks: in a video not everybody is there at the cover frame."""
    return MOST_MARKS * (1 if asset.kind == Asset.Kind.IMAGE else 4)


def _why(reason: str, flags: list[dict[str, Any]]) -> str:
    return reason or next((str(flag.get("says", flag.get("flag", ""))) for flag in flags or []), "")


def _marks(asset: Asset, rows: list[Row]) -> list[dict[str, Any]]:
    """At most twelve shapes of the cover frame, the doubtful first, as boxes relative to the picture."""
    from moretta.annotations.models import KeyframeBlock

    if not asset.width or not asset.height:
        return []
    frame = cover_frame(asset)
    order = {"undecided": 0, "kept": 1, "hidden": 2}
    shown = sorted(
        (r for r in rows if r.state in order and r.first_frame <= frame), key=lambda r: order[r.state]
    )
    shown = shown[: _most(asset)]
    keyframes: dict[UUID, list[dict[str, Any]]] = {}
    blocks = KeyframeBlock.objects.filter(annotation__in=[row.id for row in shown]).order_by("first_frame")
    for id, part in blocks.values_list("annotation_id", "keyframes"):
        keyframes.setdefault(id, []).extend(part)
    marks: list[dict[str, Any]] = []
    for row in shown:
        shape = shape_at(keyframes.get(row.id, []), frame)
        if shape is None or len(marks) == MOST_MARKS:
            continue
        x, y, w, h = bounds(shape)
        box = [x / asset.width, y / asset.height, w / asset.width, h / asset.height]
        marks.append({"state": row.state, "box": [round(v, 4) for v in box], "why": row.why})
    return marks
