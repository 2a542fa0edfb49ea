"""What a command costs with all processes that it starts: wall and CPU seconds, and memory at its height."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Cost:
    """`wall` and `cpu` in seconds, `peak` in MB: the largest sum over the tree of each process' proportional set."""

    wall: float
    cpu: float
    peak: float


def measure(command: Sequence[str], cores: Sequence[int] = (), env: Mapping[str, str] | None = None) -> Cost:
    """Runs a command to its end, on these cores alone where some are named. Raises what it said where it fails."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )
    watch = _Memory(process.pid)
    said, _ = process.communicate()
    wall, peak = time.monotonic() - began, watch.stop()
    if process.returncode:
        raise RuntimeError(
            f"{Path(command[0]).name} ended with {process.returncode}: {said.decode()[-2000:]}"
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak)


class _Memory:
    """Looks at a process tree again and again, in a thread."""

    def __init__(self, pid: int) -> None:
        self.peak, self.done = 0.0, threading.Event()
        self.thread = threading.Thread(target=self._run, args=(pid,), daemon=True)
        self.thread.start()

    def stop(self) -> float:
        self.done.set()
        self.thread.join()
        return self.peak

    def _run(self, pid: int) -> None:
        while not self.done.wait(EVERY):
            try:
                root = psutil.Process(pid)
                tree = [root, *root.children(recursive=True)]
            except psutil.Error:
                return
            self.peak = max(self.peak, sum(map(_size, tree)))


def _size(process: psutil.Process) -> float:
    try:
        facts = process.memory_full_info()
        return float(getattr(facts, "pss", facts.rss)) / 1e6
    except psutil.Error:  # it ended meanwhile
        return 0.0
