"""Every decision about an asset: submit, approve, ask for changes, exclude, include, reopen.

Each is one short transaction that moves the asset's state by compare-and-swap and is written to the audit log.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from moretta.accounts.models import Membership, User
from moretta.annotations.actions import REVIEWED, apply_changes
from moretta.annotations.deciding import undo_change
from moretta.annotations.effective import hidden_objects, recipe_of
from moretta.annotations.film import how_looked_at
from moretta.annotations.models import Annotation, Change
from moretta.annotations.searching import unsearched_labels, why_not_searched
from moretta.api import BadField, Conflict, Forbidden
from moretta.audit.log import record
from moretta.datasets.actions import move_asset
from moretta.datasets.models import Asset, Dataset
from moretta.ids import uuid7

from .models import Review

State = Asset.State
CLOSED = {
    State.PROCESSING: "The asset is still being read. Try again in a moment.",
    State.FAILED: "The asset could not be read.",
    State.EXCLUDED: "The asset is excluded. Include it again first.",
    State.APPROVED: "The asset is approved already.",
    State.READY: "The asset is approved already.",
    State.IN_REVIEW: "The asset is in review already.",
    State.ANNOTATE: "The asset is not in review.",
}


def submit_asset(asset: Asset, by: User) -> Asset:
    """Asks for a review."""
    _require_state(asset, State.ANNOTATE)
    require_searched(asset)
    with transaction.atomic():
        _move(asset, State.IN_REVIEW, reason="", revision=asset.revision)
        _note(by, "submitted", asset)
    return asset


def approve_asset(
    asset: Asset,
    by: User,
    revision: int,
    *,
    hide_undecided: bool = False,
    comment: str = "",
    coverage: dict[str, Any] | None = None,
) -> Review:
    """Approves exactly the revision that the reviewer saw, straight from *annotate* as well.

    Objects that are undecided (and hidden by the policy) are a Conflict that names how many, unless `hide_undecided`:
    then one change by the reviewer decides them. The last author may approve only where the project allows it or has
    one member; the review then says so. The caller starts the rendering.
    """
    self_approved = require_approvable(asset, by, revision)
    before = {"state": asset.state, "reason": asset.reason}
    with transaction.atomic():
        if not Dataset.objects.filter(pk=asset.dataset_id, policy=asset.dataset.policy_id).exists():
            raise Conflict("A new policy was published in this moment. Look at the asset again.")
        undecided = undecided_objects(asset)
        if undecided and not hide_undecided:
            number = len(undecided)
            those = "1 object is" if number == 1 else f"{number} objects are"
            raise Conflict(f"{those} undecided. Decide, or hide and approve.", undecided=number)
        if undecided:
            hide_objects(asset, by, undecided)
            if asset.revision != revision + 1:  # others saved meanwhile: nobody has looked at that
                raise Conflict(
                    "The asset was changed since you looked. Look at it again.", revision=asset.revision
                )
        looked = how_looked_at(asset)
        review = Review.objects.create(
            asset=asset,
            revision=asset.revision,
            verdict=Review.Verdict.APPROVED,
            reviewer=by,
            self_approved=self_approved,
            hid_undecided=len(undecided),
            comment=comment,
            before=before,
            coverage={**(coverage or {}), **looked},
        )
        _move(
            asset,
            State.APPROVED,
            revision=asset.revision,
            approved_revision=asset.revision,
            approved_recipe=recipe_of(asset),
            reason="",
            error="",
        )
        details = {
            "revision": asset.revision,
            "self_approved": self_approved,
            "hid_undecided": len(undecided),
            **looked,
        }
        _note(by, "approved", asset, **details)
    return review


def require_approvable(asset: Asset, by: User, revision: int) -> bool:
    """Refuses an approval that cannot be, but for objects that are undecided; gives whether it is one's own work."""
    if revision != asset.revision:
        raise Conflict("The asset was changed since you looked. Look at it again.", revision=asset.revision)
    _require_state(asset, State.IN_REVIEW, State.ANNOTATE)
    require_searched(asset)
    is_own = _is_own_work(asset, by)
    if is_own and not may_approve_own(asset):
        raise Forbidden("You changed this asset last, so someone else has to approve it.")
    return is_own


def take_back_approval(asset: Asset, by: User) -> Asset:
    """Undoes one's own approval: the asset is open again, as it was, and what the approval decided is undecided again.
    Conflict where somebody has changed the asset since."""
    with transaction.atomic():
        rows = Asset.objects.select_for_update()  # its file may be ready in this moment
        asset.refresh_from_db(fields=["state", "revision"], from_queryset=rows)
        _require_state(asset, State.APPROVED, State.READY)
        review = Review.objects.filter(asset=asset).order_by("-id").first()
        if review is None or review.reviewer_id != by.pk or review.revision != asset.revision:
            raise Conflict("Somebody has changed it meanwhile. Look at it again.")
        if review.hid_undecided:
            changes = Change.objects.filter(asset=asset)
            undo_change(asset, by, changes.get(revision=review.revision))
            before = changes.filter(revision__lt=review.revision).order_by("-revision").first()
            # Whoever took back what they did is not the author of what is left.
            Asset.objects.filter(pk=asset.pk).update(last_author=before.author_id if before else None)
        _move(
            asset,
            review.before.get("state", State.ANNOTATE),
            revision=asset.revision,
            reason=review.before.get("reason", ""),
            approved_revision=None,
            approved_recipe="",
        )
        _note(by, "reopened", asset, revision=asset.revision)
    return asset


def undecided_objects(asset: Asset) -> list[UUID]:
    """Objects that nobody has decided about and that are hidden."""
    rows = Annotation.objects.filter(asset=asset, deleted=False, decision=Annotation.Decision.UNDECIDED)
    hidden = hidden_objects([asset])
    return [id for id in rows.order_by("id").values_list("id", flat=True) if id in hidden]


def hide_objects(asset: Asset, by: User, ids: list[UUID]) -> None:
    """One change that decides to hide these objects."""
    operations = [{"op": "update", "annotation": str(id), "set": {"decision": "redact"}} for id in ids]
    apply_changes(asset, by, asset.revision, [{"id": str(uuid7()), "operations": operations}])


def require_searched(asset: Asset) -> None:
    """Not searched is not nothing found: raises Conflict naming the labels."""
    if names := unsearched_labels([asset])[asset.pk]:
        raise Conflict(why_not_searched(names), unsearched=names)


def may_approve_own(asset: Asset) -> bool:
    """Whether a project lets its people approve their own work: it says so, or has one member."""
    project = asset.dataset.project
    if project.self_approval:
        return True
    members = Membership.objects.filter(
        Q(project=None) | Q(project=project), organization=project.organization_id, user__is_active=True
    )
    return members.values("user").distinct().count() <= 1


def _is_own_work(asset: Asset, by: User) -> bool:
    return asset.last_author_id == by.pk


def request_changes(asset: Asset, by: User, revision: int, comment: str) -> Review:
    """Sends an asset back to *annotate* with what is missing."""
    if revision != asset.revision:
        raise Conflict("The asset was changed since you looked. Look at it again.", revision=asset.revision)
    if not comment.strip():
        raise BadField("comment", "Say what has to change.")
    _require_state(asset, *REVIEWED)
    with transaction.atomic():
        review = Review.objects.create(
            asset=asset, revision=revision, verdict=Review.Verdict.CHANGES, reviewer=by, comment=comment
        )
        _back(asset, revision=revision, reason=comment[:500])
        _note(by, "asked_changes", asset, revision=revision)
    return review


def exclude_asset(asset: Asset, by: User, reason: str) -> Asset:
    """Takes an asset out of review and export, with the reason."""
    if not reason.strip():
        raise BadField("reason", "Say why the asset is excluded.")
    _require_state(asset, State.ANNOTATE, *REVIEWED)
    with transaction.atomic():
        _move(asset, State.EXCLUDED, reason=reason[:500], approved_revision=None, approved_recipe="")
        _note(by, "excluded", asset)
    return asset


def include_asset(asset: Asset, by: User) -> Asset:
    """Takes an excluded asset in again; it has to be approved anew."""
    if asset.state != State.EXCLUDED:
        raise Conflict("The asset is not excluded.")
    with transaction.atomic():
        _back(asset, reason="")
        _note(by, "included", asset)
    return asset


def reopen_asset(asset: Asset, by: User) -> Asset:
    """Takes an asset back from review or approval."""
    _require_state(asset, *REVIEWED)
    with transaction.atomic():
        _back(asset, reason="")
        _note(by, "reopened", asset, revision=asset.revision)
    return asset


def _back(asset: Asset, **fields: Any) -> None:
    _move(asset, State.ANNOTATE, approved_revision=None, approved_recipe="", **fields)


def _move(asset: Asset, to: str, **fields: Any) -> None:
    if not move_asset(asset, to, **fields):
        raise Conflict("Someone else moved or changed the asset in this moment. Look at it again.")


def _require_state(asset: Asset, *states: str) -> None:
    if asset.deleting:
        raise Conflict("The asset is being deleted.")
    if asset.state not in states:
        raise Conflict(CLOSED[State(asset.state)], state=asset.state)


def _note(by: User, act: str, asset: Asset, **details: Any) -> None:
    organization = asset.dataset.project.organization_id
    record(by, act, "asset", asset.pk, organization, details, name=asset.name)
