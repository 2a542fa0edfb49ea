"""Keeps a few child processes alive: starts, restarts with backoff, rotates their logs, stops them in order.

Each child has its own process group and its own log file. On Linux the kernel ends the children when the supervisor
dies in whatever way, so none is left behind.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LOG_BYTES = 10 << 20
LOGS_KEPT = 3
STEADY_SECONDS = 20.0  # after so long without dying a child starts again at once
LONGEST_BACKOFF = 15.0
PR_SET_PDEATHSIG = 1


def die_with_parent(with_signal: signal.Signals = signal.SIGKILL) -> None:
    """Asks the kernel to signal this process when the thread that started it dies. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)


@dataclass
class Child:
    """One program to keep running. `patience`: seconds it gets to stop by itself. `once`: not started again.
    `last`: the others need it, so it is stopped after them."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    patience: float = 5.0
    once: bool = False
    last: bool = False
    death_signal: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    failures: int = 0
    asked: bool = False

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    def __init__(self, logs: Path, say: Callable[[str], None]) -> None:
        self.logs, self.say = logs, say
        self.children: list[Child] = []
        self.stopping = False
        self._rotated_at = 0.0
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)

    def add(self, child: Child) -> Child:
        """Starts a child; to be called from the main thread, for its death is what ends the children."""
        self.children.append(child)
        self._start(child)
        return child

    def log_of(self, child: Child) -> Path:
        return self.logs / f"{child.name}.log"

    def _start(self, child: Child) -> None:
        parent = os.getpid()

        def prepare() -> None:
            die_with_parent(child.death_signal)
            if os.getppid() != parent:  # it died before we could ask
                os._exit(1)

        descriptor = os.open(self.log_of(child), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            child.process = subprocess.Popen(
                list(child.command),
                env={**os.environ, **child.environment},
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                process_group=0,
                preexec_fn=prepare,
            )
        finally:
            os.close(descriptor)
        child.asked = False
        child.started_at = time.monotonic()

    def watch(self) -> None:
        """One look at everything: restarts what died and is due, rotates logs. Call it a few times a second."""
        now = time.monotonic()
        for child in self.children:
            if self.stopping or child.alive or child.once:
                continue
            if child.process is not None:
                if now - child.started_at > STEADY_SECONDS:
                    child.failures = 0
                delay = min(LONGEST_BACKOFF, 0.25 * 2**child.failures)
                child.failures += 1
                child.due_at = now + delay
                code = child.process.returncode
                self._end_group(child)
                child.process = None
                self.say(f"{child.name} ended ({_how(code)}); it starts again. Its log: {self.log_of(child)}")
            if now >= child.due_at:
                self._start(child)
        if now - self._rotated_at > 10:
            self._rotated_at = now
            for child in self.children:
                rotate(self.log_of(child))

    def run(self) -> None:
        """Watches until `stop` was asked for."""
        while not self.stopping:
            self.watch()
            time.sleep(0.2)

    def stop(self, child: Child) -> None:
        """Ends one child and everything it started: politely, then not."""
        if child.process is None:
            return
        if child.alive:
            self._ask(child)
            try:
                child.process.wait(child.patience)
            except subprocess.TimeoutExpired:
                self._end_group(child)
                child.process.wait()
        self._end_group(child)

    def stop_all(self) -> None:
        """Ends all children at once, then those that the others needed."""
        self.stopping = True
        for phase in (False, True):
            now = [child for child in self.children if child.last == phase]
            for child in now:
                self._ask(child)
            for child in reversed(now):
                self.stop(child)

    @staticmethod
    def _ask(child: Child) -> None:
        """Asks a child to stop, once: a second signal would hurry some programs."""
        if child.process is not None and child.alive and not child.asked:
            child.asked = True
            with suppress(ProcessLookupError):
                child.process.terminate()

    @staticmethod
    def _end_group(child: Child) -> None:
        if child.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.process.pid, signal.SIGKILL)


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"status {code}"


def rotate(log: Path) -> None:
    """Moves a log that has grown large aside. It is copied and cut, because the child keeps it open for appending."""
    try:
        if log.stat().st_size < LOG_BYTES:
            return
    except FileNotFoundError:
        return
    for number in range(LOGS_KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            os.replace(older, log.with_name(f"{log.name}.{number + 1}"))
    shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    os.chmod(log.with_name(f"{log.name}.1"), 0o600)
    os.truncate(log, 0)
