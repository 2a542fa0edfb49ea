"""Derived files of assets: written under a temporary name, published by recipe, then noted in a row."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Q, QuerySet

from moretta import storage
from moretta.datasets.models import Asset, Rendition
from moretta.detections.models import DetectionRun

log = logging.getLogger(__name__)

KEPT = ("redacted", "part", "proxy_part", "redacted_proxy_part")
"""Kinds of which an asset has several."""
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/x-motion-jpeg": "mjpeg",
}

_published: ContextVar[dict[str, UUID] | None] = ContextVar("published", default=None)


@contextmanager
def nothing_of_the_erased() -> Iterator[None]:
    """Around an attempt at a step: files that it published for assets which were erased meanwhile, and of which the
    erasure could not know, are gone afterwards."""
    published: dict[str, UUID] = {}
    token = _published.set(published)
    try:
        yield
    finally:
        _published.reset(token)
        try:
            remove_all(_of_the_erased(published))
        except DatabaseError:
            log.warning("Files of erased assets, if there are any, are left to the removal of strays")


def _of_the_erased(published: dict[str, UUID]) -> list[str]:
    """Paths whose assets are gone, or going, and that no row names."""
    if not published:
        return []
    there = Asset.objects.filter(pk__in=set(published.values()), deleting=False)
    alive = set(there.values_list("pk", flat=True))
    paths = without_a_row([path for path, asset in published.items() if asset not in alive])
    runs = set(DetectionRun.objects.filter(path__in=paths).values_list("path", flat=True))
    return [path for path in paths if path not in runs]


def publish(asset: Asset, draft: Path, path: str) -> None:
    """Moves a finished file of an asset to its place in the store."""
    published = _published.get()
    if published is not None:
        published[path] = asset.pk
    storage.publish(draft, path)


def publish_bytes(
    asset: Asset, kind: str, recipe: str, data: bytes, media_type: str, **report: Any
) -> Rendition:
    """The file in its place, and its row, not yet stored (`keep_renditions`)."""
    with storage.temporary() as draft:
        draft.write_bytes(data)
        return publish_file(asset, kind, recipe, draft, media_type, **report)


def publish_file(
    asset: Asset, kind: str, recipe: str, draft: Path, media_type: str, **report: Any
) -> Rendition:
    """As `publish_bytes`, for a finished file, which is moved."""
    with draft.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = draft.stat().st_size
    organization = asset.dataset.project.organization_id
    ending = ENDINGS.get(media_type) or draft.suffix.removeprefix(".") or "bin"
    path = f"{organization}/renditions/{recipe[:2]}/{recipe}.{ending}"
    publish(asset, draft, path)
    return Rendition(
        asset=asset,
        kind=kind,
        recipe=recipe,
        path=path,
        sha256=sha256,
        size=size,
        media_type=media_type,
        report=report,
    )


def keep_renditions(rows: list[Rendition]) -> list[str]:
    """Stores the rows, in the caller's transaction; older ones of the same asset and kind go, except what was approved
    (kind redacted) and the parts of a video. Answers the paths that no row names any more, to be removed after the
    commit."""
    if not rows:
        return []
    stale = Q(pk__in=[])
    for row in rows:
        if row.kind not in KEPT:
            stale |= Q(asset=row.asset_id, kind=row.kind) & ~Q(recipe=row.recipe)
    old = list(Rendition.objects.filter(stale).values_list("path", flat=True))
    Rendition.objects.filter(stale).delete()
    Rendition.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["asset", "recipe"],
        update_fields=["report", "sha256", "size", "path", "media_type"],
    )
    return without_a_row(old)


def forget_renditions(rows: QuerySet[Rendition]) -> list[str]:
    """Deletes rows, in the caller's transaction. Answers the paths that no row names any more, to be removed after the
    commit."""
    paths = list(rows.values_list("path", flat=True))
    rows.delete()
    return without_a_row(paths)


def without_a_row(paths: list[str]) -> list[str]:
    """Those of the paths that no rendition names; assets with the same bytes share files."""
    named = set(Rendition.objects.filter(path__in=paths).values_list("path", flat=True))
    return [path for path in dict.fromkeys(paths) if path not in named]


def remove_all(paths: list[str]) -> None:
    for path in paths:
        storage.remove(path)
