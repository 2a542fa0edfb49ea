"""What the API shows of jobs, steps and workers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers

from moretta.accounts.access import Actor

from .actions import UNSTOPPABLE
from .models import Job, JobStep

SHOWN_ERRORS = 200
SHOWN_NOTES = 50
PLAIN = ("id", "kind", "title", "state", "done", "total", "failed", "message", "result") + (
    "created_at",
    "started_at",
    "finished_at",
)


class StepErrorSerializer(serializers.Serializer[Any]):
    asset = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class JobSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=Job.State.choices)
    project = serializers.UUIDField(allow_null=True)
    dataset = serializers.UUIDField(allow_null=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    failed = serializers.IntegerField()
    message = serializers.CharField(allow_blank=True)
    errors = StepErrorSerializer(  # type: ignore[assignment]
        many=True, help_text=f"The first {SHOWN_ERRORS}; all are in the steps."
    )
    notes = serializers.ListField(
        child=serializers.CharField(),
        help_text=f"What people should know of it though it is no error: the first {SHOWN_NOTES} different sentences "
        "of its steps.",
    )
    result = serializers.DictField()
    created_by = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    eta_seconds = serializers.IntegerField(allow_null=True)
    acts = serializers.ListField(child=serializers.ChoiceField(choices=["cancel", "retry"]))


class JobPageSerializer(serializers.Serializer[Any]):
    results = JobSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class JobAnswerSerializer(serializers.Serializer[Any]):
    """The body of a 202: the job that does the work."""

    job = JobSerializer()


class StepSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    queue = serializers.CharField()
    state = serializers.ChoiceField(choices=JobStep.State.choices)
    attempt = serializers.IntegerField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    errors = StepErrorSerializer(many=True)  # type: ignore[assignment]
    notes = serializers.ListField(child=serializers.CharField())
    message = serializers.CharField(allow_blank=True)
    worker = serializers.CharField(allow_blank=True)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class StepPageSerializer(serializers.Serializer[Any]):
    results = StepSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class WorkerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    queues = serializers.ListField(child=serializers.CharField())
    processes = serializers.IntegerField()
    inference = serializers.CharField()
    last_seen = serializers.FloatField(help_text="Seconds since its last sign of life.")
    busy = serializers.IntegerField(help_text="Steps it works on now.")


class WorkersSerializer(serializers.Serializer[Any]):
    workers = WorkerSerializer(many=True)
    queues = serializers.DictField(child=serializers.IntegerField())
    says = serializers.CharField(allow_null=True)


def eta_seconds(job: Job) -> int | None:
    """Seconds to go at the rate since the job started; None before anything is done."""
    if job.state != Job.State.RUNNING or not job.started_at or not job.done or job.total <= job.done:
        return None
    passed = (timezone.now() - job.started_at).total_seconds()
    return max(1, round(passed / job.done * (job.total - job.done)))


def acts_of(job: Job, actor: Actor | None, retryable: bool) -> list[str]:
    if actor is None or not actor.may("detect", job.organization_id, job.project_id):
        return []
    stops = job.state in (Job.State.QUEUED, Job.State.RUNNING) and job.kind not in UNSTOPPABLE
    acts = ["cancel"] if stops else []
    return [*acts, "retry"] if retryable and job.state != Job.State.CANCELLING else acts


def show_jobs(jobs: list[Job], actor: Actor | None = None) -> list[dict[str, Any]]:
    """Jobs as JSON, with one query each for the errors and notes of all of them, and for what may be retried."""
    ids = [job.pk for job in jobs]
    ended = [JobStep.State.FAILED, JobStep.State.CANCELLED]
    retryable = set(
        JobStep.objects.filter(job__in=ids, state__in=ended).values_list("job", flat=True).distinct()
    )
    errors: dict[Any, list[Any]] = {}
    flawed = JobStep.objects.filter(job__in=[job.pk for job in jobs if job.failed], failed__gt=0)
    for job_id, found in flawed.order_by("id").values_list("job", "errors"):
        mine = errors.setdefault(job_id, [])
        mine += found[: SHOWN_ERRORS - len(mine)]
    notes = _notes(ids)
    return [
        _show(job, errors.get(job.pk, []), notes.get(job.pk, []), acts_of(job, actor, job.pk in retryable))
        for job in jobs
    ]


def show_job(job: Job, actor: Actor | None = None) -> dict[str, Any]:
    """One job as JSON; what every 202 carries under `job`."""
    return show_jobs([job], actor)[0]


def _notes(jobs: list[UUID]) -> dict[UUID, list[str]]:
    """The different notes of each job's steps. Most steps of a job say the same, so the database sifts them."""
    found: dict[UUID, list[str]] = {}
    noted = JobStep.objects.filter(job__in=jobs).exclude(notes=[])
    for job_id, notes in noted.order_by().values_list("job", "notes").distinct():
        mine = found.setdefault(job_id, [])
        mine += [note for note in notes if note not in mine]
    return {job_id: sorted(notes)[:SHOWN_NOTES] for job_id, notes in found.items()}


def _show(job: Job, errors: list[Any], notes: list[str], acts: list[str]) -> dict[str, Any]:
    row = {name: getattr(job, name) for name in PLAIN}
    row |= {"project": job.project_id, "dataset": job.dataset_id, "errors": errors}
    row |= {"notes": notes, "acts": acts}
    row["created_by"] = str(job.created_by) if job.created_by else None
    row["eta_seconds"] = eta_seconds(job)
    return dict(JobSerializer(row).data)
