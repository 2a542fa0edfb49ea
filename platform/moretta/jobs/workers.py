"""Which workers live, how long the queues are, and the sentence for a person when nobody will do the work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from redis.exceptions import RedisError

from moretta.celery import PRIORITY_STEPS, queue_key

from .models import QUEUES, Job, JobStep
from .redis_client import client

ANNOUNCE_SECONDS = 5
LIVES_SECONDS = 15
DOES = {"detect": "detects", "render": "renders", "io": "reads and writes files"}


@dataclass(frozen=True)
class Worker:
    name: str
    queues: tuple[str, ...]
    processes: int
    inference: str
    last_seen: float  # seconds ago
    busy: int


def key_of(name: str) -> str:
    return f"moretta:worker:{name}"


def live_workers() -> list[Worker] | None:
    """The workers that gave a sign of life in the last seconds; None when the broker does not answer."""
    try:
        redis = client()
        keys = sorted(redis.scan_iter(match=key_of("*"), count=500))
        values = redis.mget(keys) if keys else []
        lives = [redis.ttl(key) for key in keys]
    except (RedisError, OSError):
        return None
    busy = _busy_by_host()
    found = []
    for value, left in zip(values, lives, strict=True):
        if value is None:
            continue
        fields: dict[str, Any] = json.loads(value)
        host = fields["name"].rpartition("/")[0]
        found.append(
            Worker(
                fields["name"],
                tuple(fields["queues"]),
                int(fields["processes"]),
                str(fields.get("inference", "cpu")),
                float(max(LIVES_SECONDS - max(left, 0), 0)),
                busy.get(host, 0),
            )
        )
    return found


def _busy_by_host() -> dict[str, int]:
    counts: dict[str, int] = {}
    running = JobStep.objects.filter(state=JobStep.State.RUNNING).values_list("worker", flat=True)
    for name in running:
        host = name.rpartition("/")[0]
        counts[host] = counts.get(host, 0) + 1
    return counts


def queue_lengths() -> dict[str, int]:
    """Hints that wait in the broker, by queue; -1 when it does not answer."""
    try:
        redis = client()
        return {queue: sum(redis.llen(queue_key(queue, step)) for step in PRIORITY_STEPS) for queue in QUEUES}
    except (RedisError, OSError):
        return dict.fromkeys(QUEUES, -1)


def waiting_sentence(jobs: QuerySet[Job], workers: Iterable[Worker] | None) -> str | None:
    """Why the work of these jobs does not go on, and what to do; None when it does or nothing waits."""
    steps = JobStep.objects.filter(job__in=jobs.filter(state__in=Job.LIVE), state=JobStep.State.QUEUED)
    rows = steps.values("queue").annotate(units=Sum(F("total")), n=Count("pk"))
    waits = {row["queue"]: max(int(row["units"] or 0), int(row["n"])) for row in rows}
    if not waits:
        return None
    if workers is None:
        return f"The broker does not answer, so {_things(sum(waits.values()))}. Start it: `moretta up`."
    workers = list(workers)
    if not workers:
        return f"No worker is running, so {_things(sum(waits.values()))}. Start one: `moretta up`."
    taken = {queue for worker in workers for queue in worker.queues}
    for queue, n in waits.items():
        if queue not in taken:
            return (
                f"No worker that {DOES[queue]} is running, so {_things(n)}. "
                f"Start one: `moretta worker --queues {queue}`."
            )
    return None


def _things(n: int) -> str:
    return "1 photo or frame waits" if n == 1 else f"{n} photos or frames wait"
