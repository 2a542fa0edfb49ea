"""The hunt over REST: parse, door, action, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_asset, access_dataset, actor_of
from moretta.api import BadField, parse
from moretta.datasets.models import Asset
from moretta.jobs.serializers import JobAnswerSerializer, JobSerializer, show_job

from . import hunting


class HuntForm(serializers.Serializer[Any]):
    frames = serializers.ListField(
        child=serializers.IntegerField(min_value=0), min_length=1, max_length=hunting.MOST_FRAMES
    )


class HuntPicture(serializers.Serializer[Any]):
    frame = serializers.IntegerField()
    url = serializers.CharField()


class HuntAnswer(serializers.Serializer[Any]):
    pictures = HuntPicture(many=True, help_text="There once the job (if there is one) has succeeded.")
    revision = serializers.IntegerField(help_text="Of the asset that they show.")
    job = JobSerializer(allow_null=True)


class SpotForm(serializers.Serializer[Any]):
    frame = serializers.IntegerField(default=0, min_value=0)
    at = serializers.ListField(
        child=serializers.FloatField(),
        min_length=2,
        max_length=2,
        help_text="[x, y] in pixels of the upright frame.",
    )


class LookedForm(serializers.Serializer[Any]):
    assets = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=hunting.MOST_LOOKED
    )


class LookedAnswer(serializers.Serializer[Any]):
    done = serializers.ListField(child=serializers.UUIDField())


class HuntView(APIView):
    @extend_schema(operation_id="assets_hunt", request=HuntForm, responses={200: HuntAnswer, 202: HuntAnswer})
    def post(self, request: Request, id: UUID) -> Response:
        """Where frames are shown in full size as they would be redacted now; 202 while a job makes them."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "see_originals", "blob")
        frames = sorted(set(parse(HuntForm, request)["frames"]))
        _require_frame(asset, frames[-1], "frames")
        pictures, job = hunting.start_hunt(asset, actor.user, frames)
        body = {
            "pictures": pictures,
            "revision": asset.revision,
            "job": show_job(job, actor) if job else None,
        }
        return Response(body, status=status.HTTP_202_ACCEPTED if job else status.HTTP_200_OK)


class SpotView(APIView):
    @extend_schema(operation_id="assets_spot", request=SpotForm, responses={202: JobAnswerSerializer})
    def post(self, request: Request, id: UUID) -> Response:
        """Looks closely at a place where somebody was missed. The job's `result` has the `box` that was found there, or
        (`found: false`) a box around the place; and under `similar` finds like it, below the threshold, in this
        dataset. Nothing is changed."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "annotate", "blob")
        form = parse(SpotForm, request)
        _require_frame(asset, form["frame"], "frame")
        x, y = form["at"]
        if not (0 <= x < (asset.width or 0) and 0 <= y < (asset.height or 0)):
            raise BadField("at", f"at lies inside the picture of {asset.width} x {asset.height} pixels.")
        job = hunting.start_spot(asset, actor.user, form["frame"], (x, y))
        return Response({"job": show_job(job, actor)}, status=status.HTTP_202_ACCEPTED)


class LookedView(APIView):
    @extend_schema(operation_id="datasets_looked", request=LookedForm, responses=LookedAnswer)
    def post(self, request: Request, id: UUID) -> Response:
        """Says that the caller has looked through these assets for everything that the policy hides."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        done = hunting.note_looked(dataset, actor.user, parse(LookedForm, request)["assets"])
        return Response({"done": done})


def _require_frame(asset: Asset, frame: int, field: str) -> None:
    if frame >= asset.n_frames:
        raise BadField(field, f"A frame is a whole number from 0 to {asset.n_frames - 1}.")
