"""What a worker does besides steps: announces itself, and frees at once what a dead process of its pool held."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
from typing import Any

from billiard.exceptions import WorkerLostError
from celery import signals
from django.conf import settings
from django.db import connections
from redis.exceptions import RedisError

from moretta.jobs.claims import free_steps_of_dead
from moretta.jobs.redis_client import client
from moretta.jobs.workers import ANNOUNCE_SECONDS, LIVES_SECONDS, key_of
from moretta.supervisor import die_with_parent

from .warming import share_libraries, warm_up

log = logging.getLogger(__name__)


class Announcer(threading.Thread):
    """Tells every few seconds that this worker lives and which queues it takes."""

    def __init__(self, queues: list[str], processes: int) -> None:
        super().__init__(name="announcer", daemon=True)
        self.key = key_of(f"{socket.gethostname()[:80]}/{os.getpid()}")
        self.fields = {
            "name": f"{socket.gethostname()[:80]}/{os.getpid()}",
            "queues": queues,
            "processes": processes,
            "inference": settings.INFERENCE,
        }
        self._ended = threading.Event()

    def run(self) -> None:
        while True:
            try:
                client().set(self.key, json.dumps(self.fields), ex=LIVES_SECONDS)
            except (RedisError, OSError):
                log.warning("The broker does not answer; this worker is not shown until it does")
            if self._ended.wait(ANNOUNCE_SECONDS):
                return

    def stop(self) -> None:
        self._ended.set()
        try:
            client().delete(self.key)
        except (RedisError, OSError):
            log.info("The broker is gone already")


_announcer: Announcer | None = None


@signals.worker_init.connect
def prepare(**_: Any) -> None:
    share_libraries()


@signals.worker_ready.connect
def announce(sender: Any = None, **_: Any) -> None:
    global _announcer
    queues = sorted(queue.name for queue in sender.task_consumer.queues) if sender else []
    processes = getattr(getattr(sender, "pool", None), "num_processes", None) or 1
    _announcer = Announcer(queues, int(processes))
    _announcer.start()


@signals.worker_shutting_down.connect
def leave(**_: Any) -> None:
    if _announcer is not None:
        _announcer.stop()


@signals.worker_process_init.connect
def start_process(**_: Any) -> None:
    """A process of the pool dies with its worker, so that no step goes on unseen."""
    die_with_parent()
    warm_up()


@signals.task_failure.connect
def free_what_it_held(exception: BaseException | None = None, **_: Any) -> None:
    """A process of the pool died (killed, out of memory): its steps need not wait for their leases to run out."""
    if not isinstance(exception, WorkerLostError):
        return
    try:
        free_steps_of_dead()
    finally:
        connections.close_all()  # the pool forks new processes, which must not share this connection
