"""Snapshots of approved revisions, written as one archive."""

from django.db import models
from django.utils import timezone

from moretta.datasets.models import Asset, Dataset, Rendition
from moretta.ids import uuid7
from moretta.jobs.models import Job


class Export(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="exports")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()  # counted per dataset, for people
    format = models.CharField(max_length=16)
    purpose = models.CharField(max_length=500)
    splits = models.JSONField(default=dict)  # {"train": 0.8, "val": 0.1, "test": 0.1}
    seed = models.PositiveIntegerField(default=0)  # of the split
    left_out = models.JSONField(default=list)  # [{"asset", "name", "state", "why"}]
    path = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    policy_version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="exports_are_numbered")]


class ExportItem(models.Model):
    """One approved revision in the snapshot, with the rendition whose bytes leave."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="items")
    asset = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, related_name="+")
    rendition = models.ForeignKey(Rendition, on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField()
    split = models.CharField(max_length=8)
    name = models.CharField(max_length=500)  # in the archive
    sha256 = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=64, blank=True)  # user id; the name lies beside
    self_approved = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "asset"], name="once_in_an_export")]
