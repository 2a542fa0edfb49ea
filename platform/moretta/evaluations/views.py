"""Evaluations over REST: parse, door, action, answer."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_dataset, access_evaluation, access_label, actor_of
from moretta.api import BadField, keyset_page, parse
from moretta.jobs.serializers import show_job

from .actions import start_evaluation
from .differences import differences_of
from .models import Evaluation
from .serializers import (
    DifferenceList,
    EvaluationAnswer,
    EvaluationForm,
    EvaluationList,
    EvaluationStarted,
    show_evaluations,
)


class EvaluationsView(APIView):
    @extend_schema(
        operation_id="evaluations_list",
        parameters=[
            OpenApiParameter("dataset", OpenApiTypes.UUID, required=True),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses=EvaluationList,
    )
    def get(self, request: Request) -> Response:
        """Those of a dataset, newest first."""
        actor = actor_of(request)
        if not (id := request.query_params.get("dataset")):
            raise BadField("dataset", "Name a dataset: ?dataset=….")
        dataset = access_dataset(actor, id, "see_originals")
        rows = Evaluation.objects.filter(dataset=dataset).select_related("created_by", "job__created_by")
        found, following = keyset_page(rows, request, descending=True)
        return Response({"results": show_evaluations(found, actor), "next": following})

    @extend_schema(
        operation_id="evaluations_create", request=EvaluationForm, responses={202: EvaluationStarted}
    )
    def post(self, request: Request) -> Response:
        """Compares what one or two sets find with what people reviewed: approved pictures, the label's objects that
        are hidden or kept. Nothing is changed by it."""
        actor = actor_of(request)
        form = parse(EvaluationForm, request)
        dataset = access_dataset(actor, form["dataset"], "detect")
        actor.require("see_originals", dataset.project.organization_id, dataset.project_id)
        label = access_label(actor, form["label"], "view")
        evaluation = start_evaluation(dataset, label, form["sets"], actor.user)
        assert evaluation.job is not None
        body = {
            "evaluation": show_evaluations([evaluation], actor)[0],
            "job": show_job(evaluation.job, actor),
        }
        return Response(body, status=status.HTTP_202_ACCEPTED)


class EvaluationView(APIView):
    @extend_schema(operation_id="evaluations_read", responses=EvaluationAnswer)
    def get(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        return Response(show_evaluations([access_evaluation(actor, id, "see_originals")], actor)[0])


class DifferencesView(APIView):
    @extend_schema(
        operation_id="evaluations_differences",
        parameters=[OpenApiParameter("from", int, description="Where the page starts; `next` of the last.")],
        responses=DifferenceList,
    )
    def get(self, request: Request, id: UUID) -> Response:
        """The pictures in which true boxes are covered by one set alone, or by none; most differences first."""
        evaluation = access_evaluation(actor_of(request), id, "see_originals")
        start = request.query_params.get("from") or "0"
        if not start.isdecimal():
            raise BadField("from", "from is the number of the first picture.")
        return Response(differences_of(evaluation, int(start)))
