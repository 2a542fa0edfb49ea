"""The steps of the hunt (`moretta.annotations.hunting`): frames as redacted, in full size, and a closer look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.db import transaction

from moretta import storage
from moretta.annotations.effective import effective_regions, hidden_objects
from moretta.annotations.hunting import KEPT, KEPT_BYTES, hunt_recipe
from moretta.datasets.models import Asset, Rendition

from .context import StepContext
from .derived import publish_bytes, remove_all
from .ingest import assets_of, read_picture
from .searching import Searcher, searcher_for
from .similar import similar_to
from .steps import PermanentError, step
from .videos import times_of

if TYPE_CHECKING:
    from .spots import Hiding, Mask, Near, Pixels

UNFOUND = 0.04
"""The side of the box where nothing is found, as a share of the picture's shorter side."""
LEAST_SIDE = 16.0
CLOSE = 12
"""Frames between two wanted ones up to which reading on is cheaper than seeking."""


@step("hunt.show")
def show_frames(ctx: StepContext) -> None:
    """Writes the wanted frames of an asset, and parts of frames, as they would be redacted now, in full size."""
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.redact.pixels import redact_frame

    asset = asset_of(ctx)
    regions = effective_regions(asset)
    wanted: dict[int, list[list[int]]] = {frame: [[]] for frame in ctx.payload["frames"]}
    for frame, *part in ctx.payload.get("places", []):
        wanted.setdefault(frame, []).append(part)
    made = []
    for frame, pixels, icc in _frames(ctx, asset, list(wanted)):
        ctx.check()
        pixels = pixels if pixels.flags.writeable else pixels.copy()
        redact_frame(pixels, regions, frame)
        for part in wanted[frame]:
            shown = _part(pixels, part)
            data = encode_preview(shown, max(shown.shape[:2]), icc)
            recipe = hunt_recipe(asset, regions, frame, part)
            made.append(publish_bytes(asset, "hunt", recipe, data, "image/jpeg", revision=asset.revision))
    if len(made) < sum(map(len, wanted.values())):
        raise PermanentError(f"Some frames of {asset.name} cannot be decoded.")
    with ctx.fenced():
        Rendition.objects.filter(asset=asset, recipe__in=[row.recipe for row in made]).delete()
        Rendition.objects.bulk_create(made)
        old = _beyond(asset, len(made))
        paths = [row.path for row in old]
        Rendition.objects.filter(pk__in=[row.pk for row in old]).delete()
        transaction.on_commit(lambda: remove_all(paths))
    ctx.progress(1)


def _beyond(asset: Asset, just_made: int) -> list[Rendition]:
    """The oldest pictures of an asset, which are more than are kept; those that were made just now are."""
    rows = list(Rendition.objects.filter(asset=asset, kind="hunt").order_by("-id").only("id", "path", "size"))
    taken = accumulate(row.size for row in rows)
    fits = sum(size <= KEPT_BYTES for size in taken)
    return rows[max(just_made, min(KEPT, fits)) :]


def _part(pixels: Pixels, part: Sequence[int]) -> Pixels:
    if not part:
        return pixels
    x, y, width, height = part
    return pixels[y : y + height, x : x + width].copy()


@step("hunt.spot")
def look_closer(ctx: StepContext) -> None:
    """Runs the policy's detectors on the surroundings of a spot at several scales; `result` has a box for whoever is at
    the spot (a small one where nobody is found), and as `grows` the object that covers a part of them now."""
    from .spots import inside, propose

    asset = asset_of(ctx)
    x, y = ctx.payload["at"]
    frame = int(ctx.payload["frame"])
    ((_, pixels, _),) = list(_frames(ctx, asset, [frame])) or [(0, None, None)]
    if pixels is None:
        raise PermanentError(f"Frame {frame} of {asset.name} cannot be decoded.")
    searcher = searcher_for(asset.dataset)
    near = _near(searcher, pixels, (x, y), ctx.note)
    height, width = pixels.shape[:2]
    found = propose(near, *_hidden(asset, frame, width, height), (x, y))
    if found is None:
        side = max(LEAST_SIDE, UNFOUND * min(width, height))
        box = inside([x - side / 2, y - side / 2, side, side], width, height)
        ctx.result(box=box, score=None, label=None, found=False, grows=None, similar=[])
    else:
        find = found.find
        label = searcher.rules.labels[find.kind] if find else None
        similar = similar_to(asset, find.kind, str(label), frame, found.box) if find else []
        score = round(find.score, 4) if find else None
        ctx.result(box=found.box, score=score, label=label, found=True, grows=found.grows, similar=similar)
    ctx.progress(1)


def _near(searcher: Searcher, pixels: Pixels, at: tuple[float, float], note: Any) -> list[Near]:
    """Finds at the spot of kinds that have a label; none where the detectors cannot run."""
    from .spots import finds_near

    if searcher.unavailable:
        return []
    found = finds_near(lambda looks: searcher.find(looks, note), pixels, at)
    return [one for one in found if one.kind in searcher.rules.labels]


def _hidden(asset: Asset, frame: int, width: int, height: int) -> tuple[list[Hiding], Mask]:
    """The objects that are hidden at a frame, and all that is covered there."""
    from moretta_vision.geometry.interpolation import shape_at
    from moretta_vision.geometry.shapes import bounds
    from moretta_vision.redact.pixels import mask_at
    from moretta_vision.redact.places import outlines_at

    from .spots import Hiding

    hiding = []
    for id, (_, region) in hidden_objects([asset]).items():
        shape = shape_at(region["keyframes"], frame)
        if shape is None:
            continue
        for _, part in outlines_at([region], frame, width, height):
            reach = [float(v) for v in (part.x0, part.y0, part.x1 - part.x0, part.y1 - part.y0)]
            hiding.append(Hiding(str(id), list(bounds(shape)), reach))
    return hiding, mask_at(effective_regions(asset), frame, width, height) > 0


def _stretches(wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Frames that lie close together as half-open ranges: each is sought once, and what lies between is passed over."""
    rows = sorted(wanted)
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] - rows[at - 1] > CLOSE:
            yield rows[first], rows[at - 1] + 1
            first = at


def asset_of(ctx: StepContext) -> Asset:
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
        times, rows = times_of(asset), set(wanted)
        for first, stop in _stretches(wanted):
            for found in frames(storage.local(asset.blob.path), first, stop, times):
                ctx.check()
                if found.index in rows:
                    yield found.index, found.pixels, None
    except MediaError as error:
        raise PermanentError(str(error)) from None
