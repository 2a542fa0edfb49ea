"""Steps for trying the claim protocol: registered only where MORETTA_TESTING=1."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from django.conf import settings

from moretta.jobs.actions import StepSpec

from .context import StepContext
from .runner import queues_taken, worker_name
from .steps import PermanentError, step


def _mark(context: StepContext, word: str) -> None:
    """One line a begin and an end of work, so that tests can count what was repeated."""
    if log := context.payload.get("log"):
        with open(log, "a") as file:
            file.write(f"{word} {context.step.pk} {context.attempt} {os.getpid()}\n")


@step("test.sleep")
def sleep_and_write(context: StepContext) -> None:
    """Sleeps in small pieces, then writes its one result under the fence."""
    _mark(context, "begin")
    end = time.monotonic() + float(context.payload.get("seconds", 0.2))
    while time.monotonic() < end:
        context.check()
        time.sleep(0.02)
    with context.fenced():
        _mark(context, "write")
    context.result(**{str(context.payload.get("name", context.step.pk)): context.attempt})


@step("test.kill")
def kill_the_worker(context: StepContext) -> None:
    """Kills its worker process, in its first attempts or always."""
    _mark(context, "begin")
    if context.attempt <= int(context.payload.get("times", 1000)):
        os.kill(os.getpid(), signal.SIGKILL)


@step("test.stall", stall=1.0)
def stall(context: StepContext) -> None:
    """Gives no sign of life, in its first attempts or always."""
    _mark(context, "begin")
    if context.attempt <= int(context.payload.get("times", 1000)):
        time.sleep(600)


@step("test.fail")
def fail(context: StepContext) -> None:
    """Fails as it is told: `how` is permanent, passing or asset."""
    how = context.payload.get("how", "passing")
    if how == "permanent":
        raise PermanentError("The file holiday.jpg is not a picture. Take it out.")
    if how == "asset":
        context.error("0", "holiday.jpg is not a picture.", name="holiday.jpg")
        return
    if context.attempt <= int(context.payload.get("times", 1000)):
        raise RuntimeError("the line was cut")


@step("test.provider")
def say_who_works(context: StepContext) -> None:
    """Stands in for inference: says which provider and queues the worker has that got the step."""
    context.result(
        **{
            str(context.payload["name"]): {
                "inference": settings.INFERENCE,
                "queues": list(queues_taken()),
                "worker": worker_name(),
            }
        }
    )


@step("test.touch")
def write_a_file(context: StepContext) -> None:
    """Writes a file under the attempt's name and publishes it under the fence."""
    target = Path(context.payload["file"])
    draft = target.with_name(f"{target.name}.{context.attempt_name}")
    draft.write_text(str(context.attempt))
    with context.fenced():
        os.replace(draft, target)


@step("test.join")
def join_a_group(context: StepContext) -> None:
    """A member of a group; the last of the group to succeed adds one step."""
    _mark(context, "begin")
    following = StepSpec("test.sleep", "io", {"seconds": 0, "joins": True, "name": "joined"}, total=1)
    context.add_steps([following], group=context.payload["group"])
