"""Detectors, methods, searches and candidates over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_asset, access_dataset, access_label, access_project, actor_of
from moretta.api import BadField, keyset_page, page, parse
from moretta.jobs.serializers import JobAnswerSerializer, show_job
from moretta.language import said
from moretta_vision.catalogue import DEFAULT_PRESET, METHODS, PRESETS
from moretta_vision.own_models import known

from .actions import start_detection
from .availability import unavailable
from .candidates import below_threshold
from .models import DetectionRun
from .searched import approved_to_search, searched_labels
from .serializers import (
    CandidatesAnswer,
    DetectionRequest,
    DetectorList,
    MethodList,
    PresetList,
    RunAnswer,
    RunList,
    SearchedList,
)


class DetectorsView(APIView):
    @extend_schema(operation_id="detectors_list", responses=DetectorList)
    def get(self, request: Request) -> Response:
        """Every detector there is; those that cannot run say why."""
        reasons = unavailable()
        shown = [
            {
                "name": info.name,
                "title": info.title,
                "labels": list(info.labels),
                "operating_threshold": info.operating_threshold,
                "doubtful_from": info.doubtful_from,
                "sizes": info.sizes,
                "cost_ms": info.cost_ms,
                "cloud": info.cloud,
                "licence": info.licence,
                "available": reasons[info.name] is None,
                "reason": said(reasons[info.name] or "") or None,
                "says": info.says,
            }
            for info in known().values()
            if info.name in reasons
        ]
        return Response({"results": shown})


class PresetsView(APIView):
    @extend_schema(operation_id="presets_list", responses=PresetList)
    def get(self, request: Request) -> Response:
        """Every preset: a choice of detectors, one for each label kind; /api/detectors says which can run."""
        shown = [
            {
                "name": preset.name,
                "title": preset.title,
                "says": preset.says,
                "default": preset.name == DEFAULT_PRESET,
                "detectors": dict(preset.detectors),
            }
            for preset in PRESETS.values()
        ]
        return Response({"results": shown})


class MethodsView(APIView):
    @extend_schema(operation_id="methods_list", responses=MethodList)
    def get(self, request: Request) -> Response:
        """Every way to hide something, and what it is worth."""
        fields = ("name", "title", "kind", "says", "only")
        shown = [{name: getattr(one, name) for name in fields} for one in METHODS.values()]
        return Response({"results": shown})


class DetectionsView(APIView):
    @extend_schema(
        operation_id="detections_list",
        parameters=[
            OpenApiParameter("asset", OpenApiTypes.UUID, required=True),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses=RunList,
    )
    def get(self, request: Request) -> Response:
        """The runs over an asset, newest first."""
        id = request.query_params.get("asset")
        if not id:
            raise BadField("asset", "Name an asset: ?asset=….")
        asset = access_asset(actor_of(request), id, "view")
        rows = DetectionRun.objects.filter(asset=asset).select_related("created_by")
        return page(*keyset_page(rows, request, descending=True), show_run)

    @extend_schema(
        operation_id="detections_create", request=DetectionRequest, responses={202: JobAnswerSerializer}
    )
    def post(self, request: Request) -> Response:
        """Searches a dataset or some of its assets again. Objects that a person has touched stay as they are. An
        approved asset in which something else is found is open again; `approved` at `/api/projects/{id}/searches` says
        how many that may be."""
        actor = actor_of(request)
        form = parse(DetectionRequest, request)
        assets = None
        if form.get("assets"):
            assets = [access_asset(actor, id, "detect") for id in dict.fromkeys(form["assets"])]
            dataset = assets[0].dataset
            if any(asset.dataset_id != dataset.pk for asset in assets):
                raise BadField("assets", "The assets of one search belong to one dataset.")
        else:
            dataset = access_dataset(actor, form["dataset"], "detect")
        job = start_detection(
            dataset,
            assets,
            actor.user,
            preset=form.get("preset"),
            detectors=form.get("detectors"),
            labels=form.get("labels"),
            older=form["older"],
        )
        return Response({"job": show_job(job, actor)}, status=status.HTTP_202_ACCEPTED)


class SearchesView(APIView):
    @extend_schema(operation_id="project_searches", responses=SearchedList)
    def get(self, request: Request, project: UUID) -> Response:
        """For each label of a project: what looks for it now, and how many assets were searched so, otherwise, by
        hand, or not at all; and how many approvals another search may take back."""
        found = access_project(actor_of(request), project, "view")
        return Response({"results": searched_labels(found), "approved": approved_to_search(found)})


class CandidatesView(APIView):
    @extend_schema(
        operation_id="assets_candidates",
        parameters=[
            OpenApiParameter("label", OpenApiTypes.UUID),
            OpenApiParameter("from", int, description="First frame."),
            OpenApiParameter("to", int, description="Last frame."),
        ],
        responses=CandidatesAnswer,
    )
    def get(self, request: Request, id: UUID) -> Response:
        """What the last run found below the threshold."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "see_originals")
        label = request.query_params.get("label")
        if label:
            label = str(access_label(actor, label, "view").pk)
        first, last = _frame(request, "from"), _frame(request, "to")
        return Response(below_threshold(asset, label or None, first or 0, last))


def _frame(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if not text:
        return None
    if not text.isdecimal():
        raise BadField(name, f"{name} is the number of a frame.")
    return int(text)


def show_run(run: DetectionRun) -> dict[str, Any]:
    row: dict[str, Any] = {str(name): getattr(run, str(name)) for name in RunAnswer().fields}
    return {**row, "asset": run.asset_id, "created_by": str(run.created_by) if run.created_by else None}
