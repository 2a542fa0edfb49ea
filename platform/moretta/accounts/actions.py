"""Every change of people, organizations, memberships and tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from moretta.api import BadField, Conflict, Forbidden
from moretta.projects.models import Project

from .models import AccessLink, Membership, Organization, Token, User
from .roles import reaches


def _announce(organization: UUID, user: UUID) -> None:
    from moretta.jobs.events import publish

    publish(organization, "member", user)


def _free_assets(membership: Membership) -> None:
    from moretta.datasets.assigning import free_assets

    free_assets(membership.user, membership.organization_id)


def _record(*args: Any, **options: Any) -> None:
    from moretta.audit.log import record

    record(*args, **options)


@transaction.atomic
def create_organization(name: str, owner: User, by: User | None = None) -> Organization:
    """An organization and its first owner, who sees originals."""
    organization = Organization.objects.create(name=name)
    Membership.objects.create(user=owner, organization=organization, role="owner", sees_originals=True)
    _record(by or owner, "created", "organization", organization.pk, organization.pk, name=name)
    return organization


@transaction.atomic
def change_organization(organization: Organization, by: User, fields: dict[str, Any]) -> Organization:
    """Changes the name, or whether pictures may go to detectors in the cloud; each change is audited."""
    before = organization.allow_cloud
    for name, value in fields.items():
        setattr(organization, name, value)
    organization.save(update_fields=list(fields))
    if "name" in fields:
        _record(by, "changed", "organization", organization.pk, organization.pk, name=organization.name)
    if organization.allow_cloud != before:
        act = "allowed_cloud" if organization.allow_cloud else "forbade_cloud"
        _record(by, act, "organization", organization.pk, organization.pk, name=organization.name)
    return organization


def add_member(
    user: User,
    organization: Organization,
    role: str,
    *,
    project: Project | None = None,
    sees_originals: bool = False,
    by: User | None = None,
) -> Membership:
    """Makes a person a member; who already is one there keeps the higher role and the wider sight."""
    try:
        with transaction.atomic():
            found = Membership.objects.create(
                user=user,
                organization=organization,
                project=project,
                role=role,
                sees_originals=sees_originals,
            )
    except IntegrityError:
        found = Membership.objects.get(user=user, organization=organization, project=project)
        if reaches(role, found.role):
            found.role = role
        found.sees_originals = found.sees_originals or sees_originals
        found.save(update_fields=["role", "sees_originals"])
    details = {"role": found.role, "sees_originals": found.sees_originals}
    if project is not None:
        details["project"] = str(project.pk)
    _announce(organization.pk, user.pk)
    _record(by or user, "added_member", "user", user.pk, organization.pk, details, name=str(user))
    return found


def require_rank(own_role: str, role: str) -> None:
    """Nobody gives, changes or takes a role above the own one."""
    if not reaches(own_role, role):
        raise Forbidden(f"The role {role} is above yours ({own_role}). Ask someone who has it.")


@transaction.atomic
def change_member(membership: Membership, by: User, fields: dict[str, Any]) -> Membership:
    """Changes role or sight. The last owner of an organization stays its owner."""
    if fields.get("role", "owner") != "owner":
        require_another_owner(membership)
    for name, value in fields.items():
        setattr(membership, name, value)
    membership.save(update_fields=list(fields))
    _free_assets(membership)
    _announce(membership.organization_id, membership.user_id)
    _record(by, "changed_member", "user", membership.user_id, membership.organization_id, dict(fields))
    return membership


def require_another_owner(membership: Membership) -> None:
    """Raises Conflict when this is the only membership that owns the organization."""
    if membership.role != "owner" or membership.project_id is not None:
        return
    others = Membership.objects.filter(
        organization=membership.organization_id, project=None, role="owner"
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Conflict("This is the organization's last owner. Make someone else an owner first.")


@transaction.atomic
def end_membership(membership: Membership, by: User) -> None:
    """Ends it at once: with the last one in the organization the person's tokens and open links there die, too."""
    require_another_owner(membership)
    user, organization = membership.user_id, membership.organization_id
    details = {"role": membership.role}
    if membership.project_id:
        details["project"] = str(membership.project_id)
    membership.delete()
    _free_assets(membership)
    AccessLink.objects.filter(user=user, organization=organization, used_at=None).delete()
    if not Membership.objects.filter(user=user, organization=organization).exists():
        Token.objects.filter(user=user, organization=organization).delete()
    _announce(organization, user)
    _record(by, "removed_member", "user", user, organization, details)


@transaction.atomic
def create_token(
    user: User,
    organization: Organization,
    name: str,
    scopes: list[str],
    *,
    sees_originals: bool = False,
    expires_in_days: int | None = 90,
) -> tuple[Token, str]:
    """A token and its secret, which is shown once and stored only as a hash."""
    if not scopes:
        raise BadField("scopes", "Choose at least one scope.")
    token, secret = Token.objects.create(
        user=user,
        expiry=None if expires_in_days is None else timedelta(days=expires_in_days),
        organization=organization,
        name=name,
        scopes=sorted(set(scopes)),
        sees_originals=sees_originals,
    )
    details = {"scopes": token.scopes, "sees_originals": sees_originals}
    _record(user, "made_token", "token", token.token_key, organization.pk, details, name=name)
    return token, secret


@transaction.atomic
def delete_token(token: Token, by: User) -> None:
    _record(by, "revoked_token", "token", token.token_key, token.organization_id)
    token.delete()


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """Sets a new password; the person's other sessions end with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    organization = user.memberships.values_list("organization", flat=True).first()
    _record(user, "changed_password", "user", user.pk, organization, {"at": timezone.now().isoformat()})
