"""The shapes of what the API takes and answers about detection."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class DetectorAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    labels = serializers.ListField(child=serializers.CharField(), help_text="Label kinds it finds.")
    operating_threshold = serializers.FloatField()
    licence = serializers.CharField()
    available = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True, help_text="Why it is not available, and what to do.")
    says = serializers.CharField()


class DetectorList(serializers.Serializer[Any]):
    results = DetectorAnswer(many=True)


class MethodAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(["visual", "irreversible", "synthetic"])
    says = serializers.CharField()


class MethodList(serializers.Serializer[Any]):
    results = MethodAnswer(many=True)


class DetectionRequest(serializers.Serializer[Any]):
    dataset = serializers.UUIDField(required=False)
    assets = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)
    detectors = serializers.ListField(child=serializers.CharField(), required=False)
    labels = serializers.ListField(child=serializers.UUIDField(), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("dataset" in attrs) == bool(attrs.get("assets")):
            raise serializers.ValidationError({"assets": "Name a dataset or a list of assets."})
        return attrs


class RunAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    asset = serializers.UUIDField()
    detectors = serializers.ListField(child=serializers.CharField())
    weights = serializers.DictField(child=serializers.CharField())
    settings = serializers.JSONField()
    kinds = serializers.ListField(
        child=serializers.CharField(), help_text="Label kinds that were searched for."
    )
    state = serializers.CharField()
    frames_done = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True)
    created_by = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class RunList(serializers.Serializer[Any]):
    results = RunAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class CandidateAnswer(serializers.Serializer[Any]):
    frame = serializers.IntegerField()
    label = serializers.UUIDField()  # type: ignore[assignment]  # a field may be called so
    box = serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4)
    score = serializers.FloatField()


class CandidatesAnswer(serializers.Serializer[Any]):
    run = serializers.UUIDField(allow_null=True)
    candidates = CandidateAnswer(many=True)
    cut = serializers.BooleanField(help_text="There are more; ask for fewer frames.")
