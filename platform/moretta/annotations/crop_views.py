"""The wall of crops over REST: parse, door, action, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_dataset, access_label, actor_of
from moretta.api import parse
from moretta.jobs.serializers import JobAnswerSerializer, JobSerializer, show_job
from moretta.language import said_in

from . import crops, deciding, thresholds
from .models import Annotation
from .serializers import DECISIONS, FlagAnswer


class CropPlace(serializers.Serializer[Any]):
    version = serializers.CharField(help_text="Another one when the picture is.")
    frame = serializers.IntegerField()
    box = serializers.ListField(child=serializers.FloatField(), help_text="Of the object on that frame.")


class CropAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    asset = serializers.UUIDField()
    name = serializers.CharField(help_text="Of the asset.")
    kind = serializers.ChoiceField(["image", "video"])
    label = serializers.UUIDField()  # type: ignore[assignment]  # a field may be called so
    source = serializers.ChoiceField(Annotation.Source.choices)  # type: ignore[assignment]
    score = serializers.FloatField()
    decision = serializers.ChoiceField(DECISIONS)
    reason = serializers.CharField(allow_blank=True)
    flags = FlagAnswer(many=True)
    risk = serializers.FloatField(help_text="0 … 1.")
    revision = serializers.IntegerField(help_text="Send it with a decision.")
    person = serializers.UUIDField(allow_null=True, help_text="The same for objects that were grouped.")
    hidden = serializers.BooleanField()
    crop = CropPlace(
        allow_null=True, help_text="Null: not cut yet (POST here), or the caller may not see originals."
    )


class CropCounts(serializers.Serializer[Any]):
    open = serializers.IntegerField()
    certain = serializers.IntegerField()


class CropList(serializers.Serializer[Any]):
    results = CropAnswer(many=True)
    next = serializers.CharField(allow_null=True)
    counts = CropCounts(allow_null=True, help_text="With the first page.")


class ScoresOfLabel(serializers.Serializer[Any]):
    label = serializers.UUIDField()  # type: ignore[assignment]  # a field may be called so
    threshold = serializers.FloatField(help_text="Of the pinned policy.")
    objects = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="[score, how many] of objects that nobody has decided about.",
    )
    below = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="[score, how many] of places that were found below the threshold.",
    )
    in_clips = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="Those of them that lie in clips.",
    )


class ThresholdForm(serializers.Serializer[Any]):
    label = serializers.UUIDField()  # type: ignore[assignment]  # a field may be called so
    threshold = serializers.FloatField(min_value=0, max_value=1)
    after = serializers.UUIDField(required=False, help_text="`next` of the answer before.")


class RefusedAsset(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    detail = serializers.CharField()


class LeftClip(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    detail = serializers.CharField(help_text="What it does not reach in this clip, and what to do.")


class ThresholdPreview(serializers.Serializer[Any]):
    clips = serializers.IntegerField(help_text="That it changes.")
    tracks = serializers.IntegerField(help_text="Found in clips below the threshold, which it hides.")
    in_review = serializers.IntegerField(
        help_text="Assets that are in review and may be open again by it. What is approved stays as it is."
    )
    left = LeftClip(many=True)


class ThresholdAnswer(serializers.Serializer[Any]):
    changes = serializers.ListField(
        child=serializers.UUIDField(), help_text="What undoing the decisions takes."
    )
    hidden = serializers.IntegerField()
    removed = serializers.IntegerField()
    refused = RefusedAsset(many=True)
    next = serializers.UUIDField(allow_null=True, help_text="There is more: send it as `after`.")
    job = JobSerializer(
        allow_null=True,
        help_text="With the last part, where finds in clips are to be hidden: its result has `{hidden, changes}` of "
        "each clip, by its id.",
    )
    left = LeftClip(many=True, help_text="With the last part.")


class ScoresAnswer(serializers.Serializer[Any]):
    labels = ScoresOfLabel(many=True, help_text="Those that the policy hides.")
    uncounted = serializers.IntegerField(help_text="Assets that are not in it yet; ask again.")


class CutForm(serializers.Serializer[Any]):
    assets = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=crops.MOST_ASSETS)


class SeenObject(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    revision = serializers.IntegerField(min_value=0)


class DecisionsForm(serializers.Serializer[Any]):
    objects = serializers.ListField(child=SeenObject(), min_length=1, max_length=deciding.MOST)
    decide = serializers.ChoiceField(["redact", "keep", "remove"])
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class UndoForm(serializers.Serializer[Any]):
    changes = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=deciding.MOST)


class RefusedObject(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    detail = serializers.CharField()


class DecisionsAnswer(serializers.Serializer[Any]):
    changes = serializers.ListField(child=serializers.UUIDField(), help_text="What undoing takes.")
    done = SeenObject(many=True)
    refused = RefusedObject(many=True)


FILTERS = [
    OpenApiParameter(
        "show",
        enum=["open", "certain", "waiting", "hidden", "kept"],
        description="open where it is left out; waiting is open and certain.",
    ),
    OpenApiParameter("label", str),
    OpenApiParameter("flag", str),
    OpenApiParameter("source", enum=Annotation.Source.values),
    OpenApiParameter("from", float, description="The least score."),
    OpenApiParameter("to", float, description="Scores below it."),
    OpenApiParameter(
        "ids", description="These objects alone, whatever was decided: at most 100, with commas between."
    ),
    OpenApiParameter("sample", int, description="So many by chance, on one page."),
    OpenApiParameter("cursor", str),
    OpenApiParameter("limit", int),
]


class CropsView(APIView):
    @extend_schema(operation_id="crops_list", parameters=FILTERS, responses=CropList)
    def get(self, request: Request, id: UUID) -> Response:
        """The objects of a dataset, riskiest first, and where each is shown."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "view")
        query = request.query_params
        rows, following = crops.list_crops(dataset, query)
        counts = None if query.get("cursor") else crops.count_crops(dataset, query)
        shown = crops.show_crops(dataset, rows, actor)
        return Response({"results": shown, "next": following, "counts": counts})

    @extend_schema(operation_id="crops_cut", request=CutForm, responses={202: JobAnswerSerializer})
    def post(self, request: Request, id: UUID) -> Response:
        """Cuts out the objects of these assets, as a job; the list tells where they are shown then."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "see_originals")
        job = crops.start_cutting(dataset, parse(CutForm, request)["assets"], actor.user)
        return Response({"job": show_job(job, actor)}, status=status.HTTP_202_ACCEPTED)


class CropPicturesView(APIView):
    @extend_schema(
        operation_id="crops_pictures",
        parameters=[OpenApiParameter("ids", required=True, description="At most 100, with commas between.")],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The small pictures of objects, in the order of their ids: of each its length in bytes, as four bytes with the
        highest first, and so many bytes of JPEG; none where it was not cut out."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "see_originals")
        found = crops.pictures_of(dataset, request.query_params.get("ids", ""), actor)
        body = b"".join(len(data).to_bytes(4) + data for data in found)
        return HttpResponse(body, "application/octet-stream", headers={"Cache-Control": "private, no-store"})


class ScoresView(APIView):
    @extend_schema(operation_id="scores_list", responses=ScoresAnswer)
    def get(self, request: Request, id: UUID) -> Response:
        """How many of what waits in a dataset have which score: what another threshold would hide, or no longer."""
        dataset = access_dataset(actor_of(request), id, "view")
        return Response(thresholds.count_by_score(dataset))


class ThresholdView(APIView):
    @extend_schema(
        operation_id="threshold_preview",
        parameters=[
            OpenApiParameter("label", UUID, required=True),
            OpenApiParameter("threshold", float, required=True),
        ],
        responses=ThresholdPreview,
    )
    def get(self, request: Request, id: UUID) -> Response:
        """What making another threshold hold would do to clips and to what is in review; nothing is changed."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        form = ThresholdForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        label = access_label(actor, form.validated_data["label"], "annotate")
        found = thresholds.preview_threshold(dataset, label, form.validated_data["threshold"])
        return Response({**found, "left": said_in(found["left"], "detail")})

    @extend_schema(operation_id="threshold_apply", request=ThresholdForm, responses=ThresholdAnswer)
    def post(self, request: Request, id: UUID) -> Response:
        """Makes another threshold of a label hold for what waits in a dataset, some assets a request: what reaches it
        is hidden, objects of the search below it are removed. Finds below the policy's threshold become hidden objects,
        those in clips by a job."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        form = parse(ThresholdForm, request)
        label = access_label(actor, form["label"], "annotate")
        done = thresholds.apply_threshold(dataset, actor.user, label, form["threshold"], form.get("after"))
        done["job"] = show_job(done["job"], actor) if done["job"] else None
        said = {name: said_in(done[name], "detail") for name in ("refused", "left")}
        return Response({**done, **said})


class DecisionsView(APIView):
    @extend_schema(operation_id="decisions_make", request=DecisionsForm, responses=DecisionsAnswer)
    def post(self, request: Request, id: UUID) -> Response:
        """One decision about objects of a dataset. Objects that somebody touched since they were looked at are
        refused, the others go through."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        form = parse(DecisionsForm, request)
        done = deciding.decide_many(dataset, actor.user, form["objects"], form["decide"], form["reason"])
        return Response({**done, "refused": said_in(done["refused"], "detail")})


class UndoView(APIView):
    @extend_schema(operation_id="decisions_undo", request=UndoForm, responses=DecisionsAnswer)
    def post(self, request: Request, id: UUID) -> Response:
        """Takes the caller's decisions back, unless somebody touched the objects since."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        done = deciding.undo_many(dataset, actor.user, parse(UndoForm, request)["changes"])
        return Response({**done, "refused": said_in(done["refused"], "detail")})
