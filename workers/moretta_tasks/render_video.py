"""Steps that make approved videos ready. A short one is rendered at once. A long one is cut into parts: each is a step
and a file of its own, named by what it depends on and never coded again while it is there; the last step joins them."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from moretta import storage
from moretta.annotations.effective import regions_of
from moretta.datasets.models import Asset
from moretta.ids import uuid7
from moretta.jobs.actions import StepSpec
from moretta.jobs.models import JobStep

from .clips import VIDEO_TYPES, Clip, make_ready, publish_redacted
from .context import StepContext
from .derived import keep_renditions, publish_file
from .ingest import assets_of
from .parts import PART, Span, drop_parts, never_cut, part_recipe, regions_within, spans_of, with_found
from .render import Work, fail_rendering, note_failure, open_works
from .steps import PassingError, PermanentError, StepStopped, raise_if_innocent, step
from .videos import times_of

STALL = 900.0
SOUNDS = {"keep": "kept", "remove": "removed", "voices": "voices"}


@step("render.video", on_failed=note_failure, stall=STALL)
def render_video(ctx: StepContext) -> None:
    """Redacts an approved video, or adds the steps that do it in parts."""
    for work, clip in _approved(ctx):
        with _failing(ctx, work), storage.kept_for(str(ctx.step.pk), work.recipe) as folder:
            if work.existing("redacted") is None:
                if steps := _rendered_or_steps(ctx, work, clip, folder):
                    ctx.add_steps(steps)
                    ctx.progress(0, 0)  # the parts count the frames
                    continue
                drop_parts(ctx, work.asset)
            make_ready(ctx, work)


def _rendered_or_steps(ctx: StepContext, work: Work, clip: Clip, folder: Path) -> list[StepSpec]:
    """The steps that render a video in parts; none for one that was rendered here, as a whole."""
    from moretta_vision.redact.groups import Unfit

    spans = spans_of(ctx, work.asset, clip.table)
    if len(spans) > 1 and _is_mostly_copied(work, clip, spans):
        try:
            _render_whole(ctx, work, clip, folder, or_not=True)
            return []
        except Unfit as unfit:
            ctx.note(f"{work.asset.name} is coded anew as a whole: {unfit}.")
    steps = _steps_of_parts(ctx, work, clip, spans)
    if not steps:
        _render_whole(ctx, work, clip, folder)
    return steps


def _approved(ctx: StepContext) -> Iterator[tuple[Work, Clip]]:
    assets = assets_of(ctx.payload["assets"], kind=Asset.Kind.VIDEO, state=Asset.State.APPROVED)
    for work in open_works(ctx, assets):
        yield work, Clip(work.asset)


@contextmanager
def _failing(ctx: StepContext, work: Work) -> Iterator[None]:
    """What is wrong with the video itself is told, and trying again cannot help."""
    from moretta_vision.media.errors import MediaError, Stopped
    from moretta_vision.redact.regions import RegionError

    try:
        yield
    except Stopped:
        raise StepStopped() from None
    except (MediaError, RegionError) as error:
        raise_if_innocent(error)
        stored = Path(work.asset.blob.path).name
        fail_rendering(ctx, work.asset, str(error).replace(stored, work.asset.name))


def _steps_of_parts(ctx: StepContext, work: Work, clip: Clip, spans: Sequence[Span]) -> list[StepSpec]:
    """The steps for the parts that are not there yet; the join at once where all are; none for a video that has to be
    rendered as a whole."""
    if len(spans) < 2:
        return []
    rate = _rate_of_parts(ctx, work, clip, spans)
    if rate["crf"] is None:
        return []
    coding = clip.coding(rate["crf"])
    missing = [
        span for span in spans if part_recipe(work.asset, work.regions, span, coding) not in work.stored
    ]
    if len(missing) < len(spans):
        again = len(spans) - len(missing)
        ctx.note(f"{work.asset.name}: {again} of {len(spans)} parts look as before and were taken again.")
    group = str(uuid7())
    payload = {"assets": [str(work.asset.pk)], "recipe": work.recipe, "rate": rate}
    if not missing:
        return [_joining(payload)]
    payload["group"] = group
    return [
        StepSpec("render.segment", "render", {**payload, "span": list(span)}, span[1] - span[0])
        for span in missing
    ]


def _is_mostly_copied(work: Work, clip: Clip, spans: Sequence[Span]) -> bool:
    """Whether most of a video can be copied as it is coded, which only a rendering of the whole does."""
    from moretta_vision.redact.video import copied_frames

    empty = sum(not regions_within(work.regions, span) for span in spans)
    if 2 * empty < len(spans):
        return False
    copied = copied_frames(clip.source, Path(clip.name), work.regions, clip.table, clip.codec)
    return 2 * copied >= len(clip.table)


def _rate_of_parts(ctx: StepContext, work: Work, clip: Clip, spans: Sequence[Span]) -> dict[str, Any]:
    """The constant rate factor for all parts, as the report tells it: the last rendering's where that saves coding a
    part again, else chosen for the whole."""
    from moretta_vision.redact.segments import rate_for_parts

    parts = [row for row in work.stored.values() if row.kind == PART]
    if parts:
        rate: dict[str, Any] = max(parts, key=lambda row: row.pk).report["rate"]
        coding = clip.coding(rate["crf"])
        if any(part_recipe(work.asset, work.regions, span, coding) in work.stored for span in spans):
            return rate
    ctx.check()
    choice = rate_for_parts(clip.source, Path(clip.name), work.regions, clip.table, clip.codec)
    ctx.check()
    return choice.as_dict()


def _render_whole(ctx: StepContext, work: Work, clip: Clip, folder: Path, or_not: bool = False) -> None:
    """Where groups are copied it goes on from what an attempt before left in the folder; what is coded as a whole
    begins anew."""
    from moretta_vision.redact.kept import Kept
    from moretta_vision.redact.video import redact_video

    asset = work.asset
    with storage.temporary(clip.ending) as draft:
        report = redact_video(
            clip.source,
            draft,
            with_found(asset, work.regions, (0, asset.n_frames)),
            audio=clip.audio,
            progress=lambda done, total: ctx.progress(done, total or asset.n_frames),
            should_stop=ctx.should_stop,
            table=clip.table,
            codec=clip.codec,
            sums=clip.sums,
            kept=Kept(folder, ctx.forgive_earlier),
            or_not=or_not,
        )
        publish_redacted(work, clip, draft, report)


def note_part_failure(job_step: JobStep, message: str) -> None:
    """As `note_failure`; `message` may not say which frames the part has."""
    frames = _frames(job_step.payload["span"])
    note_failure(job_step, message if message.startswith(frames) else f"{frames}: {message}")


def _frames(span: Sequence[int]) -> str:
    return f"Frames {span[0]} to {span[1] - 1}"


def _joining(payload: dict[str, Any]) -> StepSpec:
    """Before the parts of other clips, for it takes little and with it this one is done."""
    return StepSpec("render.join", "render", payload, priority=0)


@step("render.segment", on_failed=note_part_failure, stall=STALL)
def render_segment(ctx: StepContext) -> None:
    """Renders one part of a video into a file of its own. The last of a video's parts adds the step that joins them."""
    first, stop = ctx.payload["span"]
    for asset in assets_of(ctx.payload["assets"], kind=Asset.Kind.VIDEO, state=Asset.State.APPROVED):
        current = asset.approved_recipe == ctx.payload["recipe"]
        if current and (first, stop) in spans_of(ctx, asset, times_of(asset)):
            with _naming_frames(ctx.payload["span"]):
                _render_part(ctx, asset, (first, stop))
    join = {name: ctx.payload[name] for name in ("assets", "recipe", "rate")}
    ctx.add_steps([_joining(join)], group=ctx.payload["group"])


@contextmanager
def _naming_frames(span: Sequence[int]) -> Iterator[None]:
    """Lets errors that nobody foresaw say which frames they are about."""
    try:
        yield
    except (StepStopped, PermanentError, PassingError, storage.DiskFull, DatabaseError):
        raise
    except Exception as error:
        if getattr(error, "errno", None) == errno.ENOSPC:
            raise
        raise PassingError(f"{_frames(span)}: {type(error).__name__}: {error}") from error


def _render_part(ctx: StepContext, asset: Asset, span: Span) -> None:
    from moretta_vision.media.errors import MediaError, Stopped
    from moretta_vision.redact.regions import RegionError
    from moretta_vision.redact.segments import redact_part

    work = Work(asset, asset.approved_recipe, regions_of([asset])[asset.pk])
    clip, rate = Clip(asset), ctx.payload["rate"]
    recipe = part_recipe(asset, work.regions, span, clip.coding(rate["crf"]))
    if recipe in work.stored:
        return
    regions = with_found(asset, regions_within(work.regions, span), span)
    with storage.temporary(clip.ending) as draft:
        try:
            report = redact_part(
                clip.source,
                draft,
                regions,
                clip.table,
                span,
                rate["crf"],
                ctx.should_stop,
                clip.codec,
                progress=lambda done, _: ctx.progress(done),
            )
        except Stopped:
            raise StepStopped() from None
        except RegionError as error:
            raise PermanentError(f"{_frames(span)}: {error}") from None
        except MediaError as error:
            raise_if_innocent(error)
            never_cut(ctx, asset)
            ctx.note(f"{asset.name} cannot be rendered in parts and is rendered in one piece.")
            return
        row = publish_file(asset, PART, recipe, draft, VIDEO_TYPES[clip.ending], **{**report, "rate": rate})
    with ctx.fenced():
        if Asset.objects.filter(pk=asset.pk, deleting=False).exists():
            keep_renditions([row])


@step("render.join", on_failed=note_failure, stall=STALL)
def render_join(ctx: StepContext) -> None:
    """Joins the parts of a video. Where one is missing, or the whole does not come out right, it is planned anew."""
    for work, clip in _approved(ctx):
        if work.recipe != ctx.payload["recipe"]:
            continue  # approved anew meanwhile: another job renders that
        with _failing(ctx, work):
            if work.existing("redacted") is None and not _join(ctx, work, clip):
                ctx.add_steps([StepSpec("render.video", "render", {"assets": [str(work.asset.pk)]})])
                continue
            make_ready(ctx, work)


def _join(ctx: StepContext, work: Work, clip: Clip) -> bool:
    """Whether the parts could be joined."""
    from moretta_vision.media.errors import MediaError
    from moretta_vision.redact.segments import join

    asset, rate = work.asset, ctx.payload["rate"]
    spans = spans_of(ctx, asset, clip.table)
    recipes = [part_recipe(asset, work.regions, span, clip.coding(rate["crf"])) for span in spans]
    parts = [work.stored[recipe] for recipe in recipes if recipe in work.stored]
    if len(parts) < len(spans) or len(spans) < 2:
        return False
    at = [0, *(stop for _, stop in spans)]
    with storage.temporary(clip.ending) as draft:
        paths = [storage.local(part.path) for part in parts]
        try:
            size = join(clip.source, draft, paths, at, clip.table, clip.audio, ctx.should_stop)
        except MediaError as error:
            raise_if_innocent(error)
            never_cut(ctx, asset)
            ctx.note(f"{asset.name} is rendered in one piece: {error}".replace(draft.name, asset.name))
            return False
        report = _joined_report([part.report for part in parts], clip, rate, size)
        publish_redacted(work, clip, draft, report)
    drop_parts(ctx, asset, keep=recipes)
    return True


def _joined_report(
    parts: Sequence[dict[str, Any]], clip: Clip, rate: dict[str, Any], size: float | None
) -> dict[str, Any]:
    from moretta_vision.redact.video_report import VideoReport

    first = parts[0]
    audio = "none" if first["audio"] == "none" else SOUNDS[clip.audio]
    whole = VideoReport(codec=first["codec"], pix_fmt=first["pix_fmt"], audio=audio, rate=rate, size=size)
    for part in parts:
        whole.add_part(part)
    whole.conclude(clip.asset.notes)
    return {**whole.as_dict(), "parts": len(parts)}
