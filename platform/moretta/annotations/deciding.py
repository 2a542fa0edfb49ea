"""One decision about many objects of a dataset, and taking it back: each asset gets one change, or says why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from moretta.accounts.models import User
from moretta.api import ApiError, BadField
from moretta.datasets.models import Asset, Dataset
from moretta.ids import uuid7

from .actions import apply_changes
from .models import Annotation, Change

MOST = 500
TOUCHED = "Somebody has changed it meanwhile. Look at it again."
GONE = "It is not there any more."

Outcome = dict[str, Any]


def decide_many(
    dataset: Dataset, by: User, seen: Sequence[dict[str, Any]], decision: str, reason: str = ""
) -> Outcome:
    """Hides (`redact`), keeps or removes (`remove`) objects: `seen` are `{"id", "revision"}` as they were looked at.

    An object that somebody touched since is refused, the others go through. Gives `{"changes", "done", "refused"}`:
    ids of changes, by which `undo_many` takes all of it back; the objects with their new revisions (`{"id",
    "revision"}`); and those that were not taken (`{"id", "detail"}`).
    """
    if decision == "keep" and not reason.strip():
        raise BadField("reason", "Say why they stay visible.")
    revisions = {item["id"]: item["revision"] for item in seen}
    rows = Annotation.objects.filter(pk__in=list(revisions), dataset=dataset, deleted=False)
    # the assets before the objects: a save in between is a newer revision than theirs, and refused
    assets = _assets(dataset, set(rows.values_list("asset_id", flat=True)))
    by_asset: dict[UUID, list[UUID]] = defaultdict(list)
    outcome: Outcome = {"changes": [], "done": [], "refused": []}
    known = {id: (asset, revision) for id, asset, revision in rows.values_list("pk", "asset_id", "revision")}
    for id, revision in revisions.items():
        if id not in known:
            outcome["refused"].append({"id": id, "detail": GONE})
        elif known[id][1] != revision:
            outcome["refused"].append({"id": id, "detail": TOUCHED})
        else:
            by_asset[known[id][0]].append(id)

    def operations(ids: list[UUID]) -> list[dict[str, Any]]:
        if decision == "remove":
            return [{"op": "delete", "annotation": str(id)} for id in ids]
        settings = {"decision": decision, "reason": reason.strip()}
        return [{"op": "update", "annotation": str(id), "set": settings} for id in ids]

    for asset in assets:
        if not (ids := by_asset[asset.pk]):
            continue
        _apply(asset, by, {"operations": operations(ids)}, ids, outcome)
    return outcome


def undo_many(dataset: Dataset, by: User, changes: Iterable[UUID]) -> Outcome:
    """Takes changes of one's own back, of each asset the newest first; as `decide_many`."""
    rows: dict[UUID, list[Change]] = defaultdict(list)
    for row in Change.objects.filter(pk__in=list(changes), author=by).order_by("-revision"):
        rows[row.asset_id].append(row)
    outcome: Outcome = {"changes": [], "done": [], "refused": []}
    for asset in _assets(dataset, rows):
        for change in rows[asset.pk]:
            ids = [UUID(id) for id in change.touched]
            now = dict(Annotation.objects.filter(pk__in=ids).values_list("pk", "revision"))
            if any(now.get(id) != change.revision for id in ids):
                outcome["refused"] += [{"id": id, "detail": TOUCHED} for id in ids]
                continue
            _apply(asset, by, _undoing(change), ids, outcome)
    return outcome


def undo_change(asset: Asset, by: User, change: Change) -> None:
    """Takes back the newest change of an asset."""
    apply_changes(asset, by, asset.revision, [{"id": str(uuid7()), **_undoing(change)}])


def _undoing(change: Change) -> dict[str, Any]:
    return {"operations": change.inverse, "undoes": str(change.pk)}


def _assets(dataset: Dataset, ids: Iterable[UUID]) -> list[Asset]:
    rows = Asset.objects.filter(pk__in=list(ids), dataset=dataset, deleting=False).order_by("pk")
    return list(rows.select_related("dataset__project", "dataset__policy"))


def _apply(asset: Asset, by: User, request: dict[str, Any], ids: list[UUID], outcome: Outcome) -> None:
    change = uuid7()
    try:
        done = apply_changes(asset, by, asset.revision, [{"id": str(change), **request}])
    except ApiError as error:
        outcome["refused"] += [{"id": id, "detail": error.sentence} for id in ids]
        return
    outcome["changes"].append(change)
    outcome["done"] += [{"id": id, "revision": done["results"][0]["revision"]} for id in ids]
