"""What a job's state is, given its steps: one pure function, and the one place that writes it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from . import events
from .claims import lock_job
from .models import Job, JobStep


@dataclass(frozen=True)
class Tally:
    """How many steps of a job are in each state, and the units they went through."""

    queued: int = 0
    running: int = 0
    succeeded: int = 0
    failed: int = 0
    cancelled: int = 0
    started: bool = False
    total: int = 0
    done: int = 0
    units_failed: int = 0

    @property
    def live(self) -> int:
        return self.queued + self.running


def state_of(current: str, tally: Tally) -> Job.State:
    """The job's state. `current` matters only for *cancelling*, which people set and steps end."""
    if current == Job.State.CANCELLING and tally.live:
        return Job.State.CANCELLING
    if tally.live:
        begun = tally.running or tally.succeeded or tally.failed or tally.started
        return Job.State.RUNNING if begun else Job.State.QUEUED
    if tally.cancelled:
        return Job.State.CANCELLED
    if tally.failed:
        return Job.State.PARTIAL if tally.succeeded else Job.State.FAILED
    if tally.units_failed:
        return Job.State.FAILED if tally.units_failed >= max(tally.total, 1) else Job.State.PARTIAL
    return Job.State.SUCCEEDED


def tally_of(job_id: UUID) -> Tally:
    state = JobStep.State
    found = JobStep.objects.filter(job_id=job_id).aggregate(
        n_queued=Count("pk", filter=Q(state=state.QUEUED)),
        n_running=Count("pk", filter=Q(state=state.RUNNING)),
        n_succeeded=Count("pk", filter=Q(state=state.SUCCEEDED)),
        n_failed=Count("pk", filter=Q(state=state.FAILED)),
        n_cancelled=Count("pk", filter=Q(state=state.CANCELLED)),
        n_started=Count("pk", filter=Q(attempt__gt=0)),
        all_units=Coalesce(Sum("total"), 0),
        done_units=Coalesce(Sum("done"), 0),
        failed_units=Coalesce(Sum("failed"), 0),
    )
    return Tally(
        queued=found["n_queued"],
        running=found["n_running"],
        succeeded=found["n_succeeded"],
        failed=found["n_failed"],
        cancelled=found["n_cancelled"],
        started=bool(found["n_started"]),
        total=found["all_units"],
        done=found["done_units"],
        units_failed=found["failed_units"],
    )


def settle_job(id: UUID, result: dict[str, object] | None = None, message: str | None = None) -> Job:
    """Brings a job's state, counters and times in line with its steps; called at the end of every transaction that
    moved a step. Announces the job on commit."""
    job = lock_job(id)
    tally = tally_of(id)
    before = job.state
    job.state = state_of(job.state, tally)
    job.total, job.done, job.failed = tally.total, min(tally.done, tally.total), tally.units_failed
    now = timezone.now()
    if job.started_at is None and tally.started:
        job.started_at = now
    if job.state in Job.LIVE:
        job.finished_at = None
    elif before in Job.LIVE or job.finished_at is None:
        job.finished_at = now
    if result:
        job.result = {**job.result, **result}
    if message is not None:
        job.message = message[:1000]
    job.save(
        update_fields=[
            "state",
            "total",
            "done",
            "failed",
            "started_at",
            "finished_at",
            "result",
            "message",
        ]
    )
    events.publish(job.organization_id, "job", job.pk, project=job.project_id)
    return job
