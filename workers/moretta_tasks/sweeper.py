"""Finds what the broker or a worker lost: sends hints again, gives up what is out of attempts. Run by beat."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from redis.exceptions import RedisError

from moretta.celery import PRIORITY_STEPS, queue_key
from moretta.jobs.attempts import give_up_lost_step
from moretta.jobs.claims import free_steps_of_dead
from moretta.jobs.dispatch import send_hints
from moretta.jobs.models import MAX_LOST, QUEUES, Job, JobStep
from moretta.jobs.redis_client import client
from moretta.jobs.states import settle_job

from .steps import kind_of

log = logging.getLogger(__name__)
MOST = 200  # hints a queue and priority at once; the rest follow when these are taken
SETTLE_SECONDS = 2  # a hint sent just now is still on its way


def sweep() -> int:
    """One pass; gives the number of hints sent. Safe to run anywhere, any number of times."""
    free_steps_of_dead()
    end_lost_steps()
    end_cancelled_jobs()
    return send_missing_hints()


def end_lost_steps() -> None:
    now = timezone.now()
    lost = JobStep.objects.filter(state=JobStep.State.RUNNING, lease_until__lt=now).select_related("job")
    for step in lost[:MOST]:
        if step.job.state == Job.State.CANCELLING or step.spent >= MAX_LOST:
            kind = kind_of(step.kind)
            give_up_lost_step(step, kind.on_failed if kind else None)


def end_cancelled_jobs() -> None:
    """Steps that came back into their queue just as the job was being cancelled."""
    for job_id in Job.objects.filter(state=Job.State.CANCELLING).values_list("pk", flat=True)[:MOST]:
        with transaction.atomic():
            JobStep.objects.filter(job_id=job_id, state=JobStep.State.QUEUED).update(
                state=JobStep.State.CANCELLED, finished_at=timezone.now()
            )
            settle_job(job_id)


def send_missing_hints() -> int:
    """Hints for due steps whose queue holds none: they were lost, or never sent because the broker was down.

    As long as hints of the same queue and priority wait, nothing is sent: workers are still busy with those.
    """
    now = timezone.now()
    settled = now - timedelta(seconds=SETTLE_SECONDS)
    due = JobStep.objects.filter(
        Q(state=JobStep.State.QUEUED, not_before__lte=now, created_at__lt=settled)
        | Q(state=JobStep.State.RUNNING, lease_until__lt=now)
    ).exclude(job__state=Job.State.CANCELLING)
    sent = 0
    for queue in QUEUES:
        waiting = due.filter(queue=queue)
        for low, high in priority_bands():
            band = waiting.filter(priority__gte=low, priority__lt=high)
            found = list(band.order_by("id").values_list("pk", "queue", "priority")[:MOST])
            if found and not _holds_hints(queue, low):
                sent += send_hints(found)
    return sent


def priority_bands() -> list[tuple[int, int]]:
    """The broker keeps one list for each step of priority: [0, 5), [5, 9), [9, …)."""
    return list(zip(PRIORITY_STEPS, [*PRIORITY_STEPS[1:], 256], strict=True))


def _holds_hints(queue: str, priority_step: int) -> bool:
    try:
        return bool(client().llen(queue_key(queue, priority_step)))
    except (RedisError, OSError):
        return True  # the broker is down: nothing can be sent
