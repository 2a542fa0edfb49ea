"""One attempt at one step, from claim to end. Called by the Celery task, and by tests without a broker."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterable

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from moretta.jobs.attempts import cancel_step, fail_step, pause_step, retry_later, succeed_step
from moretta.jobs.claims import claim_step, hold_step
from moretta.jobs.models import QUEUES, RENEW_SECONDS, Job, JobStep
from moretta.storage import DiskFull, require_space

from .context import StepContext
from .erased import nothing_of_the_erased
from .steps import PassingError, PermanentError, StepKind, StepStopped, kind_of

log = logging.getLogger(__name__)
DISK_FULL = "The disk is full. Make room, then the work goes on by itself; nothing was lost."


def worker_name() -> str:
    """This process, as it stands in the rows: `<host>/<pid>`."""
    return f"{socket.gethostname()[:80]}/{os.getpid()}"


def queues_taken() -> tuple[str, ...]:
    """The queues that this worker takes; a hint that strayed here from another one is left alone."""
    named = os.environ.get("MORETTA_QUEUES", "")
    return tuple(q.strip() for q in named.split(",") if q.strip()) or QUEUES


def run_step(id: str, *, alone: bool = True) -> str | None:
    """Claims a step and runs it to an end; gives the end (`succeeded`, `queued` after a passing error …) or None when
    there was nothing to claim. `alone`: this process does nothing else, so a step that stalls may end it."""
    step = claim_step(id, worker_name(), queues_taken())
    if step is None:
        return None
    kind = kind_of(step.kind)
    if kind is None:
        message = f"No worker here knows work of the kind {step.kind}. Update the workers, then retry."
        fail_step(step, step.attempt, message)
        return JobStep.State.FAILED
    context = StepContext(step)
    with nothing_of_the_erased(step):
        if not alone:
            return _attempt(kind, context)
        watch = LeaseWatch(context, kind.stall)
        watch.start()
        try:
            return _attempt(kind, context)
        finally:
            watch.stop()


def _attempt(kind: StepKind, context: StepContext) -> str | None:
    step, attempt = context.step, context.attempt
    try:
        if kind.needs_space:
            require_space()
        kind.run(context)
        ended = succeed_step(
            step, attempt, context.following, context.results, **{**context.counters(), "done": context.total}
        )
        if not ended:
            raise StepStopped()
        return JobStep.State.SUCCEEDED
    except StepStopped:
        if Job.objects.filter(pk=step.job_id, state=Job.State.CANCELLING).exists():
            cancel_step(step, attempt)
            return JobStep.State.CANCELLED
        return None
    except DiskFull as full:
        pause_step(step, attempt, str(full))
    except PermanentError as error:
        fail_step(step, attempt, str(error), kind.on_failed, **_units(context))
        return JobStep.State.FAILED
    except (OperationalError, InterfaceError) as error:
        if "disk is full" in str(error):  # SQLite's words
            pause_step(step, attempt, DISK_FULL)
            return JobStep.State.QUEUED
        log.exception("%s %s: the database did not answer", step.kind, step.pk)
        _reconnect()
        retry_later(step, attempt, "The database did not answer for a while.", kind.on_failed)
    except Exception as error:
        if getattr(error, "errno", None) == 28:  # ENOSPC
            pause_step(
                step, attempt, "The disk is full. Make room, then it goes on by itself; nothing was lost."
            )
        else:
            log.exception("%s %s, attempt %s", step.kind, step.pk, attempt)
            retry_later(step, attempt, _sentence(error), kind.on_failed)
    return JobStep.objects.values_list("state", flat=True).filter(pk=step.pk).first()


def _units(context: StepContext) -> dict[str, object]:
    counters = context.counters()
    counters["failed"] = context.total or 1
    return counters


def _sentence(error: Exception) -> str:
    if isinstance(error, PassingError):
        return str(error)[:900]
    return f"It stopped with an unexpected error: {type(error).__name__}: {error}"[:900]


def _reconnect() -> None:
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


class LeaseWatch(threading.Thread):
    """Renews the lease while the step works, notices when it was lost, and ends a process whose step stalls."""

    def __init__(self, context: StepContext, stall: float) -> None:
        super().__init__(name="lease", daemon=True)
        self.context, self.stall, self._ended = context, stall, threading.Event()

    def run(self) -> None:
        try:
            while not self._ended.wait(RENEW_SECONDS):
                if time.monotonic() - self.context.alive_at > self.stall:
                    log.error("%s stalls for %.0f s: ending this process", self.context.step.pk, self.stall)
                    os.kill(os.getpid(), signal.SIGKILL)
                try:
                    if not hold_step(self.context.step.pk, self.context.attempt):
                        self.context.lost = True
                        return
                except (OperationalError, InterfaceError):
                    log.warning("The lease of %s could not be renewed yet", self.context.step.pk)
                    _reconnect()
        finally:
            connections.close_all()

    def stop(self) -> None:
        self._ended.set()
        self.join(timeout=5)


def drain(queues: Iterable[str] | None = None, most: int = 1000) -> list[str | None]:
    """Runs due steps in this process, what people wait for first, until none is left; gives their ends in order.

    For tests and for small machines without a broker: the same claims and fences as in a worker.
    """
    ends: list[str | None] = []
    while len(ends) < most:
        due = JobStep.objects.filter(state=JobStep.State.QUEUED, not_before__lte=timezone.now())
        due = due.exclude(job__state=Job.State.CANCELLING)
        if queues is not None:
            due = due.filter(queue__in=list(queues))
        id = due.order_by("priority", "id").values_list("pk", flat=True).first()
        if id is None:
            break
        ends.append(run_step(str(id), alone=False))
    return ends
