"""The step that tells what of a clip a person has to look at (`moretta.annotations.hunting.start_looks`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from moretta import storage
from moretta.annotations.effective import effective_regions
from moretta.datasets.models import Asset
from moretta.detections.models import DetectionRun
from moretta.detections.plans import doubtful_from

from .context import StepContext
from .findings import read_clip
from .hunt import asset_of
from .steps import step

if TYPE_CHECKING:
    from moretta_vision.track import Change
    from moretta_vision.track.looks import Place
    from moretta_vision.track.tracks import Box

    Finds = dict[int, list[tuple[Box, float]]]

MOST = 2000
"""Places of one answer."""
PLACE_SECONDS = 5.0
"""So long what lies at one place is one: who is there later may be somebody else."""
LEAST_SIDE, ROOM = 40, 2.2
"""Pixels of a place's side at least, and the side as a multiple of the find's longer one."""


@step("hunt.looks", stall=1800)
def tell_looks(ctx: StepContext) -> None:
    """Tells which whole frames of a clip, and which places of frames, show who was missed most likely: see
    `moretta_vision.track.looks`. The finds are those of the newest run that looked for a label which the policy hides;
    without any (`searched` is false) there are no places, and nothing is known of how the picture changes."""
    from moretta_vision.track.looks import Hidden, open_places, whole_frames

    asset = asset_of(ctx)
    fps, size = asset.fps or 25.0, (asset.width or 0, asset.height or 0)
    fresh, seconds = float(ctx.payload["fresh"]), float(ctx.payload["seconds"])
    found = finds_of(asset)
    finds, changes = found or ({}, {})
    ctx.check()
    frames = whole_frames(asset.n_frames, fps, size, changes, fresh, seconds)
    hidden = Hidden(effective_regions(asset), asset.n_frames)
    every = max(1, round(PLACE_SECONDS * fps))
    places = open_places(finds, hidden, asset.n_frames, changes, every)
    shown = [[place.frame, *square_around(place, size), place.doubt] for place in places[:MOST]]
    left = max(0, len(places) - MOST)
    ctx.result(searched=found is not None, frames=frames, places=shown, left=left)
    ctx.progress(1)


def finds_of(asset: Asset) -> tuple[Finds, Mapping[int, Change]] | None:
    """The finds that are worth a person's look, and how the frames differ; None where no run has looked."""
    rules = asset.dataset.policy.settings.get("labels", {})
    wanted = {
        label.kind
        for label in asset.dataset.project.labels.all()
        if rules.get(str(label.pk), {}).get("redact")
    }
    runs = DetectionRun.objects.filter(asset=asset).finished()
    for run in runs.order_by("-id"):
        if kinds := wanted & set(run.kinds):
            try:
                stored, changes = read_clip(storage.local(run.path))
            except FileNotFoundError:
                continue
            by = run.settings.get("by", {})
            least = {kind: doubtful_from(by.get(kind, run.detectors)) for kind in kinds}
            return {frame: _worth(rows, least) for frame, rows in stored.items()}, changes
    return None


def _worth(rows: list[list[Any]], least: Mapping[str, float]) -> list[tuple[Box, float]]:
    return [
        ((x, y, width, height), score)
        for kind, x, y, width, height, score, *_ in rows
        if kind in least and score >= least[kind]
    ]


def square_around(place: Place, size: tuple[int, int]) -> list[int]:
    """The square around a place, in whole pixels, moved into the picture."""
    x, y, width, height = place.box
    side = max(LEAST_SIDE, round(ROOM * max(width, height)))
    wide, high = min(side, size[0]), min(side, size[1])
    left = min(max(0, round(x + width / 2 - wide / 2)), size[0] - wide)
    top = min(max(0, round(y + height / 2 - high / 2)), size[1] - high)
    return [left, top, wide, high]
