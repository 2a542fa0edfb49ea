"""The claim protocol of a step: one worker at a time, every write carries its attempt, no row updated means stop.

A step is claimed by one conditional update: `queued` and due, or `running` with an expired lease, becomes `running`
with `attempt + 1` and a lease. Rows are locked in the order step, then job, everywhere.
"""

from __future__ import annotations

import datetime
import os
import socket
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from .models import LEASE_SECONDS, MAX_LOST, QUEUES, Job, JobStep

STOPPED_ITS_WORKER = (
    f"This piece stopped its worker {MAX_LOST} times and was given up. "
    "Take out the file that does it, or retry on a machine with more memory."
)


# Not `exclude(job__state=…)`: a join would move all conditions into a subquery, which PostgreSQL does not look at again
# after it waited for the row, and two workers would both win.
_CANCELLING = Exists(Job.objects.filter(pk=OuterRef("job_id"), state=Job.State.CANCELLING))


def lease() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(seconds=LEASE_SECONDS)


def claimable(now: datetime.datetime) -> Q:
    return Q(state=JobStep.State.QUEUED, not_before__lte=now) | Q(
        state=JobStep.State.RUNNING, lease_until__lt=now
    )


def claim_step(id: UUID | str, worker: str, queues: Collection[str] = QUEUES) -> JobStep | None:
    """Makes `worker` the owner of a step for one attempt; None when it is not to be had (done, taken, cancelled,
    not yet due, of a queue that the worker does not take, or out of attempts: the sweeper gives those up)."""
    from .states import settle_job

    now = timezone.now()
    with transaction.atomic():
        if not _take(id, worker, queues, now):
            return None
        step = JobStep.objects.select_related("job__project", "job__dataset", "job__organization").get(pk=id)
        step.job.state = settle_job(step.job_id).state
    return step


def _take(id: UUID | str, worker: str, queues: Collection[str], now: datetime.datetime) -> int:
    return (
        JobStep.objects.filter(claimable(now), pk=id, queue__in=queues, attempt__lt=F("forgiven") + MAX_LOST)
        .filter(~_CANCELLING)
        .update(
            state=JobStep.State.RUNNING,
            attempt=F("attempt") + 1,
            worker=worker,
            lease_until=lease(),
            started_at=now,
            finished_at=None,
            message="",
            done=0,
            failed=0,
            errors=[],
            notes=[],
            result={},
        )
    )


def hold_step(id: UUID, attempt: int, **changes: Any) -> bool:
    """Renews the lease and writes `changes`, if the step still runs under `attempt` and its job is not being
    cancelled. The first statement of every fenced transaction."""
    return bool(
        JobStep.objects.filter(pk=id, attempt=attempt, state=JobStep.State.RUNNING)
        .filter(~_CANCELLING)
        .update(lease_until=lease(), **changes)
    )


def end_step(id: UUID, attempt: int, state: JobStep.State, **changes: Any) -> bool:
    """Ends a running attempt in one conditional update."""
    return bool(
        JobStep.objects.filter(pk=id, attempt=attempt, state=JobStep.State.RUNNING).update(
            state=state, lease_until=None, finished_at=timezone.now(), **changes
        )
    )


def requeue_step(id: UUID, attempt: int, *, wait: float, message: str, forgiven: bool = False) -> bool:
    """Puts a running step back into its queue, due in `wait` seconds; `forgiven` gives the attempt back."""
    return bool(
        JobStep.objects.filter(pk=id, attempt=attempt, state=JobStep.State.RUNNING).update(
            state=JobStep.State.QUEUED,
            lease_until=None,
            not_before=timezone.now() + datetime.timedelta(seconds=wait),
            message=message[:1000],
            forgiven=F("forgiven") + int(forgiven),
        )
    )


def free_steps_of_dead() -> int:
    """Ends the leases of this machine's worker processes that are gone, so that nobody waits for them to run out.

    The attempts count: such a step may be what ended its process. Gives how many.
    """
    freed = 0
    for id, attempt in _steps_of_dead():
        freed += JobStep.objects.filter(pk=id, attempt=attempt, state=JobStep.State.RUNNING).update(
            lease_until=timezone.now()
        )
    return freed


def lock_job(id: UUID) -> Job:
    """The job, locked until the transaction ends (SQLite's IMMEDIATE transactions lock all by themselves)."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A job is locked inside a transaction only.")
    return Job.objects.select_for_update().get(pk=id)


def put_back_steps_of_dead() -> int:
    """Queues again, at no cost of attempts, the running steps of this machine's worker processes that are gone.

    For a start or a stop on one machine, when nothing else could have ended them. Gives how many.
    """
    return sum(
        requeue_step(id, attempt, wait=0, message="", forgiven=True) for id, attempt in _steps_of_dead()
    )


def _steps_of_dead() -> list[tuple[UUID, int]]:
    host = socket.gethostname()[:80]
    held = JobStep.objects.filter(
        state=JobStep.State.RUNNING, worker__startswith=f"{host}/", lease_until__gt=timezone.now()
    )
    rows = held.values_list("pk", "attempt", "worker")
    return [(id, attempt) for id, attempt, worker in rows if not _lives(int(worker.rpartition("/")[2]))]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
