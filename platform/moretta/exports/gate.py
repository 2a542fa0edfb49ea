"""The gate: only what was approved at this revision may leave, as the file that this revision's recipe names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from moretta.annotations.effective import recipes_of
from moretta.annotations.searching import unsearched_labels, why_not_searched
from moretta.datasets.models import Asset, Dataset, Rendition
from moretta.reviews.models import Review
from moretta.reviews.rendering import STOPPED, stopped

State = Asset.State
WHY = {
    State.PROCESSING: "It is still being read and searched.",
    State.FAILED: "It could not be read.",
    State.ANNOTATE: "It waits for someone to decide and submit it.",
    State.IN_REVIEW: "It waits for a review.",
    State.APPROVED: "It is approved and being redacted.",
    State.EXCLUDED: "It was excluded.",
}
CHANGED = "It changed after it was approved. Approve it again."
NO_FILE = "Its redacted file is missing. Reopen and approve it again."


@dataclass(frozen=True)
class Passed:
    """An asset that may leave, with the file whose bytes do and the approval that allows it."""

    asset: Asset
    rendition: Rendition
    review: Review

    @property
    def key(self) -> tuple[UUID, int, str]:
        return self.asset.pk, self.asset.revision, self.rendition.recipe


def assets_of(dataset: Dataset) -> QuerySet[Asset]:
    """The dataset's assets with all that the gate asks."""
    rows = Asset.objects.filter(dataset=dataset, deleting=False)
    return rows.select_related("dataset__project", "dataset__policy", "blob").order_by("id")


def pass_gate(assets: Sequence[Asset]) -> tuple[list[Passed], list[dict[str, Any]]]:
    """Those of the assets that may leave now, and for the others `{"id", "name", "state", "why"}`."""
    ready = [a for a in assets if a.state == State.READY]
    recipes = recipes_of(ready)
    unsearched = unsearched_labels(ready)
    renditions = {
        (row.asset_id, row.recipe): row
        for row in Rendition.objects.filter(asset__in=ready, kind="redacted").order_by("id")
    }
    reviews = {
        (row.asset_id, row.revision): row
        for row in Review.objects.filter(asset__in=ready, verdict=Review.Verdict.APPROVED)
        .select_related("reviewer")
        .order_by("id")
    }
    halted = stopped(assets)
    passed: list[Passed] = []
    left_out: list[dict[str, Any]] = []
    for asset in assets:
        if asset.state != State.READY:
            why = STOPPED if asset.pk in halted else _reason(asset)
            left_out.append(_left(asset, asset.error or why))
            continue
        rendition = renditions.get((asset.pk, recipes[asset.pk]))
        review = reviews.get((asset.pk, asset.revision))
        if (asset.approved_revision, asset.approved_recipe) != (
            asset.revision,
            recipes[asset.pk],
        ) or not review:
            left_out.append(_left(asset, CHANGED))
        elif unsearched[asset.pk]:
            left_out.append(_left(asset, why_not_searched(unsearched[asset.pk])))
        elif rendition is None:
            left_out.append(_left(asset, NO_FILE))
        else:
            passed.append(Passed(asset, rendition, review))
    return passed, left_out


def _reason(asset: Asset) -> str:
    why = WHY[State(asset.state)]
    return f"{why} {asset.reason}".strip() if asset.state == State.EXCLUDED else why


def _left(asset: Asset, why: str) -> dict[str, Any]:
    return {"id": str(asset.pk), "name": asset.name, "state": asset.state, "why": why}
