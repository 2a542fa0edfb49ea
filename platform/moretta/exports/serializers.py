"""The shapes of what the API takes and answers about exports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from rest_framework import serializers

from moretta.accounts.access import Actor
from moretta.accounts.models import User
from moretta.datasets.models import Asset
from moretta.jobs.models import Job
from moretta.jobs.serializers import JobSerializer, show_jobs
from moretta.language import said_in

from .formats import FORMATS
from .models import Export, ExportItem

SHOWN_ITEMS = 200


class LeftOutAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(Asset.State.choices)
    why = serializers.CharField()


class ExportPreviewAnswer(serializers.Serializer[Any]):
    ready = serializers.IntegerField()
    approved = serializers.IntegerField(help_text="Approved, and being redacted.")
    waiting = serializers.IntegerField(help_text="Not approved yet.")
    left_out = LeftOutAnswer(many=True)


class ExportForm(serializers.Serializer[Any]):
    dataset = serializers.UUIDField()
    format = serializers.ChoiceField(sorted(FORMATS))
    purpose = serializers.CharField(max_length=500)
    splits = serializers.DictField(
        child=serializers.FloatField(), required=False, help_text="Shares of train, val and test."
    )
    seed = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)


class ExportItemAnswer(serializers.Serializer[Any]):
    asset = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    sha256 = serializers.CharField()
    split = serializers.CharField()
    thumbnail = serializers.CharField(allow_null=True)


class ExportAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    dataset = serializers.UUIDField()
    format = serializers.CharField()
    purpose = serializers.CharField()
    splits = serializers.DictField(child=serializers.FloatField())
    seed = serializers.IntegerField()
    state = serializers.ChoiceField(["ready", *Job.State.values])
    approved = serializers.IntegerField(help_text="Assets inside.")
    left_out = LeftOutAnswer(many=True)
    items = ExportItemAnswer(many=True, help_text=f"The first {SHOWN_ITEMS}; all are in the manifest.")
    size = serializers.IntegerField()
    sha256 = serializers.CharField(allow_blank=True)
    manifest_sha256 = serializers.CharField(allow_blank=True)
    policy_version = serializers.IntegerField()
    approved_by = serializers.DictField(child=serializers.IntegerField(), help_text="Approvals by name.")
    self_approved = serializers.IntegerField()
    created_by = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    job = JobSerializer(allow_null=True)


class ExportList(serializers.Serializer[Any]):
    results = ExportAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class ExportStarted(serializers.Serializer[Any]):
    export = ExportAnswer()
    job = JobSerializer()


def show_exports(exports: Sequence[Export], actor: Actor, items: int = SHOWN_ITEMS) -> list[dict[str, Any]]:
    """Exports as JSON, in a fixed number of queries for each page."""
    jobs = {row["id"]: row for row in show_jobs([e.job for e in exports if e.job is not None], actor)}
    approvals: dict[UUID, Counter[str]] = defaultdict(Counter)
    own: Counter[UUID] = Counter()
    rows = ExportItem.objects.filter(export__in=[e.pk for e in exports])
    for export, person, self_approved in rows.values_list("export_id", "approved_by", "self_approved"):
        approvals[export][person] += 1
        own[export] += self_approved
    names = _names({person for counter in approvals.values() for person in counter})
    return [_show(e, jobs, approvals[e.pk], own[e.pk], names, items) for e in exports]


def show_export(export: Export, actor: Actor) -> dict[str, Any]:
    """One export as JSON."""
    return show_exports([export], actor)[0]


def _names(ids: set[str]) -> dict[str, str]:
    people = User.objects.filter(pk__in=[id for id in ids if id])
    return {str(person.pk): str(person) for person in people}


def _show(
    export: Export,
    jobs: dict[str, dict[str, Any]],
    approvals: Counter[str],
    own: int,
    names: dict[str, str],
    items: int,
) -> dict[str, Any]:
    shown = export.items.order_by("id")[:items] if export.path else []
    by_name: Counter[str] = Counter()
    for person, number in approvals.items():
        by_name[names.get(person, "someone who has left")] += number
    return {
        "id": export.pk,
        "number": export.number,
        "dataset": export.dataset_id,
        "format": export.format,
        "purpose": export.purpose,
        "splits": export.splits,
        "seed": export.seed,
        "state": "ready" if export.path else export.job.state if export.job else Job.State.FAILED,
        "approved": sum(approvals.values()),
        "left_out": said_in(export.left_out, "why"),
        "items": [
            {
                "asset": item.asset_id,
                "name": item.name,
                "sha256": item.sha256,
                "split": item.split,
                "thumbnail": f"/api/assets/{item.asset_id}/files/redacted_thumbnail"
                if item.asset_id
                else None,
            }
            for item in shown
        ],
        "size": export.size,
        "sha256": export.sha256,
        "manifest_sha256": export.manifest_sha256,
        "policy_version": export.policy_version,
        "approved_by": dict(by_name),
        "self_approved": own,
        "created_by": str(export.created_by) if export.created_by else None,
        "created_at": export.created_at,
        "finished_at": export.finished_at,
        "job": jobs.get(str(export.job_id)) if export.job_id else None,
    }
