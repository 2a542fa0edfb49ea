"""The audit log of an organization, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.accounts.access import access_organization, actor_of
from moretta.api import BadField, keyset_page, listing, page
from moretta.language import said

from .log import ACTS
from .models import AuditEvent, AuditName


class AuditEventSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    actor = serializers.UUIDField(allow_null=True, help_text="Null: the system.")
    actor_name = serializers.CharField(help_text="Empty where it was erased.")
    act = serializers.ChoiceField(list(ACTS))
    says = serializers.CharField()
    thing = serializers.CharField()
    thing_id = serializers.CharField()
    thing_name = serializers.CharField()
    details = serializers.DictField()
    position = serializers.IntegerField(allow_null=True, help_text="In the chain; null: not sealed yet.")
    seal = serializers.CharField()


class AuditView(APIView):
    @extend_schema(
        operation_id="list_audit",
        parameters=[
            OpenApiParameter("organization", str, required=True),
            OpenApiParameter("act", str, enum=list(ACTS)),
            OpenApiParameter("thing_id", str),
            OpenApiParameter("actor", str),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses={200: listing(AuditEventSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Who did what, and when; for owners. Names lie beside the log and may have been erased."""
        query = request.query_params
        organization = access_organization(actor_of(request), query.get("organization"), "read_audit")
        rows = AuditEvent.objects.filter(organization=organization.pk)
        if act := query.get("act"):
            rows = rows.filter(act=act)
        if thing := query.get("thing_id"):
            rows = rows.filter(thing_id=thing)
        if actor := query.get("actor"):
            try:
                rows = rows.filter(actor=UUID(actor))
            except ValueError:
                raise BadField("actor", "actor is the id of a person.") from None
        found, following = keyset_page(rows, request, descending=True)
        ids = {str(e.actor) for e in found if e.actor} | {e.thing_id for e in found}
        names = dict(AuditName.objects.filter(thing_id__in=ids).values_list("thing_id", "name"))
        return page(found, following, lambda event: show_event(event, names))


def show_event(event: AuditEvent, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": event.pk,
        "at": event.at,
        "actor": event.actor,
        "actor_name": names.get(str(event.actor), "") if event.actor else "Moretta",
        "act": event.act,
        "says": said(ACTS.get(event.act, event.act)),
        "thing": event.thing,
        "thing_id": event.thing_id,
        "thing_name": names.get(event.thing_id, ""),
        "details": event.details,
        "position": event.position,
        "seal": event.seal,
    }
