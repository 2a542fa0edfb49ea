"""Jobs over REST: the list, one job, its steps, cancel and retry; and the workers."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_job, access_project, actor_of, visible_jobs
from moretta.api import BadField, keyset_page

from . import actions
from .models import Job, JobStep
from .serializers import (
    JobPageSerializer,
    JobSerializer,
    StepPageSerializer,
    StepSerializer,
    WorkersSerializer,
    show_job,
    show_jobs,
)
from .workers import live_workers, queue_lengths, waiting_sentence

PAGING = [OpenApiParameter("cursor", OpenApiTypes.STR), OpenApiParameter("limit", OpenApiTypes.INT)]


class JobsView(APIView):
    @extend_schema(
        operation_id="jobs_list",
        parameters=[
            OpenApiParameter("project", OpenApiTypes.UUID),
            OpenApiParameter("state", OpenApiTypes.STR, enum=[*Job.State.values]),
            OpenApiParameter("active", OpenApiTypes.STR, description="1: only jobs that have not ended."),
            *PAGING,
        ],
        responses=JobPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        actor = actor_of(request)
        rows = visible_jobs(actor).select_related("created_by")
        if project := request.query_params.get("project"):
            rows = rows.filter(project=access_project(actor, project, "view"))
        if state := request.query_params.get("state"):
            if state not in Job.State.values:
                raise BadField("state", f"state is one of {', '.join(Job.State.values)}.")
            rows = rows.filter(state=state)
        if request.query_params.get("active") in ("1", "true"):
            rows = rows.filter(state__in=Job.LIVE)
        found, following = keyset_page(rows, request, descending=True)
        return Response({"results": show_jobs(found, actor), "next": following})


class JobView(APIView):
    @extend_schema(operation_id="jobs_retrieve", responses=JobSerializer)
    def get(self, request: Request, id: str) -> Response:
        actor = actor_of(request)
        return Response(show_job(access_job(actor, id, "view"), actor))


class JobStepsView(APIView):
    @extend_schema(
        operation_id="jobs_steps",
        parameters=[OpenApiParameter("state", OpenApiTypes.STR, enum=[*JobStep.State.values]), *PAGING],
        responses=StepPageSerializer,
    )
    def get(self, request: Request, id: str) -> Response:
        job = access_job(actor_of(request), id, "view")
        rows = JobStep.objects.filter(job=job)
        if state := request.query_params.get("state"):
            if state not in JobStep.State.values:
                raise BadField("state", f"state is one of {', '.join(JobStep.State.values)}.")
            rows = rows.filter(state=state)
        found, following = keyset_page(rows, request)
        return Response({"results": StepSerializer(found, many=True).data, "next": following})


class JobCancelView(APIView):
    @extend_schema(operation_id="jobs_cancel", request=None, responses=JobSerializer)
    def post(self, request: Request, id: str) -> Response:
        """What waits is cancelled at once; what runs stops at its next write."""
        actor = actor_of(request)
        return Response(show_job(actions.steer(actor.user, "cancel", access_job(actor, id, "detect")), actor))


class JobRetryView(APIView):
    @extend_schema(operation_id="jobs_retry", request=None, responses=JobSerializer)
    def post(self, request: Request, id: str) -> Response:
        """Queues the failed and cancelled steps anew, also while others run."""
        actor = actor_of(request)
        return Response(show_job(actions.steer(actor.user, "retry", access_job(actor, id, "detect")), actor))


class WorkersView(APIView):
    @extend_schema(operation_id="workers_list", responses=WorkersSerializer)
    def get(self, request: Request) -> Response:
        """The workers that live, the lengths of the queues, and a sentence when work waits for nobody."""
        workers = live_workers()
        says = waiting_sentence(visible_jobs(actor_of(request)), workers)
        body = {"workers": workers or [], "queues": queue_lengths(), "says": says}
        return Response(WorkersSerializer(body).data)
