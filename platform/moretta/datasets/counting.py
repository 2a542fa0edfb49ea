"""How many assets and objects of a dataset are in each state: stored, so that no list has to count."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from .models import StateCount

OBJECTS = ("hidden", "kept", "undecided")


def add(dataset: UUID, state: str, **by: int) -> None:
    """Adds to a state's counters (`assets`, `hidden`, `kept`, `undecided`), inside the caller's transaction."""
    by = {name: number for name, number in by.items() if number}
    if not by:
        return
    rows = StateCount.objects.filter(dataset_id=dataset, state=state)
    if rows.update(**{name: F(name) + number for name, number in by.items()}):
        return
    try:
        with transaction.atomic():
            StateCount.objects.create(dataset_id=dataset, state=state, **by)
    except IntegrityError:  # somebody else made the row meanwhile
        rows.update(**{name: F(name) + number for name, number in by.items()})


def totals(datasets: Iterable[UUID]) -> dict[str, dict[str, int]]:
    """For each state the sums over the datasets: `{state: {"assets", "hidden", "kept", "undecided"}}`."""
    names = ("assets", *OBJECTS)
    rows = StateCount.objects.filter(dataset_id__in=list(datasets)).values_list("state")
    sums = rows.annotate(*(Sum(name) for name in names))
    found = {state: dict(zip(names, numbers, strict=True)) for state, *numbers in sums}
    return {state: count for state, count in found.items() if count["assets"]}
