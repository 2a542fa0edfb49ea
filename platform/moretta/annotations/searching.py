"""Not searched is not nothing found: which labels an asset still has to be searched for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from moretta.accounts.models import User
from moretta.api import BadField
from moretta.audit.log import record
from moretta.datasets.actions import announce
from moretta.datasets.models import Asset
from moretta.detections.models import Search
from moretta.projects.models import Label, RedactionPolicy

from .effective import redacted_labels


def unsearched_labels(
    assets: Iterable[Asset], policy: RedactionPolicy | None = None
) -> dict[UUID, list[str]]:
    """For each asset the names of the labels that its policy redacts and nobody searched it for."""
    assets = list(assets)
    needed = {asset.pk: redacted_labels(policy or asset.dataset.policy) for asset in assets}
    searched: dict[UUID, set[UUID]] = {}
    for asset_id, label in Search.objects.filter(asset__in=list(needed)).values_list("asset_id", "label_id"):
        searched.setdefault(asset_id, set()).add(label)
    missing = {id: labels - searched.get(id, set()) for id, labels in needed.items()}
    unknown = set().union(*missing.values())
    names = dict(Label.objects.filter(pk__in=unknown).values_list("pk", "name")) if unknown else {}
    return {id: sorted(names[label] for label in labels if label in names) for id, labels in missing.items()}


def why_not_searched(names: list[str]) -> str:
    """The sentence that says what is missing."""
    those = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"Not searched for {those} yet. Run a detector that finds it, or look through it and mark it as searched."


def search_by_hand(asset: Asset, label: Label, by: User, shown: Mapping[str, int] | None = None) -> Search:
    """Notes that a person has looked through the whole asset for a label, or through what was `shown` of it."""
    if label.project_id != asset.dataset.project_id:
        raise BadField("label", "This is not a label of the asset's project.")
    with transaction.atomic():
        search, _ = Search.objects.update_or_create(
            asset=asset,
            label=label,
            defaults={"reviewed_by": by, "at": timezone.now(), "shown": dict(shown) if shown else None},
        )
        details = {"label": str(label.pk), "revision": asset.revision, **(shown or {})}
        record(by, "searched", "asset", asset.pk, asset.dataset.project.organization_id, details)
        announce(asset)
    return search
