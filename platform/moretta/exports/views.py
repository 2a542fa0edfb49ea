"""Exports over REST: parse, door, action, answer."""

from __future__ import annotations

import zipfile
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta import storage
from moretta.accounts.access import (
    Actor,
    access_dataset,
    access_export,
    access_project,
    actor_of,
    visible_exports,
)
from moretta.api import Conflict, keyset_page, parse
from moretta.audit.log import record
from moretta.datasets.serving import Handover, served
from moretta.jobs.serializers import show_job

from . import actions
from .models import Export
from .serializers import (
    ExportAnswer,
    ExportForm,
    ExportList,
    ExportPreviewAnswer,
    ExportStarted,
    show_export,
    show_exports,
)

ON_THE_SHEET = 24  # items of each export in a list


class ExportsView(APIView):
    @extend_schema(
        operation_id="exports_list",
        parameters=[
            OpenApiParameter("project", OpenApiTypes.UUID),
            OpenApiParameter("dataset", OpenApiTypes.UUID),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses=ExportList,
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        actor = actor_of(request)
        rows = visible_exports(actor).select_related("created_by", "job__created_by")
        if project := request.query_params.get("project"):
            rows = rows.filter(dataset__project=access_project(actor, project, "view"))
        if dataset := request.query_params.get("dataset"):
            rows = rows.filter(dataset=access_dataset(actor, dataset, "view"))
        found, following = keyset_page(rows, request, descending=True)
        return Response({"results": show_exports(found, actor, ON_THE_SHEET), "next": following})

    @extend_schema(operation_id="exports_create", request=ExportForm, responses={202: ExportStarted})
    def post(self, request: Request) -> Response:
        """Starts an export of what is ready: redacted pixels, annotations, manifest."""
        actor = actor_of(request)
        form = parse(ExportForm, request)
        dataset = access_dataset(actor, form.pop("dataset"), "export")
        export = actions.start_export(dataset, actor.user, **form)
        assert export.job is not None
        body = {"export": show_export(export, actor), "job": show_job(export.job, actor)}
        return Response(body, status=status.HTTP_202_ACCEPTED)


class ExportPreviewView(APIView):
    @extend_schema(
        operation_id="exports_preview",
        parameters=[OpenApiParameter("dataset", OpenApiTypes.UUID, required=True)],
        responses=ExportPreviewAnswer,
    )
    def get(self, request: Request) -> Response:
        """What an export of the dataset would hold now, and what it would leave out."""
        dataset = access_dataset(actor_of(request), request.query_params.get("dataset"), "view")
        return Response(actions.preview_export(dataset))


class ExportView(APIView):
    @extend_schema(operation_id="exports_read", responses=ExportAnswer)
    def get(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        return Response(show_export(access_export(actor, id, "view"), actor))


class ExportFileView(APIView):
    @extend_schema(operation_id="exports_file", responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, id: UUID) -> Handover:
        """The archive. Ranges are supported."""
        actor = actor_of(request)
        export = _finished(access_export(actor, id, "export"))
        _note_download(actor, export)
        name = f"{export.dataset.name}-{export.number}-{export.format}.zip"
        path = storage.local(export.path)
        return Handover(path, "application/zip", name, export.sha256, attachment=True)


class ExportManifestView(APIView):
    @extend_schema(operation_id="exports_manifest", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The manifest as it lies in the archive."""
        export = _finished(access_export(actor_of(request), id, "export"))
        with zipfile.ZipFile(storage.local(export.path)) as archive:
            return HttpResponse(archive.read("manifest.json"), content_type="application/json")


def _finished(export: Export) -> Export:
    if not export.path:
        raise Conflict("The export is not finished. Its job says how far it is.")
    return export


def _note_download(actor: Actor, export: Export) -> None:
    """One event per person, export and hour, however many ranges are fetched."""
    once = f"download:{actor.user.pk}:{export.pk}:{timezone.now():%Y%m%d%H}"
    organization = export.dataset.project.organization_id
    record(actor, "downloaded_export", "export", export.pk, organization, once=once)


export_file = served(ExportFileView)
