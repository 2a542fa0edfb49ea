"""The frame table as the page reads it. The worker packs it (`moretta_vision.media.frame_table`), which the web process
does not load."""

from __future__ import annotations

import zlib
from array import array
from itertools import accumulate
from sys import byteorder


def unpack(packed: bytes) -> list[int]:
    """Presentation times in ticks: the sums of deflated little-endian int64 differences."""
    deltas = array("q", zlib.decompress(packed))
    if byteorder == "big":
        deltas.byteswap()
    return list(accumulate(deltas))
