"""The step that follows an object from where a person put it (`moretta.annotations.following`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from moretta import storage
from moretta.datasets.models import Asset
from moretta.detections.models import DetectionRun

from .context import StepContext
from .findings import Candidates, read_candidates
from .ingest import assets_of
from .steps import PermanentError, step
from .videos import times_of

if TYPE_CHECKING:
    from moretta_vision.detect.base import Floats, Image
    from moretta_vision.media.upright import Frame

AT_ONCE = 24
"""Frames that are in memory when a clip is followed backwards."""


@step("track.follow")
def follow_object(ctx: StepContext) -> None:
    """`result` are the keyframes of the frames but the first, the last frame in which the object was followed, and
    why it ends there."""
    import numpy as np

    from moretta_vision.media.errors import MediaError
    from moretta_vision.track.following import follow

    assets = assets_of([ctx.payload["asset"]])
    if not assets:
        raise PermanentError("The video was deleted meanwhile.")
    asset, kind, first = assets[0], ctx.payload["kind"], int(ctx.payload["frame"])
    stored = _newest_finds(asset, kind)

    def finds(frame: int) -> Floats:
        rows = [row[1:6] for row in stored.get(frame, []) if row[0] == kind]
        return np.array(rows, np.float32).reshape(-1, 5)

    x, y, width, height = ctx.payload["box"]
    shown = _frames(ctx, asset, first, int(ctx.payload["until"]))
    try:
        followed = follow(shown, (x, y, width, height), finds, asset.fps or 25.0)
    except MediaError as error:
        raise PermanentError(str(error).replace(storage.local(asset.blob.path).name, asset.name)) from None
    if not followed.boxes:
        raise PermanentError(f"Frame {first} of {asset.name} cannot be decoded.")
    ctx.result(keyframes=followed.keyframes(), last=list(followed.boxes)[-1], why=followed.why)


def _frames(ctx: StepContext, asset: Asset, start: int, stop: int) -> Iterator[tuple[int, Image]]:
    """Those from `start` on and before `stop`; or, `back`, down from `start` to `stop`, decoded a few at a time."""
    from moretta_vision.media.video import frames

    path, times = storage.local(asset.blob.path), times_of(asset)
    stretches: Iterable[Iterable[Frame]] = [frames(path, start, stop, times)]
    if ctx.payload.get("back"):
        ends = range(start + 1, stop, -AT_ONCE)
        stretches = (list(frames(path, max(stop, end - AT_ONCE), end, times))[::-1] for end in ends)
    for stretch in stretches:
        for frame in stretch:
            ctx.check()
            yield frame.index, frame.pixels
            ctx.progress(abs(frame.index - start))


def _newest_finds(asset: Asset, kind: str) -> Candidates:
    """What the newest run that looked for a kind found in each frame, down to the store's floor."""
    runs = DetectionRun.objects.filter(asset=asset).finished()
    for run in runs.order_by("-id"):
        if kind in run.kinds and storage.local(run.path).exists():
            return read_candidates(storage.local(run.path))
    return {}
