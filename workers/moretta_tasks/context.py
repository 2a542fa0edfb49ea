"""What a running step may do: read its payload, tell its progress, and write under the fence of its attempt."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.db import transaction

from moretta.jobs.actions import StepSpec
from moretta.jobs.attempts import Following, write_progress
from moretta.jobs.claims import hold_step
from moretta.jobs.models import Job, JobStep

from .steps import StepStopped

PROGRESS_SECONDS = 1.0  # at most one write of progress in so long
CHECK_SECONDS = 2.0


class StepContext:
    """Given to a step's function. Every write to rows happens inside `fenced()`; files are written under the
    attempt's name and published inside it."""

    def __init__(self, step: JobStep) -> None:
        self.step = step
        self.attempt: int = step.attempt
        self.job: Job = step.job
        self.payload: dict[str, Any] = step.payload
        self.errors: list[dict[str, Any]] = []
        self.notes: list[str] = []
        self.results: dict[str, Any] = {}
        self.following: list[Following] = []
        self.done = 0
        self.total: int = step.total
        self.lost = False  # set by the thread that renews the lease
        self.alive_at = time.monotonic()
        self._written_at = 0.0
        self._checked_at = time.monotonic()

    @property
    def attempt_name(self) -> str:
        """A name for files under work that no other attempt has."""
        return f"{self.step.pk.hex}-{self.attempt}"

    def progress(self, done: int, total: int | None = None) -> None:
        """Tells how many units are through (and, where it turned out differently, how many there are). Written at
        most once a second; raises StepStopped when the attempt no longer counts."""
        self.done = done
        if total is not None:
            self.total = total
        self.alive_at = time.monotonic()
        if self.alive_at - self._written_at >= PROGRESS_SECONDS:
            self._written_at = self._checked_at = self.alive_at
            self.lost = not write_progress(self.step, self.attempt, **self.counters())
        self._raise_if_lost()

    def forgive_earlier(self) -> None:
        """Something lasting was done: attempts that lost their workers before no longer speak against the step."""
        self.lost = not hold_step(self.step.pk, self.attempt, forgiven=self.attempt - 1)
        self._raise_if_lost()

    def counters(self) -> dict[str, Any]:
        return {
            "done": self.done,
            "total": self.total,
            "failed": len(self.errors),
            "errors": self.errors,
            "notes": self.notes,
        }

    def error(self, asset_id: UUID | str, sentence: str, name: str = "") -> None:
        """Records what went wrong with one asset; the batch goes on."""
        self.errors.append({"asset": str(asset_id), "name": name, "detail": sentence})

    def note(self, sentence: str) -> None:
        """Records something a person should know that is not an error, such as a batch that was halved."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def result(self, **values: Any) -> None:
        """Values that end up in `job.result` (and the step's) when the step succeeds."""
        self.results.update(values)

    def check(self) -> None:
        """Raises StepStopped when the attempt was lost or the job is being cancelled; cheap, call it often."""
        self.alive_at = time.monotonic()
        self._raise_if_lost()
        if self.alive_at - self._checked_at >= CHECK_SECONDS:
            self._checked_at = self.alive_at
            self.lost = not hold_step(self.step.pk, self.attempt)
            self._raise_if_lost()

    def should_stop(self) -> bool:
        """The same as `check` for libraries that ask instead of being stopped."""
        with suppress(StepStopped):
            self.check()
        return self.lost

    @contextmanager
    def fenced(self) -> Iterator[None]:
        """A short transaction that commits only if this attempt still counts: it begins by renewing the lease under
        the attempt's number, which also locks the step until the end. No file or network work inside."""
        self.alive_at = time.monotonic()
        with transaction.atomic():
            self.lost = not hold_step(self.step.pk, self.attempt)
            self._raise_if_lost()
            yield
        self.alive_at = time.monotonic()

    def add_steps(self, specs: Sequence[StepSpec], group: str = "") -> None:
        """Adds steps to the job in the transaction in which this step succeeds.

        With `group`, they are added once, by the last to succeed of the job's steps that carry
        `payload["group"] == group`: every one of them calls this with the same steps.
        """
        if specs:
            self.following.append(Following(list(specs), group))

    def _raise_if_lost(self) -> None:
        if self.lost:
            raise StepStopped()
