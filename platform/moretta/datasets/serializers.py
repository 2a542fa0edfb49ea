"""The shapes of what the API takes and answers about datasets and assets."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from .models import Asset


class DatasetAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    project = serializers.UUIDField()
    name = serializers.CharField()
    policy = serializers.UUIDField()
    policy_version = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Assets by state.")
    created_at = serializers.DateTimeField()


class DatasetList(serializers.Serializer[Any]):
    results = DatasetAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class NewDataset(serializers.Serializer[Any]):
    project = serializers.UUIDField()
    name = serializers.CharField(max_length=120)


class DatasetPatch(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)


class Confirmation(serializers.Serializer[Any]):
    confirm = serializers.BooleanField()


class CountsAnswer(serializers.Serializer[Any]):
    hidden = serializers.IntegerField()
    kept = serializers.IntegerField()
    undecided = serializers.IntegerField()
    candidates = serializers.IntegerField()


class MarkAnswer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(["hidden", "kept", "undecided"])
    box = serializers.ListField(
        child=serializers.FloatField(),
        min_length=4,
        max_length=4,
        help_text="[x, y, width, height] as shares of the picture's width and height.",
    )
    why = serializers.CharField(allow_blank=True)


class FilesAnswer(serializers.Serializer[Any]):
    """Addresses of the files that the caller may read."""

    original = serializers.CharField(required=False)
    view = serializers.CharField(required=False)
    proxy = serializers.CharField(required=False)
    thumbnail = serializers.CharField(required=False)
    redacted = serializers.CharField(required=False)
    redacted_view = serializers.CharField(required=False)
    redacted_proxy = serializers.CharField(required=False)
    redacted_thumbnail = serializers.CharField(required=False)


class AssetJobAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.CharField()
    progress = serializers.FloatField(help_text="0 … 1")


class Assignee(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class AssetCard(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    project = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Asset.Kind.choices)
    state = serializers.ChoiceField(Asset.State.choices)
    reason = serializers.CharField(allow_blank=True)
    error = serializers.CharField(allow_blank=True)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    n_frames = serializers.IntegerField()
    cover_frame = serializers.IntegerField(help_text="The frame that thumbnail and marks show.")
    duration = serializers.FloatField(allow_null=True)
    fps = serializers.FloatField(allow_null=True)
    revision = serializers.IntegerField()
    counts = CountsAnswer()
    searched = serializers.BooleanField(help_text="Every label that the policy redacts was searched for.")
    marks = MarkAnswer(many=True)
    files = FilesAnswer()
    notes = serializers.ListField(child=serializers.CharField())
    assignee = Assignee(allow_null=True, help_text="Whose work it is.")
    risk = serializers.FloatField()
    updated_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    job = AssetJobAnswer(allow_null=True)


class ChosenAsset(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    revision = serializers.IntegerField()
    undecided = serializers.IntegerField(help_text="Objects that nobody has decided about.")
    state = serializers.ChoiceField(Asset.State.choices)


class AssetIds(serializers.Serializer[Any]):
    results = ChosenAsset(many=True)


class AssetList(serializers.Serializer[Any]):
    results = AssetCard(many=True)
    next = serializers.CharField(allow_null=True)


class SearchedLabel(serializers.Serializer[Any]):
    label = serializers.UUIDField()  # type: ignore[assignment]  # a field may be called so
    name = serializers.CharField()
    redacted = serializers.BooleanField()
    how = serializers.ChoiceField(["run", "hand", "none"])
    run = serializers.UUIDField(allow_null=True)
    detectors = serializers.ListField(child=serializers.CharField(), help_text="That looked.")
    older = serializers.BooleanField(help_text="The policy names other detectors by now: search again.")
    by = serializers.CharField(allow_null=True)


class Neighbours(serializers.Serializer[Any]):
    previous = serializers.UUIDField(allow_null=True)
    next = serializers.UUIDField(allow_null=True)


class PinnedPolicy(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    version = serializers.IntegerField()
    settings = serializers.JSONField()


class LastReview(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    verdict = serializers.CharField()
    revision = serializers.IntegerField()
    reviewer = serializers.CharField(allow_null=True)
    self_approved = serializers.BooleanField()
    comment = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class PresentPerson(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    frame = serializers.IntegerField(allow_null=True, required=False)


class AssetDetail(AssetCard):
    labels = SearchedLabel(many=True)
    acts = serializers.ListField(child=serializers.CharField())
    policy = PinnedPolicy()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes of the original.")
    sha256 = serializers.CharField(help_text="Of the original.")
    created_by = serializers.CharField(allow_null=True)
    last_author = serializers.CharField(allow_null=True)
    review = LastReview(allow_null=True)
    presence = PresentPerson(many=True)
    neighbours = Neighbours()


class FrameTableAnswer(serializers.Serializer[Any]):
    time_base = serializers.ListField(
        child=serializers.IntegerField(), min_length=2, max_length=2, help_text="[numerator, denominator]"
    )
    pts = serializers.ListField(
        child=serializers.IntegerField(), help_text="Presentation time of every frame."
    )


class UploadForm(serializers.Serializer[Any]):
    """multipart/form-data: `files` repeated, and optionally `annotations`, a COCO JSON file about them."""

    files = serializers.ListField(child=serializers.FileField())
    annotations = serializers.FileField(required=False)


class UploadedAsset(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.CharField()


class Original(serializers.Serializer[Any]):
    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()


class Duplicate(serializers.Serializer[Any]):
    name = serializers.CharField()
    of = Original()


class NamedError(serializers.Serializer[Any]):
    name = serializers.CharField()
    detail = serializers.CharField()


@extend_schema_field({"type": "object", "additionalProperties": True})
class AnyObject(serializers.JSONField):
    pass
