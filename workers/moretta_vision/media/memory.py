"""Keeping a process small between pieces of work that each take much memory. Does nothing without glibc."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Any

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Numbers of malloc.h."""
ARENAS = 2
"""With one a thread, as glibc has it, each keeps what its thread once needed."""
SHORT_LIVED, LONG_LIVED = 32 << 20, 1 << 20
"""Larger pieces, in bytes, go back to the system as soon as they are freed."""
KEPT = 48 << 20
"""So much that is free is kept for short-lived pieces. glibc keeps 128 kB once a threshold is set: a fifth of what
writing a photograph cost went into getting the same pages again and again."""
LITTLE = 128 << 10


def expect_short_lived() -> None:
    """What comes takes and frees large pieces all the time: they are kept for the next, which saves much time."""
    if libc := _glibc():
        libc.mallopt(M_ARENA_MAX, ARENAS)
        libc.mallopt(M_MMAP_THRESHOLD, SHORT_LIVED)
        libc.mallopt(M_TRIM_THRESHOLD, KEPT)


def expect_long_lived() -> None:
    """What comes takes large pieces once and keeps them: all that is free goes back to the system, and from now on
    large pieces do when they are freed."""
    if libc := _glibc():
        libc.mallopt(M_MMAP_THRESHOLD, LONG_LIVED)
        libc.mallopt(M_TRIM_THRESHOLD, LITTLE)
    give_back()


def give_back() -> None:
    """Gives what is free back to the system."""
    gc.collect()
    if libc := _glibc():
        libc.malloc_trim(0)


def _glibc() -> Any:
    libc = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
    return libc if hasattr(libc, "malloc_trim") else None  # musl has none
