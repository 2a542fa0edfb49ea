"""The shapes of what the API takes and answers about evaluations."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from moretta.accounts.access import Actor
from moretta.jobs.models import Job
from moretta.jobs.serializers import JobSerializer, show_jobs

from .models import Evaluation

Interval = serializers.ListField(child=serializers.FloatField(), allow_null=True)


class ComparedForm(serializers.Serializer[Any]):
    preset = serializers.CharField(required=False)
    detector = serializers.CharField(required=False)
    latest = serializers.BooleanField(required=False, help_text="What the newest run of each picture found.")
    threshold = serializers.FloatField(
        required=False, min_value=0, max_value=1, help_text="Left out: the detector's own, or the policy's."
    )


class EvaluationForm(serializers.Serializer[Any]):
    dataset = serializers.UUIDField()
    label = serializers.UUIDField()  # type: ignore[assignment]  # a field may be called so
    sets = ComparedForm(many=True, help_text="One or two.")

    def validate_sets(self, sets: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not 1 <= len(sets) <= 2:
            raise serializers.ValidationError("Name one set, or two to compare them.")
        return sets


class ComparedAnswer(serializers.Serializer[Any]):
    preset = serializers.CharField(required=False)
    detector = serializers.CharField(required=False)
    latest = serializers.BooleanField(required=False)
    title = serializers.CharField()
    detectors = serializers.ListField(child=serializers.CharField())
    threshold = serializers.FloatField()
    doubtful_from = serializers.FloatField()


class FiguresAnswer(serializers.Serializer[Any]):
    """As docs/file-formats.md tells; a figure of which there is nothing to measure is null."""

    images = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    boxes = serializers.DictField(child=serializers.IntegerField(), help_text="True ones, by height.")
    recall = serializers.DictField(child=serializers.FloatField(allow_null=True), help_text="By height.")
    recall_all = serializers.FloatField(allow_null=True)
    leaking_images = serializers.FloatField(allow_null=True)
    masked = serializers.FloatField(allow_null=True)
    boxes_per_image = serializers.FloatField(allow_null=True)
    false_per_negative = serializers.FloatField(allow_null=True)
    false_on_negatives = serializers.IntegerField()
    negatives = serializers.IntegerField(help_text="Pictures that show nothing of the label.")
    average_precision = serializers.FloatField(allow_null=True)
    flags_per_image = serializers.FloatField(allow_null=True)
    open_under_flags = serializers.FloatField(
        allow_null=True, help_text="Share of the open ones that a doubtful find covers."
    )
    intervals = serializers.DictField(
        child=Interval,
        help_text="95 %, [low, high], by the figure; recall by height as recall:48+ and so on.",
    )


class TogetherAnswer(serializers.Serializer[Any]):
    """How the true boxes fall: with one set, `both` are those it covers."""

    both = serializers.IntegerField()
    first = serializers.IntegerField(help_text="Covered by the first set alone.")
    second = serializers.IntegerField(help_text="Covered by the second set alone.")
    missed = serializers.IntegerField(help_text="Covered by none.")


class EvaluationAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    label = serializers.UUIDField()  # type: ignore[assignment]
    sets = ComparedAnswer(many=True)
    state = serializers.ChoiceField(["ready", *Job.State.values])
    figures = FiguresAnswer(many=True, help_text="One for each set; empty until it is ready.")
    together = TogetherAnswer(allow_null=True)
    has_pictures = serializers.BooleanField(
        help_text="Whether the pictures in which they differ are still kept: not after one of the dataset was erased."
    )
    created_by = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    job = JobSerializer(allow_null=True)


class EvaluationList(serializers.Serializer[Any]):
    results = EvaluationAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class EvaluationStarted(serializers.Serializer[Any]):
    evaluation = EvaluationAnswer()
    job = JobSerializer()


class DifferenceAnswer(serializers.Serializer[Any]):
    """True boxes `[x, y, width, height]` in pixels of the upright picture."""

    asset = serializers.UUIDField()
    name = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    first = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()), help_text="Found by the first set alone."
    )
    second = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()), help_text="Found by the second alone."
    )
    missed = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()), help_text="Found by none."
    )


class DifferenceList(serializers.Serializer[Any]):
    results = DifferenceAnswer(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="The `from` of the next page.")


def show_evaluations(rows: list[Evaluation], actor: Actor) -> list[dict[str, Any]]:
    """Evaluations as JSON."""
    jobs = {row["id"]: row for row in show_jobs([one.job for one in rows if one.job is not None], actor)}
    return [_show(row, jobs.get(str(row.job_id))) for row in rows]


def _show(row: Evaluation, job: dict[str, Any] | None) -> dict[str, Any]:
    figures = row.figures or {}
    return {
        "id": row.pk,
        "dataset": row.dataset_id,
        "label": row.label_id,
        "sets": row.sets,
        "state": "ready" if row.finished_at else row.job.state if row.job else Job.State.FAILED,
        "figures": figures.get("sets", []),
        "together": figures.get("together"),
        "has_pictures": bool(row.path),
        "created_by": str(row.created_by) if row.created_by else None,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
        "job": job,
    }
