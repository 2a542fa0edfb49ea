"""By what assets were searched, and whether the policy would search them otherwise by now."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Sum

from moretta.datasets.models import APPROVED, Asset, Dataset, StateCount

from .models import Search
from .plans import Plan, name_of, plan_of

if TYPE_CHECKING:
    from moretta.projects.models import Project

SEARCHABLE = (Asset.State.ANNOTATE, Asset.State.IN_REVIEW, *APPROVED)


def searched_as(plan: Plan, dataset: Dataset) -> set[UUID]:
    """The assets of a dataset that were searched just as a plan says, for every label that it looks for."""
    done: set[UUID] | None = None
    for label in dataset.project.labels.filter(kind__in=plan.by):
        rows = Search.objects.filter(label=label, asset__dataset=dataset, by=name_of(plan.by[label.kind]))
        mine = set(rows.values_list("asset_id", flat=True))
        done = mine if done is None else done & mine
    return done or set()


def approved_to_search(project: Project) -> int:
    """How many approved assets of a project were not searched just as the policy says now, for every label that it
    looks for: another search (`older`) looks at them, and their approval falls where it finds something else."""
    labels = list(project.labels.all())
    plan = plan_of(project.policy.settings if project.policy else {}, labels)
    wanted = [label for label in labels if label.kind in plan.by]
    approved = Asset.objects.filter(
        dataset__project=project, dataset__deleting=False, deleting=False, state__in=APPROVED
    )
    if not wanted:
        return 0
    just_so = approved
    for label in wanted:
        searches = Search.objects.filter(
            asset=OuterRef("pk"), label=label, run__isnull=False, by=name_of(plan.by[label.kind])
        )
        just_so = just_so.filter(Exists(searches))
    return approved.count() - just_so.count()


def is_older(search: Search, plan: Plan, kind: str) -> bool:
    """Whether detectors searched for a label that are not those of the plan."""
    return search.run_id is not None and kind in plan.by and search.by != name_of(plan.by[kind])


def searched_labels(project: Project) -> list[dict[str, Any]]:
    """For each label of a project what looks for it by the policy, and how many of the assets that can be worked on
    were searched so, by other detectors (`older`), by hand, or not at all (`open`)."""
    labels = list(project.labels.all())
    plan = plan_of(project.policy.settings if project.policy else {}, labels)
    there = StateCount.objects.filter(dataset__project=project, dataset__deleting=False, state__in=SEARCHABLE)
    total = there.aggregate(assets=Sum("assets"))["assets"] or 0
    rows = Search.objects.filter(
        label__in=labels,
        asset__deleting=False,
        asset__state__in=SEARCHABLE,
        asset__dataset__project=project,
        asset__dataset__deleting=False,
    )
    counts: dict[UUID, dict[str | None, int]] = defaultdict(dict)
    for label, by, assets in (
        rows.filter(run__isnull=False).order_by().values_list("label", "by").annotate(Count("pk"))
    ):
        counts[label][by] = assets
    for label, assets in rows.filter(run=None).order_by().values_list("label").annotate(Count("pk")):
        counts[label][None] = assets
    found = []
    for row in labels:
        mine, names = counts[row.pk], list(plan.by.get(row.kind, []))
        by_hand = mine.pop(None, 0)
        all_of_them = sum(mine.values())
        searched = mine.get(name_of(names), 0) if names else all_of_them
        found.append(
            {
                "label": row.pk,
                "detectors": names,
                "searched": searched,
                "older": all_of_them - searched,
                "by_hand": by_hand,
                "open": max(0, total - all_of_them - by_hand),
            }
        )
    return found
