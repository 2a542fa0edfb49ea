"""Who is the same: objects of a dataset that look alike share a `person`, an id without a name.

It is an aid for looking at many objects at once, and no part of what is decided or exported: it hides nobody and keeps
nobody. A person is made by likeness (the step `people.group`) or by hand; whom people have put together or apart stays
so. The numbers by which likeness is told are biometric: they exist only in the worker's memory, for as long as the
step runs. What is stored are the ids, in the objects' own rows, gone with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from moretta.accounts.models import User
from moretta.api import BadField
from moretta.audit.log import record
from moretta.datasets.models import Dataset
from moretta.jobs.actions import StepSpec
from moretta.jobs.models import Job

from .crops import WAITING, Rows, start_waited_for
from .models import Annotation

MOST = 2000
"""Objects that are grouped in one go, the riskiest first."""
MOST_MOVED = 500


def start_grouping(dataset: Dataset, by: User) -> Job:
    """The job that gives faces which look alike the same person."""
    organization = dataset.project.organization_id
    record(by, "grouped_people", "dataset", dataset.pk, organization, name=dataset.name)
    steps = [StepSpec("people.group", "detect", {"dataset": str(dataset.pk)}, 1, 0)]
    return start_waited_for("people", dataset, by, "Group objects by person", steps)


def to_group(dataset: Dataset) -> Rows:
    """The faces that are compared: of pictures and clips that wait, and those who have a person already."""
    rows = Annotation.objects.filter(
        dataset=dataset, deleted=False, asset__deleting=False, asset__state__in=WAITING, label__kind="face"
    )
    return rows.order_by("-risk", "pk")[:MOST]


def keep_groups(found: Mapping[UUID, UUID]) -> None:
    """Notes the person of objects that have none yet; whom somebody has put elsewhere meanwhile stays there."""
    by_person: dict[UUID, list[UUID]] = {}
    for id, person in found.items():
        by_person.setdefault(person, []).append(id)
    for person, ids in by_person.items():
        Annotation.objects.filter(pk__in=ids, person=None).update(person=person)


def move_objects(dataset: Dataset, moves: Sequence[Mapping[str, Any]]) -> None:
    """Puts objects to persons by hand: `{"id", "person"}`; a person nobody has yet is a new one, None is no one."""
    wanted = {move["id"]: move["person"] for move in moves}
    rows = Annotation.objects.filter(pk__in=list(wanted), dataset=dataset, deleted=False)
    if rows.count() < len(wanted):
        raise BadField("objects", "Some of these objects are not in this dataset any more.")
    with transaction.atomic():
        for person in set(wanted.values()):
            ids = [id for id, to in wanted.items() if to == person]
            Annotation.objects.filter(pk__in=ids, dataset=dataset).update(person=person)


def forget_people(dataset: Dataset, by: User) -> int:
    """Takes every object's person away; gives how many had one."""
    organization = dataset.project.organization_id
    forgotten = Annotation.objects.filter(dataset=dataset, person__isnull=False).update(person=None)
    record(by, "forgot_people", "dataset", dataset.pk, organization, name=dataset.name)
    return forgotten
