"""Workers tell which detectors can run on their machine; the web process asks Redis, for it loads no detector."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
from typing import Any

from celery import signals
from django.conf import settings
from redis.exceptions import RedisError

from moretta.detections.availability import LIVES_SECONDS, key_of
from moretta.jobs.redis_client import client

log = logging.getLogger(__name__)
EVERY_SECONDS = 30.0


def reasons() -> dict[str, str | None]:
    """For each detector None where it can run here, else why not."""
    from moretta_vision import detect

    return {name: detect.availability(name) for name in detect.known()}


def announce_once(name: str) -> None:
    try:
        client().set(key_of(name), json.dumps(reasons()), ex=LIVES_SECONDS)
    except (RedisError, OSError):
        log.warning("The broker does not answer; this worker's detectors are not shown until it does")


@signals.worker_ready.connect
def announce(sender: Any = None, **_: Any) -> None:
    """Says it again and again, for weights may be fetched while the worker runs."""
    queues = {queue.name for queue in sender.task_consumer.queues} if sender else set()
    if "detect" not in queues and settings.INFERENCE != "cpu":
        return
    name = f"{socket.gethostname()[:80]}/{os.getpid()}"

    def go_on() -> None:
        wait = threading.Event()
        while True:
            announce_once(name)
            wait.wait(EVERY_SECONDS)

    threading.Thread(target=go_on, name="detectors", daemon=True).start()
