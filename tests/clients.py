"""Clients who speak to the API as people of each role."""

from __future__ import annotations

from dataclasses import dataclass, field

from rest_framework.test import APIClient

import factories
from moretta.accounts.models import Organization, User
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
