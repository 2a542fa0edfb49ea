"""Steps that look for objects in pictures. A search that fails leaves no result and says so."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from moretta import storage
from moretta.annotations.actions import apply_run
from moretta.annotations.effective import recipe_of, redacted_labels, regions_of
from moretta.annotations.searching import unsearched_labels
from moretta.datasets.actions import move_asset
from moretta.datasets.models import Asset
from moretta.detections.cloud import cloud_detectors, record_use
from moretta.detections.models import DetectionRun
from moretta.detections.scores import scores_of_rows
from moretta.jobs.actions import StepSpec
from moretta.jobs.models import JobStep

from . import availability as availability  # tells which detectors run here
from .context import StepContext
from .derived import keep_renditions, publish, publish_bytes, remove_all
from .steps import PassingError, PermanentError, step

if TYPE_CHECKING:
    from .searching import Searcher

log = logging.getLogger(__name__)

IMAGES_A_STEP = 32
THUMBNAIL = 480


def open_unsearched(job_step: JobStep, message: str) -> None:
    """A search that failed for good: its assets can be worked on, but count as not searched, and say why."""
    rows = Asset.objects.select_related("dataset__project")
    for asset in rows.filter(pk__in=job_step.payload["assets"], state=Asset.State.PROCESSING):
        move_asset(asset, Asset.State.ANNOTATE, error=f"The search failed: {message}"[:1000])
    DetectionRun.objects.filter(
        asset__in=job_step.payload["assets"], step=job_step.pk, state=DetectionRun.State.RUNNING
    ).update(state=DetectionRun.State.FAILED, error=message[:1000])


def leave_unsearched(ctx: StepContext, asset: Asset, sentence: str, searcher: Searcher) -> None:
    """One asset whose search failed; the batch goes on."""
    from .searching import new_run

    run = new_run(asset, searcher, ctx.step, ctx.job.created_by_id, error=sentence[:1000])
    run.state, run.kinds = DetectionRun.State.FAILED, []
    with ctx.fenced():
        run.save()
        error = f"The search failed: {sentence}"[:1000]
        if asset.state == Asset.State.PROCESSING:
            move_asset(asset, Asset.State.ANNOTATE, error=error)
        else:
            Asset.objects.filter(pk=asset.pk).update(error=error)
    ctx.error(asset.pk, sentence, asset.name)


def queue_images(ctx: StepContext, assets: Sequence[Asset]) -> None:
    """Adds steps that look for objects in these pictures, for workers of the queue `detect`."""
    ids = [str(asset.pk) for asset in assets]
    for i in range(0, len(ids), IMAGES_A_STEP):
        part = ids[i : i + IMAGES_A_STEP]
        ctx.add_steps([StepSpec("detect.images", "detect", {"assets": part}, len(part))])


@step("detect.images", on_failed=open_unsearched, stall=180)
def detect_images(ctx: StepContext) -> None:
    """Looks for objects in up to 32 pictures, a few at a time. Pictures that this step has searched are left alone."""
    from moretta_vision.media.errors import MediaError

    from .ingest import CHUNK, CHUNK_PIXELS, assets_of, read_picture
    from .searching import searcher_for

    assets = assets_of(ctx.payload["assets"])
    ready = set(
        DetectionRun.objects.filter(asset__in=assets, step=ctx.step.pk).values_list("asset_id", flat=True)
    )
    waiting = [a for a in assets if a.pk not in ready or a.state == Asset.State.PROCESSING]
    waiting = [a for a in waiting if a.kind == Asset.Kind.IMAGE and a.width]
    done = len(ctx.payload["assets"]) - len(waiting)
    for dataset in {a.dataset_id: a.dataset for a in waiting}.values():
        mine = [a for a in waiting if a.dataset_id == dataset.pk]
        searcher = searcher_for(dataset, ctx.payload)
        if searcher.unavailable:
            for asset in mine:
                leave_unsearched(ctx, asset, searcher.unavailable, searcher)
            done += len(mine)
            ctx.progress(done)
            continue
        if sending := cloud_detectors(searcher.plan.detectors):
            with ctx.fenced():
                record_use(ctx.job, dataset, sending)
        chunk: list[Any] = []
        for asset in mine:
            ctx.check()
            try:
                picture = read_picture(asset)
            except MediaError as error:
                leave_unsearched(ctx, asset, str(error), searcher)
                done += 1
                continue
            chunk.append((asset, picture.bgr(), picture.icc))
            if len(chunk) == CHUNK or sum(c[1].size for c in chunk) >= 3 * CHUNK_PIXELS:
                finish_images(ctx, searcher, chunk)
                done += len(chunk)
                ctx.progress(done)
                chunk = []
        if chunk:
            finish_images(ctx, searcher, chunk)
            done += len(chunk)
            ctx.progress(done)


def finish_images(
    ctx: StepContext, searcher: Searcher, pictures: Sequence[tuple[Asset, Any, bytes | None]]
) -> None:
    """Looks for objects in decoded pictures and writes down what was found: candidates, annotations, redacted
    thumbnails; then the assets can be worked on. `pictures` are (asset, uint8 BGR pixels, colour profile)."""
    for sentence in searcher.notes:
        ctx.note(sentence)
    known = _searched_before(pictures)
    found = _find(ctx, searcher, [picture for picture in pictures if picture[0].pk not in known])
    _write_runs(ctx, searcher, [(asset, finds) for asset, _, _, finds in found])
    done = [picture for picture in pictures if picture[0].pk in known] + [picture[:3] for picture in found]
    if not done:
        return
    rows = redacted_thumbnails(done)
    with ctx.fenced():
        unused = keep_renditions(rows)
        for asset, *_ in done:
            if asset.state == Asset.State.PROCESSING:
                move_asset(asset, Asset.State.ANNOTATE, error="")
        if unused:
            transaction.on_commit(lambda: remove_all(unused))


def _searched_before(pictures: Sequence[tuple[Asset, Any, bytes | None]]) -> set[Any]:
    """New assets that have their run already: the attempt that made it ended before they could be worked on."""
    new = [asset for asset, *_ in pictures if asset.state == Asset.State.PROCESSING]
    rows = DetectionRun.objects.filter(asset__in=new, state=DetectionRun.State.SUCCEEDED)
    return set(rows.values_list("asset_id", flat=True))


def _find(
    ctx: StepContext, searcher: Searcher, pictures: Sequence[tuple[Asset, Any, bytes | None]]
) -> list[tuple[Asset, Any, bytes | None, Any]]:
    """What was found in each picture. Where the detector breaks on the lot, each is tried alone, and only the one that
    breaks it stays without a result."""
    from moretta_vision.detect.base import OutOfMemory

    if not pictures:
        return []
    images = [pixels for _, pixels, _ in pictures]
    try:
        return [
            (*picture, finds)
            for picture, finds in zip(pictures, searcher.find(images, ctx.note), strict=True)
        ]
    except (PermanentError, PassingError):  # of the detector, not of a picture
        raise
    except Exception as error:
        if len(pictures) > 1:
            log.warning("A batch of %s pictures failed (%s); trying each alone", len(pictures), error)
            return [one for picture in pictures for one in _find(ctx, searcher, [picture])]
        asset = pictures[0][0]
        if isinstance(error, OutOfMemory):
            sentence = (
                f"{asset.name} does not fit into memory here. Make it smaller, or use a larger machine."
            )
        else:
            log.exception("%s: the detector failed", asset.pk)
            sentence = f"The detector failed on {asset.name} ({type(error).__name__}: {error}). Nothing was searched."
        leave_unsearched(ctx, asset, sentence, searcher)
        return []


def _write_runs(ctx: StepContext, searcher: Searcher, found: list[tuple[Asset, Any]]) -> None:
    from .findings import candidates_below, objects_of_image, rows_of, write_candidates
    from .searching import finish_run, new_run, note_searched

    runs = []
    for asset, finds in found:
        run = new_run(asset, searcher, ctx.step, ctx.job.created_by_id)
        path = f"{asset.dataset.project.organization_id}/runs/{run.pk}.json.gz"
        with storage.temporary() as draft:
            write_candidates(draft, {0: rows_of(finds)})
            publish(asset, draft, path)
        finish_run(run, path=path, frames_done=1, scores=scores_of_rows(rows_of(finds)))
        runs.append(run)
    if not runs:
        return
    assets = [asset for asset, _ in found]
    for asset, finds in found:
        asset.candidates = candidates_below(finds, searcher.rules)
    with ctx.fenced():  # of few pictures, so that people who save wait no longer than they notice
        DetectionRun.objects.bulk_create(runs)
        Asset.objects.bulk_update(assets, ["candidates"])
        for run, (asset, finds) in zip(runs, found, strict=True):
            run.asset = asset
            apply_run(run, objects_of_image(finds, searcher.rules))
        note_searched(runs, assets[0].dataset)


def redacted_thumbnails(pictures: Sequence[tuple[Asset, Any, bytes | None]]) -> list[Any]:
    """Small pictures that hide all that the assets hide now, redacted at full size first; files in place, rows not
    yet stored. The pixels are not changed.

    None of an asset of which nothing is to be hidden, or that was not searched for all of it: people without the right
    to see originals are shown these pictures before anybody has approved them."""
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.redact.pixels import redact_frame

    assets = [asset for asset, _, _ in pictures]
    regions, unsearched = regions_of(assets), unsearched_labels(assets)
    rows = []
    for asset, pixels, icc in pictures:
        if unsearched[asset.pk] or not redacted_labels(asset.dataset.policy):
            continue
        mine = regions[asset.pk]
        frame = 0 if asset.kind == Asset.Kind.IMAGE else asset.n_frames // 2
        shown = pixels.copy() if mine else pixels
        redact_frame(shown, mine, frame)
        recipe = recipe_of(asset, kind="redacted_thumbnail", regions=mine)
        data = encode_preview(shown, THUMBNAIL, icc)
        report = {"revision": asset.revision, "policy": str(asset.dataset.policy_id)}
        rows.append(publish_bytes(asset, "redacted_thumbnail", recipe, data, "image/jpeg", **report))
    return rows
