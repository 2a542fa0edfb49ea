"""The shapes of what the API takes and answers about reviews."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from moretta.annotations.serializers import PersonAnswer
from moretta.datasets.models import Asset
from moretta.datasets.serializers import AnyObject
from moretta.jobs.serializers import JobSerializer

from .bulk import ACTS, MOST
from .models import Review


class ApproveForm(serializers.Serializer[Any]):
    revision = serializers.IntegerField(min_value=0, help_text="The revision that was looked at.")
    hide_undecided = serializers.BooleanField(default=False)
    comment = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")
    coverage = AnyObject(required=False)


class RequestChangesForm(serializers.Serializer[Any]):
    revision = serializers.IntegerField(min_value=0)
    comment = serializers.CharField(max_length=4000)


class ExcludeForm(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)


class BulkForm(serializers.Serializer[Any]):
    """Assets by id, or those of a dataset in a state; at most 500 at once."""

    act = serializers.ChoiceField(sorted(ACTS))
    assets = serializers.ListField(child=serializers.UUIDField(), max_length=MOST, required=False)
    dataset = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(Asset.State.choices, required=False)
    reason = serializers.CharField(required=False, max_length=500, allow_blank=True)
    hide_undecided = serializers.BooleanField(default=False)
    revisions = serializers.DictField(
        child=serializers.IntegerField(),
        required=False,
        help_text="By asset id, the revision that was looked at; an approval of another one is refused.",
    )
    assignee = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="For `assign`: whose work they are from now on; null: nobody's.",
    )
    preview = serializers.BooleanField(
        default=False,
        help_text="For `approve`: changes nothing. `done` are those that could be approved, once what is undecided is "
        "decided or hidden.",
    )
    confirm = serializers.BooleanField(default=False, help_text="Deleting asks for it.")


class RefusedAsset(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    detail = serializers.CharField()


class BulkAnswer(serializers.Serializer[Any]):
    done = serializers.ListField(child=serializers.UUIDField())
    refused = RefusedAsset(many=True)
    left = serializers.IntegerField(help_text="More assets of that dataset and state: ask again for them.")
    job = JobSerializer(allow_null=True)


class ReviewAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    revision = serializers.IntegerField()
    verdict = serializers.ChoiceField(Review.Verdict.choices)
    reviewer = PersonAnswer(allow_null=True)
    self_approved = serializers.BooleanField()
    hid_undecided = serializers.IntegerField()
    comment = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class ReviewList(serializers.Serializer[Any]):
    results = ReviewAnswer(many=True)
    next = serializers.CharField(allow_null=True)


def show_review(review: Review) -> dict[str, Any]:
    """One review as JSON."""
    reviewer = review.reviewer
    return {
        "id": review.pk,
        "revision": review.revision,
        "verdict": review.verdict,
        "reviewer": {"id": reviewer.pk, "name": str(reviewer)} if reviewer else None,
        "self_approved": review.self_approved,
        "hid_undecided": review.hid_undecided,
        "comment": review.comment,
        "created_at": review.created_at,
    }
