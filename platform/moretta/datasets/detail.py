"""Everything that the asset page asks about one asset."""

from __future__ import annotations

from typing import Any

from moretta.accounts.access import Actor
from moretta.detections.plans import plan_of
from moretta.detections.searched import is_older
from moretta.jobs.presence import present

from .cards import redacted_labels, show_cards
from .models import Asset


def show_asset(asset: Asset, actor: Actor) -> dict[str, Any]:
    """The card of an asset and all that lies around it; presence is read from Redis, where it answers."""
    project = asset.dataset.project
    policy = asset.dataset.policy
    return {
        **show_cards([asset], actor)[0],
        "labels": show_searches(asset),
        "acts": actor.acts(project.organization_id, project.pk),
        "policy": {"id": policy.pk, "version": policy.version, "settings": policy.settings},
        "media_type": asset.blob.media_type,
        "size": asset.blob.size,
        "sha256": asset.blob.sha256,
        "created_by": str(asset.created_by) if asset.created_by else None,
        "last_author": str(asset.last_author) if asset.last_author else None,
        "review": _last_review(asset),
        "presence": present(asset.pk),
        "neighbours": _neighbours(asset),
    }


def show_searches(asset: Asset) -> list[dict[str, Any]]:
    """For every label of the project: searched by a run (by other detectors than the policy names now: `older`),
    reviewed by hand, or not searched."""
    redacted = redacted_labels(asset.dataset)
    searches = {s.label_id: s for s in asset.searches.select_related("reviewed_by")}
    labels = list(asset.dataset.project.labels.all())
    plan = plan_of(asset.dataset.policy.settings, labels)
    shown = []
    for label in labels:
        search = searches.get(label.pk)
        by_hand = search is not None and search.run_id is None
        shown.append(
            {
                "label": label.pk,
                "name": label.name,
                "redacted": str(label.pk) in redacted,
                "how": "none" if search is None else "hand" if by_hand else "run",
                "run": search.run_id if search else None,
                "detectors": search.by.split("+") if search and search.by else [],
                "older": bool(search and is_older(search, plan, label.kind)),
                "by": str(search.reviewed_by) if search and search.reviewed_by else None,
            }
        )
    return shown


def _last_review(asset: Asset) -> dict[str, Any] | None:
    review = asset.reviews.select_related("reviewer").order_by("-id").first()
    if review is None:
        return None
    return {
        "id": review.pk,
        "verdict": review.verdict,
        "revision": review.revision,
        "reviewer": str(review.reviewer) if review.reviewer else None,
        "self_approved": review.self_approved,
        "comment": review.comment,
        "created_at": review.created_at,
    }


def _neighbours(asset: Asset) -> dict[str, Any]:
    rows = Asset.objects.filter(dataset=asset.dataset_id, deleting=False)
    before = rows.filter(pk__lt=asset.pk).order_by("-pk").values_list("pk", flat=True).first()
    after = rows.filter(pk__gt=asset.pk).order_by("pk").values_list("pk", flat=True).first()
    return {"previous": before, "next": after}
