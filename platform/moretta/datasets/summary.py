"""What an asset's card says about its objects: counts, marks for the wall, and how risky it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

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
SUMMARY = (*counting.OBJECTS, "marks", "risk")
"""The columns of an asset that `summarize` writes, and nothing else does."""

DECIDED = {"keep": "kept", "redact": "hidden"}


class Doubt(NamedTuple):
    """An object that nobody has decided about and that the policy hides."""

    id: UUID
    score: float
    why: str
    first_frame: int


class Shown(NamedTuple):
    """An object that may have a mark."""

    state: str  # hidden | kept | undecided
    why: str
    keyframes: list[dict[str, Any]]


def cover_frame(asset: Asset) -> int:
    """The frame that stands for the asset on the wall: of a video the one in the middle."""
    return 0 if asset.kind == Asset.Kind.IMAGE else asset.n_frames // 2


def summarize(asset: Asset) -> None:
    """Counts an asset's objects again, writes its card and moves the dataset's counters, in the caller's transaction.

    Counts in the database and reads the undecided alone, and keyframes of at most twelve objects: cheap beside hundreds
    of objects. What the given object says of its state and `SUMMARY` has to be what is stored; it is brought up to
    date.
    """
    from moretta.annotations.models import Annotation

    alive = Annotation.objects.filter(asset=asset, deleted=False)
    numbers = dict(alive.values_list("decision").annotate(number=Count("pk")))
    doubts = _doubts(asset, alive) if "undecided" in numbers else []
    fields: dict[str, Any] = {
        "hidden": numbers.get("redact", 0),
        "kept": numbers.get("keep", 0),
        "undecided": len(doubts),
        "marks": _marks(asset, alive, doubts),
        "risk": _risk(doubts),
    }
    changed = {name: value for name, value in fields.items() if value != getattr(asset, name)}
    if not changed:
        return
    Asset.objects.filter(pk=asset.pk).update(updated_at=timezone.now(), **changed)
    by = {name: fields[name] - getattr(asset, name) for name in counting.OBJECTS}
    counting.add(asset.dataset_id, asset.state, **by)
    for name, value in changed.items():
        setattr(asset, name, value)


def _doubts(asset: Asset, alive: QuerySet[Annotation]) -> list[Doubt]:
    rules = asset.dataset.policy.settings.get("labels", {})
    rows = alive.filter(decision="undecided")
    values = rows.values_list("id", "label_id", "score", "reason", "flags", "first_frame")
    return [
        Doubt(id, score, _why(reason, flags), first)
        for id, label, score, reason, flags, first in values
        if _is_doubt(score, rules.get(str(label)) or {})
    ]


def _is_doubt(score: float, rule: dict[str, Any]) -> bool:
    """Whether what the policy says about an object's label asks for a decision."""
    return is_hidden("undecided", score, bool(rule.get("redact")), float(rule.get("threshold", 0)))


def _why(reason: str, flags: list[dict[str, Any]]) -> str:
    unseen = (flag for flag in flags or [] if not flag.get("seen"))
    return reason or next((str(flag.get("says", flag.get("flag", ""))) for flag in unseen), "")


def _risk(doubts: list[Doubt]) -> float:
    return round(min(1.0, max((1 - doubt.score for doubt in doubts), default=0) + 0.05 * len(doubts)), 3)


def _marks(asset: Asset, alive: QuerySet[Annotation], doubts: list[Doubt]) -> list[dict[str, Any]]:
    """At most twelve shapes of the cover frame, the doubtful first, as boxes relative to the picture."""
    if not asset.width or not asset.height:
        return []
    frame = cover_frame(asset)
    # In a video not everybody is there at the cover frame.
    most = MOST_MARKS * (1 if asset.kind == Asset.Kind.IMAGE else 4)
    shown = _shown_doubts([doubt for doubt in doubts if doubt.first_frame <= frame][:most])
    if len(shown) < most:
        shown += _shown_decided(alive.filter(first_frame__lte=frame), most - len(shown))
    marks: list[dict[str, Any]] = []
    for state, why, keyframes in shown:
        shape = shape_at(keyframes, frame)
        if shape is None or len(marks) == MOST_MARKS:
            continue
        x, y, w, h = bounds(shape)
        box = [x / asset.width, y / asset.height, w / asset.width, h / asset.height]
        marks.append({"state": state, "box": [round(v, 4) for v in box], "why": why})
    return marks


def _shown_doubts(doubts: list[Doubt]) -> list[Shown]:
    from moretta.annotations.models import KeyframeBlock

    found = {doubt.id: Shown("undecided", doubt.why, []) for doubt in doubts}
    if found:
        blocks = KeyframeBlock.objects.filter(annotation__in=list(found)).order_by("first_frame")
        for id, keyframes in blocks.values_list("annotation_id", "keyframes"):
            found[id].keyframes.extend(keyframes)
    return list(found.values())


def _shown_decided(rows: QuerySet[Annotation], number: int) -> list[Shown]:
    """The first decided objects, those that are kept before those that are hidden; in one query."""
    from moretta.annotations.models import KeyframeBlock

    first = rows.filter(decision__in=DECIDED).order_by("decision", "pk").values("pk")[:number]
    blocks = KeyframeBlock.objects.filter(annotation__in=first)
    found: dict[UUID, Shown] = {}
    for id, decision, reason, flags, keyframes in blocks.order_by(
        "annotation__decision", "annotation_id", "first_frame"
    ).values_list(
        "annotation_id", "annotation__decision", "annotation__reason", "annotation__flags", "keyframes"
    ):
        shown = found.setdefault(id, Shown(DECIDED[decision], _why(reason, flags), []))
        shown.keyframes.extend(keyframes)
    return list(found.values())
