"""Who is the same, over REST: parse, door, action, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_dataset, actor_of
from moretta.api import parse
from moretta.jobs.serializers import JobAnswerSerializer, show_job

from . import people


class MovedObject(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    person = serializers.UUIDField(
        allow_null=True, help_text="One that no object has yet makes a new person."
    )


class MovesForm(serializers.Serializer[Any]):
    objects = serializers.ListField(child=MovedObject(), min_length=1, max_length=people.MOST_MOVED)


class ForgottenAnswer(serializers.Serializer[Any]):
    forgotten = serializers.IntegerField()


class PeopleView(APIView):
    @extend_schema(operation_id="people_group", request=None, responses={202: JobAnswerSerializer})
    def post(self, request: Request, id: UUID) -> Response:
        """Groups the faces of a dataset by likeness, as a job: the list of objects gives each its `person` then.
        Nothing is decided by it, and whom people put together or apart stays so."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        job = people.start_grouping(dataset, actor.user)
        return Response({"job": show_job(job, actor)}, status=status.HTTP_202_ACCEPTED)

    @extend_schema(operation_id="people_move", request=MovesForm, responses={204: None})
    def put(self, request: Request, id: UUID) -> Response:
        """Puts objects together or apart by hand."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        people.move_objects(dataset, parse(MovesForm, request)["objects"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="people_forget", responses=ForgottenAnswer)
    def delete(self, request: Request, id: UUID) -> Response:
        """Forgets who is the same."""
        actor = actor_of(request)
        dataset = access_dataset(actor, id, "annotate")
        return Response({"forgotten": people.forget_people(dataset, actor.user)})
