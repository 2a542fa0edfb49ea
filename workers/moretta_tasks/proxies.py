"""What browsers play of a video, the original or the redacted one. That of a long one is made in parts, each kept as
soon as it is there, so that a lost worker costs one of them; the last act joins them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from .steps import PermanentError, raise_if_innocent, step
from .videos import times_of

PROXY_SIDE = 1280
PROXY_PART, REDACTED_PROXY_PART = "proxy_part", "redacted_proxy_part"
"""Kinds of renditions. They are there only while the proxy is made."""
FRAMES_A_PROXY_PART = 1000
STALL = 900.0


@step("ingest.proxy", stall=STALL)
def ingest_proxy(ctx: StepContext) -> None:
    """What the browser plays. Without it the asset can still be worked on, frame by frame."""
    for asset in assets_of(ctx.payload["assets"]):
        _make_proxy(ctx, asset)


def _make_proxy(ctx: StepContext, asset: Asset) -> None:
    from moretta_vision.media.errors import MediaError, Stopped

    path = storage.local(asset.blob.path)

    def part(span: Span) -> str:
        return rendition_recipe(PROXY_PART, asset, PROXY_SIDE, *span)

    with storage.temporary(".mp4") as draft:
        try:
            proxy = Proxy(ctx, asset, path, times_of(asset), PROXY_PART, part)
            proxy.make(draft, lambda done: ctx.progress(done, asset.n_frames))
        except Stopped:
            ctx.check()
            raise
        except MediaError as error:
            raise_if_innocent(error)
            raise PermanentError(str(error).replace(path.name, asset.name)) from None
        row = publish_file(asset, "proxy", rendition_recipe("proxy", asset, PROXY_SIDE), draft, "video/mp4")
    with ctx.fenced():
        keep_renditions([row])
        announce(asset)
    forget_parts(ctx, asset, PROXY_PART)


def forget_parts(ctx: StepContext, asset: Asset, kind: str) -> None:
    """Removes the parts of a proxy that is whole."""
    with ctx.fenced():
        unused = forget_renditions(Rendition.objects.filter(asset=asset, kind=kind))
    remove_all(unused)


@dataclass(frozen=True)
class Proxy:
    """The proxy of the video at `path`, which is an asset's original or made of it: it has the same frames, shown at
    the times of `table`. Its parts are renditions of a `kind`, `recipe` names that of some frames."""

    ctx: StepContext
    asset: Asset
    path: Path
    table: Sequence[int]
    kind: str
    recipe: Callable[[Span], str]

    def make(self, draft: Path, tell: Callable[[int], None]) -> dict[str, Any]:
        """Writes it, and gives its report; who called forgets the parts. Raises MediaError, Stopped."""
        from moretta_vision.media.errors import MediaError
        from moretta_vision.media.proxy import join_parts, make_proxy

        stop = self.ctx.should_stop
        spans = _together(spans_of(self.ctx, self.asset, self.table))
        if len(spans) > 1:
            try:
                parts = [storage.local(self._part(span, tell).path) for span in spans]
                return join_parts(self.path, draft, parts, self.table, stop)
            except MediaError as error:  # the whole will meet it again where it is no matter of parts
                raise_if_innocent(error)
                if self.kind == PROXY_PART:
                    never_cut(self.ctx, self.asset)
        return make_proxy(self.path, draft, self.table, PROXY_SIDE, lambda done, _: tell(done), stop)

    def _part(self, span: Span, tell: Callable[[int], None]) -> Rendition:
        """A part, as an attempt before made it, or made now."""
        from moretta_vision.media.proxy import make_part

        recipe = self.recipe(span)
        row = Rendition.objects.filter(asset=self.asset, recipe=recipe).first()
        if row is not None and storage.local(row.path).exists():
            return row
        with storage.temporary(".mp4") as draft:

            def tell_all(done: int, _: Any) -> None:
                tell(span[0] + done)

            make_part(self.path, draft, self.table, span, PROXY_SIDE, tell_all, self.ctx.should_stop)
            row = publish_file(self.asset, self.kind, recipe, draft, "video/mp4")
        with self.ctx.fenced():
            if Asset.objects.filter(pk=self.asset.pk, deleting=False).exists():
                keep_renditions([row])
        self.ctx.forgive_earlier()
        return row


def _together(spans: Sequence[Span]) -> list[Span]:
    """Several of the parts in which a video is rendered at a time."""
    at = [0]
    for _, stop in spans:
        if stop - at[-1] >= FRAMES_A_PROXY_PART:
            at.append(stop)
    if at[-1] != spans[-1][1]:
        at.append(spans[-1][1])
    return list(pairwise(at))
