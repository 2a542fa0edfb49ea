"""Live events: one stream per organization of `{kind, id, revision, project}`, never content.

The page fetches what an event names through the door. A lost event costs a late refresh, so no failure here reaches
the caller.
"""

from __future__ import annotations

import logging
import time
from typing import Any
from uuid import UUID

from django.db import transaction
from redis.exceptions import RedisError

from .redis_client import client

log = logging.getLogger(__name__)
KEPT = 10_000
PAUSE_SECONDS = 2.0
_down_until = 0.0


def stream_of(organization_id: UUID | str) -> str:
    return f"moretta:events:{organization_id}"


def publish(
    organization_id: UUID | str,
    kind: str,
    id: UUID | str,
    revision: int | None = None,
    project: UUID | str | None = None,
) -> None:
    """Announces that a thing changed, when the transaction commits.

    Kinds are the things of the API: asset, dataset, project, job, comment, export, presence, member …
    """
    fields = {"kind": kind, "id": str(id)}
    if revision is not None:
        fields["revision"] = str(revision)
    if project is not None:
        fields["project"] = str(project)
    transaction.on_commit(lambda: _append(stream_of(organization_id), fields), robust=True)


def _append(stream: str, fields: dict[str, Any]) -> None:
    global _down_until
    if time.monotonic() < _down_until:
        return
    try:
        client().xadd(stream, fields, maxlen=KEPT, approximate=True)
    except (RedisError, OSError) as error:
        _down_until = time.monotonic() + PAUSE_SECONDS
        log.warning("The event store does not answer; pages refresh later: %s", error)
