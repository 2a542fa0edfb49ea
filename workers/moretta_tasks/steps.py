"""The registry of step kinds: what a worker runs for a step's `kind`."""

from __future__ import annotations

import errno
import importlib
import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moretta.jobs.models import JobStep

if TYPE_CHECKING:
    from .context import StepContext

Run = Callable[["StepContext"], None]
OnFailed = Callable[[JobStep, str], None]

STALL_SECONDS = 300.0
MODULES = (
    "ingest",
    "detect",
    "videos",
    "proxies",
    "render",
    "render_video",
    "preview",
    "crops",
    "people",
    "hunt",
    "looks",
    "threshold",
    "follow",
    "export",
    "evaluate",
    "prove",
    "erase",
    "policy",
)


class PermanentError(Exception):
    """Trying again cannot help (a bad file, a wrong setting); its message is a sentence for the person."""


class PassingError(Exception):
    """It may work later (a service is busy); its message is a sentence for the person."""


class StepStopped(Exception):
    """The lease was lost or the job is being cancelled: stop at once, write nothing more."""


def raise_if_innocent(error: Exception) -> None:
    """A full disk is nothing that is wrong with a video, nor is a machine that lacks what it should code with."""
    from moretta_vision.media.gpu_encoding import NoEncoder

    if isinstance(error, NoEncoder):
        raise PassingError(str(error)) from None
    cause = error.__cause__
    if cause is not None and getattr(cause, "errno", None) == errno.ENOSPC:
        raise cause


@dataclass(frozen=True)
class StepKind:
    """`on_failed(step, message)` runs in the transaction in which a step fails for good, also when it killed its
    workers: it puts right the rows that the step leaves behind. `stall`: seconds without a sign of life (progress,
    check, fenced) after which the worker process is ended and the attempt counts as lost. `needs_space`: the step
    pauses while the disk is nearly full; False for work that makes room."""

    name: str
    run: Run
    on_failed: OnFailed | None = None
    stall: float = STALL_SECONDS
    needs_space: bool = True


_kinds: dict[str, StepKind] = {}


def step(
    name: str,
    *,
    on_failed: OnFailed | None = None,
    stall: float = STALL_SECONDS,
    needs_space: bool = True,
) -> Callable[[Run], Run]:
    """Registers a function as what runs for steps of a kind: `@step("detect.images")`."""

    def register(run: Run) -> Run:
        if name in _kinds and _kinds[name].run.__module__ != run.__module__:
            raise ValueError(f"two modules want to run {name}")
        _kinds[name] = StepKind(name, run, on_failed, stall, needs_space)
        return run

    return register


def load_steps() -> None:
    """Imports every module of steps that is there; they import heavy libraries only when they run."""
    names = MODULES + (("trial",) if os.environ.get("MORETTA_TESTING") == "1" else ())
    for name in names:
        if importlib.util.find_spec(f"moretta_tasks.{name}"):
            importlib.import_module(f"moretta_tasks.{name}")


def kind_of(name: str) -> StepKind | None:
    if name not in _kinds:
        load_steps()
    return _kinds.get(name)
