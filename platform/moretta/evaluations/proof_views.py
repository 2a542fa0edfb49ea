"""Proofs of privacy over REST: parse, door, action, answer."""

from __future__ import annotations

import json
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
from moretta.accounts.access import Actor, access_dataset, access_export, access_proof, actor_of
from moretta.api import BadField, Conflict, keyset_page, parse
from moretta.audit.log import record
from moretta.jobs.models import Job
from moretta.jobs.serializers import JobSerializer, show_job, show_jobs

from .models import Proof
from .proofs import FIGURES, WITH_PICTURES, name_in, start_proof

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
"""No script, no form, nothing from elsewhere, and an origin of its own."""


class ProofForm(serializers.Serializer[Any]):
    dataset = serializers.UUIDField(required=False, help_text="Of what may leave it now.")
    export = serializers.UUIDField(required=False, help_text="Of what left by it; one of the two.")


class ProofAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    export = serializers.UUIDField(allow_null=True)
    export_number = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(["ready", *Job.State.values])
    figures = serializers.DictField(
        help_text="As docs/file-formats.md tells of `moretta evaluate privacy`, and `told`: verdicts and notes by "
        "language besides English. Empty until it is ready."
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
            OpenApiParameter("export", OpenApiTypes.UUID, description="Those of one export alone."),
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
        if export := request.query_params.get("export"):
            rows = rows.filter(export=access_export(actor, export, "view"))
        rows = rows.select_related("created_by", "export", "job__created_by")
        found, following = keyset_page(rows, request, descending=True)
        return Response({"results": show_proofs(found, actor), "next": following})

    @extend_schema(operation_id="proofs_create", request=ProofForm, responses={202: ProofStarted})
    def post(self, request: Request) -> Response:
        """Measures what is left of people in the files that may leave, or that left by an export: who is still found,
        who can be linked again, what plates say, what changed besides. Nothing is changed by it."""
        actor = actor_of(request)
        form = parse(ProofForm, request)
        if len(form) != 1:
            raise BadField("dataset", "Name a dataset or an export.")
        export = access_export(actor, form["export"], "view") if "export" in form else None
        dataset = access_dataset(actor, export.dataset_id if export else form["dataset"], "detect")
        actor.require("see_originals", dataset.project.organization_id, dataset.project_id)
        proof = start_proof(dataset, actor.user, export)
        assert proof.job is not None
        body = {"proof": show_proofs([proof], actor)[0], "job": show_job(proof.job, actor)}
        return Response(body, status=status.HTTP_202_ACCEPTED)


class ProofView(APIView):
    @extend_schema(operation_id="proofs_read", responses=ProofAnswer)
    def get(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        return Response(show_proofs([access_proof(actor, id, "view")], actor)[0])


class ProofPageView(APIView):
    @extend_schema(
        operation_id="proofs_page",
        parameters=[
            OpenApiParameter("shown", bool, description="To be shown, not saved."),
            OpenApiParameter("language", str, description="As in de; English where there is no page in it."),
        ],
        responses={(200, "text/html"): OpenApiTypes.STR},
    )
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The report as one page. Without the right to see originals it has no pictures."""
        actor = actor_of(request)
        proof = access_proof(actor, id, "view")
        if not proof.path:
            if proof.finished_at:
                raise Conflict("The page is gone, for something in the dataset was erased. Measure again.")
            raise Conflict("It is not finished. Its job says how far it is.")
        project = proof.dataset.project
        pictures = actor.may("see_originals", project.organization_id, project.pk)
        if pictures:
            once = f"proof:{actor.user.pk}:{proof.pk}:{timezone.now():%Y%m%d%H}"
            record(actor, "viewed_proof", "dataset", proof.dataset_id, project.organization_id, once=once)
        with zipfile.ZipFile(storage.local(proof.path)) as pages:
            name = WITH_PICTURES if pictures else FIGURES
            own = name_in(name, request.query_params.get("language", "en"))
            page = pages.read(own if own in pages.namelist() else name)
        answer = HttpResponse(page, content_type="text/html; charset=utf-8")
        answer["Content-Security-Policy"] = POLICY
        answer["X-Frame-Options"] = "SAMEORIGIN"  # the page *Proofs* frames it
        shown = request.query_params.get("shown") in ("1", "true")
        how = "inline" if shown else "attachment"
        answer["Content-Disposition"] = f'{how}; filename="privacy-{proof.pk}.html"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class ProofFiguresView(APIView):
    @extend_schema(operation_id="proofs_figures", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The figures as a file, as `moretta evaluate privacy --json` writes it."""
        proof = access_proof(actor_of(request), id, "view")
        if not proof.finished_at:
            raise Conflict("It is not finished. Its job says how far it is.")
        text = json.dumps(proof.figures, indent=1, ensure_ascii=False) + "\n"
        answer = HttpResponse(text, content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="privacy-{proof.pk}.json"'
        return answer


def show_proofs(rows: list[Proof], actor: Actor) -> list[dict[str, Any]]:
    """Proofs as JSON."""
    jobs = {row["id"]: row for row in show_jobs([one.job for one in rows if one.job is not None], actor)}
    return [
        {
            "id": row.pk,
            "dataset": row.dataset_id,
            "export": row.export_id,
            "export_number": row.export.number if row.export else None,
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
