"""The frame table: when each displayed frame of a video is shown. Pure Python, no decoder.

A table is the list of presentation times, in ticks of the video's time base, of every displayed frame in
display order. Frame *n* means the *n*-th entry, zero-based, for every part of the product. Times are
strictly increasing.
"""

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from sys import byteorder


def pack(pts: Sequence[int]) -> bytes:
    """The table as bytes: first time and differences as little-endian int64, deflated."""
    deltas = array("q", [b - a for a, b in zip([0, *pts], pts, strict=False)])
    if byteorder == "big":
        deltas.byteswap()
    return zlib.compress(deltas.tobytes(), 6)


def unpack(packed: bytes) -> list[int]:
    """The table that `pack` packed. Raises ValueError when the bytes are not a packed table."""
    try:
        raw = zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError("The bytes are not a packed frame table.") from error
    if len(raw) % 8:
        raise ValueError("The packed frame table is cut off.")
    deltas = array("q", raw)
    if byteorder == "big":
        deltas.byteswap()
    return list(accumulate(deltas))


def pack_sums(sums: Sequence[int]) -> bytes:
    """A checksum of each frame (see `planes.checksum`) as little-endian uint32."""
    numbers = array("I", sums)
    if byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack_sums(packed: bytes) -> list[int]:
    """What `pack_sums` packed. Raises ValueError."""
    if len(packed) % 4:
        raise ValueError("The packed checksums are cut off.")
    numbers = array("I", packed)
    if byteorder == "big":
        numbers.byteswap()
    return list(numbers)


def frame_at(pts: Sequence[int], time_base: Fraction, seconds: float) -> int:
    """The frame on screen `seconds` after the first one appeared (as a browser's `currentTime` counts).

    Before the first frame that is frame 0, after the last the last. Raises ValueError for an empty table.
    """
    if not pts:
        raise ValueError("The frame table is empty.")
    ticks = pts[0] + Fraction(seconds) / time_base
    return max(0, bisect_right(pts, ticks) - 1)


def seconds_of(pts: Sequence[int], time_base: Fraction, frame: int) -> float:
    """Seconds from the appearance of the first frame to that of `frame`."""
    return float((pts[frame] - pts[0]) * time_base)


class FrameClock:
    """Gives each displayed frame its time: its own, or a mended one where it is missing or too early.

    Every pass over a file uses a clock of its own in the same way, so that all passes number frames alike.
    """

    def __init__(self, nominal_step: int) -> None:
        self.step = max(1, nominal_step)
        self.last: int | None = None
        self.mended = 0

    def tick(self, pts: int | None) -> int:
        """The time of the next frame, whose decoder gave `pts` (None: none)."""
        if pts is None:
            self.mended += 1
            pts = 0 if self.last is None else self.last + self.step
        elif self.last is not None and pts <= self.last:
            self.mended += 1
            pts = self.last + 1
        self.last = pts
        return pts
