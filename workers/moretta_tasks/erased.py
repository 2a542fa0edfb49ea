"""What an attempt at a step leaves of assets that are erased while it runs: neither bytes nor names. The erasure itself
cannot know what is written after it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError

from moretta import storage
from moretta.audit.forgetting import forget_in_job
from moretta.datasets.models import Asset, Rendition
from moretta.detections.models import DetectionRun
from moretta.jobs.models import JobStep

log = logging.getLogger(__name__)


@dataclass
class _Traces:
    names: dict[UUID, str] = field(default_factory=dict)
    files: dict[str, UUID] = field(default_factory=dict)


_traces: ContextVar[_Traces | None] = ContextVar("traces", default=None)


def note_assets(assets: Iterable[Asset]) -> None:
    """The attempt works on these, and may name them."""
    if (traces := _traces.get()) is not None:
        traces.names |= {asset.pk: asset.name for asset in assets}


def note_file(asset: Asset, path: str) -> None:
    """The attempt is about to publish this file of an asset."""
    if (traces := _traces.get()) is not None:
        traces.files[path] = asset.pk


@contextmanager
def nothing_of_the_erased(step: JobStep) -> Iterator[None]:
    """Around an attempt at a step."""
    traces = _Traces()
    token = _traces.set(traces)
    try:
        yield
    finally:
        _traces.reset(token)
        try:
            _tidy(traces, step)
        except DatabaseError:
            log.warning("%s: what it left of erased assets, if anything, was not removed", step.pk)


def _tidy(traces: _Traces, step: JobStep) -> None:
    ids = {*traces.names, *traces.files.values()}
    there = Asset.objects.filter(pk__in=ids, deleting=False)
    gone = ids - set(there.values_list("pk", flat=True)) if ids else set()
    if not gone:
        return
    paths = {path for path, asset in traces.files.items() if asset in gone}
    for rows in (Rendition.objects, DetectionRun.objects):  # others' with the same bytes: these stay
        paths -= set(rows.filter(path__in=paths).values_list("path", flat=True))
    for path in paths:
        storage.remove(path)
    forget_in_job(step.job_id, gone, {traces.names[id] for id in gone if id in traces.names})
