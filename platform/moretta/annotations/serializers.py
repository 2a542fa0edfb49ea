"""The shapes of what the API takes and answers about annotations, changes and comments."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from moretta.datasets.serializers import AnyObject, PresentPerson
from moretta.jobs.serializers import JobSerializer

from .models import Annotation, Comment

DECISIONS = Annotation.Decision.choices


@extend_schema_field(
    {
        "type": "object",
        "required": ["type", "data"],
        "properties": {
            "type": {"type": "string", "enum": ["box", "rotated_box", "ellipse", "polygon", "mask"]},
            "data": {},
        },
    }
)
class ShapeField(serializers.JSONField):
    """A shape: box [x, y, width, height], rotated_box and ellipse [cx, cy, width, height, degrees], polygon, mask."""


class KeyframeShape(serializers.Serializer[Any]):
    frame = serializers.IntegerField(min_value=0)
    shape = ShapeField(allow_null=True)
    outside = serializers.BooleanField()
    occluded = serializers.BooleanField()
    score = serializers.FloatField(allow_null=True)


class FlagAnswer(serializers.Serializer[Any]):
    flag = serializers.CharField()
    says = serializers.CharField()
    frames = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        allow_null=True,
        help_text="The first and the last one; null: all of the object.",
    )
    seen = serializers.BooleanField(
        required=False, help_text="A person has looked at it and left the object as it is."
    )


class AnnotationAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    label = serializers.UUIDField()  # type: ignore[assignment]
    source = serializers.ChoiceField(Annotation.Source.choices)  # type: ignore[assignment]
    score = serializers.FloatField()
    decision = serializers.ChoiceField(DECISIONS)
    reason = serializers.CharField(allow_blank=True)
    attributes = AnyObject()
    flags = FlagAnswer(many=True)
    hidden = serializers.BooleanField(help_text="Under the asset's policy, where it is present.")
    keyframes = KeyframeShape(many=True)
    first_frame = serializers.IntegerField()
    last_frame = serializers.IntegerField()
    author = serializers.UUIDField(allow_null=True)
    revision = serializers.IntegerField(help_text="The asset's revision that touched it last.")


class AnnotationsAnswer(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    annotations = AnnotationAnswer(many=True)


class SetForm(serializers.Serializer[Any]):
    label = serializers.UUIDField(required=False)  # type: ignore[assignment]
    decision = serializers.ChoiceField(DECISIONS, required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200)
    attributes = AnyObject(required=False)
    flags = FlagAnswer(many=True, required=False)


class KeyframeForm(serializers.Serializer[Any]):
    frame = serializers.IntegerField(min_value=0)
    shape = ShapeField(allow_null=True, required=False)
    outside = serializers.BooleanField(required=False)
    occluded = serializers.BooleanField(required=False)
    score = serializers.FloatField(allow_null=True, required=False)


class OperationForm(serializers.Serializer[Any]):
    """`create` takes label, keyframes, decision, reason, attributes, flags and score, `update` takes set, `keyframes`
    takes put and remove; `delete` and `restore` take nothing more."""

    op = serializers.ChoiceField(["create", "update", "keyframes", "delete", "restore"])
    annotation = serializers.UUIDField()
    label = serializers.UUIDField(required=False)  # type: ignore[assignment]
    keyframes = KeyframeForm(many=True, required=False)
    decision = serializers.ChoiceField(DECISIONS, required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200)
    attributes = AnyObject(required=False)
    flags = FlagAnswer(many=True, required=False)
    score = serializers.FloatField(required=False)
    set = SetForm(required=False)
    put = KeyframeForm(many=True, required=False)
    remove = serializers.ListField(child=serializers.IntegerField(), required=False)


class ChangeForm(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="Made by the client; sent twice, the change is applied once.")
    operations = OperationForm(many=True)
    undoes = serializers.UUIDField(required=False)


class ChangesForm(serializers.Serializer[Any]):
    base_revision = serializers.IntegerField(min_value=0)
    changes = ChangeForm(many=True)


class ChangeResult(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    revision = serializers.IntegerField()
    annotations = serializers.ListField(child=serializers.UUIDField())


class ChangesAnswer(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    missed = serializers.IntegerField(
        help_text="Changes of others since the base: load the asset again to see them."
    )
    results = ChangeResult(many=True)


class ContestedAnswer(serializers.Serializer[Any]):
    annotation = serializers.UUIDField()
    yours = AnnotationAnswer(allow_null=True)
    theirs = AnnotationAnswer(allow_null=True)


class ChangesConflict(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    revision = serializers.IntegerField()
    conflicts = ContestedAnswer(many=True)


class ChangeAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    revision = serializers.IntegerField()
    base_revision = serializers.IntegerField()
    author = serializers.CharField(allow_null=True)
    run = serializers.UUIDField(allow_null=True)
    operations = serializers.ListField(child=AnyObject())
    inverse = serializers.ListField(
        child=AnyObject(), help_text="Operations that undo it: send them as a new change."
    )
    undoes = serializers.UUIDField(allow_null=True)
    at = serializers.DateTimeField()


class ChangeList(serializers.Serializer[Any]):
    results = ChangeAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class SearchedForm(serializers.Serializer[Any]):
    label = serializers.UUIDField()  # type: ignore[assignment]


class CommentForm(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=4000)
    annotation = serializers.UUIDField(required=False, allow_null=True)
    frame = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    at = serializers.ListField(
        child=serializers.FloatField(),
        min_length=2,
        max_length=2,
        required=False,
        allow_null=True,
        help_text="[x, y] in pixels of the upright frame.",
    )


class CommentPatch(serializers.Serializer[Any]):
    resolved = serializers.BooleanField()


class PersonAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class CommentAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    text = serializers.CharField()
    annotation = serializers.UUIDField(allow_null=True)
    frame = serializers.IntegerField(allow_null=True)
    at = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    author = PersonAnswer(allow_null=True)
    created_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)


class CommentList(serializers.Serializer[Any]):
    results = CommentAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class PresenceForm(serializers.Serializer[Any]):
    frame = serializers.IntegerField(required=False, allow_null=True, min_value=0)


class PresenceAnswer(serializers.Serializer[Any]):
    here = PresentPerson(many=True)
    revision = serializers.IntegerField()


class PreviewForm(serializers.Serializer[Any]):
    frame = serializers.IntegerField(default=0, min_value=0)


class PreviewAnswer(serializers.Serializer[Any]):
    url = serializers.CharField(help_text="Of the picture, once the job (if there is one) has succeeded.")
    revision = serializers.IntegerField(help_text="Of the asset that it shows.")
    job = JobSerializer(allow_null=True)


def show_comment(comment: Comment) -> dict[str, Any]:
    """One comment as JSON."""
    author = comment.author
    return {
        "id": comment.pk,
        "text": comment.text,
        "annotation": comment.annotation_id,
        "frame": comment.frame,
        "at": comment.at,
        "author": {"id": author.pk, "name": str(author)} if author else None,
        "created_at": comment.created_at,
        "resolved_at": comment.resolved_at,
    }
