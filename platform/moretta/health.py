"""`/healthz`: this process answers. `/readyz`: it can also do its work, or says what it lacks."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from moretta import storage
from moretta.jobs.redis_client import client

_migrated = False


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 with the missing parts by name; no addresses, no versions: anyone may ask."""
    lacks = []
    if problem := _database():
        lacks.append(problem)
    try:
        client().ping()
    except (RedisError, OSError):
        lacks.append("The event store and broker do not answer.")
    try:
        storage.require_space()
    except storage.DiskFull:
        lacks.append("The disk is nearly full.")
    except OSError:
        lacks.append("The file store cannot be written.")
    return JsonResponse(
        {"status": "lacking" if lacks else "ok", "lacks": lacks}, status=503 if lacks else 200
    )


def _database() -> str | None:
    global _migrated
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "The database does not answer."
    return None if _migrated else "The database is not migrated."
