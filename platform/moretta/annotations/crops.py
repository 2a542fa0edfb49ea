"""The wall of crops: objects of a dataset one beside the other, riskiest first, and the small pictures of them.

Those of an asset lie one behind the other in one file of JPEGs, a rendition of the kind *crops*: the wall takes each
from another asset, so each can be read alone. Its report says under `crops` where, in bytes, and what is shown, a box
in pixels of the frame: `{annotation id: [start, stop, frame, x, y, width, height]}`. They are cut from originals, so
only who may see originals gets them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import random
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from moretta import storage
from moretta.accounts.access import Actor
from moretta.accounts.models import User
from moretta.api import MOST, PAGE, BadField
from moretta.audit.log import record_viewings
from moretta.datasets.models import Asset, Dataset, Rendition
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job

from .effective import hides
from .models import Annotation, KeyframeBlock

ASSETS_A_STEP = 16
MOST_ASSETS = 500
MOST_NAMED = 100
SAMPLE = 60
WAITING = (Asset.State.ANNOTATE, Asset.State.IN_REVIEW)
SHOWN = (*WAITING, Asset.State.APPROVED, Asset.State.READY)

Rows = QuerySet[Annotation]


def list_crops(dataset: Dataset, query: Any) -> tuple[list[Annotation], str | None]:
    """One page of objects, riskiest first, by the filters of the address, and the cursor of the next."""
    if ids := query.get("ids"):
        return _named(dataset, ids), None
    rows = filtered(objects_of(dataset, query.get("show", "open")), query)
    if query.get("sample"):
        return sample(rows, _number(query, "sample", SAMPLE, 500)), None
    limit = _number(query, "limit", PAGE, MOST)
    if cursor := query.get("cursor"):
        risk, id = _cursor(cursor)
        rows = rows.filter(risk__lte=risk).filter(Q(risk__lt=risk) | Q(pk__gt=id))
    found = list(rows.order_by("-risk", "pk").select_related("asset")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return found, _cursor_of(found[-1]) if more else None


def _named(dataset: Dataset, text: str) -> list[Annotation]:
    ids = _ids(text)
    rows = Annotation.objects.filter(pk__in=ids, dataset=dataset, deleted=False, asset__deleting=False)
    return list(rows.order_by("-risk", "pk").select_related("asset"))


def _ids(text: str) -> list[UUID]:
    try:
        return [UUID(id) for id in text.split(",")[:MOST_NAMED]]
    except ValueError:
        raise BadField("ids", "ids are ids of objects with commas between.") from None


def objects_of(dataset: Dataset, show: str) -> Rows:
    """`open`: nobody has decided. `certain`: the machine itself was sure enough to hide them, nobody looked;
    `waiting`: those two, all of what is not approved yet. `hidden`, `kept`: what people decided."""
    rows = Annotation.objects.filter(
        dataset=dataset, deleted=False, asset__deleting=False, asset__state__in=SHOWN
    )
    if show == "open":
        return rows.filter(decision="undecided", asset__state__in=WAITING)
    if show == "certain":
        return rows.filter(decision="redact", touched=False, asset__state__in=WAITING)
    if show == "waiting":
        undecided = Q(decision="undecided") | Q(decision="redact", touched=False)
        return rows.filter(undecided, asset__state__in=WAITING)
    if show == "hidden":
        return rows.filter(decision="redact", touched=True)
    if show == "kept":
        return rows.filter(decision="keep")
    raise BadField("show", "show is open, certain, waiting, hidden or kept.")


def filtered(rows: Rows, query: Any) -> Rows:
    """By `label`, `flag`, `source` and the scores `from` … `to`."""
    if label := query.get("label"):
        try:
            rows = rows.filter(label=UUID(label))
        except ValueError:
            raise BadField("label", "label is the id of a label.") from None
    if flag := query.get("flag"):
        rows = rows.annotate(flag_text=Cast("flags", TextField()))
        rows = rows.filter(flag_text__contains=f'"flag": "{flag[:40]}"')
    if source := query.get("source"):
        if source not in Annotation.Source.values:
            raise BadField("source", f"source is one of {', '.join(Annotation.Source.values)}.")
        rows = rows.filter(source=source)
    for name, lookup in (("from", "score__gte"), ("to", "score__lt")):
        if text := query.get(name):
            try:
                rows = rows.filter(**{lookup: float(text)})
            except ValueError:
                raise BadField(name, f"{name} is a score from 0 to 1.") from None
    return rows


def sample(rows: Rows, count: int) -> list[Annotation]:
    """So many of the rows, drawn by chance, riskiest first."""
    ids = list(rows.values_list("pk", flat=True))
    drawn = random.sample(ids, min(count, len(ids)))
    found = Annotation.objects.filter(pk__in=drawn).select_related("asset")
    return sorted(found, key=lambda row: (-row.risk, row.pk))


def count_crops(dataset: Dataset, query: Any) -> dict[str, int]:
    return {show: filtered(objects_of(dataset, show), query).count() for show in ("open", "certain")}


def show_crops(dataset: Dataset, rows: Sequence[Annotation], actor: Actor) -> list[dict[str, Any]]:
    """The rows as JSON, each with what its small picture shows where there is one and the actor may see originals."""
    sees = actor.may("see_originals", dataset.project.organization_id, dataset.project_id)
    sheets = _sheets({row.asset_id for row in rows}) if sees else {}
    boxes = _boxes_now([row.pk for row in rows if row.asset.n_frames == 1]) if sees else {}
    return [
        {
            "id": row.pk,
            "asset": row.asset_id,
            "name": row.asset.name,
            "kind": row.asset.kind,
            "label": row.label_id,
            "source": row.source,
            "score": row.score,
            "decision": row.decision,
            "reason": row.reason,
            "flags": row.flags,
            "risk": round(row.risk, 4),
            "revision": row.revision,
            "person": row.person,
            "hidden": hides(dataset.policy, row.label_id, row.decision, row.score),
            "crop": _crop(row, sheets.get(row.asset_id), boxes.get(row.pk)),
        }
        for row in rows
    ]


def _crop(row: Annotation, sheet: Rendition | None, box: list[float] | None) -> dict[str, Any] | None:
    """What the object's small picture shows; None where there is none, or where the object was moved since."""
    found = _place(sheet, row.pk)
    if sheet is None or found is None:
        return None
    _, _, frame, *at = found
    if box is not None and box != at:
        return None
    return {"version": sheet.recipe[:16], "frame": frame, "box": at}


def _place(sheet: Rendition | None, id: UUID) -> list[Any] | None:
    return sheet.report.get("crops", {}).get(str(id)) if sheet else None


def pictures_of(dataset: Dataset, text: str, actor: Actor) -> list[bytes]:
    """The small pictures of objects of the dataset, JPEGs in the order of their ids; empty where there is none. That
    their assets were looked at is written down."""
    ids = _ids(text)
    rows = Annotation.objects.filter(pk__in=ids, dataset=dataset, deleted=False, asset__deleting=False)
    asset_of = dict(rows.values_list("pk", "asset_id"))
    sheets = _sheets(asset_of.values())
    found = []
    for id in ids:
        sheet = sheets.get(asset_of[id]) if id in asset_of else None
        found.append(_read(sheet, _place(sheet, id)))
    shown = {asset_of[id] for id, data in zip(ids, found, strict=True) if data}
    record_viewings(actor, shown, dataset.project.organization_id)
    return found


def _read(sheet: Rendition | None, place: list[Any] | None) -> bytes:
    if sheet is None or place is None:
        return b""
    start, stop = place[:2]
    try:
        with storage.local(sheet.path).open("rb") as file:
            file.seek(start)
            return file.read(stop - start)
    except FileNotFoundError:  # another was cut meanwhile
        return b""


def _sheets(assets: Iterable[UUID]) -> dict[UUID, Rendition]:
    rows = Rendition.objects.filter(asset__in=list(assets), kind="crops").order_by("id")
    return {row.asset_id: row for row in rows.only("id", "asset", "recipe", "report", "path")}


def _boxes_now(ids: list[UUID]) -> dict[UUID, list[float]]:
    """Of objects in pictures: their boxes as they are now."""
    blocks = KeyframeBlock.objects.filter(annotation__in=ids).values_list("annotation_id", "keyframes")
    return {id: box_of(keyframes[0]["shape"]) for id, keyframes in blocks if keyframes[0].get("shape")}


def box_of(shape: dict[str, Any]) -> list[float]:
    """The box around a shape, as a report has it."""
    from moretta_vision.geometry.shapes import bounds

    return [round(float(value), 1) for value in bounds(shape)]


def start_cutting(dataset: Dataset, assets: Sequence[UUID], by: User) -> Job:
    """The job that cuts out the objects of these assets of the dataset; the same job for the same assets."""
    ids = [
        str(id)
        for id in Asset.objects.filter(pk__in=assets, dataset=dataset, deleting=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    ]
    parts = [ids[start : start + ASSETS_A_STEP] for start in range(0, len(ids), ASSETS_A_STEP)]
    steps = [StepSpec("crops.cut", "render", {"assets": part}, len(part), 0) for part in parts]
    same = hashlib.sha256("".join(ids).encode()).hexdigest()[:16]
    return start_waited_for("crops", dataset, by, "Cut out objects", steps, f":{same}")


def start_waited_for(
    kind: str, dataset: Dataset, by: User, title: str, steps: Sequence[StepSpec], same: str = ""
) -> Job:
    """A job about a dataset for whose end somebody waits; one that runs already with the same `same` is that job."""
    project = dataset.project
    return start_job(
        kind,
        organization=project.organization,
        project=project,
        dataset=dataset,
        created_by=by,
        title=title,
        key=f"{kind}:{dataset.pk}{same}",
        steps=list(steps),
        priority=0,
    )


def _number(query: Any, name: str, default: int, most: int) -> int:
    try:
        return max(1, min(most, int(query.get(name) or default)))
    except ValueError:
        raise BadField(name, f"{name} is a whole number from 1 to {most}.") from None


def _cursor_of(row: Annotation) -> str:
    return base64.urlsafe_b64encode(f"{row.risk!r} {row.pk}".encode()).decode().rstrip("=")


def _cursor(text: str) -> tuple[float, UUID]:
    try:
        risk, id = base64.urlsafe_b64decode(text.encode() + b"==").decode().split(" ")
        return float(risk), UUID(id)
    except (binascii.Error, ValueError, UnicodeError):
        raise BadField("cursor", "The cursor is not one that this list gave.") from None
