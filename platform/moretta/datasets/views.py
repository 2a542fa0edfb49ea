"""Datasets and assets over REST: parse, door, action, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import (
    Actor,
    access_asset,
    access_dataset,
    access_project,
    actor_of,
    visible_datasets,
)
from moretta.api import NotThere, keyset_page, page, parse
from moretta.audit import erasure
from moretta.audit.log import record
from moretta.jobs.models import Job
from moretta.jobs.serializers import JobAnswerSerializer, show_job

from . import actions, counting, lists
from .cards import show_cards
from .detail import show_asset
from .frame_times import unpack
from .models import Asset, Dataset
from .serializers import (
    AssetDetail,
    AssetIds,
    AssetList,
    Confirmation,
    DatasetAnswer,
    DatasetList,
    DatasetPatch,
    FrameTableAnswer,
    NewDataset,
)

PAGES = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]


def show_dataset(dataset: Dataset) -> dict[str, Any]:
    return {
        "id": dataset.pk,
        "project": dataset.project_id,
        "name": dataset.name,
        "policy": dataset.policy_id,
        "policy_version": dataset.policy.version,
        "counts": {state: count["assets"] for state, count in counting.totals([dataset.pk]).items()},
        "created_at": dataset.created_at,
    }


class DatasetsView(APIView):
    @extend_schema(
        operation_id="datasets_list",
        parameters=[OpenApiParameter("project", OpenApiTypes.UUID), *PAGES],
        responses=DatasetList,
    )
    def get(self, request: Request) -> Response:
        """The datasets that the caller may view, of one project or of all."""
        actor = actor_of(request)
        rows = visible_datasets(actor).select_related("policy")
        if project := request.query_params.get("project"):
            rows = rows.filter(project=access_project(actor, project, "view"))
        return page(*keyset_page(rows, request), show_dataset)

    @extend_schema(operation_id="datasets_create", request=NewDataset, responses={201: DatasetAnswer})
    def post(self, request: Request) -> Response:
        form = parse(NewDataset, request)
        actor = actor_of(request)
        project = access_project(actor, form["project"], "manage_project")
        dataset = actions.create_dataset(project, form["name"], actor.user)
        record(actor, "created", "dataset", dataset.pk, project.organization_id, name=dataset.name)
        return Response(show_dataset(dataset), status=status.HTTP_201_CREATED)


class DatasetView(APIView):
    @extend_schema(operation_id="datasets_read", responses=DatasetAnswer)
    def get(self, request: Request, id: UUID) -> Response:
        return Response(show_dataset(access_dataset(actor_of(request), id, "view")))

    @extend_schema(operation_id="datasets_change", request=DatasetPatch, responses=DatasetAnswer)
    def patch(self, request: Request, id: UUID) -> Response:
        dataset = access_dataset(actor_of(request), id, "manage_project")
        actions.rename_dataset(dataset, parse(DatasetPatch, request)["name"])
        return Response(show_dataset(dataset))

    @extend_schema(operation_id="datasets_delete", request=Confirmation, responses={202: JobAnswerSerializer})
    def delete(self, request: Request, id: UUID) -> Response:
        """Deletes the dataset with everything in it, as a job. The body confirms: `{"confirm": true}`."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "manage_project")
        erasure.confirm(request)
        return started(erasure.erase_dataset(dataset, actor), actor)


FILTERS = [
    OpenApiParameter("dataset", OpenApiTypes.UUID),
    OpenApiParameter("project", OpenApiTypes.UUID),
    OpenApiParameter("state", enum=Asset.State.values),
    OpenApiParameter("kind", enum=Asset.Kind.values),
    OpenApiParameter("q", description="Part of the name."),
    OpenApiParameter("seen", enum=["yes", "no"], description="Whether a person has looked through it."),
    OpenApiParameter(
        "looks",
        enum=["clean", "doubtful"],
        description="Clean: a picture with few finds below the threshold.",
    ),
    OpenApiParameter("sample", OpenApiTypes.UUID, description="The pictures of a sample of the hunt."),
    OpenApiParameter("assignee", description="`me`, `nobody`, or the id of a person."),
    OpenApiParameter("need", enum=["you"], description="What waits for the caller."),
]


class AssetsView(APIView):
    @extend_schema(
        operation_id="assets_list",
        parameters=[
            *FILTERS,
            OpenApiParameter(
                "order",
                enum=["doubt"],
                description="Clips, then the pictures with the most finds below the threshold; else as they came.",
            ),
            *PAGES,
        ],
        responses=AssetList,
    )
    def get(self, request: Request) -> Response:
        """Asset cards of a dataset or a project, in the order in which they came."""
        actor = actor_of(request)
        assets, following = lists.list_assets(actor, request)
        return Response({"results": show_cards(assets, actor), "next": following})


class AssetIdsView(APIView):
    @extend_schema(operation_id="assets_ids", parameters=FILTERS, responses=AssetIds)
    def get(self, request: Request) -> Response:
        """All assets that the filters leave, at most 20,000, to be chosen by one act: a few facts of each."""
        return Response({"results": lists.list_ids(actor_of(request), request)})


class AssetView(APIView):
    @extend_schema(operation_id="assets_read", responses=AssetDetail)
    def get(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        return Response(show_asset(access_asset(actor, id, "view", "blob"), actor))

    @extend_schema(operation_id="assets_delete", request=Confirmation, responses={202: JobAnswerSerializer})
    def delete(self, request: Request, id: UUID) -> Response:
        """Deletes the asset with all that was derived from it, as a job. The body confirms: `{"confirm": true}`."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "manage_project")
        erasure.confirm(request)
        return started(erasure.erase_assets([asset], actor), actor)


class FramesView(APIView):
    @extend_schema(operation_id="assets_frames", responses=FrameTableAnswer)
    def get(self, request: Request, id: UUID) -> Response:
        """A video's frame table: frame n is the n-th presentation time, in ticks of the time base."""
        asset = access_asset(actor_of(request), id, "view")
        table = getattr(asset, "frame_table", None)
        if table is None:
            raise NotThere()
        response = Response(
            {
                "time_base": [table.time_base_numerator, table.time_base_denominator],
                "pts": unpack(bytes(table.packed)),
            }
        )
        response["Cache-Control"] = "private, max-age=3600"
        return response


def started(job: Job, actor: Actor) -> Response:
    """202 with the job that does the work."""
    return Response({"job": show_job(job, actor)}, status=status.HTTP_202_ACCEPTED)
