"""The step that cuts out the objects of assets for the wall of crops (`moretta.annotations.crops`)."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from moretta import storage
from moretta.annotations.crops import box_of
from moretta.annotations.effective import canonical
from moretta.annotations.models import Annotation, KeyframeBlock
from moretta.datasets.cards import rendition_recipe
from moretta.datasets.models import Asset, Rendition

from .context import StepContext
from .derived import keep_renditions, publish_bytes, remove_all
from .ingest import assets_of, read_picture
from .steps import step
from .videos import times_of

if TYPE_CHECKING:
    from moretta_vision.media.crops import Bgr

SIDE = 128  # pixels of a crop
MOST = 2000  # objects of an asset that are cut out

Tile = tuple[UUID, int, list[float]]
"""An object, the frame on which it is shown, and its box there."""


@step("crops.cut")
def cut_crops(ctx: StepContext) -> None:
    """Cuts out the objects of up to sixteen assets; a file that shows all that it should is left as it is."""
    from moretta_vision.media.errors import MediaError

    ids = ctx.payload["assets"]
    for number, asset in enumerate(assets_of(ids), 1):
        ctx.check()
        try:
            cut_objects(ctx, asset)
        except MediaError as error:
            ctx.error(asset.pk, str(error), asset.name)
            continue
        ctx.progress(number)


def cut_objects(ctx: StepContext, asset: Asset) -> Rendition | None:
    """The crops of an asset's objects as they are now, cut where there are none; None where there are no objects."""
    made = _crops(ctx, asset)
    if made is not None:
        with ctx.fenced():
            paths = keep_renditions([made])
            transaction.on_commit(lambda: remove_all(paths))
    return Rendition.objects.filter(asset=asset, kind="crops").order_by("-id").first()


def _crops(ctx: StepContext, asset: Asset) -> Rendition | None:
    from moretta_vision.media.preview import encode_preview

    tiles = _tiles_of(asset)
    if not tiles:
        return None
    shown = {str(id): [frame, *box] for id, frame, box in tiles}
    recipe = rendition_recipe("crops", asset, SIDE, canonical(shown).decode())
    row = Rendition.objects.filter(asset=asset, recipe=recipe).first()
    if row is not None and storage.local(row.path).exists():
        return None
    pixels = _cut_video(ctx, asset, tiles) if asset.kind == Asset.Kind.VIDEO else _cut(asset, tiles)
    files = [encode_preview(one, SIDE) for one in pixels]
    ends = list(accumulate(map(len, files)))
    places = {
        id: [end - len(file), end, *facts]
        for (id, facts), file, end in zip(shown.items(), files, ends, strict=True)
    }
    return publish_bytes(asset, "crops", recipe, b"".join(files), "video/x-motion-jpeg", crops=places)


def _tiles_of(asset: Asset) -> list[Tile]:
    """The riskiest objects of an asset, each at the frame on which it was found most surely."""
    rows = Annotation.objects.filter(asset=asset, deleted=False).order_by("-risk", "pk")
    ids = list(rows.values_list("pk", flat=True)[:MOST])
    best: dict[UUID, tuple[float, int, list[float]]] = {}
    for id in ids:  # blocks of a long track are large: one object at a time
        blocks = KeyframeBlock.objects.filter(annotation=id).values_list("keyframes", flat=True)
        for keyframes in blocks.iterator(chunk_size=4):
            for keyframe in keyframes:
                if keyframe.get("outside") or not keyframe.get("shape"):
                    continue
                score = keyframe.get("score") or 0
                if id not in best or score > best[id][0]:
                    best[id] = (score, keyframe["frame"], box_of(keyframe["shape"]))
    return [(id, *best[id][1:]) for id in ids if id in best]


def _cut(asset: Asset, tiles: list[Tile]) -> list[Bgr]:
    from moretta_vision.media.crops import cut

    pixels = read_picture(asset).pixels
    return [cut(pixels, box, SIDE) for _, _, box in tiles]


def _cut_video(ctx: StepContext, asset: Asset, tiles: list[Tile]) -> list[Bgr]:
    """As `_cut`; the frames are sought in order, so that each is decoded once."""
    from moretta_vision.media.crops import cut
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.video import frames

    by_frame: dict[int, list[int]] = defaultdict(list)
    for place, (_, frame, _) in enumerate(tiles):
        by_frame[frame].append(place)
    found: dict[int, Bgr] = {}
    times = times_of(asset)
    for frame in sorted(by_frame):
        ctx.check()
        for decoded in frames(storage.local(asset.blob.path), frame, frame + 1, times):
            for place in by_frame[frame]:
                found[place] = cut(decoded.pixels, tiles[place][2], SIDE)
    if len(found) < len(tiles):
        raise MediaError(f"Some frames of {asset.name} cannot be decoded.")
    return [found[place] for place in range(len(tiles))]
