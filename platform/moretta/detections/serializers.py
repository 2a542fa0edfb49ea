"""The shapes of what the API takes and answers about detection."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class DetectorAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    labels = serializers.ListField(child=serializers.CharField(), help_text="Label kinds it finds.")
    operating_threshold = serializers.FloatField()
    doubtful_from = serializers.FloatField(
        help_text="A find below the threshold is flagged as doubtful from this score on."
    )
    sizes = serializers.CharField(help_text="Which sizes it finds, in words.")
    cost_ms = serializers.FloatField(help_text="CPU milliseconds for a photo of half a megapixel, roughly.")
    cloud = serializers.BooleanField(help_text="Pictures leave the house.")
    licence = serializers.CharField()
    available = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True, help_text="Why it is not available, and what to do.")
    says = serializers.CharField()


class DetectorList(serializers.Serializer[Any]):
    results = DetectorAnswer(many=True)


class PresetAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    says = serializers.CharField()
    default = serializers.BooleanField()
    detectors = serializers.DictField(
        child=serializers.CharField(), help_text="The detector for each label kind that it finds."
    )


class PresetList(serializers.Serializer[Any]):
    results = PresetAnswer(many=True)


class MethodAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(["visual", "irreversible", "synthetic"])
    says = serializers.CharField()
    only = serializers.CharField(
        allow_null=True, help_text="The kind of label that it is made for; null: any."
    )


class MethodList(serializers.Serializer[Any]):
    results = MethodAnswer(many=True)


class DetectionRequest(serializers.Serializer[Any]):
    dataset = serializers.UUIDField(required=False)
    assets = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)
    preset = serializers.CharField(required=False, help_text="Instead of what the policy says.")
    detectors = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Instead of what the policy or a preset says.",
    )
    labels = serializers.ListField(
        child=serializers.UUIDField(), required=False, help_text="Left out: every label that can be found."
    )
    older = serializers.BooleanField(
        default=False,
        help_text="Only what was not searched just so already: by an older preset, or not at all.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("dataset" in attrs) == bool(attrs.get("assets")):
            raise serializers.ValidationError({"assets": "Name a dataset or a list of assets."})
        return attrs


class SearchedAnswer(serializers.Serializer[Any]):
    label = serializers.UUIDField()  # type: ignore[assignment]  # a field may be called so
    detectors = serializers.ListField(
        child=serializers.CharField(), help_text="What looks for it now; none where people look."
    )
    searched = serializers.IntegerField(help_text="Assets that these searched.")
    older = serializers.IntegerField(help_text="Assets that others searched: search them again.")
    by_hand = serializers.IntegerField(help_text="Assets that a person looked through.")
    open = serializers.IntegerField(help_text="Assets that were not searched.")


class SearchedList(serializers.Serializer[Any]):
    results = SearchedAnswer(many=True)
    approved = serializers.IntegerField(
        help_text="Approved assets that a search (`older`) looks at; their approval falls where it finds other things."
    )


class RunAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    asset = serializers.UUIDField()
    detectors = serializers.ListField(child=serializers.CharField())
    preset = serializers.CharField(allow_blank=True, help_text="That named any of the detectors.")
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
    flagged = serializers.BooleanField(help_text="Worth a person's look: one of the best that are doubtful.")


class CandidatesAnswer(serializers.Serializer[Any]):
    run = serializers.UUIDField(allow_null=True)
    candidates = CandidateAnswer(many=True)
    cut = serializers.BooleanField(help_text="There are more; ask for fewer frames.")
    cuts = serializers.ListField(
        child=serializers.IntegerField(), help_text="The frames that begin a new shot of a clip."
    )
