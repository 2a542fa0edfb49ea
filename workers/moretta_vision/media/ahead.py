"""Working ahead in threads, so that decoding, searching and encoding overlap, in memory that does not grow."""

import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

AHEAD = 2
"""Items that may wait: memory stays the same however long the iterator is."""

Item = TypeVar("Item")
Result = TypeVar("Result")


_shared_by = 1


def available_cores() -> int:
    """The cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return max(1, (len(affinity(0)) if affinity else os.cpu_count() or 1) // _shared_by)


@contextmanager
def sharing_cores(processes: int) -> Iterator[None]:
    """Within, so many processes share the cores that this one may use."""
    global _shared_by
    before, _shared_by = _shared_by, processes
    try:
        yield
    finally:
        _shared_by = before


class Ahead:
    """A context manager that gives the items of an iterator, in order; its error comes where it happened."""

    def __init__(self, items: Iterator[Any]) -> None:
        self.queue: queue.Queue[Any] = queue.Queue(AHEAD)
        self.end = object()
        self.closed = threading.Event()
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, args=(items,), daemon=True)

    def __enter__(self) -> Iterator[Any]:
        self.thread.start()
        return self._items()

    def _items(self) -> Iterator[Any]:
        while (item := self.queue.get()) is not self.end:
            yield item
        if self.error is not None:
            raise self.error

    def _run(self, items: Iterator[Any]) -> None:
        try:
            for item in items:
                if not self._put(item):
                    return
        except BaseException as error:
            self.error = error
        self._put(self.end)

    def _put(self, item: Any) -> bool:
        while not self.closed.is_set():
            try:
                self.queue.put(item, timeout=0.2)
                return True
            except queue.Full:
                continue
        return False

    def __exit__(self, *_: object) -> None:
        self.closed.set()
        self.thread.join()


def side_by_side(
    work: Callable[[Item], Result], items: Iterable[Item], threads: int
) -> Iterator[tuple[Item, Result]]:
    """Every item with what `work` makes of it, in the order of the items; so many are worked on at once, and one more
    waits.

    An error of an item comes in its place. What is at work when the caller ends early is waited for.
    """
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="side-by-side")
    try:
        for item in items:
            waiting.append((item, pool.submit(work, item)))
            if len(waiting) > threads:
                done, future = waiting.popleft()
                yield done, future.result()
        while waiting:
            done, future = waiting.popleft()
            yield done, future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
