"""Who has an asset open right now; lives in Redis for seconds, never in the database."""

from __future__ import annotations

import json
import time
from typing import Any
from uuid import UUID

from redis.exceptions import RedisError

from moretta.accounts.models import User

from .redis_client import client

SECONDS = 20


def _key(asset_id: UUID | str) -> str:
    return f"moretta:here:{asset_id}"


def _project_key(project_id: UUID | str) -> str:
    return f"moretta:here:project:{project_id}"


def here(
    asset_id: UUID | str, user: User, frame: int | None = None, *, project_id: UUID | str | None = None
) -> bool:
    """Says that somebody has an asset open; to be repeated every 10 s. True when they were not there before.

    With `project_id` the person is also listed by `present_in`, at the asset they told of last.
    """
    person = {"id": str(user.pk), "name": str(user), "frame": frame, "at": time.time()}
    entry = json.dumps(person)
    try:
        redis = client()
        before = redis.hget(_key(asset_id), str(user.pk))
        redis.hset(_key(asset_id), str(user.pk), entry)
        redis.expire(_key(asset_id), SECONDS)
        if project_id is not None:
            redis.hset(_project_key(project_id), str(user.pk), json.dumps({**person, "asset": str(asset_id)}))
            redis.expire(_project_key(project_id), SECONDS)
    except (RedisError, OSError):
        return False
    return before is None or json.loads(str(before))["at"] < time.time() - SECONDS


def leave(asset_id: UUID | str, user: User) -> bool:
    """True when they were there."""
    try:
        return bool(client().hdel(_key(asset_id), str(user.pk)))
    except (RedisError, OSError):
        return False


def present(asset_id: UUID | str) -> list[dict[str, Any]]:
    """`[{id, name, frame}]` of those who have it open, by name; empty when Redis does not answer."""
    try:
        entries = client().hvals(_key(asset_id))
    except (RedisError, OSError):
        return []
    found = [json.loads(entry) for entry in entries]
    recent = [entry for entry in found if entry["at"] >= time.time() - SECONDS]
    people = [{"id": e["id"], "name": e["name"], "frame": e["frame"]} for e in recent]
    return sorted(people, key=lambda person: (person["name"], person["id"]))


def present_in(project_id: UUID | str) -> list[dict[str, Any]]:
    """`[{id, name, frame, asset}]` of those who have an asset of the project open, by name."""
    try:
        entries = client().hvals(_project_key(project_id))
    except (RedisError, OSError):
        return []
    recent = [e for e in map(json.loads, entries) if e["at"] >= time.time() - SECONDS]
    people = [{"id": e["id"], "name": e["name"], "frame": e["frame"], "asset": e["asset"]} for e in recent]
    return sorted(people, key=lambda person: (person["name"], person["id"]))
