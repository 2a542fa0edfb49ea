"""Steps for videos: the frame table and thumbnail, detection in frame ranges, and linking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction

from moretta import storage
from moretta.annotations.actions import apply_run
from moretta.datasets.actions import announce, move_asset
from moretta.datasets.cards import rendition_recipe
from moretta.datasets.frame_times import unpack
from moretta.datasets.models import Asset, FrameTable
from moretta.datasets.summary import cover_frame
from moretta.detections.actions import video_steps
from moretta.detections.cloud import cloud_detectors, record_use
from moretta.detections.models import DetectionRun
from moretta.detections.scores import count_scores
from moretta.jobs.actions import StepSpec

from .context import StepContext
from .derived import keep_renditions, publish, publish_bytes, remove_all
from .detect import open_unsearched, redacted_thumbnails
from .ingest import THUMBNAIL, assets_of
from .steps import PermanentError, step

if TYPE_CHECKING:
    from moretta_vision.media.upright import Frame
    from moretta_vision.media.video import VideoInfo
    from moretta_vision.track import Change, Finds, Track

    from .searching import Searcher

BATCH_PIXELS = 16_000_000  # decoded frames held at a time
CHECKPOINT_FRAMES = 48  # a few seconds of work: so much is searched again after a worker was lost


def read_video(ctx: StepContext, asset: Asset) -> None:
    """Frame table, facts and thumbnail of a video, from one pass and one seek. An attempt goes on where the last one
    that was lost had written down what it saw. Raises MediaError."""
    from moretta_vision.media import frame_table
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.media.video import thumbnail

    path = storage.local(asset.blob.path)
    seen = f"{asset.dataset.project.organization_id}/runs/{ctx.step.pk}.frames"
    try:
        info = _probed(ctx, asset, seen)
    except MediaError:
        ctx.check()
        storage.remove(seen)
        raise
    asset.kind, asset.n_frames = Asset.Kind.VIDEO, info.n_frames
    asset.width, asset.height, asset.notes = info.width, info.height, list(info.notes)
    asset.duration, asset.fps = info.duration, float(info.fps)
    cover = thumbnail(path, cover_frame(asset), THUMBNAIL, info.pts)
    recipe = rendition_recipe("thumbnail", asset, THUMBNAIL, cover_frame(asset))
    row = publish_bytes(asset, "thumbnail", recipe, encode_preview(cover, THUMBNAIL), "image/jpeg")
    with ctx.fenced():
        asset.save(update_fields=["kind", "n_frames", "width", "height", "notes", "duration", "fps"])
        FrameTable.objects.update_or_create(
            asset=asset,
            defaults={
                "time_base_numerator": info.time_base.numerator,
                "time_base_denominator": info.time_base.denominator,
                "packed": frame_table.pack(info.pts),
                "sums": frame_table.pack_sums(info.sums),
            },
        )
        keep_renditions([row])
        announce(asset)
    storage.remove(seen)


def _probed(ctx: StepContext, asset: Asset, seen: str) -> VideoInfo:
    """What a video is; the frames that were met on the way are written down in the stored file `seen`."""
    from moretta_vision.media.probing import SoFar, probe_on

    def keep(so_far: SoFar) -> None:
        with storage.temporary() as draft:
            draft.write_bytes(so_far.pack())
            publish(asset, draft, seen)
        ctx.forgive_earlier()

    so_far = None
    with suppress(FileNotFoundError, ValueError):
        so_far = SoFar.unpack(storage.local(seen).read_bytes())
    return probe_on(storage.local(asset.blob.path), so_far, keep, lambda done, total: ctx.check())


def add_following(ctx: StepContext, asset: Asset) -> None:
    """Proxy and search, side by side."""
    ctx.add_steps([StepSpec("ingest.proxy", "render", {"assets": [str(asset.pk)]}, asset.n_frames)])
    ctx.add_steps(video_steps(asset))


def times_of(asset: Asset) -> list[int]:
    """The presentation times of a video's frames, from its frame table."""
    return unpack(bytes(asset.frame_table.packed))


def sums_of(asset: Asset) -> list[int]:
    """A checksum of each of a video's frames; empty where none were kept."""
    from moretta_vision.media.frame_table import unpack_sums

    return unpack_sums(bytes(asset.frame_table.sums))


def part_path(asset: Asset, group: str, start: int, kind: str = "part") -> str:
    return f"{asset.dataset.project.organization_id}/runs/{group}-{start}.{kind}.json.gz"


@step("detect.video", on_failed=open_unsearched, stall=600)
def detect_video(ctx: StepContext) -> None:
    """Looks at every frame of a range; what was found goes to a file of its own, for the step that links. An attempt
    goes on where the last one that was lost had written down what it found."""
    from moretta_vision.detect.clip_faces import seen_side
    from moretta_vision.detect.second import every

    from .findings import read_so_far, rows_of, write_candidates
    from .searching import searcher_for

    group, (start, stop) = ctx.payload["group"], ctx.payload["range"]
    following = {key: value for key, value in ctx.payload.items() if key not in ("range", "group")}
    for asset in assets_of(ctx.payload["assets"]):
        searcher = searcher_for(asset.dataset, ctx.payload, "video")
        if searcher.unavailable:
            raise PermanentError(searcher.unavailable)
        for sentence in searcher.notes:
            ctx.note(sentence)
        if sending := cloud_detectors(searcher.plan.detectors):
            with ctx.fenced():
                record_use(ctx.job, asset.dataset, sending, asset)
        so_far = part_path(asset, group, start, "so-far.part")
        found, changes, done = read_so_far(storage.local(so_far))
        between = every(asset.fps or 25.0)
        kept = done
        for batch in _batches(
            _watched(asset, start + done, stop, changes, seen_side(searcher.plan.detectors))
        ):
            ctx.check()
            once_more = [at for at, frame in enumerate(batch) if frame.index % between == 0]
            pixels = [frame.pixels for frame in batch]
            for frame, finds in zip(
                batch, searcher.find(pixels, ctx.note, len(batch), once_more), strict=True
            ):
                found[frame.index] = rows_of(finds.enlarged(frame.scale))
            done += len(batch)
            ctx.progress(done)
            if done - kept >= CHECKPOINT_FRAMES:
                with storage.temporary() as draft:
                    write_candidates(draft, found, changes, done)
                    publish(asset, draft, so_far)
                ctx.forgive_earlier()
                kept = done
        with storage.temporary() as draft:
            write_candidates(draft, found, changes)
            publish(asset, draft, part_path(asset, group, start))
        storage.remove(so_far)
        ctx.add_steps([StepSpec("detect.link", "io", {**following, "parts": group})], group=group)


def _watched(
    asset: Asset, start: int, stop: int, changes: dict[int, Change], side: int | None
) -> Iterator[Frame]:
    """The frames of a range, their longer side at most `side`; how each differs from the one before, the range's first
    one too, goes to `changes`."""
    from moretta_vision.track import Watch

    watch = Watch()
    for frame in _frames(asset, max(0, start - 1), stop, side):
        change = watch.see(frame.pixels, max(frame.scale))
        if frame.index >= start:
            changes[frame.index] = change
            yield frame


def _frames(asset: Asset, start: int, stop: int, side: int | None = None) -> Iterator[Frame]:
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.video import frames

    path = storage.local(asset.blob.path)
    try:
        yield from frames(path, start, stop, times_of(asset), side)
    except MediaError as error:
        raise PermanentError(str(error).replace(path.name, asset.name)) from None


def _batches(frames: Iterable[Frame]) -> Iterator[list[Frame]]:
    batch: list[Frame] = []
    for frame in frames:
        batch.append(frame)
        height, width = frame.pixels.shape[:2]
        if len(batch) == 8 or len(batch) * height * width >= BATCH_PIXELS:
            yield batch
            batch = []
    if batch:
        yield batch


@step("detect.link", on_failed=open_unsearched, stall=600)
def link_video(ctx: StepContext) -> None:
    """Links what was found in all ranges into tracks and makes objects of them."""
    from .searching import searcher_for

    parts = ctx.payload["parts"]
    for asset in assets_of(ctx.payload["assets"]):
        paths = [part_path(asset, parts, start) for start, _ in ctx.payload["ranges"]]
        searcher = searcher_for(asset.dataset, ctx.payload, "video")
        _link(ctx, asset, searcher, paths)
        for path in paths:
            storage.remove(path)


def _link(ctx: StepContext, asset: Asset, searcher: Searcher, paths: Sequence[str]) -> None:
    if not DetectionRun.objects.filter(
        asset=asset, step=ctx.step.pk
    ).exists():  # else an earlier attempt got so far
        _write_run(ctx, asset, searcher, paths)
    cover = next(_frames(asset, cover_frame(asset), cover_frame(asset) + 1), None)
    rows = redacted_thumbnails([(asset, cover.pixels, None)]) if cover is not None else []
    with ctx.fenced():
        unused = keep_renditions(rows)
        if asset.state == Asset.State.PROCESSING:
            move_asset(asset, Asset.State.ANNOTATE, error="")
        else:
            announce(asset)
        transaction.on_commit(lambda: remove_all(unused))


def _write_run(ctx: StepContext, asset: Asset, searcher: Searcher, paths: Sequence[str]) -> None:
    from .findings import Candidates, Linkable, join_parts, objects_of_tracks
    from .searching import finish_run, new_run, note_searched

    run = new_run(asset, searcher, ctx.step, ctx.job.created_by_id)
    path = f"{asset.dataset.project.organization_id}/runs/{run.pk}.json.gz"
    linkable, ranges = Linkable(searcher.kinds), iter(ctx.payload["ranges"])

    def take(found: Candidates) -> None:
        ctx.check()
        for index in range(*next(ranges)):
            linkable.add(index, found.get(index, []))

    with storage.temporary() as draft:
        changes = join_parts(draft, map(storage.local, paths), take)
        publish(asset, draft, path)
    seen: list[tuple[str, float]] = []

    def noted() -> Iterator[Track]:
        for track in tracks_of(linkable.finds, changes, asset, searcher):
            ctx.check()
            seen.append((track.label, float(track.score)))
            yield track

    objects = objects_of_tracks(noted(), searcher.rules, asset.n_frames)
    finish_run(run, path=path, frames_done=asset.n_frames, scores=count_scores(seen))
    with ctx.fenced():
        run.save(force_insert=True)
        Asset.objects.filter(pk=asset.pk).update(candidates=len(seen) - len(objects))
        apply_run(run, objects)
        note_searched([run], asset.dataset)


def tracks_of(
    finds: dict[str, Finds], changes: dict[int, Change], asset: Asset, searcher: Searcher
) -> Iterator[Track]:
    """The tracks of each label kind, by its own threshold, each made when it is asked for."""
    from moretta_vision.track import linked

    from .findings import linking_of

    for kind in searcher.kinds:
        threshold = searcher.rules.thresholds[kind]
        weak = min(searcher.floor(name) for name in searcher.plan.by[kind])
        how = linking_of(asset, threshold, searcher.rules.doubtful[kind], weak)
        yield from linked(finds.pop(kind), how, changes)
