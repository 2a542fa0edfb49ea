"""Hints in the broker: `moretta.step <id>`, sent when the transaction commits. Losing one loses nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from .models import JobStep

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0  # after the broker did not answer, requests do not wait for it again for so long
_down_until = 0.0


def hint_on_commit(steps: Iterable[JobStep]) -> None:
    """Tells the workers of new or requeued steps once the rows are there."""
    found = [(step.pk, step.queue, step.priority) for step in steps]
    if found:
        transaction.on_commit(lambda: send_hints(found), robust=True)


def send_hints(steps: Iterable[tuple[UUID, str, int]]) -> int:
    """Sends hints and gives how many went out. A broker that is down costs nothing but time: the rows stay queued
    and the sweeper sends their hints later."""
    global _down_until
    if time.monotonic() < _down_until:
        return 0
    from moretta.celery import app

    sent = 0
    try:
        for id, queue, priority in steps:
            app.send_task("moretta.step", [str(id)], queue=queue, priority=priority)
            sent += 1
    except Exception as error:  # kombu, redis and the system each raise their own
        _down_until = time.monotonic() + PAUSE_SECONDS
        log.warning("The broker does not answer, the sweeper will send the hints later: %s", error)
    return sent
