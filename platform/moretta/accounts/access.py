"""The doors: the only way from an id in a request to an object.

Each `access_…` takes who asks, an id and an act, and gives the object or raises: `NotThere`, the same for *not
yours* and *not there*, and `Forbidden` with the role that the act needs where the person may at least view it.
Each `visible_…` gives the rows that somebody may view. Superusers pass the same doors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from rest_framework.request import Request

from moretta.api import ApiError, Forbidden, NotThere

from .models import AccessLink, Membership, Organization, Token, User
from .roles import ACTS, ROLES, reaches

if TYPE_CHECKING:
    from moretta.annotations.models import Comment, HuntSample
    from moretta.datasets.models import Asset, Dataset
    from moretta.evaluations.models import Evaluation, Proof
    from moretta.exports.models import Export
    from moretta.jobs.models import Job
    from moretta.projects.models import Label, Project


@dataclass(frozen=True)
class Grant:
    """The most that somebody's memberships give at one place."""

    role: str
    sees_originals: bool


@dataclass(frozen=True)
class Actor:
    """Who asks: a signed-in person, or a token of that person in one organization with some scopes."""

    user: User
    token: Token | None = None

    @cached_property
    def memberships(self) -> list[Membership]:
        """Read once a request; a token counts in its own organization alone and dies with the membership."""
        if not self.user.is_active:
            return []
        rows = Membership.objects.filter(user=self.user)
        if self.token is not None:
            rows = rows.filter(organization_id=self.token.organization_id)
        return list(rows)

    def grant(self, organization: UUID, project: UUID | None = None) -> Grant | None:
        """The grant in a project (its own membership or one in all projects), or in the organization as a whole."""
        here = [
            m
            for m in self.memberships
            if m.organization_id == organization and (m.project_id is None or m.project_id == project)
        ]
        if not here:
            return None
        role = max((m.role for m in here), key=ROLES.index)
        sees = any(m.sees_originals for m in here)
        return Grant(role, sees and (self.token is None or self.token.sees_originals))

    def may(self, act: str, organization: UUID, project: UUID | None = None) -> bool:
        return self.refusal(act, organization, project) is None

    def refusal(
        self, act: str, organization: UUID, project: UUID | None = None
    ) -> Forbidden | NotThere | None:
        """Why an act is not allowed there; None where it is."""
        needs = ACTS[act]
        grant = self.grant(organization, project)
        if grant is None or (self.token is not None and "read" not in self.token.scopes and act == "view"):
            return NotThere()
        if self.token is not None and needs.scope not in self.token.scopes:
            return Forbidden(f"{needs.says} needs a token with the scope {needs.scope}.")
        if not reaches(grant.role, needs.least):
            return Forbidden(f"{needs.says} needs the role {needs.least} here. Ask a manager for it.")
        if needs.originals and not grant.sees_originals:
            return Forbidden(f"{needs.says} needs the right to see originals. Ask a manager for it.")
        return None

    def require(self, act: str, organization: UUID, project: UUID | None = None) -> None:
        if (refusal := self.refusal(act, organization, project)) is not None:
            raise refusal

    def acts(self, organization: UUID, project: UUID | None = None) -> list[str]:
        """All that this actor may do there."""
        return [act for act in ACTS if self.may(act, organization, project)]


def actor_of(request: Request) -> Actor:
    """One Actor a request, so that memberships are read once."""
    found = getattr(request, "_moretta_actor", None)
    if found is None:
        token = request.auth if isinstance(request.auth, Token) else None
        found = Actor(cast(User, request.user), token)
        request._moretta_actor = found  # type: ignore[attr-defined]
    return found


def _one(rows: QuerySet[Any], id: Any) -> Any:
    try:
        return rows.get(pk=UUID(str(id)))
    except (ValueError, rows.model.DoesNotExist):
        raise NotThere() from None


def access_organization(actor: Actor, id: Any, act: str) -> Organization:
    organization = _one(Organization.objects.all(), id)
    if not any(m.organization_id == organization.pk for m in actor.memberships):
        raise NotThere()
    if act == "view":  # a member of one project may read the organization's name
        if actor.token is not None and "read" not in actor.token.scopes:
            raise NotThere()
        return organization
    if actor.grant(organization.pk) is None:
        raise Forbidden(f"{ACTS[act].says} needs the role {ACTS[act].least} in the whole organization.")
    actor.require(act, organization.pk)
    return organization


def access_project(actor: Actor, id: Any, act: str) -> Project:
    from moretta.projects.models import Project

    project = _one(Project.objects.filter(deleting=False).select_related("organization", "policy"), id)
    actor.require(act, project.organization_id, project.pk)
    return project


def access_label(actor: Actor, id: Any, act: str) -> Label:
    from moretta.projects.models import Label

    label = _one(Label.objects.filter(project__deleting=False).select_related("project__organization"), id)
    actor.require(act, label.project.organization_id, label.project_id)
    return label


def access_dataset(actor: Actor, id: Any, act: str) -> Dataset:
    from moretta.datasets.models import Dataset

    dataset = _one(
        Dataset.objects.filter(deleting=False).select_related("project__organization", "policy"), id
    )
    actor.require(act, dataset.project.organization_id, dataset.project_id)
    return dataset


def access_asset(actor: Actor, id: Any, act: str, *along: str) -> Asset:
    """With its dataset, project and policy; `along` names what else is to be read with it, as `select_related` does."""
    from moretta.datasets.models import Asset

    rows = Asset.objects.filter(deleting=False, dataset__deleting=False)
    asset = _one(rows.select_related("dataset__project", "dataset__policy", *along), id)
    project = asset.dataset.project
    actor.require(act, project.organization_id, project.pk)
    return asset


def access_assets(actor: Actor, ids: Iterable[UUID], act: str, *along: str) -> Iterator[Asset | ApiError]:
    """As `access_asset` for many, read at once: for each, in order, the asset or why not."""
    from moretta.datasets.models import Asset

    ids = list(ids)
    rows = Asset.objects.filter(deleting=False, dataset__deleting=False)
    found = rows.select_related("dataset__project", "dataset__policy", *along).in_bulk(ids)
    for id in ids:
        try:
            if id not in found:
                raise NotThere()
            project = found[id].dataset.project
            actor.require(act, project.organization_id, project.pk)
            yield found[id]
        except ApiError as error:
            yield error


def access_comment(actor: Actor, id: Any, act: str) -> Comment:
    from moretta.annotations.models import Comment

    comment = _one(
        Comment.objects.filter(asset__deleting=False, asset__dataset__deleting=False).select_related(
            "asset__dataset__project"
        ),
        id,
    )
    project = comment.asset.dataset.project
    actor.require(act, project.organization_id, project.pk)
    return comment


def access_job(actor: Actor, id: Any, act: str) -> Job:
    from moretta.jobs.models import Job

    job = _one(Job.objects.select_related("project"), id)
    actor.require(act, job.organization_id, job.project_id)
    return job


def access_export(actor: Actor, id: Any, act: str) -> Export:
    from moretta.exports.models import Export

    export = _one(
        Export.objects.filter(dataset__deleting=False).select_related("dataset__project", "job"), id
    )
    project = export.dataset.project
    actor.require(act, project.organization_id, project.pk)
    return export


def access_evaluation(actor: Actor, id: Any, act: str) -> Evaluation:
    from moretta.evaluations.models import Evaluation

    rows = Evaluation.objects.filter(dataset__deleting=False)
    evaluation = _one(rows.select_related("dataset__project", "created_by", "job__created_by"), id)
    project = evaluation.dataset.project
    actor.require(act, project.organization_id, project.pk)
    return evaluation


def access_sample(actor: Actor, id: Any, act: str) -> HuntSample:
    from moretta.annotations.models import HuntSample

    rows = HuntSample.objects.filter(dataset__deleting=False)
    sample = _one(rows.select_related("dataset__project", "dataset__policy"), id)
    project = sample.dataset.project
    actor.require(act, project.organization_id, project.pk)
    return sample


def access_proof(actor: Actor, id: Any, act: str) -> Proof:
    from moretta.evaluations.models import Proof

    rows = Proof.objects.filter(dataset__deleting=False)
    proof = _one(rows.select_related("dataset__project", "export", "created_by", "job__created_by"), id)
    project = proof.dataset.project
    actor.require(act, project.organization_id, project.pk)
    return proof


def access_membership(actor: Actor, id: Any, act: str) -> Membership:
    membership = _one(Membership.objects.select_related("user", "organization", "project"), id)
    actor.require(act, membership.organization_id, membership.project_id)
    return membership


def access_link(actor: Actor, id: Any, act: str) -> AccessLink:
    link = _one(AccessLink.objects.filter(organization__isnull=False), id)
    actor.require(act, link.organization_id, link.project_id)
    return link


def access_token(actor: Actor, id: Any) -> Token:
    """One's own token, by the key that the list shows."""
    token = Token.objects.filter(user=actor.user, token_key=str(id)).first()
    if token is None or (actor.token is not None and actor.token.organization_id != token.organization_id):
        raise NotThere()
    return token


def _where(actor: Actor, project: str, organization: str) -> Q:
    """The rows below the projects that somebody may view; `project` and `organization` are field paths."""
    if actor.token is not None and "read" not in actor.token.scopes:
        return Q(pk__in=[])
    everywhere = {m.organization_id for m in actor.memberships if m.project_id is None}
    single = {m.project_id for m in actor.memberships if m.project_id is not None}
    return Q(**{f"{organization}__in": everywhere}) | Q(**{f"{project}__in": single})


def visible_organizations(actor: Actor) -> QuerySet[Organization]:
    if actor.token is not None and "read" not in actor.token.scopes:
        return Organization.objects.none()
    return Organization.objects.filter(pk__in={m.organization_id for m in actor.memberships})


def visible_members(actor: Actor) -> QuerySet[Membership]:
    """Those of one's projects, with those who belong to all projects of the same organizations."""
    organizations = {m.organization_id for m in actor.memberships}
    shared = Q(organization__in=organizations, project=None)
    return Membership.objects.filter(_where(actor, "project", "organization") | shared)


def visible_projects(actor: Actor) -> QuerySet[Project]:
    from moretta.projects.models import Project

    return Project.objects.filter(_where(actor, "pk", "organization"), deleting=False)


def visible_datasets(actor: Actor) -> QuerySet[Dataset]:
    from moretta.datasets.models import Dataset

    return Dataset.objects.filter(_where(actor, "project", "project__organization"), deleting=False)


def visible_jobs(actor: Actor) -> QuerySet[Job]:
    from moretta.jobs.models import Job

    return Job.objects.filter(_where(actor, "project", "organization"))


def visible_exports(actor: Actor) -> QuerySet[Export]:
    from moretta.exports.models import Export

    return Export.objects.filter(
        _where(actor, "dataset__project", "dataset__project__organization"), dataset__deleting=False
    )
