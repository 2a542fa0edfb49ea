"""Derived files of assets: written under a temporary name, published by recipe, then noted in a row."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from moretta import storage
from moretta.datasets.models import Asset, Rendition

from .erased import note_file

KEPT = ("redacted", "part", "proxy_part", "redacted_proxy_part")
"""Kinds of which an asset has several."""
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/x-motion-jpeg": "mjpeg",
}


def publish(asset: Asset, draft: Path, path: str) -> None:
    """Moves a finished file of an asset to its place in the store."""
    note_file(asset, path)
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
