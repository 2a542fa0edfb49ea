"""Asset cards: what the wall and the asset page show, for a whole page of assets in a fixed number of queries."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from moretta.accounts.access import Actor
from moretta.accounts.models import User
from moretta.jobs.models import Job
from moretta.language import said, said_in
from moretta_vision.catalogue import RENDER_VERSIONS

from .models import APPROVED, Asset, Dataset, Rendition
from .summary import cover_frame

CARD_FIELDS = (
    "id", "dataset", "blob", "name", "kind", "state", "reason", "error", "width", "height", "n_frames", "duration",
    "fps", "revision", "hidden", "kept", "undecided", "candidates", "marks", "notes", "risk", "updated_at",
    "created_at", "job", "approved_recipe", "deleting", "assignee",
)  # fmt: skip
"""The columns that a card reads."""

OF_ORIGINALS = ("original", "view", "proxy", "thumbnail")
SHOWN = (*OF_ORIGINALS[1:], "redacted", "redacted_view", "redacted_proxy", "redacted_thumbnail")


def show_cards(assets: Sequence[Asset], actor: Actor) -> list[dict[str, Any]]:
    """A card for each asset, in order: a fixed number of queries, however many there are."""
    from moretta.reviews.rendering import STOPPED, stopped

    ids = [asset.pk for asset in assets]
    datasets = _datasets(assets)
    renditions = fresh_renditions(assets, datasets)
    searched = _searched(ids)
    jobs = _jobs_of(assets)
    people = User.objects.in_bulk({asset.assignee_id for asset in assets if asset.assignee_id})
    cards = [
        show_card(
            asset, datasets[asset.dataset_id], actor, renditions[asset.pk], searched[asset.pk], jobs, people
        )
        for asset in assets
    ]
    halted = stopped(assets)
    for card in cards:
        if card["id"] in halted:
            card["error"] = card["error"] or said(STOPPED)
    return cards


def show_card(
    asset: Asset,
    dataset: Dataset,
    actor: Actor,
    renditions: dict[str, Rendition],
    searched: set[UUID],
    jobs: dict[UUID, dict[str, Any]],
    people: dict[Any, User],
) -> dict[str, Any]:
    """One card out of rows that were read before."""
    assignee = people.get(asset.assignee_id)
    return {
        "id": asset.pk,
        "dataset": asset.dataset_id,
        "project": dataset.project_id,
        "name": asset.name,
        "kind": asset.kind,
        "state": asset.state,
        "reason": said(asset.reason),
        "error": said(asset.error),
        "width": asset.width,
        "height": asset.height,
        "n_frames": asset.n_frames,
        "cover_frame": cover_frame(asset),
        "duration": asset.duration,
        "fps": asset.fps,
        "revision": asset.revision,
        "counts": {
            "hidden": asset.hidden,
            "kept": asset.kept,
            "undecided": asset.undecided,
            "candidates": asset.candidates,
        },
        "searched": redacted_labels(dataset) <= {str(id) for id in searched},
        "marks": said_in(asset.marks, "why"),
        "files": addresses(asset, dataset, actor, renditions),
        "notes": [said(note) for note in asset.notes],
        "assignee": {"id": assignee.pk, "name": str(assignee)} if assignee else None,
        "risk": asset.risk,
        "updated_at": asset.updated_at,
        "created_at": asset.created_at,
        "job": jobs.get(asset.job) if asset.job else None,
    }


def redacted_labels(dataset: Dataset) -> set[str]:
    """The ids of the labels that the dataset's policy redacts."""
    return {id for id, rule in dataset.policy.settings.get("labels", {}).items() if rule.get("redact")}


def addresses(
    asset: Asset, dataset: Dataset, actor: Actor, renditions: dict[str, Rendition]
) -> dict[str, str]:
    """Where the files lie that this actor may read; what was redacted is named by itself."""
    sees = actor.may("see_originals", dataset.project.organization_id, dataset.project_id)
    kinds = [kind for kind in renditions if may_be_read(kind, asset, sees)]
    if sees:
        kinds.append("original")
        if asset.kind == Asset.Kind.IMAGE and asset.width and "view" not in kinds:
            kinds.append("view")  # the original itself, where a browser can show it
    versions = {kind: renditions[kind].recipe[:12] if kind in renditions else "original" for kind in kinds}
    return {kind: f"/api/assets/{asset.pk}/files/{kind}?v={versions[kind]}" for kind in sorted(kinds)}


def may_be_read(kind: str, asset: Asset, sees: bool) -> bool:
    """Whether somebody who may see originals or not (`sees`) may read a file of this kind. Without originals only what
    was redacted of approved assets: before, whom the search missed is in the clear in it."""
    return sees or (kind not in OF_ORIGINALS and asset.state in APPROVED)


def fresh_renditions(
    assets: Iterable[Asset], datasets: dict[UUID, Dataset]
) -> dict[UUID, dict[str, Rendition]]:
    """The renditions that still show what the asset is: by asset and kind, the newest of each."""
    found: dict[UUID, dict[str, Rendition]] = defaultdict(dict)
    by_id = {asset.pk: asset for asset in assets}
    asked: list[Rendition] = []
    rows = Rendition.objects.filter(asset__in=list(by_id), kind__in=SHOWN).order_by("id")
    for row in rows.only("id", "asset", "kind", "recipe", "path", "sha256", "media_type", "report"):
        asset = by_id[row.asset_id]
        if not row.kind.startswith("redacted") or _is_fresh(row, asset, datasets[asset.dataset_id]):
            found[asset.pk][row.kind] = row
        elif _may_be_fresh(row, asset):
            asked.append(row)
    if asked:
        now = _recipes_now({row.asset_id for row in asked})
        for row in asked:
            if now.get(row.asset_id) == by_id[row.asset_id].approved_recipe:
                found[row.asset_id][row.kind] = row
    return found


def _is_fresh(rendition: Rendition, asset: Asset, dataset: Dataset) -> bool:
    """Whether a redacted rendition hides all that the asset hides now: made for this revision under this policy. Stale
    ones are never shown: what was found, or is to be hidden, since then would be in the clear."""
    report = rendition.report
    if (report.get("revision"), report.get("policy")) != (asset.revision, str(dataset.policy_id)):
        return False
    return (
        rendition.kind != "redacted"
        or asset.state not in APPROVED
        or rendition.recipe == asset.approved_recipe
    )


def _may_be_fresh(rendition: Rendition, asset: Asset) -> bool:
    """Whether a file was made by the recipe that was approved under an earlier version of the policy: it holds as long
    as the current version gives that same recipe."""
    if not asset.approved_recipe or asset.state not in APPROVED:
        return False
    made_by = rendition.recipe if rendition.kind == "redacted" else rendition.report.get("of_recipe")
    return made_by == asset.approved_recipe


def _recipes_now(ids: set[UUID]) -> dict[UUID, str]:
    from moretta.annotations.effective import recipes_of

    return recipes_of(Asset.objects.filter(pk__in=ids).select_related("dataset__policy", "blob"))


def rendition_recipe(kind: str, asset: Asset, *parts: Any) -> str:
    """The recipe of a derived file that hides nothing: kind, version, parameters and the original's hash."""
    words = [kind, RENDER_VERSIONS.get(kind, 1), asset.blob.sha256, *parts]
    return hashlib.sha256("|".join(str(word) for word in words).encode()).hexdigest()


def _datasets(assets: Iterable[Asset]) -> dict[UUID, Dataset]:
    ids = {asset.dataset_id for asset in assets}
    return Dataset.objects.select_related("policy", "project").in_bulk(ids)


def _searched(ids: list[UUID]) -> dict[UUID, set[UUID]]:
    from moretta.detections.models import Search

    found: dict[UUID, set[UUID]] = defaultdict(set)
    for asset, label in Search.objects.filter(asset__in=ids).values_list("asset_id", "label_id"):
        found[asset].add(label)
    return found


def _jobs_of(assets: Iterable[Asset]) -> dict[UUID, dict[str, Any]]:
    """The live jobs that work on the assets; of an asset that is still processing also one that has ended, for then
    somebody has to retry it."""
    jobs = {asset.job for asset in assets if asset.job}
    if not jobs:
        return {}
    stuck = [asset.job for asset in assets if asset.state == Asset.State.PROCESSING and asset.job]
    rows = Job.objects.filter(Q(pk__in=jobs, state__in=Job.LIVE) | Q(pk__in=stuck))
    return {
        job.pk: {
            "id": job.pk,
            "state": job.state,
            "progress": round(min(1.0, (job.done + job.failed) / job.total), 4) if job.total else 0.0,
        }
        for job in rows.only("id", "state", "done", "failed", "total")
    }
