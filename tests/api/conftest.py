"""Clients who speak to the API as people of each role, or with a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

import factories
from clients import People, client_of
from moretta.accounts.roles import ROLES


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
