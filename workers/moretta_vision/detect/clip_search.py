"""Searching all frames of a clip: in one pass, or in shares by several processes, with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..media.ahead import available_cores, side_by_side
from ..media.errors import MediaError
from ..media.memory import expect_long_lived, expect_short_lived
from ..media.probing import joined
from ..media.team import Crashed, Team
from ..media.upright import Frame
from ..media.video import Clip, VideoInfo, times_ahead
from ..media.video_source import VideoSource
from ..own_models import info_of
from ..track import WEAK, Changes, Finds, NearWatch, reach
from ..track.watching import Glance
from . import providers, unload
from .base import Detections

Progress = Callable[[int, int | None], None]
Find = Callable[[Frame], list[Detections]]


@dataclass(frozen=True)
class Search:
    """A pass over a clip, or over a share of it (see `Clip`). `find` gives what each detector finds in a frame; it has
    to be picklable where a team searches; it may depend on the frame's number, as far as that is a multiple of
    `every`. Frames come to it with a longer side of at most `side`. `sums`: see `find_in_video`. Finds of the scores
    `strong`, one for each detector, begin tracks; what changes is told of frames `near` enough for tracks to ask, with
    None of all."""

    path: Path
    find: Find
    detectors: tuple[str, ...]
    sums: bool
    strong: tuple[float, ...]
    every: int = 1
    side: int | None = None
    between: tuple[int | None, int | None] = (None, None)
    near: int | None = None


@dataclass
class Seen:
    """What a search came to: the facts, the frames that the file's header counts (0: it does not), every detector's
    finds, what changed from frame to frame as far as tracks ask for it, and glances at the first and the last frame."""

    info: VideoInfo
    announced: int
    found: list[Finds]
    changes: Changes
    first: Glance | None
    last: Glance | None


def search(wanted: Search, team: Team | None = None, progress: Progress | None = None) -> Seen:
    """Searches the whole clip. Raises MediaError for an unreadable file."""
    times, near = _times(wanted.path)
    whole = replace(wanted, near=near)
    if team is not None and _computed_here(wanted.detectors):
        try:
            spans = team.spans(len(times))
            if len(spans) > 1:
                begins = [None, *(times[first - first % wanted.every] for first, _ in spans[1:])]
                ends = [*begins[1:], None]
                shares = [
                    replace(whole, between=(since, until)) for since, until in zip(begins, ends, strict=True)
                ]
                here = partial(_share, progress=_for_all(progress, len(shares)))
                return _joined(team.each(_share, shares, here), times)
        except (MediaError, Crashed):
            pass  # the whole will meet it again where it is no matter of shares
    seen = _share(whole, progress)
    if near is not None and near < reach(float(seen.info.fps)):  # its packets did not tell its frames
        return _share(wanted, progress)
    return seen


def _computed_here(detectors: Sequence[str]) -> bool:
    """Where others compute, be it on a GPU, more processes of ours help nobody."""
    infos = [info_of(name) for name in detectors]
    return providers.configured() == "cpu" and not any(
        info is None or info.cloud or info.interpreter for info in infos
    )


def _times(path: Path) -> tuple[list[int], int | None]:
    """When the frames of a clip are shown, as its packets say, and how near to finds frames have to be for a track to
    ask what changed."""
    with VideoSource(path) as source:
        times = times_ahead(source)
    seconds = float((times[-1] - times[0]) * source.time_base) if times else 0.0
    return times, reach(len(times) / seconds) if seconds else None


def _for_all(progress: Progress | None, shares: int) -> Progress | None:
    """For the first share: the others are about as far."""
    if progress is None:
        return None
    return lambda done, total: progress(min(shares * done, total or shares * done), total)


def _share(wanted: Search, progress: Progress | None = None) -> Seen:
    """A pass after which the process gives back what networks took: they are loaded again in a hundredth of a second,
    and what comes needs memory too."""
    expect_short_lived()
    try:
        return _pass(wanted, progress)
    finally:
        if _computed_here(wanted.detectors):
            unload()
        expect_long_lived()


def _pass(wanted: Search, progress: Progress | None) -> Seen:
    """Several frames at once, on all cores."""
    since, until = wanted.between
    clip = Clip(wanted.path, sums=wanted.sums, between=wanted.between)
    watch = NearWatch(wanted.near, goes_before=since is not None)
    found = [Finds() for _ in wanted.detectors]

    def watched() -> Iterator[Frame]:
        for frame in clip.frames(wanted.side):
            watch.see(frame.index, frame.pixels, max(frame.scale))
            yield frame

    for frame, finds in side_by_side(wanted.find, watched(), available_cores()):
        for kept, one in zip(found, finds, strict=True):
            kept.add(frame.index, one.enlarged(frame.scale))
        best = [float(one.scores.max(initial=0)) for one in finds]
        sure = any(score >= least for score, least in zip(best, wanted.strong, strict=True))
        watch.tell(frame.index, max(best) >= WEAK, sure)
        if progress:
            progress(frame.index + 1, clip.expected_frames)
    if until is not None:
        watch.goes_on()
    return Seen(clip.info, clip.announced, found, watch.changes, watch.first, watch.last)


def _joined(parts: Sequence[Seen], times: Sequence[int]) -> Seen:
    """The whole, from its shares. Raises MediaError where they do not have every frame of these times once."""
    whole = parts[0]
    found, changes = whole.found, whole.changes
    start = 0
    for before, part in zip(parts, parts[1:], strict=False):
        if not part.first or not before.last:
            raise MediaError("Its shares differ.")
        start += len(before.info.pts)
        for kept, more in zip(found, part.found, strict=True):
            kept.extend(more, start)
        changes.extend(part.changes, start, part.first.since(before.last))
    info = joined([part.info for part in parts], whole.announced)
    if info.pts != times:
        raise MediaError("Its shares do not have every frame once.")
    return replace(whole, info=info, last=parts[-1].last)
