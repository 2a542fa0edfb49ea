"""Annotations over REST: parse, door, action, answer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_asset, access_comment, access_label, actor_of
from moretta.api import BadField, keyset_page, packed_json, page, parse
from moretta.datasets.detail import show_asset
from moretta.datasets.models import Asset
from moretta.datasets.serializers import AssetDetail
from moretta.jobs import presence
from moretta.jobs.events import publish
from moretta.jobs.serializers import show_job

from . import actions, comments, previews, searching
from .models import Change, Comment
from .serializers import (
    AnnotationsAnswer,
    ChangeList,
    ChangesAnswer,
    ChangesConflict,
    ChangesForm,
    CommentAnswer,
    CommentForm,
    CommentList,
    CommentPatch,
    PresenceAnswer,
    PresenceForm,
    PreviewAnswer,
    PreviewForm,
    SearchedForm,
    show_comment,
)
from .showing import show_annotations, written_annotations

PAGES = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]


class AnnotationsView(APIView):
    @extend_schema(
        operation_id="annotations_list",
        parameters=[
            OpenApiParameter("from", OpenApiTypes.INT, description="First frame of a window."),
            OpenApiParameter("to", OpenApiTypes.INT, description="The frame behind the window's last one."),
        ],
        responses=AnnotationsAnswer,
    )
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The objects of an asset with their keyframes; with a window, only the keyframes that it needs."""
        asset = access_asset(actor_of(request), id, "view")
        start, stop = (_frame(request, name) for name in ("from", "to"))
        if start is None and stop is None:
            written = "".join(written_annotations(asset))
            body = f'{{"revision": {asset.revision}, "annotations": {written}}}'
            return packed_json(request, body)
        return Response(
            {"revision": asset.revision, "annotations": show_annotations(asset, start=start, stop=stop)}
        )


class ChangesView(APIView):
    @extend_schema(operation_id="changes_list", parameters=PAGES, responses=ChangeList)
    def get(self, request: Request, id: UUID) -> Response:
        """What was done to an asset's objects, newest first."""
        asset = access_asset(actor_of(request), id, "view")
        rows = Change.objects.filter(asset=asset).select_related("author")
        found, following = keyset_page(rows, request, key="revision", descending=True)
        return page(found, following, show_change)

    @extend_schema(
        operation_id="changes_apply",
        request=ChangesForm,
        responses={200: ChangesAnswer, 409: ChangesConflict},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Applies changes, all or nothing. Objects that others touched since `base_revision` answer 409 with both
        versions; changes on other objects go through."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "annotate")
        if not isinstance(request.data, dict):
            raise BadField("changes", "The body is an object with base_revision and changes.")
        done = actions.apply_changes(
            asset, actor.user, request.data.get("base_revision"), request.data.get("changes")
        )
        return Response(done)


class SearchedView(APIView):
    @extend_schema(operation_id="assets_searched", request=SearchedForm, responses=AssetDetail)
    def post(self, request: Request, id: UUID) -> Response:
        """Says that the caller has looked through the whole asset for a label."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "annotate", "blob")
        label = access_label(actor, parse(SearchedForm, request)["label"], "annotate")
        searching.search_by_hand(asset, label, actor.user)
        return Response(show_asset(asset, actor))


class CommentsView(APIView):
    @extend_schema(operation_id="comments_list", parameters=PAGES, responses=CommentList)
    def get(self, request: Request, id: UUID) -> Response:
        asset = access_asset(actor_of(request), id, "view")
        rows = Comment.objects.filter(asset=asset).select_related("author")
        return page(*keyset_page(rows, request), show_comment)

    @extend_schema(operation_id="comments_create", request=CommentForm, responses={201: CommentAnswer})
    def post(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        asset = access_asset(actor, id, "comment")
        comment = comments.add_comment(asset, actor.user, parse(CommentForm, request))
        return Response(show_comment(comment), status=status.HTTP_201_CREATED)


class CommentView(APIView):
    @extend_schema(operation_id="comments_change", request=CommentPatch, responses=CommentAnswer)
    def patch(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        comment = access_comment(actor, id, "comment")
        resolved = parse(CommentPatch, request)["resolved"]
        return Response(show_comment(comments.resolve_comment(comment, actor.user, resolved)))


class PresenceView(APIView):
    @extend_schema(operation_id="presence_say", request=PresenceForm, responses=PresenceAnswer)
    def post(self, request: Request, id: UUID) -> Response:
        """Says that the caller has the asset open (again every 10 s), and tells who else has."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "view")
        frame, project = parse(PresenceForm, request).get("frame"), asset.dataset.project_id
        if presence.here(asset.pk, actor.user, frame, project_id=project):
            _announce_presence(asset)
        return Response(self._answer(asset))

    @extend_schema(operation_id="presence_leave", request=None, responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        asset = access_asset(actor, id, "view")
        if presence.leave(asset.pk, actor.user):
            _announce_presence(asset)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @staticmethod
    def _answer(asset: Asset) -> dict[str, object]:
        return {"here": presence.present(asset.pk), "revision": asset.revision}


class PreviewView(APIView):
    @extend_schema(
        operation_id="assets_preview",
        request=PreviewForm,
        responses={200: PreviewAnswer, 202: PreviewAnswer},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Where a frame is shown exactly as it would be redacted now; 202 while a job makes the picture."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "see_originals", "blob")
        frame = parse(PreviewForm, request)["frame"]
        if frame >= asset.n_frames:
            raise BadField("frame", f"A frame is a whole number from 0 to {asset.n_frames - 1}.")
        url, job = previews.start_preview(asset, actor.user, frame)
        body = {"url": url, "revision": asset.revision, "job": show_job(job, actor) if job else None}
        return Response(body, status=status.HTTP_202_ACCEPTED if job else status.HTTP_200_OK)


def _announce_presence(asset: Asset) -> None:
    project = asset.dataset.project
    publish(project.organization_id, "presence", asset.pk, project=project.pk)


def show_change(change: Change) -> dict[str, object]:
    return {
        "id": change.pk,
        "revision": change.revision,
        "base_revision": change.base_revision,
        "author": str(change.author) if change.author else None,
        "run": change.run_id,
        "operations": change.operations,
        "inverse": change.inverse,
        "undoes": change.undoes,
        "at": change.at,
    }


def _frame(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadField(name, f"{name} is a frame, a whole number from 0.")
    return int(text)
