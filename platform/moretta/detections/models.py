"""Runs of detectors over assets, and which labels have been searched for, by whom."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from moretta.datasets.models import Asset
from moretta.ids import uuid7
from moretta.projects.models import Label


class Runs(models.QuerySet["DetectionRun"]):
    def finished(self) -> Runs:
        """Those whose candidates are stored."""
        return self.filter(state=DetectionRun.State.SUCCEEDED).exclude(path="")

    def newest(self, kind: str) -> DetectionRun | None:
        """The newest finished one that looked for a label kind."""
        return next((run for run in self.finished().order_by("-id") if kind in run.kinds), None)


class DetectionRun(models.Model):
    """What one search found in one asset. The raw candidates, down to a low score, lie in one immutable file.

    The file is gzipped JSON: `{"frames": {frame: [[label kind, x, y, w, h, score]…]}}`.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="runs")
    step = models.UUIDField(null=True)  # the job step that made it
    detectors = models.JSONField(default=list)  # names
    preset = models.CharField(max_length=40, blank=True)  # that named any of them
    weights = models.JSONField(default=dict)  # file: SHA-256
    settings = models.JSONField(
        default=dict
    )  # {"by": {kind: detectors}, "thresholds", "doubtful_from", "floors"}
    kinds = models.JSONField(default=list)  # label kinds that were searched for
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    frames_done = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=255, blank=True)  # of the candidates, relative to the file store
    scores = models.JSONField(null=True)  # how many finds have which, see scores.py
    error = models.CharField(max_length=1000, blank=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True)

    objects = Runs.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asset", "id"], name="run_of_asset")]


class Search(models.Model):
    """That an asset was searched for a label: by a run, or by a person's eyes. Without one it is *not searched*."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="searches")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, null=True, related_name="searches")
    by = models.CharField(
        max_length=400, blank=True
    )  # plans.name_of the run's detectors that looked for the label
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    shown = models.JSONField(
        null=True
    )  # frames, places and left: what of a clip the person saw; None: all of it
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "label"], name="one_search_a_label")]
