"""Whose work an asset is: given to somebody who may annotate there, taken back, and free again when they leave."""

from __future__ import annotations

from uuid import UUID

from moretta.accounts.access import Actor
from moretta.accounts.models import Membership, User
from moretta.api import BadField, Forbidden
from moretta.audit.log import record

from .actions import announce
from .models import Asset

WORKS = "annotate"
GIVES = "review"
"""The acts of who may be given an asset, and of who may give one to others or take it from them."""


def assign_asset(asset: Asset, by: Actor, to: Actor | None) -> None:
    """Gives an asset to a person, or to nobody. Whoever may annotate takes what is nobody's and gives back the own."""
    project = asset.dataset.project
    place = project.organization_id, project.pk
    person = to.user if to else None
    if {asset.assignee_id, person and person.pk} - {None, by.user.pk} and not by.may(GIVES, *place):
        raise Forbidden("Giving work to others, or taking it from them, needs the role reviewer here.")
    if to is not None and not to.may(WORKS, *place):
        raise BadField("assignee", f"{person} may not annotate in this project.")
    if asset.assignee_id == (person and person.pk):
        return
    Asset.objects.filter(pk=asset.pk).update(assignee=person)
    asset.assignee = person
    announce(asset, *place)
    details = {"assignee": str(person.pk) if person else None}
    record(by, "assigned", "asset", asset.pk, project.organization_id, details, name=asset.name)


def member_of(organization: UUID, id: UUID | None) -> Actor | None:
    """Who is meant by an id, a member of the organization; None is nobody."""
    if id is None:
        return None
    member = Membership.objects.filter(organization=organization, user=id).select_related("user").first()
    if member is None:
        raise BadField("assignee", "There is no such member.")
    return Actor(member.user)


def free_assets(user: User, organization: UUID) -> None:
    """Takes from a person what they were given where they may not annotate any more."""
    given = Asset.objects.filter(assignee=user, dataset__project__organization=organization)
    actor = Actor(user)
    for project in set(given.values_list("dataset__project", flat=True)):
        if not actor.may(WORKS, organization, project):
            given.filter(dataset__project=project).update(assignee=None)
