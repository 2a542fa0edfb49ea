"""What the installation removes by itself: originals that a project's retention has run out for, and files that no row
speaks of (a worker or server died between a file and its row), and the parts of rendered videos that nobody needs any
more."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from moretta import storage
from moretta.datasets.models import Asset, Blob, Rendition
from moretta.detections.models import DetectionRun
from moretta.evaluations.models import Evaluation, Proof
from moretta.exports.models import Export
from moretta.jobs.models import Job, JobStep
from moretta.projects.models import Project

from .erasure import erase_assets

MOST = 2000  # assets a project and run; the next run goes on
BATCH = 500
PART = ".part.json.gz"
MODELS: dict[str, Any] = {
    "renditions": Rendition,
    "runs": DetectionRun,
    "exports": Export,
    "evaluations": Evaluation,
    "proofs": Proof,
}
"""Whose rows speak of the files in a folder of an organization."""
PARTS = ("part", "proxy_part", "redacted_proxy_part")
"""Kinds of renditions that the parts of videos are."""
PARTS_DAYS = 7
"""So long a correction of a video can count on the parts of its last rendering."""
SETTLED_SECONDS = 2 * 3600
"""A younger file without a row may just be on its way to one."""


def reap() -> int:
    """Starts the erasure of assets whose project's retention has run out, and gives how many those are; then removes
    parts of videos that nobody needs, and files that nothing speaks of."""
    count = 0
    for project in Project.objects.filter(retention_days__isnull=False, deleting=False):
        end = timezone.now() - timedelta(days=project.retention_days or 0)
        rows = Asset.objects.filter(dataset__project=project, deleting=False, created_at__lt=end)
        assets = list(rows.select_related("dataset__project__organization").order_by("id")[:MOST])
        if assets:
            erase_assets(assets, None)
            count += len(assets)
    remove_parts()
    remove_strays()
    return count


def remove_parts() -> None:
    """Removes the parts of renderings that were cancelled and not taken up again, those that are old, and the large
    pictures that somebody looked through long ago."""
    cancelled = Job.objects.filter(state=Job.State.CANCELLED).values("pk")
    old = timezone.now() - timedelta(days=PARTS_DAYS)
    rows = Rendition.objects.filter(Q(created_at__lt=old) | Q(asset__job__in=cancelled), kind__in=PARTS)
    rows |= Rendition.objects.filter(created_at__lt=old, kind="hunt")
    for row in rows.only("path").iterator():
        row.delete()
        if not Rendition.objects.filter(path=row.path).exists():
            storage.remove(row.path)


def remove_strays(older_than: float = SETTLED_SECONDS) -> int:
    """Removes stored files without a row that have not been touched for so many seconds; gives how many."""
    count = 0
    for paths in _settled_files(time.time() - older_than):
        for path in set(paths) - _known(paths):
            storage.remove(path)
            count += 1
    return count


def _settled_files(before: float) -> Iterator[list[str]]:
    """Paths below the file store, some at a time."""
    found: list[str] = []
    for folder, _, names in os.walk(storage.root()):
        for name in names:
            file = Path(folder) / name
            try:
                settled = file.lstat().st_mtime < before
            except FileNotFoundError:
                continue
            if settled:
                found.append(file.relative_to(storage.root()).as_posix())
        if len(found) >= BATCH:
            yield found
            found = []
    if found:
        yield found


def _known(paths: list[str]) -> set[str]:
    """Those that a row speaks of, and those that are none of ours."""
    known: set[str] = set()
    kinds: dict[str, list[str]] = {kind: [] for kind in ("originals", *MODELS)}
    left: list[str] = []
    for path in paths:
        parts = path.split("/")
        if len(parts) > 2 and parts[1] in kinds and _is_id(parts[0]):
            kinds[parts[1]].append(path)
        elif parts[0] != "tmp":
            known.add(path)
        elif len(parts) > 2 and _is_id(parts[1]):
            left.append(path)
    known |= (
        _parts_in_use(kinds["runs"]) | _parts_of_evaluations(kinds["evaluations"]) | _left_for_later(left)
    )
    for start in range(0, len(paths), BATCH):
        part = {kind: found[start : start + BATCH] for kind, found in kinds.items()}
        names = [path.rpartition("/")[2] for path in part["originals"]]
        known |= {blob.path for blob in Blob.objects.filter(sha256__in=names)}
        for kind, model in MODELS.items():
            rows = model.objects.filter(path__in=part[kind])
            known |= set(rows.values_list("path", flat=True))
    return known


def _parts_in_use(paths: list[str]) -> set[str]:
    """What the ranges of a video's search have found and no step has linked yet: the others may take days."""
    return {path for path in paths if path.endswith(PART) and _waits_for_its_link(path)}


def _left_for_later(paths: list[str]) -> set[str]:
    """What an attempt left for the next one at a step that has not ended yet (see `storage.kept_for`)."""
    steps = {path: path.split("/")[1] for path in paths}
    waiting = JobStep.objects.filter(
        pk__in=steps.values(), state__in=(JobStep.State.QUEUED, JobStep.State.RUNNING)
    )
    ids = {str(id) for id in waiting.values_list("pk", flat=True)}
    return {path for path, id in steps.items() if id in ids}


def _parts_of_evaluations(paths: list[str]) -> set[str]:
    """What the steps of an evaluation have found that has no report yet."""
    folders = {path: path.split("/")[2] for path in paths if path.endswith(PART)}
    unfinished = Evaluation.objects.filter(pk__in=filter(_is_id, folders.values()), finished_at=None)
    ids = {str(id) for id in unfinished.values_list("pk", flat=True)}
    return {path for path, id in folders.items() if id in ids}


def _waits_for_its_link(path: str) -> bool:
    group = path.rpartition("/")[2][: len(str(UUID(int=0)))]
    step = JobStep.objects.filter(payload__group=group).first()
    if step is None or not Asset.objects.filter(pk__in=step.payload["assets"], deleting=False).exists():
        return False
    linked = JobStep.objects.filter(job=step.job_id, payload__parts=group, state=JobStep.State.SUCCEEDED)
    return not linked.exists()


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
