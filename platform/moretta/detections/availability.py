"""Which detectors can run, as the workers say it."""

from __future__ import annotations

import json
from typing import Any

from redis.exceptions import RedisError

from moretta.jobs.redis_client import client
from moretta_vision.own_models import known

LIVES_SECONDS = 90
NOBODY = "No worker that detects is running. Start one: `moretta up`."


def key_of(worker: str) -> str:
    return f"moretta:detectors:{worker}"


def unavailable() -> dict[str, str | None]:
    """For each detector None where some worker can run it, else the reason as a sentence."""
    try:
        redis = client()
        keys = list(redis.scan_iter(match=key_of("*"), count=500))
        values: Any = redis.mget(keys) if keys else []
        said = [json.loads(value) for value in values if value]
    except (RedisError, OSError):
        said = []
    found: dict[str, str | None] = {}
    for name in known():
        reasons = [words[name] for words in said if name in words]
        found[name] = NOBODY if not reasons else None if None in reasons else reasons[0]
    return found
