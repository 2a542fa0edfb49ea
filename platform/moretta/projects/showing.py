"""Projects as the API shows them: a page of projects costs a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, Sum

from moretta.accounts.access import Actor
from moretta.accounts.models import Membership
from moretta.datasets.models import APPROVED, Asset, Dataset, StateCount

from .models import Label, Project, RedactionPolicy

OPEN = (Asset.State.ANNOTATE, Asset.State.IN_REVIEW, *APPROVED)


def show_projects(actor: Actor, projects: list[Project]) -> list[dict[str, Any]]:
    ids = [project.pk for project in projects]
    labels: dict[UUID, list[Label]] = defaultdict(list)
    for label in Label.objects.filter(project__in=ids):
        labels[label.project_id].append(label)
    datasets: dict[UUID, list[Dataset]] = defaultdict(list)
    assets = Asset.objects.filter(dataset=OuterRef("pk"), deleting=False).order_by("id").values("pk")
    rows = Dataset.objects.filter(project__in=ids, deleting=False).annotate(
        cover=Subquery(assets[:1]), approved_cover=Subquery(assets.filter(state__in=APPROVED)[:1])
    )
    for dataset in rows.order_by("id"):
        datasets[dataset.project_id].append(dataset)
    counts: dict[UUID, list[StateCount]] = defaultdict(list)
    for count in StateCount.objects.filter(dataset__project__in=ids, dataset__deleting=False).select_related(
        "dataset"
    ):
        counts[count.dataset.project_id].append(count)
    policies = RedactionPolicy.objects.select_related("published_by").in_bulk(
        [project.policy_id for project in projects if project.policy_id]
    )
    members = _members(projects)
    of_others = _undecided_of_others(actor, ids)
    return [
        _show(
            actor,
            project,
            labels[project.pk],
            datasets[project.pk],
            counts[project.pk],
            policies,
            members,
            of_others.get(project.pk, 0),
        )
        for project in projects
    ]


def _undecided_of_others(actor: Actor, projects: list[UUID]) -> dict[UUID, int]:
    """How many doubtful objects lie on assets that were given to others."""
    given = Asset.objects.filter(assignee__isnull=False).exclude(assignee=actor.user)
    rows = given.filter(
        dataset__project__in=projects, dataset__deleting=False, deleting=False, state=Asset.State.ANNOTATE
    )
    return dict(rows.order_by().values_list("dataset__project").annotate(Sum("undecided")))


def _members(projects: list[Project]) -> dict[UUID, int]:
    """How many people belong to each project: by its own memberships and by those in all projects."""
    organizations = {project.organization_id for project in projects}
    people: dict[UUID, set[UUID]] = defaultdict(set)
    here = Q(project__in=[p.pk for p in projects]) | Q(project=None, organization__in=organizations)
    for project, organization, user in Membership.objects.filter(here).values_list(
        "project", "organization", "user"
    ):
        people[project or organization].add(user)
    return {p.pk: len(people[p.pk] | people[p.organization_id]) for p in projects}


def _show(
    actor: Actor,
    project: Project,
    labels: list[Label],
    datasets: list[Dataset],
    counts: list[StateCount],
    policies: dict[UUID, RedactionPolicy],
    members: dict[UUID, int],
    of_others: int,
) -> dict[str, Any]:
    states: dict[str, int] = defaultdict(int)
    objects: dict[str, int] = {"hidden": 0, "kept": 0, "undecided": 0}
    waiting = 0
    for count in counts:
        states[count.state] += count.assets
        if count.state in OPEN:
            for name in objects:
                objects[name] += getattr(count, name)
        if count.state == Asset.State.ANNOTATE:
            waiting += count.undecided
    grant = actor.grant(project.organization_id, project.pk)
    policy = policies.get(project.policy_id) if project.policy_id else None
    acts = actor.acts(project.organization_id, project.pk)
    cover = "cover" if "see_originals" in acts else "approved_cover"  # others are shown nothing before
    covers = [getattr(dataset, cover, None) for dataset in datasets]
    return {
        "id": project.pk,
        "organization": project.organization_id,
        "name": project.name,
        "purpose": project.purpose,
        "retention_days": project.retention_days,
        "self_approval": project.self_approval,
        "role": grant.role if grant else None,
        "sees_originals": bool(grant and grant.sees_originals),
        "acts": acts,
        "counts": {state: n for state, n in states.items() if n},
        "need_you": max(0, waiting - of_others) if "annotate" in acts else 0,
        "waiting_review": states[Asset.State.IN_REVIEW],
        "hidden_people": objects["hidden"],
        "undecided": objects["undecided"],
        "kept": objects["kept"],
        "labels": [show_label(label) for label in labels],
        "policy": show_policy(policy) if policy else None,
        "datasets": [{"id": dataset.pk, "name": dataset.name} for dataset in datasets],
        "members_count": members[project.pk],
        "cover": next((cover for cover in covers if cover), None),
        "created_at": project.created_at,
    }


def show_label(label: Label) -> dict[str, Any]:
    return {
        "id": label.pk,
        "name": label.name,
        "kind": label.kind,
        "chip": label.chip,
        "attributes": label.attributes,
        "position": label.position,
    }


def show_policy(policy: RedactionPolicy) -> dict[str, Any]:
    return {
        "id": policy.pk,
        "version": policy.version,
        "settings": policy.settings,
        "published_by": str(policy.published_by) if policy.published_by else None,
        "published_at": policy.published_at,
    }
