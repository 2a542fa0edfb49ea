"""Comments on an asset, an object or a place in it. They change no annotation and no revision."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from moretta.accounts.models import User
from moretta.api import BadField
from moretta.datasets.models import Asset
from moretta.jobs.events import publish

from .models import Annotation, Comment


def add_comment(asset: Asset, author: User, fields: dict[str, Any]) -> Comment:
    """A comment with text and optionally annotation, frame and a point [x, y]."""
    annotation = fields.get("annotation")
    if annotation and not Annotation.objects.filter(pk=annotation, asset=asset).exists():
        raise BadField("annotation", "There is no such object in this asset.")
    frame = fields.get("frame")
    if frame is not None and frame >= asset.n_frames:
        raise BadField("frame", f"A frame is a whole number from 0 to {asset.n_frames - 1}.")
    with transaction.atomic():
        comment = Comment.objects.create(
            asset=asset,
            author=author,
            text=fields["text"],
            annotation_id=annotation,
            frame=frame,
            at=fields.get("at"),
        )
        _announce(comment)
    return comment


def resolve_comment(comment: Comment, by: User, resolved: bool) -> Comment:
    """Marks a comment as dealt with, or opens it again."""
    comment.resolved_at = timezone.now() if resolved else None
    comment.resolved_by = by if resolved else None
    with transaction.atomic():
        comment.save(update_fields=["resolved_at", "resolved_by"])
        _announce(comment)
    return comment


def _announce(comment: Comment) -> None:
    project = comment.asset.dataset.project
    publish(project.organization_id, "comment", comment.asset_id, project=project.pk)
