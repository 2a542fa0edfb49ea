"""The steps of the hunt (`moretta.annotations.hunting`): frames as redacted, in full size, and a closer look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from moretta import storage
from moretta.annotations.effective import effective_regions
from moretta.annotations.hunting import KEPT, hunt_recipe
from moretta.datasets.models import Asset, Rendition

from .context import StepContext
from .derived import publish_bytes, remove_all
from .ingest import assets_of, read_picture
from .searching import Searcher, searcher_for
from .similar import similar_to
from .steps import PermanentError, step
from .videos import times_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from moretta_vision.detect.base import Detections

    Pixels = npt.NDArray[np.uint8]

SIDES = (96, 224, 512, 1152)
"""Pixels around the spot that are looked at; each is brought to LOOKED, so that faces of 12 pixels are found."""
LOOKED = 448
NEAR = 0.75
"""How far beside a find the spot may lie, as a share of the find's longer side."""
CUT_OFF = 0.5
"""What a find loses that ends at the edge of what was looked at: the next scale may see all of it."""
UNFOUND = 0.04
"""The side of the box where nothing is found, as a share of the picture's shorter side."""
LEAST_SIDE = 16.0

Box = list[float]


@step("hunt.show")
def show_frames(ctx: StepContext) -> None:
    """Writes the wanted frames of an asset as they would be redacted now, in full size."""
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.redact.pixels import redact_frame

    asset = _asset(ctx)
    regions = effective_regions(asset)
    made = []
    for frame, pixels, icc in _frames(ctx, asset, ctx.payload["frames"]):
        ctx.check()
        pixels = pixels if pixels.flags.writeable else pixels.copy()
        redact_frame(pixels, regions, frame)
        data = encode_preview(pixels, max(pixels.shape[:2]), icc)
        recipe = hunt_recipe(asset, regions, frame)
        made.append(publish_bytes(asset, "hunt", recipe, data, "image/jpeg", revision=asset.revision))
    if len(made) < len(ctx.payload["frames"]):
        raise PermanentError(f"Some frames of {asset.name} cannot be decoded.")
    with ctx.fenced():
        Rendition.objects.filter(asset=asset, recipe__in=[row.recipe for row in made]).delete()
        Rendition.objects.bulk_create(made)
        old = Rendition.objects.filter(asset=asset, kind="hunt").order_by("-id")[KEPT:]
        paths = [row.path for row in old]
        Rendition.objects.filter(pk__in=[row.pk for row in old]).delete()
        transaction.on_commit(lambda: remove_all(paths))
    ctx.progress(1)


@step("hunt.spot")
def look_closer(ctx: StepContext) -> None:
    """Runs the policy's detectors on the surroundings of a spot at several scales; `result` is the box of the surest
    find at the spot, or a small one around it."""
    asset = _asset(ctx)
    x, y = ctx.payload["at"]
    frame = int(ctx.payload["frame"])
    ((_, pixels, _),) = list(_frames(ctx, asset, [frame])) or [(0, None, None)]
    if pixels is None:
        raise PermanentError(f"Frame {frame} of {asset.name} cannot be decoded.")
    searcher = searcher_for(asset.dataset)
    find = None if searcher.unavailable else _find_at(searcher, pixels, (x, y), ctx.note)
    if find is None:
        height, width = pixels.shape[:2]
        side = max(LEAST_SIDE, UNFOUND * min(width, height))
        box = _inside([x - side / 2, y - side / 2, side, side], width, height)
        ctx.result(box=box, score=None, label=None, found=False, similar=[])
    else:
        box, score, kind = find
        label = searcher.rules.labels[kind]
        similar = similar_to(asset, kind, label, frame, box)
        ctx.result(box=box, score=score, label=label, found=True, similar=similar)
    ctx.progress(1)


def _find_at(
    searcher: Searcher, pixels: Pixels, at: tuple[float, float], note: Any
) -> tuple[Box, float, str] | None:
    """The surest find that the spot lies on or beside: box, score, label kind."""
    import cv2
    import numpy as np

    from moretta_vision.media.preview import to_bgr8

    height, width = pixels.shape[:2]
    looks, places = [], []
    for side in SIDES:
        left, top = (max(0, round(v - side / 2)) for v in at)
        part = to_bgr8(np.ascontiguousarray(pixels[top : top + side, left : left + side]))
        scale = LOOKED / max(part.shape[:2])
        size = [max(1, round(v * scale)) for v in (part.shape[1], part.shape[0])]
        looks.append(np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_CUBIC), np.uint8))
        places.append((left, top, scale))
        if side >= max(width, height):
            break
    best: tuple[float, Box, float, str] | None = None
    for found, (left, top, scale), side in zip(searcher.find(looks, note), places, SIDES, strict=False):
        for box, score, kind in _rows(found, searcher):
            real = [left + box[0] / scale, top + box[1] / scale, box[2] / scale, box[3] / scale]
            away = _away(real, at)
            if away > NEAR:
                continue
            whole = _is_whole(real, (left, top), side, (width, height))
            rank = score - away - (0 if whole else CUT_OFF)
            if best is None or rank > best[0]:
                best = (rank, _inside(real, width, height), round(score, 4), kind)
    return None if best is None else best[1:]


def _rows(found: Detections, searcher: Searcher) -> Iterator[tuple[Sequence[float], float, str]]:
    for box, score, kind in zip(found.boxes, found.scores, found.labels, strict=True):
        if kind in searcher.rules.labels:
            yield [float(v) for v in box], float(score), kind


def _away(box: Box, at: tuple[float, float]) -> float:
    """How far a spot lies outside a box, as a share of the box's longer side; 0 inside."""
    x, y, width, height = box
    beside = max(x - at[0], at[0] - x - width, 0.0)
    above = max(y - at[1], at[1] - y - height, 0.0)
    return float(max(beside, above) / max(width, height, 1e-6))


def _is_whole(box: Box, corner: tuple[int, int], side: int, size: tuple[int, int]) -> bool:
    """Whether a find ends inside the square that was looked at, or where the picture itself ends."""
    slack = 0.01 * side
    for start, length, low, end in zip(box[:2], box[2:], corner, size, strict=True):
        high = min(low + side, end)
        if (low > 0 and start <= low + slack) or (high < end and start + length >= high - slack):
            return False
    return True


def _inside(box: Box, width: int, height: int) -> Box:
    left, top = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(float(width), box[0] + box[2]), min(float(height), box[1] + box[3])
    return [round(v, 1) for v in (left, top, right - left, bottom - top)]


def _stretches(wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Frames that follow one another as half-open ranges: each is sought once."""
    rows = sorted(wanted)
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[at - 1] + 1:
            yield rows[first], rows[at - 1] + 1
            first = at


def _asset(ctx: StepContext) -> Asset:
    assets = assets_of([ctx.payload["asset"]])
    if not assets:
        raise PermanentError("The picture was deleted meanwhile.")
    return assets[0]


def _frames(ctx: StepContext, asset: Asset, wanted: Sequence[int]) -> Iterator[tuple[int, Any, bytes | None]]:
    """Number, pixels and colour profile of the wanted frames, in order."""
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.video import frames

    try:
        if asset.kind == Asset.Kind.IMAGE:
            picture = read_picture(asset)
            yield 0, picture.pixels, picture.icc
            return
        times = times_of(asset)
        for first, stop in _stretches(wanted):
            for found in frames(storage.local(asset.blob.path), first, stop, times):
                ctx.check()
                yield found.index, found.pixels, None
    except MediaError as error:
        raise PermanentError(str(error)) from None
