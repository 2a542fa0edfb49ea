"""The step that makes a lower threshold of a label hold in a clip (`moretta.annotations.clip_thresholds`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from moretta import storage
from moretta.annotations.clip_thresholds import (
    NOT_KEPT,
    FoundInClip,
    found_by,
    hidden_by,
    hide_found,
)
from moretta.annotations.crops import WAITING
from moretta.api import ApiError
from moretta.datasets.models import Asset
from moretta.detections.models import DetectionRun
from moretta.detections.scores import hundredths
from moretta.projects.models import Label

from .context import StepContext
from .hunt import asset_of
from .steps import step

if TYPE_CHECKING:
    from moretta_vision.track import Track


class _Left(Exception):
    """A clip stays as it is; its message is a sentence for the person."""


@step("threshold.clip", stall=600)
def hide_candidates(ctx: StepContext) -> None:
    """Follows a clip's stored finds again, just as its search did, and hides those tracks whose best find lies between
    two scores. `result` has `{"hidden", "changes"}` by the clip's id."""
    asset, change = asset_of(ctx), UUID(ctx.payload["change"])
    done = hidden_by(change)  # an earlier attempt got so far
    try:
        ctx.result(**{str(asset.pk): done or _hide(ctx, asset, change)})
    except _Left as left:
        ctx.error(asset.pk, str(left), asset.name)
    ctx.progress(ctx.total)


def _hide(ctx: StepContext, asset: Asset, change: UUID) -> dict[str, Any]:
    label, by = Label.objects.filter(pk=ctx.payload["label"]).first(), ctx.job.created_by
    if label is None or by is None:
        raise _Left(f"{asset.name}: the label, or who asked for it, is not there any more.")
    low = float(ctx.payload["low"])
    found = _found(ctx, asset, label, low, float(ctx.payload["high"]))
    with ctx.fenced():
        now = Asset.objects.select_for_update().get(pk=asset.pk)
        if now.state not in WAITING:
            raise _Left(f"{asset.name} does not wait any more, so it was left as it is.")
        asset.revision, asset.state = now.revision, now.state
        try:
            return hide_found(asset, by, label, found, change, low)
        except ApiError as error:
            raise _Left(f"{asset.name}: {error.sentence}") from None


def _found(ctx: StepContext, asset: Asset, label: Label, low: float, high: float) -> list[dict[str, Any]]:
    """`{"label", "score", "flags", "keyframes"}` of each track between the scores."""
    run = DetectionRun.objects.filter(asset=asset).newest(label.kind)
    found = found_by(run, asset.pk, asset.name, label.kind, low, high)
    if run is None or (found.why and not found.tracks):
        raise _Left(f"{asset.name}: {found.why}")
    wanted = []
    for track in _followed(ctx, asset, run, label.kind):
        ctx.check()
        if _is_between(float(track.score), found):
            wanted.append(
                {
                    "label": label,
                    "score": round(float(track.score), 4),
                    "flags": [flag.as_json() for flag in track.flags],
                    "keyframes": track.keyframes(asset.n_frames),
                }
            )
    return wanted


def _is_between(score: float, found: FoundInClip) -> bool:
    return round(found.least * 100) <= hundredths(score) < round(found.most * 100)


def _followed(ctx: StepContext, asset: Asset, run: DetectionRun, kind: str) -> Iterator[Track]:
    """The tracks of a clip's run, made again from its stored finds as it was searched then."""
    from moretta_vision.track import linked

    from .findings import Linkable, linking_of, read_whole

    linkable, settings = Linkable([kind]), run.settings
    waiting = iter(range(asset.n_frames))  # frames without finds were searched as well

    def take(frame: int, rows: list[list[Any]]) -> None:
        ctx.progress(frame)
        for index in waiting:
            linkable.add(index, rows if index == frame else [])
            if index == frame:
                break

    try:
        changes = read_whole(storage.local(run.path), take)
    except (OSError, EOFError, ValueError, KeyError):  # gone, or damaged
        raise _Left(f"{asset.name}: {NOT_KEPT}") from None
    for index in waiting:
        linkable.add(index, [])
    strong = float(settings["thresholds"][kind])
    floors = settings.get("floors", {})
    weak = min(float(floors[name]) for name in settings["by"][kind])
    how = linking_of(asset, strong, float(settings["doubtful_from"][kind]), weak)
    return linked(linkable.finds.pop(kind), how, changes)
