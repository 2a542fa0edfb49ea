"""Bringing the tables up to date, and knowing without Django that they are: the slowest part of a later start."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from . import backups

WITH_TABLES = ("django", "django-rest-knox", "django-axes")
"""Packages that bring migrations of their own."""


def prepare_database(folder: Path, say: Callable[[str], object] = print) -> None:
    """Brings the tables up to date; an existing SQLite database is copied first when anything will change."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    used = bool(executor.loader.applied_migrations)
    connection.close()
    if plan:
        if used and connection.vendor == "sqlite":
            copy = backups.copy_before_migration(folder)
            say(f"The database is brought up to date; a copy from before lies in {copy}")
        call_command("migrate", verbosity=0, interactive=False)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {_version()}")
        os.chmod(folder / backups.DATABASE, 0o600)
    connection.close()


def is_up_to_date(folder: Path) -> bool:
    """Whether the SQLite database of a data folder was brought up to date by exactly these migrations.

    False also where it cannot be told: then `prepare_database` looks properly.
    """
    if os.environ.get("DATABASE_URL") or not (folder / backups.DATABASE).exists():
        return False
    connection = sqlite3.connect(folder / backups.DATABASE)
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return bool(found == _version())


def _version() -> int:
    """A number that changes with every migration that is added, taken away or rewritten."""
    digest = hashlib.sha256()
    for name in WITH_TABLES:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    for file in sorted(Path(__file__).parent.glob("*/migrations/*.py")):
        digest.update(f"{file.parent.parent.name}/{file.name}\n".encode() + file.read_bytes())
    return int.from_bytes(digest.digest()[:4]) & 0x7FFFFFFF or 1
