"""Reviews over REST: parse, door, action, answer."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import Actor, access_asset, access_project, actor_of
from moretta.api import BadField, keyset_page, page, parse
from moretta.datasets.cards import show_cards
from moretta.datasets.lists import next_needing
from moretta.datasets.models import Asset
from moretta.datasets.serializers import AssetCard
from moretta.jobs.serializers import show_job

from . import actions, bulk
from .models import Review
from .rendering import render_approved
from .serializers import (
    ApproveForm,
    BulkAnswer,
    BulkForm,
    ExcludeForm,
    RequestChangesForm,
    ReviewList,
    show_review,
)


def _card(asset: Asset, actor: Actor) -> Response:
    fresh = access_asset(actor, asset.pk, "view")
    return Response(show_cards([fresh], actor)[0])


class SubmitView(APIView):
    @extend_schema(operation_id="assets_submit", request=None, responses=AssetCard)
    def post(self, request: Request, id: UUID) -> Response:
        """Asks for a review."""
        actor = actor_of(request)
        return _card(actions.submit_asset(access_asset(actor, id, "annotate"), actor.user), actor)


class ApproveView(APIView):
    @extend_schema(operation_id="assets_approve", request=ApproveForm, responses=AssetCard)
    def post(self, request: Request, id: UUID) -> Response:
        """Approves the revision that was looked at, and starts its redaction."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "review", "blob")
        form = parse(ApproveForm, request)
        with transaction.atomic():
            actions.approve_asset(
                asset,
                actor.user,
                form["revision"],
                hide_undecided=form["hide_undecided"],
                comment=form["comment"],
                coverage=form.get("coverage"),
            )
            render_approved([asset], actor.user)
        return _card(asset, actor)


class RequestChangesView(APIView):
    @extend_schema(operation_id="assets_request_changes", request=RequestChangesForm, responses=AssetCard)
    def post(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        asset = access_asset(actor, id, "review")
        form = parse(RequestChangesForm, request)
        actions.request_changes(asset, actor.user, form["revision"], form["comment"])
        return _card(asset, actor)


class ExcludeView(APIView):
    @extend_schema(operation_id="assets_exclude", request=ExcludeForm, responses=AssetCard)
    def post(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        asset = access_asset(actor, id, "annotate")
        return _card(actions.exclude_asset(asset, actor.user, parse(ExcludeForm, request)["reason"]), actor)


class IncludeView(APIView):
    @extend_schema(operation_id="assets_include", request=None, responses=AssetCard)
    def post(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        return _card(actions.include_asset(access_asset(actor, id, "annotate"), actor.user), actor)


class ReopenView(APIView):
    @extend_schema(operation_id="assets_reopen", request=None, responses=AssetCard)
    def post(self, request: Request, id: UUID) -> Response:
        """Takes an asset back from review or approval to work on it again."""
        actor = actor_of(request)
        return _card(actions.reopen_asset(access_asset(actor, id, "annotate"), actor.user), actor)


class BulkView(APIView):
    @extend_schema(operation_id="assets_bulk", request=BulkForm, responses={200: BulkAnswer, 202: BulkAnswer})
    def post(self, request: Request) -> Response:
        """One act on up to 500 assets; each refusal says why. 202 where a job does the rest."""
        actor = actor_of(request)
        form = parse(BulkForm, request)
        if form["act"] == "delete" and not form["confirm"]:
            raise BadField("confirm", "Deleting is for good. Send confirm: true to do it.")
        ids, left = bulk.ids_of(actor, form)
        done, refused, jobs = bulk.act_on_many(actor, form["act"], ids, form)
        body = {
            "done": done,
            "refused": refused,
            "left": left,
            "job": show_job(jobs[0], actor) if jobs else None,
        }
        return Response(body, status=status.HTTP_202_ACCEPTED if jobs else status.HTTP_200_OK)


class ReviewsView(APIView):
    @extend_schema(
        operation_id="reviews_list",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=ReviewList,
    )
    def get(self, request: Request, id: UUID) -> Response:
        """The decisions about an asset, newest first."""
        asset = access_asset(actor_of(request), id, "view")
        rows = Review.objects.filter(asset=asset).select_related("reviewer")
        return page(*keyset_page(rows, request, descending=True), show_review)


class NextView(APIView):
    @extend_schema(
        operation_id="assets_next",
        parameters=[
            OpenApiParameter("project", OpenApiTypes.UUID, required=True),
            OpenApiParameter("after", OpenApiTypes.UUID),
        ],
        responses={200: AssetCard, 204: None},
    )
    def get(self, request: Request) -> Response:
        """The next asset that needs the caller; 204 where none does."""
        actor = actor_of(request)
        project = access_project(actor, request.query_params.get("project"), "view")
        after = request.query_params.get("after")
        try:
            found = next_needing(actor, project, UUID(after) if after else None)
        except ValueError:
            raise BadField("after", "after is the id of an asset.") from None
        if found is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(show_cards([found], actor)[0])
