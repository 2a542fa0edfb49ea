"""Keeping a process small between pieces of work that each take much memory. Does nothing without glibc."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Any

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
"""Numbers of malloc.h."""
ARENAS = 2
"""With one a thread, as glibc has it, each keeps what its thread once needed."""
SHORT_LIVED, LONG_LIVED = 32 << 20, 1 << 20
"""Larger pieces, in bytes, go back to the system as soon as they are freed."""


def expect_short_lived() -> None:
    """What comes takes and frees large pieces all the time: they are kept for the next, which saves much time."""
    if libc := _glibc():
        libc.mallopt(M_ARENA_MAX, ARENAS)
        libc.mallopt(M_MMAP_THRESHOLD, SHORT_LIVED)


def expect_long_lived() -> None:
    """What comes takes large pieces once and keeps them: all that is free goes back to the system, and from now on
    large pieces do when they are freed."""
    if libc := _glibc():
        libc.mallopt(M_MMAP_THRESHOLD, LONG_LIVED)
    give_back()


def give_back() -> None:
    """Gives what is free back to the system."""
    gc.collect()
    if libc := _glibc():
        libc.malloc_trim(0)


def _glibc() -> Any:
    libc = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
    return libc if hasattr(libc, "malloc_trim") else None  # musl has none
