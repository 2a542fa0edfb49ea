"""Runs the steps that wait, in this process, by the workers' own claim and runner: no broker, no worker."""

from __future__ import annotations

from django.utils import timezone

from moretta.jobs.models import Job, JobStep
from moretta_tasks.runner import run_step


def run_jobs(most: int = 500) -> int:
    """Runs steps until none is due, the most urgent first; gives how many were run."""
    for count in range(most):
        due = JobStep.objects.filter(state=JobStep.State.QUEUED, not_before__lte=timezone.now())
        step = due.order_by("priority", "id").first()
        if step is None:
            return count
        run_step(str(step.pk), alone=False)
    raise AssertionError(f"more than {most} steps: something adds steps without end")


def finish(job_id: object) -> Job:
    """Runs what waits and gives the job as it then is."""
    run_jobs()
    return Job.objects.get(pk=job_id)
