"""How an attempt at a step ends: each in one short transaction that the attempt's number guards."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from .actions import StepSpec, create_steps
from .claims import STOPPED_ITS_WORKER, end_step, hold_step, lock_job, requeue_step
from .models import MAX_ATTEMPTS, MAX_LOST, Job, JobStep
from .states import settle_job

Ending = Callable[[JobStep, str], None]
PAUSE_SECONDS = 60.0


@dataclass(frozen=True)
class Following:
    """Steps to add when a step succeeds; with `group`, when it is the last of its job's steps whose payload carries
    that group."""

    steps: Sequence[StepSpec]
    group: str = ""


def write_progress(step: JobStep, attempt: int, **changes: Any) -> bool:
    """Writes a running step's counters and the job's; False when the attempt no longer counts."""
    with transaction.atomic():
        if not hold_step(step.pk, attempt, **changes):
            return False
        settle_job(step.job_id)
    return True


def succeed_step(
    step: JobStep,
    attempt: int,
    following: Sequence[Following] = (),
    result: dict[str, Any] | None = None,
    **changes: Any,
) -> bool:
    """Ends an attempt well and adds what follows, all or nothing. False when the attempt no longer counts."""
    with transaction.atomic():
        if not hold_step(step.pk, attempt):  # also refuses when the job is being cancelled
            return False
        end_step(step.pk, attempt, JobStep.State.SUCCEEDED, result=result or {}, **changes)
        job = lock_job(step.job_id)
        for after in following:
            if not after.group or _last_of(job, after.group):
                create_steps(job, after.steps)
        settle_job(step.job_id, result=result, message="")
    return True


def _last_of(job: Job, group: str) -> bool:
    mates = JobStep.objects.filter(job=job, payload__group=group)
    return not mates.exclude(state=JobStep.State.SUCCEEDED).exists()


def fail_step(
    step: JobStep, attempt: int, message: str, on_failed: Ending | None = None, **changes: Any
) -> bool:
    """Ends an attempt for good; `on_failed(step, message)` puts right what the step leaves behind, in the same
    transaction."""
    with transaction.atomic():
        if not end_step(step.pk, attempt, JobStep.State.FAILED, message=message[:1000], **changes):
            return False
        if on_failed is not None:
            on_failed(step, message)
        settle_job(step.job_id, message=message)
    return True


def cancel_step(step: JobStep, attempt: int) -> bool:
    """Ends an attempt because its job is being cancelled."""
    with transaction.atomic():
        if not end_step(step.pk, attempt, JobStep.State.CANCELLED):
            return False
        settle_job(step.job_id)
    return True


def backoff(spent: int) -> float:
    """Seconds before the next attempt: about 2, 8, 32, spread so that many do not come back at once."""
    return float(2 * 4 ** max(spent - 1, 0)) * random.uniform(0.8, 1.2)


def retry_later(step: JobStep, attempt: int, message: str, on_failed: Ending | None = None) -> bool:
    """After a passing error: back into the queue with backoff, or failed when the attempts are spent."""
    if step.spent >= MAX_ATTEMPTS:
        return fail_step(step, attempt, message, on_failed)
    with transaction.atomic():
        if not requeue_step(step.pk, attempt, wait=backoff(step.spent), message=message):
            return False
        settle_job(step.job_id)
    return True


def pause_step(step: JobStep, attempt: int, message: str, wait: float = PAUSE_SECONDS) -> bool:
    """Puts a step back without spending an attempt and says on the job why: a full disk, a missing service."""
    with transaction.atomic():
        if not requeue_step(step.pk, attempt, wait=wait, message=message, forgiven=True):
            return False
        settle_job(step.job_id, message=message)
    return True


def give_up_lost_step(step: JobStep, on_failed: Ending | None = None) -> bool:
    """Ends a running step whose lease ran out: cancelled with its job, or failed when it is out of attempts."""
    now = timezone.now()
    with transaction.atomic():
        mine = JobStep.objects.filter(
            pk=step.pk, attempt=step.attempt, state=JobStep.State.RUNNING, lease_until__lt=now
        )
        cancelling = step.job.state == Job.State.CANCELLING
        if not cancelling and step.spent < MAX_LOST:
            return False
        state = JobStep.State.CANCELLED if cancelling else JobStep.State.FAILED
        message = "" if cancelling else STOPPED_ITS_WORKER
        if not mine.update(state=state, message=message, lease_until=None, finished_at=now):
            return False
        if not cancelling and on_failed is not None:
            on_failed(step, message)
        settle_job(step.job_id, message=message or None)
    return True


def due_again(id: UUID) -> datetime.datetime | None:
    """When a queued step is due; None when it is not queued."""
    return (
        JobStep.objects.filter(pk=id, state=JobStep.State.QUEUED).values_list("not_before", flat=True).first()
    )
