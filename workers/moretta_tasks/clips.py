"""An approved video and the files that it becomes: the redacted one, its thumbnail, and what browsers play."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from moretta import storage
from moretta.annotations.effective import recipe_from, recipe_of
from moretta.datasets.models import Asset, Rendition
from moretta.datasets.summary import cover_frame

from .context import StepContext
from .derived import publish_file
from .ingest import THUMBNAIL
from .parts import Span
from .proxies import REDACTED_PROXY_PART, Proxy, forget_parts
from .render import Work, publish_ready
from .videos import sums_of, times_of

SHOWN_RANGES = 20
VIDEO_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".avi": "video/x-msvideo",
    ".ts": "video/mp2t",
    ".mts": "video/mp2t",
    ".m2ts": "video/mp2t",
}
PLAYED = {("h264", "yuv420p"), ("vp8", "yuv420p"), ("vp9", "yuv420p"), ("av1", "yuv420p")}
"""Codecs and sample formats that browsers play."""


@dataclass
class Clip:
    """A video and what its policy says of the file that it becomes."""

    asset: Asset

    @cached_property
    def source(self) -> Path:
        return storage.local(self.asset.blob.path)

    @cached_property
    def table(self) -> list[int]:
        return times_of(self.asset)

    @cached_property
    def sums(self) -> list[int]:
        return sums_of(self.asset)

    @property
    def audio(self) -> str:
        return str(self.asset.dataset.policy.settings.get("audio", "keep"))

    @property
    def codec(self) -> str:
        return str(self.asset.dataset.policy.settings.get("codec", "same"))

    @cached_property
    def name(self) -> str:
        """What the redacted file is called. Raises MediaError."""
        from moretta_vision.media.video import audio_tracks
        from moretta_vision.media.video_formats import named_codec, output_name_for
        from moretta_vision.media.video_source import VideoSource

        with VideoSource(self.source) as video:
            sounds = [track.codec for track in audio_tracks(video)] if self.audio == "keep" else []
        return output_name_for(self.asset.name, sounds, named_codec(self.codec))

    @property
    def ending(self) -> str:
        return Path(self.name).suffix.lower()

    def coding(self, crf: float) -> dict[str, Any]:
        """How its parts are coded, as their recipes say it."""
        return {"codec": self.codec, "container": self.ending, "crf": crf}


def publish_redacted(work: Work, clip: Clip, draft: Path, report: dict[str, Any]) -> None:
    """Takes over the redacted file, once a frame of it has shown that it plays."""
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.media.video import thumbnail

    picture = thumbnail(draft, cover_frame(work.asset), THUMBNAIL)
    facts = {**report, **work.report, "name": clip.name}
    made = publish_file(work.asset, "redacted", work.recipe, draft, VIDEO_TYPES[clip.ending], **facts)
    work.new.append(made)
    work.add("redacted_thumbnail", encode_preview(picture, THUMBNAIL))


def make_ready(ctx: StepContext, work: Work) -> None:
    """Adds what is still missing beside the redacted file, and makes the asset ready."""
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.media.video import thumbnail

    asset = work.asset
    redacted = next((row for row in work.new if row.kind == "redacted"), None)
    if redacted is None:
        redacted = work.existing("redacted")
        assert redacted is not None
        for kind in ("redacted", "redacted_thumbnail", "redacted_proxy"):
            if (row := work.existing(kind)) is not None:
                work.keep(row)
        if work.existing("redacted_thumbnail") is None:
            picture = thumbnail(storage.local(redacted.path), cover_frame(asset), THUMBNAIL)
            work.add("redacted_thumbnail", encode_preview(picture, THUMBNAIL))
    if not is_played(redacted) and work.existing("redacted_proxy") is None:
        _add_proxy(ctx, work, redacted)
    ready = publish_ready(ctx, [work])
    forget_parts(ctx, asset, REDACTED_PROXY_PART)
    if ready:
        ctx.result(**{str(asset.pk): frames_of(redacted)})


def is_played(redacted: Rendition) -> bool:
    """Whether browsers play a redacted video as it is."""
    coded = (redacted.report.get("codec"), redacted.report.get("pix_fmt"))
    return redacted.media_type in ("video/mp4", "video/webm") and coded in PLAYED


def frames_of(redacted: Rendition) -> dict[str, Any]:
    """How many frames a redacted video has, and of them each kind of its report's table; and where the first ones lie
    that failed to decode."""
    table = redacted.report.get("frame_table", {})
    counts = {kind: frames["count"] for kind, frames in table.items()}
    failed = table.get("failed", {}).get("ranges", [])[:SHOWN_RANGES]
    return {"frames": redacted.report.get("frames", 0), "frame_table": counts, "failed_ranges": failed}


def _add_proxy(ctx: StepContext, work: Work, redacted: Rendition) -> None:
    from moretta_vision.media.video import shown_times

    path = storage.local(redacted.path)
    recipe = recipe_of(work.asset, kind="redacted_proxy", regions=work.regions)

    def part(span: Span) -> str:
        of = {"of": redacted.sha256, "span": list(span)}
        return recipe_from(work.asset, work.regions, "remove", REDACTED_PROXY_PART, **of)

    with storage.temporary(".mp4") as draft:
        proxy = Proxy(ctx, work.asset, path, shown_times(path), REDACTED_PROXY_PART, part)
        report = proxy.make(draft, lambda done: ctx.check())
        facts = {**report, **work.report}
        row = publish_file(work.asset, "redacted_proxy", recipe, draft, "video/mp4", **facts)
    work.new.append(row)
