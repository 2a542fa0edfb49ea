"""Datasets, the bytes that were taken in, and everything derived from them."""

from django.db import models
from django.utils import timezone

from moretta.accounts.models import Organization
from moretta.ids import uuid7
from moretta.projects.models import Project, RedactionPolicy


class Dataset(models.Model):
    """A set of assets under one pinned version of the project's policy."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="datasets")
    name = models.CharField(max_length=120)
    policy = models.ForeignKey(RedactionPolicy, on_delete=models.PROTECT, related_name="datasets")
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleting = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Blob(models.Model):
    """Original bytes, stored once per organization and counted by reference. A hash is never a permission."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="blobs")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    references = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "sha256"], name="bytes_stored_once")]

    @property
    def path(self) -> str:
        """Where the bytes lie, relative to the file store."""
        return f"{self.organization_id}/originals/{self.sha256[:2]}/{self.sha256}"


class Asset(models.Model):
    """One immutable original with everything people and detectors say about it.

    State diagram, moved by actions only:
    processing → annotate → in_review → approved → ready; processing → failed; annotate ⇄ excluded; a change of the
    annotations or of the policy sends in_review, approved and ready back to annotate.
    """

    class State(models.TextChoices):
        PROCESSING = "processing"
        FAILED = "failed"
        ANNOTATE = "annotate"
        IN_REVIEW = "in_review"
        APPROVED = "approved"
        READY = "ready"
        EXCLUDED = "excluded"

    class Kind(models.TextChoices):
        IMAGE = "image"
        VIDEO = "video"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="assets")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="assets")
    name = models.CharField(max_length=500)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.IMAGE)
    state = models.CharField(max_length=10, choices=State, default=State.PROCESSING)
    reason = models.CharField(max_length=500, blank=True)  # why excluded, or what was asked for
    error = models.CharField(max_length=1000, blank=True)  # why failed: a sentence for the person
    notes = models.JSONField(default=list, blank=True)  # what ingestion dropped or changed, in sentences
    width = models.PositiveIntegerField(null=True)  # of the upright frame
    height = models.PositiveIntegerField(null=True)
    n_frames = models.PositiveIntegerField(default=1)
    duration = models.FloatField(null=True)  # seconds
    fps = models.FloatField(null=True)
    revision = models.PositiveIntegerField(default=0)  # moves by compare-and-swap with every change
    approved_revision = models.PositiveIntegerField(null=True)
    approved_recipe = models.CharField(
        max_length=64, blank=True
    )  # recipe of the redacted rendition that was approved
    last_author = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    assignee = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="assigned"
    )  # whose work it is; nobody's: anybody's
    hidden = models.PositiveIntegerField(
        default=0
    )  # objects, by decision or by policy, without the undecided
    kept = models.PositiveIntegerField(default=0)
    undecided = models.PositiveIntegerField(default=0)
    candidates = models.PositiveIntegerField(default=0)  # below the threshold
    marks = models.JSONField(default=list, blank=True)  # at most 12 shapes of the cover frame, for the wall
    risk = models.FloatField(default=0)  # 0 … 1, riskiest first
    job = models.UUIDField(null=True)  # the last job that worked on it; its progress is shown while it lives
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    deleting = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["dataset", "state", "id"], name="asset_wall"),
            models.Index(fields=["dataset", "id"], name="asset_all"),
            models.Index(fields=["dataset", "name"], name="asset_name"),
            models.Index(fields=["dataset", "kind", "-candidates", "id"], name="asset_doubt"),
            models.Index(fields=["dataset", "id"], name="asset_needs", condition=models.Q(undecided__gt=0)),
            models.Index(
                fields=["assignee", "dataset", "id"],
                name="asset_assigned",
                condition=models.Q(assignee__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


APPROVED = (Asset.State.APPROVED, Asset.State.READY)
"""The states in which the last revision is approved; its redaction waits or is there."""


class StateCount(models.Model):
    """How many assets of a dataset are in a state; kept by the actions in the transaction that moves an asset."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="state_counts")
    state = models.CharField(max_length=10, choices=Asset.State)
    assets = models.IntegerField(default=0)
    hidden = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    undecided = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "state"], name="one_count_a_state")]


class FrameTable(models.Model):
    """The presentation times of a video's frames: frame *n* means the same everywhere."""

    asset = models.OneToOneField(
        Asset, on_delete=models.CASCADE, primary_key=True, related_name="frame_table"
    )
    time_base_numerator = models.PositiveIntegerField()
    time_base_denominator = models.PositiveIntegerField()
    packed = models.BinaryField()  # moretta_vision.media.frame_table.pack
    sums = models.BinaryField(
        default=b"", blank=True
    )  # moretta_vision.media.frame_table.pack_sums; empty: taken in before they were kept
    cuts = models.JSONField(
        default=list, blank=True
    )  # frames between which it is rendered in parts, from 0 to their number; empty: not found yet


class Rendition(models.Model):
    """A derived file, named by its recipe: the same recipe is the same file and is never made twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=24)  # thumbnail, view, proxy, redacted, part, sample …
    recipe = models.CharField(max_length=64)
    path = models.CharField(max_length=255)  # relative to the file store
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    report = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "recipe"], name="made_once")]
        indexes = [models.Index(fields=["asset", "kind"], name="rendition_kind")]
