"""Taking the names of erased assets out of what jobs and exports said: files are often called after people."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from moretta.datasets.models import Asset
from moretta.exports.models import Export, ExportItem
from moretta.jobs.models import Job, JobStep

NOBODY = "…"
"""Stands where a name was."""
TITLE = 150
"""Characters of a name by which a title is known that had no room for all of it."""
APART = r"(?<![\w.-])"
"""Before a name that begins here."""


def forget_names(assets: Sequence[Asset]) -> None:
    """In the transaction that erases the assets, which are of one project. That something left in an export stays on
    record, by its hash, its revision and who approved it."""
    ExportItem.objects.filter(asset__in=assets).update(name="")
    names = sorted({asset.name for asset in assets}, key=len, reverse=True)
    ids = {str(asset.pk) for asset in assets}
    _forget_in_jobs(Job.objects.filter(project=assets[0].dataset.project_id), ids, names)
    for export in Export.objects.filter(dataset__in={asset.dataset_id for asset in assets}).exclude(
        left_out=[]
    ):
        left_out = [row for row in export.left_out if row.get("id") not in ids]
        if left_out != export.left_out:
            Export.objects.filter(pk=export.pk).update(left_out=left_out)


@transaction.atomic
def forget_in_job(id: UUID, assets: Iterable[UUID], names: Iterable[str]) -> None:
    """What a job said of assets that were erased while it went on, by their ids and names."""
    longest_first = sorted(names, key=len, reverse=True)
    if longest_first:
        _forget_in_jobs(Job.objects.filter(pk=id), {str(asset) for asset in assets}, longest_first)


def _forget_in_jobs(jobs: QuerySet[Job], ids: Collection[str], names: Sequence[str]) -> None:
    """Steps before jobs, as everybody locks them who ends a step."""
    steps = JobStep.objects.filter(job__in=jobs.values("pk"))
    told = steps.exclude(errors=[], notes=[]).only("errors", "notes", "message")
    for step in {*_naming(steps, ("message",), names), *told}:
        errors = [error for error in step.errors if error.get("asset") not in ids]
        notes = [_without(note, names) for note in step.notes]
        message = _without(step.message, names)
        if (errors, notes, message) != (step.errors, step.notes, step.message):
            JobStep.objects.filter(pk=step.pk).update(errors=errors, notes=notes, message=message)
    for job in _naming(jobs, ("title", "message"), names):
        title, message = _without(job.title, names), _without(job.message, names)
        Job.objects.filter(pk=job.pk).update(title=title, message=message)


def _naming(rows: QuerySet[Any], fields: Sequence[str], names: Sequence[str]) -> QuerySet[Any]:
    return rows.filter(
        reduce(or_, (Q(**{f"{field}__contains": name[:TITLE]}) for field in fields for name in names))
    )


def _without(text: str, names: Sequence[str]) -> str:
    """The text without the names where they stand whole: `1.jpg` is not in `11.jpg`."""
    for name in names:
        text = re.sub(rf"{APART}{re.escape(name)}(?!\.?[\w-])", NOBODY, text)
        if len(name) > TITLE:
            text = re.sub(rf"(?s){APART}{re.escape(name[:TITLE])}.*", NOBODY, text)
    return text
