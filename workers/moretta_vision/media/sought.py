"""Single frames of a video, reached by seeking: looking into a long clip without decoding all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from .upright import Pixels, Upright
from .video_source import Decoded, VideoSource

NEAR = 4
"""Seconds up to which decoding on is taken to be cheaper than seeking."""


def frames_at(path: Path, times: Sequence[Fraction], most: int) -> Iterator[Pixels | None]:
    """The upright frames (BGR, 8 bit) that appear at these times, in seconds after the first frame, rising; None for
    one that is not found within a tick.

    At most `most` frames are decoded: the iterator ends early where that is not enough, as in a long clip without
    keyframes. Raises MediaError when the video cannot be used.
    """
    items = _decoded(path)
    if (first := next(items, None)) is None:
        return
    now, upright, tick = first[1], Upright(first[0]), first[0].time_base
    upright.settle(now.picture)
    zero, decoded, enterable = now.pts, 1, True
    for time in times:
        wanted = zero + time / tick
        if enterable and wanted - now.pts > NEAR / tick:
            entered, sought, tries = _entered(path, wanted, NEAR / tick)
            decoded += tries
            enterable = entered is not None and entered.pts > now.pts
            if entered is not None and enterable:
                now, items = entered, sought
        while now.pts < wanted - 1:
            if decoded >= most or (following := next(items, None)) is None:
                return
            now, decoded = following[1], decoded + 1
        yield upright.pixels(now.picture) if now.pts <= wanted + 1 else None


def _entered(
    path: Path, wanted: Fraction, near: Fraction
) -> tuple[Decoded | None, Iterator[tuple[VideoSource, Decoded]], int]:
    """The frame from which a wanted one is reached, the ones after it, and how many were decoded for it. Where a file
    has no index, seeking leads past the keyframe: then it is sought from farther ahead."""
    sought: Iterator[tuple[VideoSource, Decoded]] = iter(())
    for tries, ahead in enumerate((Fraction(0), near / 4, near), 1):
        sought = _decoded(path, int(wanted - ahead))
        found = next(sought, None)
        if found is not None and found[1].pts <= wanted + 1:
            return found[1], sought, tries
    return None, sought, 3


def _decoded(path: Path, pts: int | None = None) -> Iterator[tuple[VideoSource, Decoded]]:
    """The frames from the last keyframe before a time on, or from the beginning, with the open source."""
    with VideoSource(path) as source:
        if pts is not None:
            try:
                source.container.seek(pts, stream=source.stream, backward=True)
            except (OSError, ValueError):
                return
        for item in source.decode():
            if isinstance(item, Decoded):
                yield source, item
