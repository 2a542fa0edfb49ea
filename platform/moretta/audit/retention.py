"""Carries out what projects set as retention: originals older than that are erased with all that was derived."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from moretta.datasets.models import Asset
from moretta.projects.models import Project

from .erasure import erase_assets

MOST = 2000  # assets a project and run; the next run goes on


def reap() -> int:
    """Starts the erasure of assets whose project's retention has run out, and gives how many those are."""
    count = 0
    for project in Project.objects.filter(retention_days__isnull=False, deleting=False):
        end = timezone.now() - timedelta(days=project.retention_days or 0)
        rows = Asset.objects.filter(dataset__project=project, deleting=False, created_at__lt=end)
        assets = list(rows.select_related("dataset__project__organization").order_by("id")[:MOST])
        if assets:
            erase_assets(assets, None)
            count += len(assets)
    return count
