"""Fixtures of several files here."""

from redacting import listed, photos  # noqa: F401
