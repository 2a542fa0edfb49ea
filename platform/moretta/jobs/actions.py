"""Every change of a job's state that people ask for: start, add to, cancel, retry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from moretta.accounts.models import Organization, User
from moretta.api import Conflict
from moretta.audit.log import record
from moretta.datasets.models import Dataset
from moretta.projects.models import Project

from . import events
from .claims import lock_job
from .dispatch import hint_on_commit
from .models import QUEUES, Job, JobStep
from .states import settle_job


@dataclass(frozen=True)
class StepSpec:
    """One step to be: `kind` is a name registered in moretta_tasks, `total` its units (assets or frames).

    `priority` 0: a person waits, 5: bulk; None takes the job's.
    """

    kind: str
    queue: str
    payload: dict[str, Any] = field(default_factory=dict)
    total: int = 0
    priority: int | None = None


def start_job(
    kind: str,
    *,
    organization: Organization,
    title: str,
    steps: Sequence[StepSpec],
    project: Project | None = None,
    dataset: Dataset | None = None,
    created_by: User | None = None,
    key: str = "",
    payload: dict[str, Any] | None = None,
    priority: int = 5,
) -> Job:
    """Makes a job with its steps and hints the workers on commit.

    A live job of the same organization with the same `key` is given instead, and nothing is started.
    """
    if key and (live := _live_job(organization.pk, key)):
        return live
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                organization=organization,
                project=project,
                dataset=dataset,
                title=title[:200],
                key=key[:120],
                created_by=created_by,
                payload={"priority": priority, **(payload or {})},
            )
            made = create_steps(job, steps)
            if made:
                Job.objects.filter(pk=job.pk).update(total=sum(step.total for step in made))
                job.total = sum(step.total for step in made)
                events.publish(job.organization_id, "job", job.pk, project=job.project_id)
            else:
                job = settle_job(job.pk)
    except IntegrityError:  # somebody started the same work in this moment
        if key and (live := _live_job(organization.pk, key)):
            return live
        raise
    return job


def _live_job(organization_id: UUID, key: str) -> Job | None:
    return Job.objects.filter(organization_id=organization_id, key=key[:120], state__in=Job.LIVE).first()


def create_steps(job: Job, specs: Sequence[StepSpec]) -> list[JobStep]:
    """The rows of new steps, hinted on commit; inside the caller's transaction."""
    for spec in specs:
        if spec.queue not in QUEUES:
            raise ValueError(f"{spec.kind}: '{spec.queue}' is not a queue, use one of {', '.join(QUEUES)}")
    default = int(job.payload.get("priority", 5))
    steps = JobStep.objects.bulk_create(
        [
            JobStep(
                job=job,
                kind=spec.kind,
                queue=spec.queue,
                payload=spec.payload,
                total=spec.total,
                priority=default if spec.priority is None else spec.priority,
            )
            for spec in specs
        ],
        batch_size=500,
    )
    hint_on_commit(steps)
    return steps


UNSTOPPABLE = {
    "erase": "A deletion cannot be stopped: what was asked to be gone is to be gone.",
    "publish_policy": "A publication cannot be stopped half way. Publish the earlier settings again instead.",
}
"""Kinds of jobs that come to their end once they are asked for, and the sentence for who tries to stop one."""


def cancel_job(job: Job, *, anyway: bool = False) -> Job:
    """Stops a job: what waits is cancelled at once, what runs stops at its next write. A finished job is a Conflict, as
    is one that must come to its end, unless `anyway`, for what makes it pointless."""
    if job.kind in UNSTOPPABLE and job.state in Job.LIVE and not anyway:
        raise Conflict(UNSTOPPABLE[job.kind])
    with transaction.atomic():
        JobStep.objects.filter(job=job, state=JobStep.State.QUEUED).update(
            state=JobStep.State.CANCELLED, finished_at=timezone.now()
        )
        locked = lock_job(job.pk)
        if locked.state not in Job.LIVE:
            raise Conflict(f"This job has already ended: {locked.state}.")
        locked.state = Job.State.CANCELLING
        locked.save(update_fields=["state"])
        # A step requeued between the two statements is cancelled by the sweeper: updating steps again here, with the
        # job locked, would break the order of locks.
        return settle_job(job.pk)


@transaction.atomic
def steer(by: User, act: str, job: Job) -> Job:
    """A job that a person cancels or tries again (`cancel` or `retry`), on record."""
    steered = cancel_job(job) if act == "cancel" else retry_job(job)
    note_steering(by, act, job)
    return steered


def note_steering(by: User, act: str, job: Job) -> None:
    """Writes down who cancelled or tried again; no title, which may name pictures."""
    acts = {"cancel": "cancelled_job", "retry": "retried_job"}
    record(by, acts[act], "job", job.pk, job.organization_id, {"kind": job.kind})


def retry_job(job: Job) -> Job:
    """Queues the failed and cancelled steps of a job anew, also while others of its steps run."""
    return _retry(job, JobStep.objects.filter(job=job))


def retry_step(step: JobStep) -> Job:
    """Queues one failed or cancelled step anew."""
    return _retry(step.job, JobStep.objects.filter(pk=step.pk))


def _retry(job: Job, among: Any) -> Job:
    ended = among.filter(state__in=[JobStep.State.FAILED, JobStep.State.CANCELLED])
    try:
        with transaction.atomic():
            ids = list(ended.values_list("pk", flat=True))
            JobStep.objects.filter(
                pk__in=ids, state__in=[JobStep.State.FAILED, JobStep.State.CANCELLED]
            ).update(
                state=JobStep.State.QUEUED,
                forgiven=F("attempt"),
                not_before=timezone.now(),
                lease_until=None,
                finished_at=None,
                message="",
                done=0,
                failed=0,
                errors=[],
            )
            locked = lock_job(job.pk)
            if locked.state == Job.State.CANCELLING:
                raise Conflict("This job is still stopping. Retry it when it has stopped.")
            if not ids:
                raise Conflict("Nothing in this job failed or was cancelled, so there is nothing to retry.")
            settled = settle_job(job.pk, message="")
            hint_on_commit(JobStep.objects.filter(pk__in=ids))
            return settled
    except IntegrityError:
        raise Conflict("The same work is running in another job. Wait for that one.") from None
