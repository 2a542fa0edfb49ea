"""Proofs of privacy over REST: parse, door, action, answer."""

from __future__ import annotations

import zipfile
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta import storage
from moretta.accounts.access import Actor, access_dataset, access_proof, actor_of
from moretta.api import BadField, Conflict, keyset_page, parse
from moretta.audit.log import record
from moretta.jobs.models import Job
from moretta.jobs.serializers import JobSerializer, show_job, show_jobs

from .models import Proof
from .proofs import FIGURES, WITH_PICTURES, start_proof

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"


class ProofForm(serializers.Serializer[Any]):
    dataset = serializers.UUIDField()


class ProofAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    state = serializers.ChoiceField(["ready", *Job.State.values])
    figures = serializers.DictField(
        help_text="As docs/file-formats.md tells of `moretta evaluate privacy`; empty until it is ready."
    )
    has_page = serializers.BooleanField(
        help_text="Whether the page is still kept: not after a picture of the dataset was erased."
    )
    created_by = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    job = JobSerializer(allow_null=True)


class ProofList(serializers.Serializer[Any]):
    results = ProofAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class ProofStarted(serializers.Serializer[Any]):
    proof = ProofAnswer()
    job = JobSerializer()


class ProofsView(APIView):
    @extend_schema(
        operation_id="proofs_list",
        parameters=[
            OpenApiParameter("dataset", OpenApiTypes.UUID, required=True),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses=ProofList,
    )
    def get(self, request: Request) -> Response:
        """Those of a dataset, newest first."""
        actor = actor_of(request)
        if not (id := request.query_params.get("dataset")):
            raise BadField("dataset", "Name a dataset: ?dataset=….")
        rows = Proof.objects.filter(dataset=access_dataset(actor, id, "view"))
        rows = rows.select_related("created_by", "job__created_by")
        found, following = keyset_page(rows, request, descending=True)
        return Response({"results": show_proofs(found, actor), "next": following})

    @extend_schema(operation_id="proofs_create", request=ProofForm, responses={202: ProofStarted})
    def post(self, request: Request) -> Response:
        """Measures what is left of people in the pictures that may leave: who is still found, who can be linked again,
        what plates say, what changed besides. Nothing is changed by it."""
        actor = actor_of(request)
        dataset = access_dataset(actor, parse(ProofForm, request)["dataset"], "detect")
        actor.require("see_originals", dataset.project.organization_id, dataset.project_id)
        proof = start_proof(dataset, actor.user)
        assert proof.job is not None
        body = {"proof": show_proofs([proof], actor)[0], "job": show_job(proof.job, actor)}
        return Response(body, status=status.HTTP_202_ACCEPTED)


class ProofView(APIView):
    @extend_schema(operation_id="proofs_read", responses=ProofAnswer)
    def get(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        return Response(show_proofs([access_proof(actor, id, "view")], actor)[0])


class ProofPageView(APIView):
    @extend_schema(operation_id="proofs_page", responses={(200, "text/html"): OpenApiTypes.STR})
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The report as one page. Without the right to see originals it has no pictures."""
        actor = actor_of(request)
        proof = access_proof(actor, id, "view")
        if not proof.path:
            if proof.finished_at:
                raise Conflict("The page is gone, for a picture of the dataset was erased. Measure again.")
            raise Conflict("It is not finished. Its job says how far it is.")
        project = proof.dataset.project
        pictures = actor.may("see_originals", project.organization_id, project.pk)
        if pictures:
            once = f"proof:{actor.user.pk}:{proof.pk}:{timezone.now():%Y%m%d%H}"
            record(actor, "viewed_proof", "dataset", proof.dataset_id, project.organization_id, once=once)
        with zipfile.ZipFile(storage.local(proof.path)) as pages:
            page = pages.read(WITH_PICTURES if pictures else FIGURES)
        answer = HttpResponse(page, content_type="text/html; charset=utf-8")
        answer["Content-Security-Policy"] = POLICY
        answer["Content-Disposition"] = f'attachment; filename="privacy-{proof.pk}.html"'
        answer["Cache-Control"] = "private, no-store"
        return answer


def show_proofs(rows: list[Proof], actor: Actor) -> list[dict[str, Any]]:
    """Proofs as JSON."""
    jobs = {row["id"]: row for row in show_jobs([one.job for one in rows if one.job is not None], actor)}
    return [
        {
            "id": row.pk,
            "dataset": row.dataset_id,
            "state": "ready" if row.finished_at else row.job.state if row.job else Job.State.FAILED,
            "figures": row.figures,
            "has_page": bool(row.path),
            "created_by": str(row.created_by) if row.created_by else None,
            "created_at": row.created_at,
            "finished_at": row.finished_at,
            "job": jobs.get(str(row.job_id)),
        }
        for row in rows
    ]
