"""How well detectors find what people have reviewed, and what is left of people in what was redacted."""

from django.db import models
from django.utils import timezone

from moretta.datasets.models import Dataset
from moretta.exports.models import Export
from moretta.ids import uuid7
from moretta.jobs.models import Job
from moretta.projects.models import Label


class Evaluation(models.Model):
    """`figures` are for people who read the list, one for each set; the whole reports and the pictures in which the
    sets differ lie in one gzipped JSON file, which goes when a picture of the dataset is erased.

    sets: `[{"preset" | "detector": name, or "latest": true, "title", "detectors": [names], "threshold",
    "doubtful_from"}]`; the latest runs have no detectors, for nothing is searched.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="evaluations")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    sets = models.JSONField()
    figures = models.JSONField(
        default=dict
    )  # {"sets": [figures of each], "together": {…}}; empty until it is ready
    path = models.CharField(max_length=255, blank=True)  # relative to the file store
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["dataset", "id"], name="evaluations_of_dataset")]

    @property
    def folder(self) -> str:
        """Where its files lie in the file store."""
        return f"{self.dataset.project.organization_id}/evaluations/{self.pk}"


class Proof(models.Model):
    """What is left of people in the redacted files of a dataset, or of those that left by one export of it, as `moretta
    evaluate privacy` measures it.

    `figures` show nobody. The page lies in a zip as `with-pictures.html`, which shows originals, and `figures.html`; it
    goes when a picture of the dataset is erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="proofs")
    export = models.ForeignKey(Export, on_delete=models.CASCADE, null=True, related_name="proofs")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    figures = models.JSONField(default=dict)  # empty until it is ready
    path = models.CharField(max_length=255, blank=True)  # relative to the file store
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["dataset", "id"], name="proofs_of_dataset")]
