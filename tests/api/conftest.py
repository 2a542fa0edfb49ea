"""Clients who speak to the API as people of each role, or with a token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

import factories
from moretta.accounts.models import Organization, User
from moretta.accounts.roles import ROLES
from moretta.projects.models import Project


@dataclass
class People:
    """One person of each role in `organization`, who all see originals, and `project` in it.

    `people.client("reviewer")` is signed in as the reviewer; `people.blind("reviewer")` as one without originals.
    """

    organization: Organization
    project: Project
    users: dict[str, User] = field(default_factory=dict)

    def user(self, role: str, *, sees_originals: bool = True) -> User:
        name = role if sees_originals else f"blind {role}"
        if name not in self.users:
            self.users[name] = factories.make_user(name=name.capitalize())
            factories.make_membership(
                self.users[name], self.organization, role, sees_originals=sees_originals
            )
        return self.users[name]

    def client(self, role: str, *, sees_originals: bool = True) -> APIClient:
        return client_of(self.user(role, sees_originals=sees_originals))

    def blind(self, role: str) -> APIClient:
        return self.client(role, sees_originals=False)


def client_of(user: User | None) -> APIClient:
    """A client signed in by session; CSRF is not asked for, as `security` tests alone are about it."""
    client = APIClient()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def people(db: Any) -> People:
    """An organization with a project that hides faces; its people are made when a test first asks for them."""
    owner = factories.make_user(name="Owner")
    organization = factories.make_organization(owner=owner)
    project = factories.make_project(organization, owner)
    return People(organization, project, {"owner": owner})


@pytest.fixture
def api(people: People) -> Callable[..., APIClient]:
    """`api("reviewer")` is a client signed in with that role; `api(None)` is a stranger who is signed out."""

    def sign_in(role: str | None = "owner", *, sees_originals: bool = True) -> APIClient:
        assert role is None or role in ROLES
        return client_of(None) if role is None else people.client(role, sees_originals=sees_originals)

    return sign_in


@pytest.fixture
def stranger(db: Any) -> APIClient:
    """Signed in as the owner of another organization."""
    user = factories.make_user(name="Stranger")
    factories.make_organization(owner=user)
    return client_of(user)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
