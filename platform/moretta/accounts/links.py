"""Copyable addresses that let one person in once. Only the SHA-256 of the secret is stored."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from moretta.api import ApiError, BadField, Conflict, Forbidden, NotThere
from moretta.projects.models import Project

from .actions import add_member, change_password, require_rank
from .models import AccessLink, Organization, User
from .roles import reaches

LIFETIMES = {
    AccessLink.INVITE: timedelta(days=7),
    AccessLink.RESET: timedelta(days=1),
    AccessLink.SIGN_IN: timedelta(minutes=15),
}
HERE = ("127.0.0.1", "::1")


def create_link(
    kind: str,
    *,
    organization: Organization | None = None,
    project: Project | None = None,
    role: str = "",
    sees_originals: bool = False,
    email: str = "",
    user: User | None = None,
    by: User | None = None,
) -> tuple[AccessLink, str]:
    """A link and its address below this server, `/link/<secret>`; the secret is not kept."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        link = AccessLink.objects.create(
            kind=kind,
            digest=_digest(secret),
            organization=organization,
            project=project,
            role=role,
            sees_originals=sees_originals,
            email=email.strip().lower(),
            user=user,
            created_by=by,
            expires_at=timezone.now() + LIFETIMES[kind],
        )
        if by is not None:
            from moretta.audit.log import record

            details = {"kind": kind, "role": role, "sees_originals": sees_originals}
            record(by, "made_link", "link", link.pk, organization.pk if organization else None, details)
    return link, f"/link/{secret}"


def open_link(secret: str) -> AccessLink:
    """The link of a secret; raises where it is unknown, used or out of date."""
    rows = AccessLink.objects.select_related("organization", "project", "user", "created_by")
    link = rows.filter(digest=_digest(secret), used_at=None).first()
    if link is None:
        raise ApiError("link_gone", "This link was used already or taken back. Ask for a new one.", http=404)
    if link.expires_at <= timezone.now():
        raise ApiError("link_expired", "This link is out of date. Ask for a new one.", http=404)
    if link.project is not None and link.project.deleting:
        raise NotThere()
    return link


@transaction.atomic
def use_link(link: AccessLink, signed_in: User | None, body: dict[str, Any], address: str) -> User:
    """Does what the link is for and gives the person to sign in. A link is good for one use, also in a race."""
    if not AccessLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        raise ApiError("link_gone", "This link was used already. Ask for a new one.", http=404)
    if link.kind == AccessLink.SIGN_IN:
        user = _let_in(link, address)
    elif link.kind == AccessLink.RESET:
        user = _reset(link, body)
    else:
        user = _accept(link, signed_in, body)
    if not user.is_active:
        raise Forbidden("This account is closed.")
    from moretta.audit.log import record

    organization = link.organization_id or user.memberships.values_list("organization", flat=True).first()
    record(user, "used_link", "link", link.pk, organization, {"kind": link.kind})
    return user


def _let_in(link: AccessLink, address: str) -> User:
    if address not in HERE:
        raise Forbidden("This link works in a browser on the machine that the server runs on.")
    if link.user is None:
        raise NotThere()
    return link.user


def _reset(link: AccessLink, body: dict[str, Any]) -> User:
    if link.user is None:
        raise NotThere()
    if link.created_by is not None:
        from .access import Actor

        require_power_over(Actor(link.created_by), link.user)
    check_password(body.get("password", ""), link.user)
    change_password(link.user, body["password"])
    return link.user


def _accept(link: AccessLink, signed_in: User | None, body: dict[str, Any]) -> User:
    organization = link.organization
    if organization is None:
        raise NotThere()
    _require_maker(link, organization)
    user = signed_in
    if user is None:
        email = (link.email or body.get("email", "")).strip().lower()
        if not email:
            raise BadField("email", "Give your e-mail address; you sign in with it.")
        if User.objects.filter(email=email).exists():
            raise Conflict("An account with this address exists. Sign in with it, then open the link again.")
        user = User(email=email, name=body.get("name", "").strip())
        check_password(body.get("password", ""), user)
        user = User.objects.create_user(email, body["password"], name=user.name)
    elif link.email and user.email != link.email:
        raise Conflict(f"This link is for {link.email}. Sign out and open it again.")
    add_member(
        user,
        organization,
        link.role,
        project=link.project,
        sees_originals=link.sees_originals,
        by=link.created_by or user,
    )
    return user


def _require_maker(link: AccessLink, organization: Organization) -> None:
    """An invitation gives what its maker may give when it is accepted, not what they could when they made it."""
    if link.created_by is None:
        return
    from .access import Actor

    maker = Actor(link.created_by)
    grant = maker.grant(organization.pk, link.project_id)
    if (
        grant is None
        or not maker.may("manage_members", organization.pk, link.project_id)
        or not reaches(grant.role, link.role)
        or (link.sees_originals and not grant.sees_originals)
    ):
        raise Forbidden("Who made this link may no longer give what it gives. Ask for a new one.")


@transaction.atomic
def revoke_link(link: AccessLink, by: User) -> None:
    from moretta.audit.log import record

    record(by, "revoked_link", "link", link.pk, link.organization_id, {"kind": link.kind})
    link.delete()


def check_password(password: str, user: User) -> None:
    """Raises BadField with what is wrong with a new password."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadField("password", " ".join(error.messages)) from None


def require_power_over(actor: Any, user: User) -> None:
    """A reset link is the person's whole account: the maker must reach every membership that the person has."""
    if (user.is_superuser or user.is_staff) and not actor.user.is_superuser:
        raise Forbidden("The password of an administrator is reset on the server alone.")
    for membership in user.memberships.all():
        place = membership.organization_id, membership.project_id
        grant = actor.grant(*place)
        if grant is None or not actor.may("manage_members", *place):
            raise Forbidden("This person also belongs where you are not a manager. Ask a manager of both.")
        require_rank(grant.role, membership.role)
        if membership.sees_originals and not grant.sees_originals:
            raise Forbidden("This person may see originals, and you may not. Ask a manager who may.")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
