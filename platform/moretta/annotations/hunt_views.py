"""The hunt over REST: parse, door, action, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_asset, access_dataset, access_sample, actor_of
from moretta.api import BadField, parse
from moretta.datasets.models import Asset, Dataset
from moretta.jobs.serializers import JobAnswerSerializer, JobSerializer, show_job

from . import film, hunting, sampling


class HuntForm(serializers.Serializer[Any]):
    frames = serializers.ListField(
        child=serializers.IntegerField(min_value=0), default=list, max_length=hunting.MOST_FRAMES
    )
    places = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=5, max_length=5),
        default=list,
        max_length=hunting.MOST_PLACES,
        help_text="Parts of frames: [frame, x, y, width, height].",
    )


class HuntPicture(serializers.Serializer[Any]):
    frame = serializers.IntegerField()
    part = serializers.ListField(
        child=serializers.IntegerField(), allow_null=True, help_text="[x, y, width, height]; null: all of it."
    )
    url = serializers.CharField()


class HuntAnswer(serializers.Serializer[Any]):
    pictures = HuntPicture(many=True, help_text="There once the job (if there is one) has succeeded.")
    revision = serializers.IntegerField(help_text="Of the asset that they show.")
    job = JobSerializer(allow_null=True)


class LooksForm(serializers.Serializer[Any]):
    fresh = serializers.FloatField(
        default=hunting.DEFAULT_FRESH,
        min_value=0.05,
        max_value=1,
        help_text="A frame is shown when more than this share of it is in no frame that is shown.",
    )
    seconds = serializers.FloatField(
        default=hunting.DEFAULT_SECONDS,
        min_value=0.2,
        max_value=600,
        help_text="A frame is shown at least so often.",
    )


class SpotForm(serializers.Serializer[Any]):
    frame = serializers.IntegerField(default=0, min_value=0)
    at = serializers.ListField(
        child=serializers.FloatField(),
        min_length=2,
        max_length=2,
        help_text="[x, y] in pixels of the upright frame.",
    )


class ShownForm(serializers.Serializer[Any]):
    asset = serializers.UUIDField()
    frames = serializers.IntegerField(min_value=0, help_text="Whole frames that were seen.")
    places = serializers.IntegerField(min_value=0, help_text="Parts of frames that were seen.")
    left = serializers.IntegerField(min_value=0, help_text="Doubtful places and frames that were not.")


class LookedForm(serializers.Serializer[Any]):
    assets = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=hunting.MOST_LOOKED
    )
    clips = ShownForm(
        many=True, default=list, help_text="What of the clips was seen and what was not, for the record."
    )


class LookedAnswer(serializers.Serializer[Any]):
    done = serializers.ListField(child=serializers.UUIDField())


class FilmState(serializers.Serializer[Any]):
    clips = serializers.IntegerField()
    seen = serializers.IntegerField(help_text="Clips whose doubtful places a person has looked through.")
    frames = serializers.IntegerField(help_text="Of all clips.")
    looked = serializers.IntegerField(help_text="Frames of samples of all these clips that were looked at.")
    missed = serializers.IntegerField(help_text="Of these, those on which somebody was open.")
    at_most = serializers.FloatField(
        allow_null=True, help_text="On at most this share of all frames somebody is open, 95 times in 100."
    )


class HuntState(serializers.Serializer[Any]):
    seen = serializers.IntegerField(help_text="Pictures and clips that a person has looked through.")
    doubtful = serializers.IntegerField(help_text="Those that nobody has, with doubts of the search.")
    clean = serializers.IntegerField(help_text="Those that nobody has, and that look clean.")
    looked = serializers.IntegerField(help_text="Pictures of samples that were looked through.")
    missed = serializers.IntegerField(help_text="Of these, those on which somebody was missed.")
    at_most = serializers.FloatField(
        allow_null=True, help_text="At most this share of the clean ones holds somebody, 95 times in 100."
    )
    film = FilmState()


class HuntSampleForm(serializers.Serializer[Any]):
    of = serializers.ChoiceField(
        choices=["pictures", "frames"],
        default="pictures",
        help_text="Of the pictures that look clean, or of the frames of all clips.",
    )


class HuntFrame(serializers.Serializer[Any]):
    asset = serializers.UUIDField()
    frame = serializers.IntegerField(min_value=0)


class SampleAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    assets = serializers.ListField(child=serializers.UUIDField())
    frames = HuntFrame(many=True, help_text="Of a sample of clips.")
    of = serializers.IntegerField(help_text="So many looked clean; so many frames the clips have.")


class SampleEndForm(serializers.Serializer[Any]):
    missed = serializers.ListField(
        child=serializers.UUIDField(), default=list, help_text="The pictures on which somebody was missed."
    )
    frames = HuntFrame(many=True, default=list, help_text="The frames on which somebody was open.")


class HuntStateView(APIView):
    @extend_schema(operation_id="hunt_state", responses=HuntState)
    def get(self, request: Request, id: UUID) -> Response:
        """What was looked through, what was not, and what samples say about the rest."""
        return Response(_state(access_dataset(actor_of(request), id, "view")))

    @extend_schema(operation_id="hunt_sample", request=HuntSampleForm, responses={201: SampleAnswer})
    def post(self, request: Request, id: UUID) -> Response:
        """Draws up to 60 pictures by chance of those that look clean and that nobody has looked through, or with
        `of: frames` up to 60 frames of all clips; list the assets by `GET assets?sample=<id>`."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        draw = film.draw_frames if parse(HuntSampleForm, request)["of"] == "frames" else sampling.draw_sample
        sample = draw(dataset, actor.user)
        frames = [{"asset": asset, "frame": frame} for asset, frame in sample.frames or ()]
        body = {"id": sample.pk, "assets": sample.assets, "frames": frames, "of": sample.of}
        return Response(body, status=status.HTTP_201_CREATED)


class SampleView(APIView):
    @extend_schema(operation_id="hunt_sample_end", request=SampleEndForm, responses=HuntState)
    def post(self, request: Request, id: UUID) -> Response:
        """Says that all of a sample was looked through, and where somebody was missed."""
        actor = actor_of(request)
        sample, form = access_sample(actor, id, "annotate"), parse(SampleEndForm, request)
        if sample.frames is None:
            sampling.end_sample(sample, actor.user, form["missed"])
        else:
            film.end_frames(sample, actor.user, [(one["asset"], one["frame"]) for one in form["frames"]])
        return Response(_state(sample.dataset))


class HuntView(APIView):
    @extend_schema(operation_id="assets_hunt", request=HuntForm, responses={200: HuntAnswer, 202: HuntAnswer})
    def post(self, request: Request, id: UUID) -> Response:
        """Where frames, and parts of frames, are shown in full size as they would be redacted now; 202 while a job
        makes them."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "see_originals", "blob")
        form = parse(HuntForm, request)
        frames, places = sorted(set(form["frames"])), sorted({tuple(place) for place in form["places"]})
        if not frames and not places:
            raise BadField("frames", "Say which frames, or which places of frames, are wanted.")
        _require_frame(asset, max([*frames, *(place[0] for place in places)]), "frames")
        for place in places:
            _require_inside(asset, place)
        pictures, job = hunting.start_hunt(asset, actor.user, frames, places)
        body = {
            "pictures": pictures,
            "revision": asset.revision,
            "job": show_job(job, actor) if job else None,
        }
        return Response(body, status=status.HTTP_202_ACCEPTED if job else status.HTTP_200_OK)


class LooksView(APIView):
    @extend_schema(operation_id="assets_looks", request=LooksForm, responses={202: JobAnswerSerializer})
    def post(self, request: Request, id: UUID) -> Response:
        """What of a clip is to be looked at to find who was missed. The job's `result` has the `frames` in which the
        picture changes, and as `places` `[frame, x, y, width, height, doubt]` where something was found that nothing
        hides, the most doubtful first; `left` is how many more of them there are, `searched` is false where no detector
        has looked. Nothing is changed."""
        actor = actor_of(request)
        asset = access_asset(actor, id, "see_originals", "blob")
        form = parse(LooksForm, request)
        job = hunting.start_looks(asset, actor.user, form["fresh"], form["seconds"])
        return Response({"job": show_job(job, actor)}, status=status.HTTP_202_ACCEPTED)


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
        form = parse(LookedForm, request)
        shown = {
            clip["asset"]: {name: clip[name] for name in ("frames", "places", "left")}
            for clip in form["clips"]
        }
        done = hunting.note_looked(dataset, actor.user, form["assets"], shown)
        return Response({"done": done})


def _state(dataset: Dataset) -> dict[str, Any]:
    return {**sampling.state_of_hunt(dataset), "film": film.state_of_film(dataset)}


def _require_frame(asset: Asset, frame: int, field: str) -> None:
    if frame >= asset.n_frames:
        raise BadField(field, f"A frame is a whole number from 0 to {asset.n_frames - 1}.")


def _require_inside(asset: Asset, place: tuple[int, ...]) -> None:
    _, x, y, width, height = place
    if not (width and height and x + width <= (asset.width or 0) and y + height <= (asset.height or 0)):
        raise BadField("places", f"A place lies inside the picture of {asset.width} x {asset.height} pixels.")
