"""Projects, labels and policies: parse, door, action, answer."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import (
    access_asset,
    access_label,
    access_organization,
    access_project,
    actor_of,
    visible_projects,
)
from moretta.api import BadField, Conflict, keyset_page, listing, page, parse
from moretta.audit.erasure import confirm, erase_project
from moretta.datasets.models import Asset
from moretta.jobs import presence
from moretta.jobs.serializers import JobAnswerSerializer, show_job

from . import actions, policies
from .serializers import (
    DeleteProjectForm,
    LabelForm,
    LabelSerializer,
    PolicyAnswerSerializer,
    PolicyForm,
    PolicySerializer,
    ProjectForm,
    ProjectPatchForm,
    ProjectPresenceSerializer,
    ProjectSerializer,
    SampleForm,
)
from .showing import show_label, show_policy, show_projects

PAGING = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]


class ProjectsView(APIView):
    @extend_schema(
        operation_id="list_projects",
        parameters=[OpenApiParameter("organization", str), *PAGING],
        responses={200: listing(ProjectSerializer)},
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        rows = visible_projects(actor)
        if asked := request.query_params.get("organization"):
            rows = rows.filter(organization=access_organization(actor, asked, "view"))
        found, following = keyset_page(rows, request)
        return Response({"results": show_projects(actor, found), "next": following})

    @extend_schema(operation_id="create_project", request=ProjectForm, responses={201: ProjectSerializer})
    def post(self, request: Request) -> Response:
        """Three answers make a project: what to hide, how, and who reviews."""
        actor, body = actor_of(request), parse(ProjectForm, request)
        organization = access_organization(actor, body.pop("organization"), "manage_project")
        project = actions.create_project(organization, actor.user, **body)
        return Response(show_projects(actor, [project])[0], status=201)


class ProjectView(APIView):
    @extend_schema(operation_id="get_project", responses={200: ProjectSerializer})
    def get(self, request: Request, project: str) -> Response:
        actor = actor_of(request)
        return Response(show_projects(actor, [access_project(actor, project, "view")])[0])

    @extend_schema(
        operation_id="change_project", request=ProjectPatchForm, responses={200: ProjectSerializer}
    )
    def patch(self, request: Request, project: str) -> Response:
        actor = actor_of(request)
        found = access_project(actor, project, "manage_project")
        found = actions.change_project(found, actor.user, parse(ProjectPatchForm, request))
        return Response(show_projects(actor, [found])[0])

    @extend_schema(
        operation_id="delete_project", request=DeleteProjectForm, responses={202: JobAnswerSerializer}
    )
    def delete(self, request: Request, project: str) -> Response:
        """Deletes the project with every original, rendition, run and export in it. Type its name to confirm."""
        actor = actor_of(request)
        found = access_project(actor, project, "delete_project")
        confirm(request, found.name)
        return Response({"job": show_job(erase_project(found, actor), actor)}, status=202)


class LabelsView(APIView):
    @extend_schema(operation_id="create_label", request=LabelForm, responses={201: LabelSerializer})
    def post(self, request: Request, project: str) -> Response:
        actor = actor_of(request)
        found = access_project(actor, project, "manage_project")
        label = actions.create_label(found, actor.user, parse(LabelForm, request))
        return Response(show_label(label), status=201)


class LabelView(APIView):
    @extend_schema(operation_id="change_label", request=LabelForm, responses={200: LabelSerializer})
    def patch(self, request: Request, label: str) -> Response:
        actor = actor_of(request)
        found = access_label(actor, label, "manage_project")
        return Response(
            show_label(actions.change_label(found, actor.user, parse(LabelForm, request, partial=True)))
        )

    @extend_schema(operation_id="delete_label", responses={204: None})
    def delete(self, request: Request, label: str) -> Response:
        """Refused while objects carry the label or the policy hides it."""
        actor = actor_of(request)
        actions.delete_label(access_label(actor, label, "manage_project"), actor.user)
        return Response(status=204)


class PoliciesView(APIView):
    @extend_schema(
        operation_id="list_policies", parameters=PAGING, responses={200: listing(PolicySerializer)}
    )
    def get(self, request: Request, project: str) -> Response:
        """All versions, newest first."""
        found = access_project(actor_of(request), project, "view")
        rows = found.policies.select_related("published_by")
        versions, following = keyset_page(rows, request, descending=True)
        return page(versions, following, show_policy)

    @extend_schema(
        operation_id="publish_policy",
        request=PolicyForm,
        responses={200: PolicyAnswerSerializer, 202: PolicyAnswerSerializer},
    )
    def post(self, request: Request, project: str) -> Response:
        """Publishes the next version, or (`dry_run`) says how many approvals would fall."""
        actor = actor_of(request)
        found, body = access_project(actor, project, "manage_project"), parse(PolicyForm, request)
        draft = policies.draft_policy(found, body["settings"])
        if body["dry_run"]:
            return Response(policies.count_falls(found, draft))
        policy, job = policies.publish_policy(found, draft, actor.user)
        return Response({"policy": show_policy(policy), "job": show_job(job, actor)}, status=202)


class SampleView(APIView):
    @extend_schema(operation_id="render_sample", request=SampleForm, responses={202: JobAnswerSerializer})
    def post(self, request: Request, project: str) -> Response:
        """Renders one picture as settings that are not published yet would; `job.result.rendition` is the file."""
        actor = actor_of(request)
        found, body = access_project(actor, project, "manage_project"), parse(SampleForm, request)
        actor.require("see_originals", found.organization_id, found.pk)  # settings may hide next to nothing
        if body.get("asset"):
            asset = access_asset(actor, body["asset"], "see_originals")
            if asset.dataset.project_id != found.pk:
                raise BadField("asset", "This picture is not in the project.")
        else:
            rows = Asset.objects.filter(dataset__project=found, dataset__deleting=False, deleting=False)
            rows = rows.filter(kind=Asset.Kind.IMAGE, width__isnull=False).exclude(state=Asset.State.FAILED)
            first = rows.select_related("dataset__project").order_by("id").first()
            if first is None:
                raise Conflict("There is no picture yet to show a sample on. Add one first.")
            asset = first
        job = policies.start_sample(found, asset, body["settings"], actor.user)
        return Response({"job": show_job(job, actor)}, status=202)


class ProjectPresenceView(APIView):
    @extend_schema(operation_id="project_presence", responses={200: ProjectPresenceSerializer})
    def get(self, request: Request, project: str) -> Response:
        """Who has an asset of this project open right now."""
        found = access_project(actor_of(request), project, "view")
        people = presence.present_in(found.pk)
        rows = Asset.objects.filter(
            dataset__project=found, deleting=False, pk__in=[p["asset"] for p in people]
        )
        names = {str(pk): name for pk, name in rows.values_list("pk", "name")}
        shown = [{**p, "asset_name": names[p["asset"]]} for p in people if p["asset"] in names]
        return Response({"here": shown})
