"""Steps that show a person at once what would be hidden: one small picture, for settings or for the asset as it is."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from moretta import storage
from moretta.annotations.effective import Region, effective_regions
from moretta.annotations.previews import KEPT, address_of, preview_recipe, sample_recipe
from moretta.datasets.models import Asset, Rendition
from moretta.projects.models import RedactionPolicy

from .context import StepContext
from .derived import publish_bytes, remove_all
from .ingest import assets_of, read_picture
from .steps import PermanentError, step

SAMPLE, PREVIEW = 960, 2560  # pixels of the longer side


@step("render.sample")
def render_sample(ctx: StepContext) -> None:
    """The cover of an asset as policy settings that are not published would show it; `result.url` is the picture."""
    asset = _asset(ctx)
    policy = RedactionPolicy(project_id=asset.dataset.project_id, version=0, settings=ctx.payload["settings"])
    regions = effective_regions(asset, policy)
    frame = asset.n_frames // 2 if asset.kind == Asset.Kind.VIDEO else 0
    _show(ctx, asset, "sample", sample_recipe(asset, regions), regions, frame, SAMPLE)


@step("render.preview")
def render_preview(ctx: StepContext) -> None:
    """One frame of an asset exactly as it would be redacted now."""
    asset = _asset(ctx)
    regions = effective_regions(asset)
    frame = int(ctx.payload.get("frame", 0))
    _show(ctx, asset, "preview", preview_recipe(asset, regions, frame), regions, frame, PREVIEW)


def _asset(ctx: StepContext) -> Asset:
    assets = assets_of([ctx.payload["asset"]])
    if not assets:
        raise PermanentError("The picture was deleted meanwhile.")
    return assets[0]


def _show(
    ctx: StepContext, asset: Asset, kind: str, recipe: str, regions: list[Region], frame: int, side: int
) -> None:
    row = Rendition.objects.filter(asset=asset, recipe=recipe).first()
    if row is None or not storage.local(row.path).exists():
        data = _picture(asset, regions, frame, side)
        made = publish_bytes(asset, kind, recipe, data, "image/jpeg", revision=asset.revision)
        with ctx.fenced():
            Rendition.objects.filter(asset=asset, recipe=recipe).delete()
            made.save(force_insert=True)
            old = Rendition.objects.filter(asset=asset, kind=kind).order_by("-id")[KEPT:]
            paths = [rendition.path for rendition in old]
            Rendition.objects.filter(pk__in=[rendition.pk for rendition in old]).delete()
            transaction.on_commit(lambda: remove_all(paths))
        row = made
    ctx.result(rendition=str(row.pk), url=address_of(asset, kind, recipe))
    ctx.progress(1)


def _picture(asset: Asset, regions: list[Region], frame: int, side: int) -> bytes:
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.redact.pixels import redact_frame

    pixels: Any
    icc = None
    try:
        if asset.kind == Asset.Kind.IMAGE:
            picture = read_picture(asset)
            pixels, icc = picture.pixels, picture.icc
        else:
            pixels = _frame(asset, frame)
    except MediaError as error:
        raise PermanentError(str(error)) from None
    if not pixels.flags.writeable:
        pixels = pixels.copy()
    redact_frame(pixels, regions, frame)
    return encode_preview(pixels, side, icc)


def _frame(asset: Asset, frame: int) -> Any:
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.video import frames

    from .videos import times_of

    for found in frames(storage.local(asset.blob.path), frame, frame + 1, times_of(asset)):
        return found.pixels
    raise MediaError(f"Frame {frame} of {asset.name} cannot be decoded.")
