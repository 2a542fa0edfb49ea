"""Steps that read what was taken in: size, notes, thumbnail, a view for the browser; then objects are looked for.

Pictures are decoded once: where detection runs on the CPU, the same step looks for objects in the decoded pixels.
With `MORETTA_INFERENCE=cuda` it adds steps for the queue `detect` instead, which only GPU workers take.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from moretta import storage
from moretta.datasets.actions import move_asset
from moretta.datasets.cards import rendition_recipe
from moretta.datasets.media_types import VIEWABLE
from moretta.datasets.models import Asset, Blob, Rendition
from moretta.detections.cloud import cloud_detectors
from moretta.jobs.actions import StepSpec
from moretta.jobs.models import JobStep

from .context import StepContext
from .erased import note_assets
from .steps import step

if TYPE_CHECKING:
    from moretta_vision.media.images import Picture

log = logging.getLogger(__name__)

CHUNK = 4
CHUNK_PIXELS = 32_000_000
"""Pictures decoded at a time: so many, or so many pixels together, whichever is less."""
THUMBNAIL, VIEW = 480, 2560
LARGE_BYTES = 4 << 20
IMAGE_STALL, VIDEO_STALL = 90.0, 900.0

MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "jp2": "image/jp2",
    "heic": "image/heic",
    "avif": "image/avif",
}


def fail_unread(job_step: JobStep, message: str) -> None:
    """What a step leaves behind that failed for good: its assets could not be read, and say why."""
    rows = Asset.objects.select_related("dataset__project")
    for asset in rows.filter(pk__in=job_step.payload["assets"], state=Asset.State.PROCESSING):
        move_asset(asset, Asset.State.FAILED, error=f"{asset.name} could not be read: {message}"[:1000])


def assets_of(ids: Sequence[str], **which: Any) -> list[Asset]:
    """The assets of a step that are still there, in order, with all that their work asks for."""
    rows = Asset.objects.select_related("dataset__project__organization", "dataset__policy", "blob")
    found = rows.in_bulk([UUID(id) for id in ids])
    note_assets(found.values())
    assets = [found[UUID(id)] for id in ids if UUID(id) in found]
    return [
        a
        for a in assets
        if not a.deleting and all(getattr(a, name) == value for name, value in which.items())
    ]


def fail_asset(ctx: StepContext, asset: Asset, sentence: str) -> None:
    """One file that cannot be used; the batch goes on."""
    with ctx.fenced():
        move_asset(asset, Asset.State.FAILED, error=sentence[:1000])
    ctx.error(asset.pk, sentence, asset.name)


@step("ingest.images", on_failed=fail_unread, stall=IMAGE_STALL)
def ingest_images(ctx: StepContext) -> None:
    """Reads up to 32 pictures. A batch that ended its worker before is taken apart, so that the file that did it can
    only take itself along."""
    ids = ctx.payload["assets"]
    assets = assets_of(ids, state=Asset.State.PROCESSING)
    if ctx.step.spent > 1 and len(assets) > 1:
        ctx.add_steps([_alone(ctx, asset) for asset in assets])
        ctx.progress(len(ids) - len(assets), len(ids) - len(assets))
        return
    done = len(ids) - len(assets)
    for chunk in _chunks(ctx, assets):
        _finish(ctx, chunk)
        done += len(chunk)
        ctx.progress(done)


def _alone(ctx: StepContext, asset: Asset, kind: str = "ingest.images") -> StepSpec:
    payload: dict[str, Any] = {"assets": [str(asset.pk)]}
    if own := ctx.payload.get("imports", {}).get(str(asset.pk)):
        payload["imports"] = {str(asset.pk): own}
    return StepSpec(kind, "io", payload, 1)


def _chunks(ctx: StepContext, assets: Sequence[Asset]) -> Iterator[list[tuple[Asset, Picture]]]:
    """The pictures that could be read, a few at a time; the others are failed on the way."""
    from moretta_vision.media.errors import MediaError

    chunk: list[tuple[Asset, Picture]] = []
    pixels = 0
    for asset in assets:
        ctx.check()
        try:
            picture = read_picture(asset)
        except MediaError as error:
            if _is_video(asset):
                ctx.add_steps([_alone(ctx, asset, "ingest.video")])
            else:
                fail_asset(ctx, asset, str(error))
            continue
        chunk.append((asset, picture))
        pixels += picture.width * picture.height
        if len(chunk) == CHUNK or pixels >= CHUNK_PIXELS:
            yield chunk
            chunk, pixels = [], 0
    if chunk:
        yield chunk


def read_picture(asset: Asset) -> Picture:
    """The decoded original of an image; MediaError speaks of it by its name."""
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.images import read_data
    from moretta_vision.media.limits import read_bytes

    path = storage.local(asset.blob.path)
    try:
        return read_data(read_bytes(path), asset.name)
    except MediaError as error:
        raise MediaError(str(error).replace(path.name, asset.name)) from None


def _is_video(asset: Asset) -> bool:
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.kinds import sniff

    try:
        return sniff(storage.local(asset.blob.path)) == "video"
    except MediaError:
        return False


def _finish(ctx: StepContext, chunk: list[tuple[Asset, Picture]]) -> None:
    renditions = [row for asset, picture in chunk for row in _derive(asset, picture)]
    with ctx.fenced():
        _note_pictures(chunk)
        _keep(renditions)
        _import(ctx, [asset for asset, _ in chunk])
    _search(ctx, chunk)


def _derive(asset: Asset, picture: Picture) -> list[Rendition]:
    """Thumbnail, and a view where a browser cannot or should not show the original."""
    from moretta_vision.media.preview import encode_preview

    from .derived import publish_bytes

    def derive(kind: str, side: int) -> Rendition:
        data = encode_preview(picture.pixels, side, picture.icc)
        return publish_bytes(asset, kind, rendition_recipe(kind, asset, side), data, "image/jpeg")

    found = [derive("thumbnail", THUMBNAIL)]
    shown = MEDIA_TYPES[picture.format] in VIEWABLE and not (
        picture.bit_depth > 8 and picture.format != "png"
    )
    large = max(picture.width, picture.height) > VIEW or asset.blob.size > LARGE_BYTES
    if not shown or large or picture.format == "gif":
        found.append(derive("view", VIEW))
    return found


def _note_pictures(chunk: list[tuple[Asset, Picture]]) -> None:
    for asset, picture in chunk:
        asset.width, asset.height, asset.notes = picture.width, picture.height, list(picture.notes)
        asset.kind, asset.n_frames = Asset.Kind.IMAGE, 1
        media_type = MEDIA_TYPES[picture.format]
        if asset.blob.media_type != media_type:
            Blob.objects.filter(pk=asset.blob_id).update(media_type=media_type)
            asset.blob.media_type = media_type
    fields = ["width", "height", "notes", "kind", "n_frames"]
    Asset.objects.bulk_update([asset for asset, _ in chunk], fields)


def _keep(rows: list[Rendition]) -> None:
    from .derived import keep_renditions, remove_all

    unused = keep_renditions(rows)
    if unused:
        transaction.on_commit(lambda: remove_all(unused))


def _import(ctx: StepContext, assets: Sequence[Asset]) -> None:
    """The objects that came with the upload, as one change an asset; every line that does not fit is named."""
    from moretta.annotations.actions import apply_import
    from moretta.annotations.models import Annotation

    from .importing import fitting_objects

    for asset in assets:
        given = ctx.payload.get("imports", {}).get(str(asset.pk))
        if not given or Annotation.objects.filter(asset=asset, source=Annotation.Source.IMPORT).exists():
            continue
        objects, refused = fitting_objects(asset, given)
        for sentence in refused:
            ctx.note(f"{asset.name}: {sentence}")
        apply_import(asset, asset.created_by, objects)


def _search(ctx: StepContext, chunk: list[tuple[Asset, Picture]]) -> None:
    from .detect import finish_images, queue_images
    from .searching import searcher_for

    by_dataset: dict[UUID, list[tuple[Asset, Picture]]] = {}
    for asset, picture in chunk:
        by_dataset.setdefault(asset.dataset_id, []).append((asset, picture))
    for pictures in by_dataset.values():
        searcher = None
        if settings.INFERENCE == "cpu":
            searcher = searcher_for(pictures[0][0].dataset)
        if searcher is None or searcher.unavailable or cloud_detectors(searcher.plan.detectors):
            queue_images(ctx, [asset for asset, _ in pictures])
        else:
            finish_images(ctx, searcher, [(asset, picture.bgr(), picture.icc) for asset, picture in pictures])


@step("ingest.video", on_failed=fail_unread, stall=VIDEO_STALL)
def ingest_video(ctx: StepContext) -> None:
    """Decodes one video once for its frame table; proxy and search follow as steps of their own."""
    from moretta_vision.media.errors import MediaError

    from .videos import add_following, read_video

    for asset in assets_of(ctx.payload["assets"], state=Asset.State.PROCESSING):
        if not _is_video(asset):
            _not_a_video(ctx, asset)
            continue
        try:
            read_video(ctx, asset)
        except MediaError as error:
            sentence = str(error).replace(storage.local(asset.blob.path).name, asset.name)
            fail_asset(ctx, asset, sentence)
            continue
        with ctx.fenced():
            _import(ctx, [asset])
        add_following(ctx, asset)


def _not_a_video(ctx: StepContext, asset: Asset) -> None:
    from moretta_vision.media.errors import MediaError

    try:
        read_picture(asset)
    except MediaError as error:
        fail_asset(ctx, asset, str(error))
    else:
        ctx.add_steps([_alone(ctx, asset)])
