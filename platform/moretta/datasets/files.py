"""The files of an asset: who may see originals gets them, and it is written down; others get what was redacted."""

from __future__ import annotations

from uuid import UUID

from django.urls.converters import StringConverter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from moretta import storage
from moretta.accounts.access import Actor, access_asset, actor_of
from moretta.api import NotThere
from moretta.audit.log import record_viewing

from .cards import OF_ORIGINALS, SHOWN, fresh_renditions, may_be_read
from .media_types import INLINE, UNKNOWN, VIEWABLE
from .models import Asset, Rendition
from .serving import Handover, served

REDACTED_TWIN = {"thumbnail": "redacted_thumbnail", "view": "redacted_view", "proxy": "redacted_proxy"}
SEEN = ("original", "view", "proxy")
"""Kinds whose reading is an event of the audit log; thumbnails are the wall, which would write thousands."""

ON_TRIAL = ("sample", "preview", "hunt")
"""Pictures of what settings or decisions would hide: they may hide nothing, so they are originals to the doors."""

ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/avif": ".avif",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}


class FileKind(StringConverter):
    """The kinds in an address; other files of an asset have addresses of their own."""

    regex = "|".join((*OF_ORIGINALS, *SHOWN[3:], *ON_TRIAL))


class AssetFileView(APIView):
    @extend_schema(
        operation_id="assets_file", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, id: UUID, kind: str) -> Handover:
        """A file of an asset: original, view, proxy, thumbnail, redacted, redacted_view, redacted_thumbnail. Ranges are
        supported. Without the right to see originals the redacted twin is sent once the asset is approved, or the file
        is not there."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "view")
        project = asset.dataset.project
        if kind in ON_TRIAL:
            actor.require("see_originals", project.organization_id, project.pk)
            _note_viewing(actor, asset)
            return _on_trial(asset, kind, request.query_params.get("digest", ""))
        sees = actor.may("see_originals", project.organization_id, project.pk)
        if kind in OF_ORIGINALS and not sees:
            kind = REDACTED_TWIN.get(kind, "")
        if not may_be_read(kind, asset, sees):
            raise NotThere()
        if kind in SEEN:
            _note_viewing(actor, asset)
        if kind == "original":
            return _original(asset)
        rendition = _rendition(asset, kind)
        if rendition is not None:
            return _rendered(asset, rendition)
        if kind == "view" and asset.blob.media_type in VIEWABLE:
            return _original(asset, attachment=False)
        raise NotThere()


def _on_trial(asset: Asset, kind: str, digest: str) -> Handover:
    rendition = Rendition.objects.filter(asset=asset, kind=kind, recipe=digest).first()
    if rendition is None:
        raise NotThere()
    return _rendered(asset, rendition)


def _note_viewing(actor: Actor, asset: Asset) -> None:
    record_viewing(actor, asset.pk, asset.dataset.project.organization_id)


def _rendition(asset: Asset, kind: str) -> Rendition | None:
    if kind == "redacted_view":  # where a browser shows the redacted file as it is, there is no smaller one
        return _fresh(asset, kind) or _viewable(_fresh(asset, "redacted"))
    if kind == "redacted_proxy":
        return _fresh(asset, kind) or _viewable(_fresh(asset, "redacted"))
    return _fresh(asset, kind)


def _fresh(asset: Asset, kind: str) -> Rendition | None:
    if kind not in SHOWN:
        return None
    return fresh_renditions([asset], {asset.dataset_id: asset.dataset})[asset.pk].get(kind)


def _viewable(rendition: Rendition | None) -> Rendition | None:
    return rendition if rendition is not None and rendition.media_type in INLINE else None


def _original(asset: Asset, *, attachment: bool = True) -> Handover:
    blob = asset.blob
    media_type = blob.media_type if blob.media_type in INLINE else UNKNOWN
    return Handover(storage.local(blob.path), media_type, asset.name, blob.sha256, attachment=attachment)


def _rendered(asset: Asset, rendition: Rendition) -> Handover:
    media_type = rendition.media_type if rendition.media_type in INLINE else UNKNOWN
    stem = asset.name.rpartition(".")[0] or asset.name
    name = f"{stem}-{rendition.kind}{ENDINGS.get(media_type, '')}"
    return Handover(
        storage.local(rendition.path),
        media_type,
        name,
        rendition.sha256,
        attachment=media_type not in INLINE,
    )


asset_file = served(AssetFileView)
