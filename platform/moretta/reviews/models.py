"""Decisions of people on one revision of an asset."""

from django.db import models
from django.utils import timezone

from moretta.datasets.models import Asset
from moretta.ids import uuid7


class Review(models.Model):
    """A verdict by someone other than the last author (or, where the project allows it and says so, by the author)."""

    class Verdict(models.TextChoices):
        APPROVED = "approved"
        CHANGES = "changes"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="reviews")
    revision = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    reviewer = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    self_approved = models.BooleanField(default=False)
    hid_undecided = models.PositiveIntegerField(default=0)  # objects that this approval decided to hide
    comment = models.TextField(blank=True)
    before = models.JSONField(default=dict, blank=True)  # an approval's: state and reason that the asset had
    coverage = models.JSONField(default=dict, blank=True)  # what was seen: tiles × frames
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["asset", "id"], name="reviews_of_asset")]
