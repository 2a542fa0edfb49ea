"""The parts of a long video that are rendered apart: where it is cut, what is hidden in a part, what names its file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from moretta import storage
from moretta.annotations.effective import Region, canonical, recipe_from
from moretta.datasets.models import Asset, FrameTable, Rendition
from moretta.detections.models import DetectionRun
from moretta_vision.catalogue import DEFAULT_METHOD, METHODS
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import bounds

from .context import StepContext
from .derived import forget_renditions, remove_all

PART = "part"
"""The kind of rendition. Those of the last rendering stay, so that a correction codes only what it touches."""
FRAMES_A_PART = 250
"""At least, and about as many as encoders put between two key frames: cutting there costs hardly any bytes."""
SAME = 0.3
"""From this share of overlap over union on, a find is one of the object at whose place it lies."""

Span = tuple[int, int]


def spans_of(ctx: StepContext, asset: Asset, table: Sequence[int]) -> list[Span]:
    """The frames [first, stop) of each part: found once and stored. A single one: it is rendered as a whole."""
    from moretta_vision.redact.segments import cuts

    at = asset.frame_table.cuts
    if not at:
        at = [0, len(table)]
        if len(table) >= 2 * FRAMES_A_PART:
            at = cuts(storage.local(asset.blob.path), table, FRAMES_A_PART)
        _store_cuts(ctx, asset, at)
    return list(pairwise(at))


def never_cut(ctx: StepContext, asset: Asset) -> None:
    """Notes that a video cannot be rendered in parts."""
    _store_cuts(ctx, asset, [0, asset.n_frames])


def _store_cuts(ctx: StepContext, asset: Asset, at: list[int]) -> None:
    with ctx.fenced():
        FrameTable.objects.filter(asset=asset).update(cuts=at)
    asset.frame_table.cuts = at


def regions_within(regions: Sequence[Region], span: Span) -> list[Region]:
    """The regions that are present somewhere in the span, each with just the keyframes that shape it there. They
    look there as the whole ones do, and stay equal when those change elsewhere. Frames around the span count where
    the method of one of them looks at those."""
    around = max((METHODS[region.get("method", DEFAULT_METHOD)].around for region in regions), default=0)
    first, stop = span[0] - around, span[1] + around
    found = []
    for region in regions:
        keyframes = region["keyframes"]
        begin = max(bisect_right(keyframes, first, key=_frame) - 1, 0)
        end = bisect_left(keyframes, stop, key=_frame)
        while begin < end and keyframes[begin].get("outside"):
            begin += 1
        within = keyframes[begin:end]
        if not within:
            continue
        if not within[-1].get("outside") and end < len(keyframes) and not keyframes[end].get("outside"):
            within = [*within, keyframes[end]]
        found.append({**region, "keyframes": within})
    return sorted(found, key=canonical)


def _frame(keyframe: dict[str, Any]) -> int:
    return int(keyframe["frame"])


def part_recipe(asset: Asset, regions: Sequence[Region], span: Span, coding: dict[str, Any]) -> str:
    """The name of a part's file, from all that its pixels depend on. `regions` are the whole video's; `coding` says
    codec, container and constant rate factor."""
    return recipe_from(asset, regions_within(regions, span), "remove", PART, span=list(span), **coding)


def with_found(asset: Asset, regions: Sequence[Region], span: Span) -> list[Region]:
    """The regions with the frames of the span at which detectors found something at their place, for the report.
    It changes no pixel, so it stays out of recipes."""
    found: list[set[int]] = [set() for _ in regions]
    for frame, rows in _finds_of(asset, span):
        for region, frames in zip(regions, found, strict=True):
            shape = shape_at(region["keyframes"], frame)
            if shape is not None and any(_overlap(bounds(shape), row[1:5]) >= SAME for row in rows):
                frames.add(frame)
    return [{**region, "found": sorted(frames)} for region, frames in zip(regions, found, strict=True)]


def _finds_of(asset: Asset, span: Span) -> Iterator[tuple[int, list[list[Any]]]]:
    """A frame of the span and `[kind, x, y, width, height, score]` of what a run found there, of the runs that the
    asset's objects come from."""
    from .findings import read_span

    runs = DetectionRun.objects.filter(annotations__asset=asset, annotations__deleted=False).exclude(path="")
    for path in runs.distinct().values_list("path", flat=True):
        if storage.local(path).exists():
            yield from read_span(storage.local(path), *span)


def _overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union of two boxes x, y, width, height."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    common = max(width, 0) * max(height, 0)
    return common / max(one[2] * one[3] + other[2] * other[3] - common, 1e-9)


def drop_parts(ctx: StepContext, asset: Asset, keep: Sequence[str] = ()) -> None:
    """Removes the asset's parts, except those that the recipes `keep` name."""
    with ctx.fenced():
        unused = forget_renditions(Rendition.objects.filter(asset=asset, kind=PART).exclude(recipe__in=keep))
    remove_all(unused)
