"""Coding a video by several processes: each codes a share of its frames, silent, and the shares are joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..media.gpu_encoding import NVENC
from ..media.memory import give_back
from ..media.team import Team
from ..media.video_formats import Encoder, require_container
from .regions import Region
from .segments import join, redact_part
from .writing import Watch

MUXERS = ("mp4", "mov", "matroska", "webm", "mpegts")
"""Those in which coded pictures can be joined."""
EACH = 2
"""Shares a process: some frames take longer than others, and who is done first takes one more."""


@dataclass(frozen=True)
class Share:
    """The frames [first, stop) of a video, and the files that they and, if wanted, their masks go into."""

    src: Path
    dst: Path
    masks: Path | None
    regions: Sequence[Region]
    table: Sequence[int]
    span: tuple[int, int]
    crf: float
    codec: str


def can_be_shared(dst: Path, encoder: Encoder, table: Sequence[int], team: Team) -> bool:
    """Whether there is enough to do, and shares of it can be joined. A graphics card is not shared."""
    on_gpu = encoder.library in {one.library for one in NVENC.values()}
    return len(team.spans(len(table), EACH)) > 1 and not on_gpu and require_container(dst).muxer in MUXERS


def code(
    team: Team,
    src: Path,
    dst: Path,
    regions: Sequence[Region],
    table: Sequence[int],
    crf: float,
    codec: str,
    audio: str,
    watch: Watch,
    masks: Path | None,
) -> tuple[list[dict[str, Any]], float | None]:
    """Writes `dst` and, if wanted, `masks`, as `redact_video` does. Returns the shares' reports and the size of the
    pictures over that of the source's. Raises MediaError, Crashed or Stopped; then neither appears."""
    dst.parent.mkdir(parents=True, exist_ok=True)
    spans = team.spans(len(table), EACH)
    with TemporaryDirectory(prefix=".moretta-", dir=dst.parent, ignore_cleanup_errors=True) as folder:
        shares = [
            Share(
                src,
                Path(folder) / f"{span[0]}{dst.suffix}",
                Path(folder) / f"{span[0]}.masks{masks.suffix}" if masks else None,
                regions,
                table,
                span,
                crf,
                codec,
            )
            for span in spans
        ]

        before = 0

        def here(share: Share) -> dict[str, Any]:
            nonlocal before

            def tell(done: int, _: int | None) -> None:
                watch.step(min(team.size * (before + done), len(table)))  # the others are about as far

            report = _code(share, tell, watch.should_stop)
            before += share.span[1] - share.span[0]
            return report

        watch.total = len(table)
        reports = team.each(_code, shares, here)
        at = [0, *(stop for _, stop in spans)]
        parts = [share.masks for share in shares if share.masks]
        if masks is not None:
            join(src, masks, parts, at, table, "remove", watch.should_stop)
        try:
            size = join(src, dst, [share.dst for share in shares], at, table, audio, watch.should_stop)
        except BaseException:
            if masks is not None:
                masks.unlink(missing_ok=True)
            raise
        watch.step(len(table))
    return reports, size


def _code(
    share: Share,
    progress: Callable[[int, int | None], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    report = redact_part(
        share.src,
        share.dst,
        share.regions,
        share.table,
        share.span,
        share.crf,
        should_stop,
        share.codec,
        progress,
        share.masks,
    )
    give_back()  # else the next share's encoder takes its memory beside what this one's had
    return report
