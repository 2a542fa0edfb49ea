"""The upload view: who may is asked before a single byte of the body is read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta import storage
from moretta.accounts.access import access_dataset, actor_of
from moretta.accounts.authentication import SessionAuthentication, TokenAuthentication
from moretta.api import ApiError, BadField
from moretta.audit.log import record
from moretta.jobs.serializers import JobSerializer, show_job
from moretta.language import said_in

from .coco import read_coco
from .intake import A_PERSON_WAITS, BULK, take_in
from .receiving import Received, StoreUploadHandler
from .serializers import Duplicate, NamedError, UploadedAsset, UploadForm


class WithoutBody:
    """A request whose form looks empty, so that the CSRF check reads the header and leaves the body alone."""

    def __init__(self, request: Any) -> None:
        self.__dict__["_request"] = request
        self.__dict__["POST"] = QueryDict()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._request, name)


class HeaderSessionAuthentication(SessionAuthentication):
    """The session, with the CSRF token in the header only."""

    def enforce_csrf(self, request: Any) -> None:
        super().enforce_csrf(WithoutBody(request))  # type: ignore[arg-type]


class UploadAnswer(serializers.Serializer[Any]):
    job = JobSerializer(allow_null=True)
    assets = UploadedAsset(many=True)
    duplicates = Duplicate(many=True)
    errors = NamedError(many=True)  # type: ignore[assignment]  # a field may be called so


class UploadsView(APIView):
    authentication_classes = [HeaderSessionAuthentication, TokenAuthentication]
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="uploads_create",
        request={"multipart/form-data": UploadForm},
        responses={202: UploadAnswer, 200: UploadAnswer},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Takes pictures and videos in. 202 with the job that looks at them, or 200 where nothing was new."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "ingest")
        handler = StoreUploadHandler(request._request)
        try:
            files, annotations = _receive(request, handler)
            objects = (
                read_coco(annotations.path, dataset.project.labels.all()) if annotations is not None else None
            )
            priority = A_PERSON_WAITS if actor.token is None else BULK
            intake = take_in(dataset, files, actor.user, objects, priority=priority)
        except storage.DiskFull as full:
            raise ApiError("disk_full", str(full), http=507) from None
        finally:
            handler.discard()
        if intake.job:
            details = {"files": len(intake.assets)}
            organization = dataset.project.organization_id
            record(actor, "uploaded", "dataset", dataset.pk, organization, details, name=dataset.name)
            if objects:
                record(actor, "imported", "dataset", dataset.pk, organization)
        body = {
            "job": show_job(intake.job, actor) if intake.job else None,
            "assets": [{"id": a.pk, "name": a.name, "state": a.state} for a in intake.assets],
            "duplicates": intake.duplicates,
            "errors": said_in(intake.errors, "detail"),
        }
        return Response(body, status=status.HTTP_202_ACCEPTED if intake.job else status.HTTP_200_OK)


def _receive(request: Request, handler: StoreUploadHandler) -> tuple[list[Received], Received | None]:
    """The parts of the body; raises ApiError for one that cannot be taken."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > settings.MAX_UPLOAD_BYTES:
        detail = f"One request may carry {settings.MAX_UPLOAD_BYTES >> 20} MB. Send fewer files at once."
        raise ApiError("too_large", detail, http=413)
    storage.require_space(length)
    request._request.upload_handlers = [handler]
    try:
        parts = request.FILES
    except SuspiciousOperation:  # too many files or fields
        detail = f"One request may carry {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files. Send fewer at once."
        raise ApiError("too_many", detail, http=413) from None
    annotations = parts.getlist("annotations")
    if len(annotations) > 1:
        raise BadField("annotations", "Send one file of annotations at a time.")
    files = [part for name in ("files", "files[]", "file") for part in parts.getlist(name)]
    if not files:
        raise BadField("files", "Send at least one file in the field files.")
    return files, annotations[0] if annotations else None
