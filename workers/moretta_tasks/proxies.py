"""The step that makes what a browser plays of a video. That of a long one is made in parts, each kept as soon as it is
there, so that a lost worker costs one of them; the last act joins them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from moretta import storage
from moretta.datasets.actions import announce
from moretta.datasets.cards import rendition_recipe
from moretta.datasets.models import Asset, Rendition

from .context import StepContext
from .derived import forget_renditions, keep_renditions, publish_file, remove_all
from .ingest import assets_of
from .parts import Span, never_cut, spans_of
from .steps import PermanentError, step
from .videos import times_of

PROXY_SIDE = 1280
PROXY_PART = "proxy_part"
"""The kind of rendition. They are there only while the proxy is made."""
FRAMES_A_PROXY_PART = 1000
STALL = 900.0


@step("ingest.proxy", stall=STALL)
def ingest_proxy(ctx: StepContext) -> None:
    """What the browser plays. Without it the asset can still be worked on, frame by frame."""
    from moretta_vision.media.errors import MediaError, Stopped

    for asset in assets_of(ctx.payload["assets"]):
        with storage.temporary(".mp4") as draft:
            try:
                _make(ctx, asset, draft)
            except Stopped:
                ctx.check()
                raise
            except MediaError as error:
                name = storage.local(asset.blob.path).name
                raise PermanentError(str(error).replace(name, asset.name)) from None
            row = publish_file(
                asset, "proxy", rendition_recipe("proxy", asset, PROXY_SIDE), draft, "video/mp4"
            )
        with ctx.fenced():
            keep_renditions([row])
            unused = forget_renditions(Rendition.objects.filter(asset=asset, kind=PROXY_PART))
            announce(asset)
        remove_all(unused)


def _make(ctx: StepContext, asset: Asset, draft: Path) -> None:
    """Raises MediaError, Stopped."""
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.proxy import join_parts, make_proxy

    path, table = storage.local(asset.blob.path), times_of(asset)
    spans = _spans(spans_of(ctx, asset, table))
    if len(spans) > 1:
        try:
            parts = [storage.local(_part(ctx, asset, path, table, span).path) for span in spans]
            join_parts(path, draft, parts, table, ctx.should_stop)
            return
        except MediaError:  # the whole will meet it again where it is no matter of parts
            never_cut(ctx, asset)
    make_proxy(
        path,
        draft,
        table,
        PROXY_SIDE,
        progress=lambda done, total: ctx.progress(done, total or ctx.total),
        should_stop=ctx.should_stop,
    )


def _spans(spans: Sequence[Span]) -> list[Span]:
    """Several of the parts in which a video is rendered at a time."""
    at = [0]
    for _, stop in spans:
        if stop - at[-1] >= FRAMES_A_PROXY_PART:
            at.append(stop)
    if at[-1] != spans[-1][1]:
        at.append(spans[-1][1])
    return list(pairwise(at))


def _part(ctx: StepContext, asset: Asset, path: Path, table: Sequence[int], span: Span) -> Rendition:
    """A part of the proxy, as an attempt before made it, or made now."""
    from moretta_vision.media.proxy import make_part

    recipe = rendition_recipe(PROXY_PART, asset, PROXY_SIDE, *span)
    row = Rendition.objects.filter(asset=asset, recipe=recipe).first()
    if row is not None and storage.local(row.path).exists():
        return row
    with storage.temporary(".mp4") as draft:

        def tell(done: int, _: Any) -> None:
            ctx.progress(span[0] + done)

        make_part(path, draft, table, span, PROXY_SIDE, tell, ctx.should_stop)
        row = publish_file(asset, PROXY_PART, recipe, draft, "video/mp4")
    with ctx.fenced():
        if Asset.objects.filter(pk=asset.pk, deleting=False).exists():
            keep_renditions([row])
    ctx.forgive_earlier()
    return row
