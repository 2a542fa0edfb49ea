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

EVERY = 0.5
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Cost:
    """`wall` and `cpu` in seconds, `peak` in MB: the largest sum over the tree of each process' proportional set;
    `largest` in MB: the largest resident set of any one process, what it shares with others included."""

    wall: float
    cpu: float
    peak: float
    largest: float


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
    wall = time.monotonic() - began
    watch.stop()
    if process.returncode:
        raise RuntimeError(
            f"{Path(command[0]).name} ended with {process.returncode}: {said.decode()[-2000:]}"
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, watch.peak, watch.largest)


class _Memory:
    """Looks at a process tree again and again, in a thread."""

    def __init__(self, pid: int) -> None:
        self.peak = self.largest = 0.0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(pid,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.done.set()
        self.thread.join()

    def _run(self, pid: int) -> None:
        while not self.done.wait(EVERY):
            try:
                root = psutil.Process(pid)
                tree = [root, *root.children(recursive=True)]
            except psutil.Error:
                return
            sizes = list(map(_sizes, tree))
            self.peak = max(self.peak, sum(own for own, _ in sizes))
            self.largest = max(self.largest, *(resident for _, resident in sizes))


def _sizes(process: psutil.Process) -> tuple[float, float]:
    """Proportional and resident set, MB."""
    try:
        facts = process.memory_full_info()
        return float(getattr(facts, "pss", facts.rss)) / 1e6, facts.rss / 1e6
    except psutil.Error:  # it ended meanwhile
        return 0.0, 0.0
