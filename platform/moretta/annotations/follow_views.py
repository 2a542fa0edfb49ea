"""Following over REST: parse, door, action, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_asset, access_label, actor_of
from moretta.api import parse
from moretta.jobs.serializers import JobAnswerSerializer, show_job

from . import following


class FollowForm(serializers.Serializer[Any]):
    frame = serializers.IntegerField(min_value=0)
    shape = serializers.DictField(help_text="Where the object is at that frame.")
    label = serializers.UUIDField()  # type: ignore[assignment]  # a field may be called so
    back = serializers.BooleanField(default=False, help_text="Through the frames before it.")


class FollowView(APIView):
    @extend_schema(operation_id="assets_follow", request=FollowForm, responses={202: JobAnswerSerializer})
    def post(self, request: Request, id: UUID) -> Response:
        """Follows an object through a clip, from a shape at a frame on or `back` from it. The job's `result` has the
        `keyframes` of those frames, the `last` one that was reached and `why` it ends there: *end*, *cut*, *left* or
        *lost*. Nothing is changed."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "annotate", "blob")
        form = parse(FollowForm, request)
        label = access_label(actor, form["label"], "annotate")
        place = form["frame"], form["shape"]
        job = following.start_following(asset, actor.user, *place, label.kind, back=form["back"])
        return Response({"job": show_job(job, actor)}, status=status.HTTP_202_ACCEPTED)
