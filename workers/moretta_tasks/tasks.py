"""The Celery tasks. Each is a thin shell: a step's truth is in its row, and beat's tasks are safe to run twice."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import LockError

from moretta.celery import app
from moretta.jobs.redis_client import client

from . import signals as signals  # connects the worker's signals
from .runner import run_step
from .steps import load_steps
from .sweeper import sweep

log = logging.getLogger(__name__)
load_steps()


@contextmanager
def _alone(name: str, seconds: int) -> Iterator[bool]:
    """True for one holder in the whole installation at a time; a holder that dies frees it after `seconds`."""
    lock = client().lock(f"moretta:lock:{name}", timeout=seconds, blocking=False)
    held = lock.acquire()
    try:
        yield held
    finally:
        if held:
            try:
                lock.release()
            except LockError:
                log.warning("%s took longer than %s s", name, seconds)


@app.task(name="moretta.step")
def run_hinted_step(id: str) -> None:
    """Takes the hint `step <id>`; a hint for a step that is done, taken or gone does nothing."""
    run_step(id)


@app.task(name="moretta.sweep")
def sweep_steps() -> None:
    with _alone("sweep", 60) as mine:
        if mine:
            sweep()


@app.task(name="moretta.seal")
def seal_audit() -> None:
    """Seals the audit events since the last batch into the hash chain."""
    _call_alone("seal", "moretta.audit.sealing", "seal", 300)


@app.task(name="moretta.reap")
def reap_expired() -> None:
    """Starts the erasure of what its project's retention has run out for."""
    _call_alone("reap", "moretta.audit.retention", "reap", 600)


def _call_alone(name: str, module: str, function: str, seconds: int) -> None:
    if importlib.util.find_spec(module) is None:
        return
    with _alone(name, seconds) as mine:
        if mine:
            getattr(importlib.import_module(module), function)()
