"""Objects in assets, their keyframes, and the changes that made them what they are."""

from django.db import models
from django.utils import timezone

from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import DetectionRun
from moretta.ids import uuid7
from moretta.projects.models import Label

BLOCK = 1000  # keyframes in one block at most


class Annotation(models.Model):
    """One object in one asset. An image is a video of one frame, frame 0."""

    class Source(models.TextChoices):
        RUN = "run"
        PERSON = "person"
        IMPORT = "import"

    class Decision(models.TextChoices):
        REDACT = "redact"
        KEEP = "keep"
        UNDECIDED = "undecided"

    id = models.UUIDField(primary_key=True, default=uuid7)  # made by the client
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="annotations")
    dataset = models.ForeignKey(
        Dataset, on_delete=models.CASCADE, related_name="+", db_index=False
    )  # the asset's
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="annotations")
    source = models.CharField(max_length=6, choices=Source)
    run = models.ForeignKey(DetectionRun, on_delete=models.SET_NULL, null=True, related_name="annotations")
    score = models.FloatField(default=1)
    decision = models.CharField(max_length=9, choices=Decision, default=Decision.UNDECIDED)
    reason = models.CharField(max_length=200, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    flags = models.JSONField(default=list, blank=True)  # risks: {"flag", "frames"?, "says", "seen"?}
    doubt = models.FloatField(default=0)  # risk.doubt_of the flags
    risk = models.FloatField(default=0)  # risk.rank: 0 … 1
    first_frame = models.PositiveIntegerField(default=0)
    last_frame = models.PositiveIntegerField(default=0)  # of the keyframes
    touched = models.BooleanField(default=False)  # by a person: a new run leaves it alone
    deleted = models.BooleanField(default=False)
    author = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # the asset's revision that touched it last
    person = models.UUIDField(null=True)  # objects of the dataset with the same one look alike, see people.py

    class Meta:
        indexes = [
            models.Index(fields=["asset", "deleted", "id"], name="annotations_of_asset"),
            models.Index(
                fields=["dataset", "decision", "-risk", "id"],
                name="annotations_by_risk",
                condition=models.Q(deleted=False),
            ),
            models.Index(  # holds all that counting asks for
                fields=["dataset", "decision", "asset", "touched", "label", "score"],
                name="annotations_counted",
                condition=models.Q(deleted=False),
            ),
            models.Index(
                fields=["dataset", "person"],
                name="annotations_of_person",
                condition=models.Q(person__isnull=False),
            ),
        ]


class KeyframeBlock(models.Model):
    """Up to 1,000 keyframes `{frame, shape, outside, occluded, score}` of one annotation, sorted by frame."""

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="blocks")
    first_frame = models.PositiveIntegerField()
    last_frame = models.PositiveIntegerField()
    keyframes = models.JSONField()

    class Meta:
        ordering = ["first_frame"]
        indexes = [models.Index(fields=["annotation", "first_frame"], name="blocks_by_frame")]


class Change(models.Model):
    """One act on an asset's annotations: its operations, and what undoes them. Never altered, never deleted alone."""

    id = models.UUIDField(
        primary_key=True, default=uuid7
    )  # made by the client: sent twice, it is applied once
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()  # the asset's revision after it
    base_revision = models.PositiveIntegerField()
    author = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    run = models.ForeignKey(DetectionRun, on_delete=models.SET_NULL, null=True, related_name="changes")
    operations = models.JSONField()
    inverse = models.JSONField(default=list)
    touched = models.JSONField(default=list)  # ids of the annotations it touched
    undoes = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "revision"], name="one_change_a_revision")]


class Comment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="comments")
    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, null=True, related_name="comments")
    frame = models.PositiveIntegerField(null=True)
    at = models.JSONField(null=True)  # [x, y] in pixels of the upright frame
    text = models.TextField(max_length=4000)
    author = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["id"]


class HuntSample(models.Model):
    """Pictures drawn by chance of those that look clean, or frames drawn by chance of all clips, looked through in
    place of all of them: see sampling.py and film.py."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="hunt_samples")
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    policy = models.UUIDField(null=True)  # the dataset's when it was drawn: under another one it says nothing
    assets = models.JSONField()  # ids of those that were drawn, or of which frames were
    frames = models.JSONField(null=True)  # [asset id, frame] of those that were drawn; None: pictures were
    of = models.PositiveIntegerField()  # so many looked clean and were unseen; so many frames the clips have
    missed = models.PositiveIntegerField(null=True)  # on so many of them somebody was
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # when all were looked through
