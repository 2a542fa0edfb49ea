"""Many pictures on all cores: a file that brings its process down is named and does not stop the others."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import resource_tracker
from typing import TypeVar

from ..media.ahead import available_cores
from ..media.memory import expect_short_lived
from ..media.team import can_be_copied, copying, interrupts_waiting

Task = TypeVar("Task")
Result = TypeVar("Result")

FEW = 2
"""So many tasks are done here: starting processes would take longer."""


class Crashed(Exception):
    """The process that worked on a task died."""


def each(
    work: Callable[[Task], Result], tasks: Sequence[Task], processes: int | None = None
) -> Iterator[tuple[Task, Result | BaseException]]:
    """Every task with its result, or with the exception that it raised, in the order they end.

    `work` and tasks travel to other processes: both have to be picklable. Ended early, it waits for the tasks at work
    and begins no other.
    """
    count = min(len(tasks), processes or available_cores())
    if count < 2 or len(tasks) <= FEW:
        for task in tasks:
            yield task, _here(work, task)
        return
    waiting = deque(tasks)
    while waiting:
        suspects = []
        for task, result in _until_broken(work, waiting, count):
            if isinstance(result, BrokenProcessPool):
                suspects.append(task)
            else:
                yield task, result
        for task in suspects:  # one by one, each in a process of its own: whose fault was it?
            for _, result in _until_broken(work, deque([task]), 1):
                broken = isinstance(result, BrokenProcessPool)
                yield task, Crashed("It brought its process down.") if broken else result


def _here(work: Callable[[Task], Result], task: Task) -> Result | BaseException:
    try:
        return work(task)
    except Exception as error:
        return error


def _until_broken(
    work: Callable[[Task], Result], waiting: deque[Task], count: int
) -> Iterator[tuple[Task, Result | BaseException]]:
    """Takes tasks from `waiting` until it is empty or a process dies; those then at work end with BrokenProcessPool."""
    with copying(can_be_copied()) as context:
        yield from _in_pool(
            ProcessPoolExecutor(count, mp_context=context, initializer=_prepare), work, waiting, count
        )


def _in_pool(
    pool: ProcessPoolExecutor, work: Callable[[Task], Result], waiting: deque[Task], count: int
) -> Iterator[tuple[Task, Result | BaseException]]:
    running: dict[Future[Result], Task] = {}
    broken = False
    try:
        while running or (waiting and not broken):
            while waiting and not broken and len(running) < 2 * count:
                task = waiting.popleft()
                try:
                    resource_tracker.ensure_running()  # lifts the mask when it is the one that starts it
                    with interrupts_waiting():  # processes are started by the first submits
                        running[pool.submit(work, task)] = task
                except BrokenProcessPool:
                    waiting.appendleft(task)
                    broken = True
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                error = future.exception()
                broken = broken or isinstance(error, BrokenProcessPool)
                yield running.pop(future), error if error is not None else future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _prepare() -> None:
    # Ctrl-C reaches the whole process group: the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import cv2

    cv2.setNumThreads(1)
    expect_short_lived()
