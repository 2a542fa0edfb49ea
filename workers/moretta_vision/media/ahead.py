"""Running an iterator in a thread of its own, a few items ahead, so that decoding and encoding overlap."""

import queue
import threading
from collections.abc import Iterator
from typing import Any

AHEAD = 8
"""Items that may wait: memory stays the same however long the iterator is."""


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
