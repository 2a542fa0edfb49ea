"""Projects, what is labelled in them, and the policy that says what is hidden and how."""

from django.db import models
from django.utils import timezone

from moretta.accounts.models import Organization
from moretta.ids import uuid7


class Project(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=500, blank=True)
    retention_days = models.PositiveIntegerField(null=True, blank=True)
    self_approval = models.BooleanField(default=False)
    policy = models.ForeignKey("RedactionPolicy", on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleting = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Label(models.Model):
    """A kind of thing that is found or drawn. `chip` is the letter that stands for it on the page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)  # catalogue.LABEL_KINDS
    chip = models.CharField(max_length=2)
    attributes = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="one_label_of_a_name")]

    def __str__(self) -> str:
        return self.name


class RedactionPolicy(models.Model):
    """One published version; never changed afterwards.

    settings: `{"labels": {label id: {"redact", "method", "shape", "margin", "color", "strength", "threshold",
    "detectors": [] | [names]}}, "audio": "keep" | "remove" | "voices",
    "codec": "same" | "h264" | "h265" | "vp9" | "av1", "preset": name}`. The preset's detectors
    look for the labels that name none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="policies")
    version = models.PositiveIntegerField()
    settings = models.JSONField()
    published_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "redaction policies"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="one_policy_a_version")]
