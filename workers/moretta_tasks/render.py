"""What makes approved assets ready: the redacted file, its thumbnail, and what a browser needs to show it; and the step
that does it for pictures (`render_video` has those for videos).

A file that its recipe names already is not made again. Before an asset becomes *ready* the recipe is computed anew
under the fence: one that was changed meanwhile stays as it is, and its file is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import transaction

from moretta import storage
from moretta.annotations.effective import recipe_of, recipes_of, regions_of
from moretta.datasets.actions import move_asset
from moretta.datasets.media_types import VIEWABLE
from moretta.datasets.models import Asset, Rendition
from moretta.jobs.models import JobStep

from .context import StepContext
from .derived import keep_renditions, publish_bytes, publish_file, remove_all
from .ingest import LARGE_BYTES, MEDIA_TYPES, THUMBNAIL, VIEW, assets_of, read_picture
from .steps import step

Region = dict[str, Any]

CHUNK = 8
IMAGE_STALL = 180.0
CHANGED = "It was changed after it was approved. Approve it again."


@dataclass
class Work:
    """One asset's files: rows that are not stored yet, and rows that were there and still hold."""

    asset: Asset
    recipe: str
    regions: list[Region]
    new: list[Rendition] = field(default_factory=list)
    kept: list[Rendition] = field(default_factory=list)

    @cached_property
    def stored(self) -> dict[str, Rendition]:
        """The asset's files that are there, by recipe."""
        rows = Rendition.objects.filter(asset=self.asset)
        return {row.recipe: row for row in rows if storage.local(row.path).exists()}

    @property
    def report(self) -> dict[str, Any]:
        """What tells that a file shows this revision under this policy (see `datasets.cards.fresh_renditions`)."""
        asset = self.asset
        return {"revision": asset.revision, "policy": str(asset.dataset.policy_id), "of_recipe": self.recipe}

    def existing(self, kind: str) -> Rendition | None:
        return self.stored.get(recipe_of(self.asset, kind=kind, regions=self.regions))

    def keep(self, row: Rendition) -> None:
        row.report = {**row.report, **self.report}
        self.kept.append(row)

    def add(self, kind: str, data: bytes, media_type: str = "image/jpeg") -> None:
        recipe = recipe_of(self.asset, kind=kind, regions=self.regions)
        self.new.append(publish_bytes(self.asset, kind, recipe, data, media_type, **self.report))


def note_failure(job_step: JobStep, message: str) -> None:
    """Assets whose redaction failed for good stay approved and say why; they can be reopened."""
    rows = Asset.objects.filter(pk__in=job_step.payload["assets"], state=Asset.State.APPROVED)
    rows.update(error=f"The redaction failed: {message}"[:1000])


@step("render.images", on_failed=note_failure, stall=IMAGE_STALL)
def render_images(ctx: StepContext) -> None:
    """Redacts up to 32 approved pictures."""
    from moretta_vision.media.errors import MediaError
    from moretta_vision.redact.regions import RegionError

    ids = ctx.payload["assets"]
    assets = assets_of(ids, kind=Asset.Kind.IMAGE, state=Asset.State.APPROVED)
    done = len(ids) - len(assets)
    for chunk in _chunks(assets):
        works = []
        for work in open_works(ctx, chunk):
            ctx.check()
            try:
                _render_picture(work)
                works.append(work)
            except (MediaError, RegionError) as error:
                fail_rendering(ctx, work.asset, str(error))
        publish_ready(ctx, works)
        done += len(chunk)
        ctx.progress(done)


def _chunks(assets: Sequence[Asset]) -> Iterator[Sequence[Asset]]:
    for start in range(0, len(assets), CHUNK):
        yield assets[start : start + CHUNK]


def open_works(ctx: StepContext, assets: Sequence[Asset]) -> list[Work]:
    """What is to be made; assets that are no longer what was approved are named and left out."""
    regions = regions_of(assets)
    works = []
    for asset in assets:
        recipe = recipe_of(asset, regions=regions[asset.pk])
        if (asset.revision, recipe) == (asset.approved_revision, asset.approved_recipe):
            works.append(Work(asset, recipe, regions[asset.pk]))
        else:
            ctx.error(asset.pk, CHANGED, asset.name)
    return works


def _render_picture(work: Work) -> None:
    from moretta_vision.media.image_writing import output_name
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.redact.files import redact_picture

    asset = work.asset
    redacted, thumbnail = work.existing("redacted"), work.existing("redacted_thumbnail")
    view = work.existing("redacted_view")
    for row in (thumbnail, view):
        if row is not None:
            work.keep(row)
    if redacted and thumbnail and (view or not needs_view(asset, redacted)):
        work.keep(redacted)
        return
    picture = read_picture(asset)
    name, written = output_name(asset.name, picture.format)
    # It redacts the picture's own pixels: everything below is made of what is hidden already.
    with storage.temporary(Path(name).suffix) as draft:
        report = redact_picture(picture, draft, work.regions, written)
        media_type = MEDIA_TYPES[written]
        made = publish_file(
            asset, "redacted", work.recipe, draft, media_type, **report, **work.report, name=name
        )
    work.new.append(made)
    if thumbnail is None:
        work.add("redacted_thumbnail", encode_preview(picture.pixels, THUMBNAIL, picture.icc))
    if view is None and needs_view(asset, made):
        work.add("redacted_view", encode_preview(picture.pixels, VIEW, picture.icc))


def needs_view(asset: Asset, redacted: Rendition) -> bool:
    """Whether a browser cannot, or should not, show the redacted picture as it is."""
    large = max(asset.width or 0, asset.height or 0) > VIEW or redacted.size > LARGE_BYTES
    return redacted.media_type not in VIEWABLE or large


def publish_ready(ctx: StepContext, works: Sequence[Work]) -> list[Work]:
    """Stores the rows and makes the assets ready, those that are still exactly what was approved; gives these."""
    if not works:
        return []
    stale: list[Work] = []
    with ctx.fenced():
        now = {a.pk: a for a in assets_of([str(work.asset.pk) for work in works])}
        recipes = recipes_of(now.values())
        for work in works:
            asset = now.get(work.asset.pk)
            if asset is None or not _make_ready(work, asset, recipes[asset.pk]):
                stale.append(work)
        good = [work for work in works if work not in stale]
        unused = keep_renditions([row for work in good for row in work.new])
        Rendition.objects.bulk_update([row for work in good for row in work.kept], ["report"])
        if unused:
            transaction.on_commit(lambda: remove_all(unused))
    for work in stale:
        ctx.error(work.asset.pk, CHANGED, work.asset.name)
        _forget(work)
    return good


def _make_ready(work: Work, asset: Asset, recipe: str) -> bool:
    approved = (asset.state, asset.revision, asset.approved_recipe)
    if approved != (Asset.State.APPROVED, asset.approved_revision, work.recipe) or recipe != work.recipe:
        return False
    return move_asset(asset, Asset.State.READY, revision=asset.revision, error="")


def _forget(work: Work) -> None:
    """Removes files that no row names: those of an asset that was changed while it was rendered."""
    paths = {row.path for row in work.new}
    remove_all(list(paths - set(Rendition.objects.filter(path__in=paths).values_list("path", flat=True))))


def fail_rendering(ctx: StepContext, asset: Asset, sentence: str) -> None:
    """One asset that could not be redacted; nothing was written for it, and the batch goes on."""
    with ctx.fenced():
        rows = Asset.objects.filter(pk=asset.pk, state=Asset.State.APPROVED)
        rows.update(error=f"The redaction failed: {sentence}"[:1000])
    ctx.error(asset.pk, sentence, asset.name)
