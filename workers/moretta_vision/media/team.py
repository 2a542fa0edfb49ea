"""Copies of this process that take shares of one video: the threads of one Python hinder each other, and so do those of
an encoder."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, TypeVar

from . import ahead
from .memory import give_back

LEAST = 100
"""Frames of a share: a smaller one is not worth what begins with it."""
MOST = 8
"""Processes: each takes as much memory as one that works alone."""

PATIENCE, SLOWER = 60.0, 5.0
"""Shares are about as large as one another: who takes so many seconds longer, or times as long, hangs."""

Share = TypeVar("Share")
Result = TypeVar("Result")


class Crashed(RuntimeError):
    """A process of the team died."""


PR_SET_PDEATHSIG = 1
"""Of <sys/prctl.h>: a process is sent this signal when the one that started it ends, however that ends."""
BEGIN_THREADS = ("onnxruntime", "grpc", "mediapipe")
"""Modules that do so when they are imported."""


def can_be_copied() -> bool:
    """Whether a copy of this process could go on working: not where threads run that it would not have."""
    alone = threading.active_count() == 1 and not any(name in sys.modules for name in BEGIN_THREADS)
    return sys.platform.startswith("linux") and alone


@contextmanager
def copying(safe: bool) -> Iterator[BaseContext]:
    """How processes are to be started within: as copies of this one where that is `safe`, which spares them loading
    what is loaded here, else fresh."""
    if not safe:
        yield get_context("spawn")
        return
    import cv2

    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)  # lets its threads go
    # A copy that threw away what this process holds would wait for threads that were not copied.
    gc.collect()
    gc.freeze()
    try:
        with warnings.catch_warnings():
            # Numpy's threads are no matter: it makes new ones.
            warnings.simplefilter("ignore", DeprecationWarning)
            yield get_context("fork")
    finally:
        gc.unfreeze()
        cv2.setNumThreads(threads)


class Team:
    """A context manager: this process and copies of it, together one a core. It is alone where there is one core, and
    where this process cannot be copied, unless told how many to be. Who is done with a share takes the next, by a pipe
    from which every process reads the numbers of shares.

    It is to be made before detectors are loaded or threads begin: a copy has none of the threads that they count on.
    """

    def __init__(self, processes: int | None = None) -> None:
        alone = ahead.available_cores() == 1 or not can_be_copied()
        self._count = processes or (1 if alone else min(ahead.available_cores(), MOST))
        self._others: list[tuple[Any, Connection]] = []
        self._numbers = (-1, -1)

    def __enter__(self) -> Team:
        if self._count == 1:
            return self
        self._numbers = os.pipe()
        os.set_blocking(self._numbers[0], False)
        with copying(safe=True) as context:
            for _ in range(self._count - 1):
                ours, theirs = context.Pipe()
                inherited = [ours, *(pipe for _, pipe in self._others)]
                what = (theirs, inherited, self._numbers[0])
                process: Any = context.Process(target=_serve, args=what, daemon=True)  # type: ignore[attr-defined]  # either context
                with interrupts_waiting():
                    process.start()
                theirs.close()
                self._others.append((process, ours))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_others()
        if self._count > 1:
            os.close(self._numbers[0])
            os.close(self._numbers[1])

    def _end_others(self) -> None:
        for process, ours in self._others:
            ours.close()
            process.kill()
            process.join()
        self._others.clear()

    @property
    def size(self) -> int:
        """How many processes there are."""
        return 1 + len(self._others)

    def spans(self, frames: int, each: int = 1) -> list[tuple[int, int]]:
        """The shares [first, stop) of so many frames: `each` a process, as even as can be, none of them small."""
        count = max(1, min(each * self.size, frames // LEAST)) if self._others else 1
        at = [frames * n // count for n in range(count + 1)]
        return list(zip(at, at[1:], strict=False))

    def each(
        self,
        work: Callable[[Share], Result],
        shares: Sequence[Share],
        here: Callable[[Share], Result] | None = None,
    ) -> list[Result]:
        """What `work` makes of each share, in their order; in this process, where it is given, `here` does it. Each
        process has its part of the cores. No more than 256, for a number is a byte; what travels has to be picklable.

        Raises the first error of a share, when all have ended, and Crashed; then this process is alone from there on.
        """
        if not self._others:
            return [(here or work)(share) for share in shares]
        began, busy = time.monotonic(), self._others[: len(shares) - 1]
        numbers = self._numbers[0]
        _leave(numbers)
        os.write(self._numbers[1], bytes(range(len(shares))))
        for _, pipe in busy:
            with suppress(OSError):  # met again below
                pipe.send((work, shares, 1 + len(busy)))
        give_back()  # what was packed to be sent
        errors: list[Exception] = []
        results: dict[int, Result] = {}
        with ahead.sharing_cores(1 + len(busy)):
            try:
                _work(here or work, shares, numbers, results)
            except Exception as error:
                errors.append(error)
        patience = PATIENCE + SLOWER * (time.monotonic() - began)
        try:
            for _, pipe in busy:
                if not pipe.poll(max(0, began + patience - time.monotonic())):
                    raise Crashed("A process that worked on a part of the video does not end.")
                done, failed = pipe.recv()
                results |= done
                errors += [failed] if failed else []
        except (EOFError, OSError):
            self._end_others()
            raise Crashed("A process that worked on a part of the video died.") from None
        except Crashed:  # nobody will ask for what it answers
            self._end_others()
            raise
        if errors:
            raise errors[0]
        return [results[number] for number in range(len(shares))]


def _work(
    work: Callable[[Share], Result], shares: Sequence[Share], numbers: int, results: dict[int, Result]
) -> None:
    """Takes shares until none is left; after an error nobody takes any more."""
    while (number := _next(numbers)) is not None:
        try:
            results[number] = work(shares[number])
        except Exception:
            _leave(numbers)
            raise


def _next(numbers: int) -> int | None:
    with suppress(BlockingIOError):  # none is left
        return os.read(numbers, 1)[0]
    return None


def _leave(numbers: int) -> None:
    """Nobody takes what has not been begun."""
    while _next(numbers) is not None:
        pass


def _serve(pipe: Connection, inherited: Sequence[Connection], numbers: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for one in inherited:  # else it would not notice that the process it was copied from has ended
        one.close()
    while True:
        try:
            work, shares, count = pipe.recv()
        except (EOFError, OSError):
            return
        results: dict[int, Any] = {}
        failed: Exception | None = None
        with ahead.sharing_cores(count):
            try:
                _work(work, shares, numbers, results)
            except Exception as error:
                failed = error
        pipe.send((results, failed))


@contextmanager
def interrupts_waiting() -> Iterator[None]:
    """Processes started within never get Ctrl-C, not even while they start (the mask is inherited): one that dies there
    may take a lock with it. A Ctrl-C pressed meanwhile comes afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
