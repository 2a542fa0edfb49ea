"""The first account of a new installation, and the link that signs its owner in once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FILE = "first-account.txt"


def ensure(folder: Path) -> str:
    """Makes the first account when there is none: its random password goes into a file of mode 600. Gives the
    address of a one-time sign-in link for it, or "" when no superuser is left."""
    from moretta.accounts.actions import create_organization
    from moretta.accounts.links import create_link
    from moretta.accounts.models import AccessLink, User

    if not User.objects.exists():
        email = os.environ.get("MORETTA_OWNER", "owner@localhost")
        password = secrets.token_urlsafe(12)
        _write(folder / FILE, f"e-mail: {email}\npassword: {password}\n")
        user = User.objects.create_superuser(email, password, name="Owner")
        create_organization("My organization", user)
    owner = User.objects.filter(is_superuser=True, is_active=True).order_by("id").first()
    if owner is None:
        return ""
    return create_link(AccessLink.SIGN_IN, user=owner)[1]


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    os.replace(draft, path)
