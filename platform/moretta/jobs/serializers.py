"""What the API shows of jobs, steps and workers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers

from moretta.accounts.access import Actor
from moretta.datasets.models import Asset
from moretta.language import Said

from .actions import UNSTOPPABLE
from .models import Job, JobStep

SHOWN_ERRORS = 200
SHOWN_NOTES = 50
SHOWN_CLIPS = 200
FRAME_KINDS = ("detected", "filled", "copied", "untouched", "failed")
PLAIN = ("id", "kind", "title", "state", "done", "total", "failed", "message", "result") + (
    "created_at",
    "started_at",
    "finished_at",
)


class StepErrorSerializer(serializers.Serializer[Any]):
    asset = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    detail = Said()


class RedactedClipSerializer(serializers.Serializer[Any]):
    """How many frames of a redacted clip are of each kind; one may be both detected and filled."""

    asset = serializers.UUIDField()
    name = serializers.CharField()
    frames = serializers.IntegerField()
    detected = serializers.IntegerField(help_text="Something that is hidden was found there.")
    filled = serializers.IntegerField(
        help_text="Something hidden has its place from the frames around it, or from a person."
    )
    copied = serializers.IntegerField(help_text="Nothing is hidden, and it is coded as it came.")
    untouched = serializers.IntegerField(help_text="Nothing is hidden.")
    failed = serializers.IntegerField(help_text="It could not be decoded and shows nothing.")
    failed_ranges = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="[first, last] of the failed ones, the first few.",
    )


class JobSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = Said()
    state = serializers.ChoiceField(choices=Job.State.choices)
    project = serializers.UUIDField(allow_null=True)
    dataset = serializers.UUIDField(allow_null=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    failed = serializers.IntegerField()
    message = Said(allow_blank=True)
    errors = StepErrorSerializer(  # type: ignore[assignment]
        many=True, help_text=f"The first {SHOWN_ERRORS}; all are in the steps."
    )
    notes = serializers.ListField(
        child=Said(),
        help_text=f"What people should know of it though it is no error: the first {SHOWN_NOTES} different sentences "
        "of its steps.",
    )
    clips = RedactedClipSerializer(
        many=True, help_text=f"The clips that it redacted and that are still there, the first {SHOWN_CLIPS}."
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
    notes = serializers.ListField(child=Said())
    message = Said(allow_blank=True)
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
    says = Said(allow_null=True)


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
    notes, clips = _notes(ids), _clips(jobs)
    return [
        _show(
            job,
            errors=errors.get(job.pk, []),
            notes=notes.get(job.pk, []),
            clips=clips[job.pk],
            acts=acts_of(job, actor, job.pk in retryable),
        )
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


def _clips(jobs: list[Job]) -> dict[UUID, list[dict[str, Any]]]:
    """What the results of rendering jobs say of each clip, with the names of those that are still there."""
    said = {
        job.pk: {id: value for id, value in job.result.items() if _is_about_frames(value)} for job in jobs
    }
    ids = {id for of_job in said.values() for id in of_job}
    names = dict(Asset.objects.filter(pk__in=ids, deleting=False).values_list("pk", "name")) if ids else {}
    return {
        job: [
            {
                **dict.fromkeys(FRAME_KINDS, 0),
                **value,
                **value["frame_table"],
                "asset": id,
                "name": names[UUID(id)],
            }
            for id, value in of_job.items()
            if UUID(id) in names
        ][:SHOWN_CLIPS]
        for job, of_job in said.items()
    }


def _is_about_frames(value: Any) -> bool:
    return isinstance(value, dict) and "frame_table" in value


def _show(job: Job, **more: Any) -> dict[str, Any]:
    row = {name: getattr(job, name) for name in PLAIN}
    row |= {"project": job.project_id, "dataset": job.dataset_id, **more}
    row["created_by"] = str(job.created_by) if job.created_by else None
    row["eta_seconds"] = eta_seconds(job)
    return dict(JobSerializer(row).data)
