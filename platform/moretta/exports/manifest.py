"""The manifest: what is in an archive, with hashes, under which policy, and who approved it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from moretta.accounts.models import User
from moretta.projects.models import Label, RedactionPolicy
from moretta.projects.policies import OF_VIDEOS

from .archive import Archive, json_object
from .models import Export

VERSION = 1


def manifest_text(
    export: Export, archive: Archive, approvals: Counter[tuple[str, bool]], left_out: Counter[str]
) -> Iterator[str]:
    """The manifest in pieces. `approvals` counts (user id, self-approved); `left_out` counts states."""
    dataset = export.dataset
    project = dataset.project
    names = {str(u.pk): str(u) for u in User.objects.filter(pk__in=[id for id, _ in approvals if id])}
    people = [
        {"id": id, "name": names.get(id, "someone who has left"), "self_approved": own, "assets": number}
        for (id, own), number in sorted(approvals.items())
    ]
    fixed: dict[str, Any] = {
        "manifest": VERSION,
        "made_by": "Moretta",
        "export": {"id": str(export.pk), "number": export.number, "format": export.format},
        "organization": project.organization.name,
        "project": {"id": str(project.pk), "name": project.name},
        "dataset": {"id": str(dataset.pk), "name": dataset.name},
        "purpose": export.purpose,
        "created_at": timezone.now().isoformat(),
        "created_by": str(export.created_by) if export.created_by else None,
        "splits": export.splits,
        "seed": export.seed,
        "policy": show_policy(dataset.policy),
        "approved_by": people,
        "self_approved": sum(number for (_, own), number in approvals.items() if own),
        "left_out": dict(sorted(left_out.items())),
    }
    return json_object(fixed, {"files": archive.files})


def show_policy(policy: RedactionPolicy) -> dict[str, Any]:
    """The policy with its labels by name."""
    labels = {str(label.pk): label for label in Label.objects.filter(project=policy.project_id)}
    rules = [
        {"label": labels[id].name, "kind": labels[id].kind, **rule}
        for id, rule in policy.settings.get("labels", {}).items()
        if id in labels
    ]
    coding = {name: policy.settings.get(name, was) for name, was in OF_VIDEOS.items()}
    zones = policy.settings.get("zones", [])
    return {"version": policy.version, **coding, "labels": rules, **({"zones": zones} if zones else {})}
