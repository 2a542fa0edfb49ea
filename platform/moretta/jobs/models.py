"""Work that takes longer than a request. The rows are the truth; a message in the broker is only a hint."""

import os

from django.db import models
from django.utils import timezone

from moretta.accounts.models import Organization
from moretta.datasets.models import Dataset
from moretta.ids import uuid7
from moretta.projects.models import Project

QUEUES = ("detect", "render", "io")
LEASE_SECONDS = float(os.environ.get("MORETTA_LEASE_SECONDS", "30"))
RENEW_SECONDS = LEASE_SECONDS / 3
MAX_ATTEMPTS = 4  # that ended with an error
MAX_LOST = (
    6  # attempts when each of them lost its worker: a machine may be restarted often without the step's doing
)


class Job(models.Model):
    """State is a function of the steps: queued → running → succeeded | partial | failed; cancelling → cancelled."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        CANCELLING = "cancelling"
        SUCCEEDED = "succeeded"
        PARTIAL = "partial"
        FAILED = "failed"
        CANCELLED = "cancelled"

    LIVE = (State.QUEUED, State.RUNNING, State.CANCELLING)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="jobs")
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, related_name="jobs")
    dataset = models.ForeignKey(Dataset, on_delete=models.SET_NULL, null=True, related_name="jobs")
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    key = models.CharField(max_length=120, blank=True)  # the same work asked twice is the same live job
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    payload = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    total = models.PositiveIntegerField(default=0)  # units: assets or frames
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=1000, blank=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "state", "id"], name="jobs_by_state"),
            models.Index(fields=["project", "id"], name="jobs_of_project"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(state__in=["queued", "running", "cancelling"]) & ~models.Q(key=""),
                name="one_live_job_a_key",
            )
        ]

    def __str__(self) -> str:
        return self.title


class JobStep(models.Model):
    """One claimable piece: at most 32 images or about a minute of video.

    A worker claims it by one conditional update; every later write carries `attempt`, and no row updated means stop.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=32)  # a name in moretta_tasks.steps
    queue = models.CharField(max_length=8, choices=[(q, q) for q in QUEUES])
    priority = models.PositiveSmallIntegerField(default=5)  # 0: a person waits; 9: bulk
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)  # only rises; every write of a worker carries it
    forgiven = models.PositiveSmallIntegerField(
        default=0
    )  # attempts that count no more: pauses, retries by hand
    worker = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)  # backoff
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)  # units with an entry in errors
    errors = models.JSONField(default=list, blank=True)  # [{"asset", "name", "detail"}], the batch went on
    notes = models.JSONField(default=list, blank=True)  # sentences, e.g. a batch that was halved
    message = models.CharField(max_length=1000, blank=True)  # why it failed
    result = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["job", "state"], name="steps_of_job"),
            models.Index(fields=["state", "lease_until"], name="steps_to_sweep"),
        ]

    @property
    def spent(self) -> int:
        """Attempts that count against MAX_ATTEMPTS and MAX_LOST."""
        return self.attempt - self.forgiven
