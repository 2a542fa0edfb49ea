"""The one way to write down that something happened. Rows hold ids and digests; names lie beside them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils import timezone

from moretta.accounts.access import Actor
from moretta.accounts.models import User

from .models import AuditEvent, AuditName

ACTS = {
    "signed_in": "signed in",
    "changed_password": "changed the password",
    "made_link": "made a link",
    "used_link": "used a link",
    "revoked_link": "revoked a link",
    "made_token": "made a token",
    "revoked_token": "revoked a token",
    "added_member": "added a member",
    "changed_member": "changed a member's role",
    "removed_member": "removed a member",
    "erased_person": "erased a person's name",
    "created": "created",
    "changed": "changed",
    "allowed_cloud": "allowed cloud detectors",
    "forbade_cloud": "forbade cloud detectors",
    "used_cloud": "sent pictures to a cloud detector",
    "published_policy": "published a policy",
    "asked_erasure": "asked for erasure",
    "erased": "erased",
    "viewed_original": "viewed an original",
    "uploaded": "uploaded",
    "imported": "imported annotations",
    "assigned": "assigned",
    "submitted": "submitted for review",
    "approved": "approved",
    "asked_changes": "asked for changes",
    "reopened": "reopened",
    "excluded": "excluded",
    "included": "included again",
    "searched": "looked for a label by hand",
    "sampled": "looked through a sample of pictures that look clean",
    "grouped_people": "grouped faces by likeness",
    "forgot_people": "forgot which faces are alike",
    "applied_threshold": "made another threshold hold",
    "exported": "started an export",
    "downloaded_export": "downloaded an export",
    "viewed_proof": "looked at what is left, with pictures",
    "cancelled_job": "cancelled a job",
    "retried_job": "retried a job",
}
"""Every act that is written down, and how it reads after a person's name."""


def record(
    actor: Actor | User | UUID | None,
    act: str,
    thing: str,
    thing_id: Any,
    organization: UUID | None,
    details: dict[str, Any] | None = None,
    *,
    name: str | None = None,
    once: str | None = None,
) -> None:
    """Writes one event; call it inside the transaction of the act that it tells of.

    `details` holds ids, numbers and digests only. `name` is what the thing is called, kept beside the log. An event
    with a `once` key that is already there is not written again.
    """
    if act not in ACTS:
        raise ValueError(f"{act!r} is not an act of the audit log, see moretta.audit.log.ACTS")
    person = _person(actor)
    event = AuditEvent(
        organization=organization,
        actor=person.pk if isinstance(person, User) else person,
        act=act,
        thing=thing,
        thing_id=str(thing_id or ""),
        details=details or {},
        once=once,
    )
    if once is None:
        event.save(force_insert=True)
    else:
        AuditEvent.objects.bulk_create([event], ignore_conflicts=True)
    names = {}
    if isinstance(person, User):
        names[str(person.pk)] = str(person)
    if name:
        names[str(thing_id)] = name
    _keep_names(names)


def _keep_names(names: dict[str, str]) -> None:
    AuditName.objects.bulk_create(
        [AuditName(thing_id=thing_id, name=name[:500]) for thing_id, name in names.items()],
        update_conflicts=True,
        update_fields=["name"],
        unique_fields=["thing_id"],
    )


def record_viewing(actor: Actor, asset_id: UUID, organization: UUID) -> None:
    """That a person looked at an original: one event per person, asset and hour."""
    record_viewings(actor, [asset_id], organization)


def record_viewings(actor: Actor, asset_ids: Collection[UUID], organization: UUID) -> None:
    """As `record_viewing`, of several originals at once."""
    hour = timezone.now().strftime("%Y%m%d%H")
    of = {f"view:{actor.user.pk}:{asset_id}:{hour}": asset_id for asset_id in asset_ids}
    known = set(AuditEvent.objects.filter(once__in=list(of)).values_list("once", flat=True))
    events = [
        AuditEvent(
            organization=organization,
            actor=actor.user.pk,
            act="viewed_original",
            thing="asset",
            thing_id=str(asset_id),
            once=once,
        )
        for once, asset_id in of.items()
        if once not in known
    ]
    if events:
        from moretta.datasets.models import Asset

        AuditEvent.objects.bulk_create(events, ignore_conflicts=True)
        seen = Asset.objects.filter(pk__in=[event.thing_id for event in events], deleting=False)
        names = {str(pk): name for pk, name in seen.values_list("pk", "name")}
        _keep_names({str(actor.user.pk): str(actor.user), **names})


def _person(actor: Actor | User | UUID | None) -> User | UUID | None:
    return actor.user if isinstance(actor, Actor) else actor
