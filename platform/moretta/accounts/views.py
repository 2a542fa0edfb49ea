"""Links, organizations, members and tokens: parse, door, action, answer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.api import BadField, Forbidden, keyset_page, listing, page, parse
from moretta.jobs.serializers import JobAnswerSerializer, show_job

from . import actions, links
from .access import (
    Actor,
    access_link,
    access_membership,
    access_organization,
    access_project,
    access_token,
    actor_of,
    visible_members,
    visible_organizations,
)
from .models import AccessLink, Membership, Organization, Token, User
from .serializers import (
    ConfirmForm,
    LinkForm,
    LinkPageSerializer,
    MemberForm,
    MemberSerializer,
    MeSerializer,
    NewLinkSerializer,
    NewTokenSerializer,
    OpenLinkSerializer,
    OrganizationForm,
    OrganizationPatchForm,
    OrganizationSerializer,
    TokenForm,
    TokenSerializer,
    UseLinkForm,
)
from .signing import require_csrf, require_session, sign_in

PAGING = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]


class LinksView(APIView):
    @extend_schema(
        operation_id="list_links",
        parameters=[OpenApiParameter("organization", str, required=True), *PAGING],
        responses={200: listing(OpenLinkSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Links that nobody has used yet, without their secrets."""
        actor = actor_of(request)
        organization = access_organization(actor, request.query_params.get("organization"), "view")
        rows = AccessLink.objects.filter(organization=organization, used_at=None)
        rows = rows.filter(expires_at__gt=timezone.now()).select_related("created_by")
        found, following = keyset_page(rows, request, descending=True)
        mine = [x for x in found if actor.may("manage_members", organization.pk, x.project_id)]
        return page(mine, following, show_link)

    @extend_schema(operation_id="make_link", request=LinkForm, responses={201: NewLinkSerializer})
    def post(self, request: Request) -> Response:
        """An invitation with a role, or a new password for a member. The address is shown this once."""
        actor, body = actor_of(request), parse(LinkForm, request)
        if body["kind"] == AccessLink.INVITE:
            link, path = _invite(actor, body)
        else:
            require_session(request)  # it opens a whole account, maybe the token's own person's
            link, path = _reset(actor, body)
        url = request.build_absolute_uri(path)
        return Response({"id": link.pk, "url": url, "expires_at": link.expires_at}, status=201)


def _invite(actor: Actor, body: dict[str, Any]) -> tuple[AccessLink, str]:
    if "role" not in body:
        raise BadField("role", "Choose the role that the link gives.")
    project = None
    if body.get("project"):
        project = access_project(actor, body["project"], "manage_members")
        organization = project.organization
        if body.get("organization") and body["organization"] != organization.pk:
            raise BadField("organization", "The project is not in this organization.")
    elif body.get("organization"):
        organization = access_organization(actor, body["organization"], "manage_members")
    else:
        raise BadField("organization", "Name the organization or the project that the link leads to.")
    _require_gift(actor, organization.pk, project.pk if project else None, body)
    return links.create_link(
        AccessLink.INVITE,
        organization=organization,
        project=project,
        role=body["role"],
        sees_originals=body["sees_originals"],
        email=body["email"],
        by=actor.user,
    )


def _reset(actor: Actor, body: dict[str, Any]) -> tuple[AccessLink, str]:
    if not body.get("member"):
        raise BadField("member", "Name the member whose password is reset.")
    membership = access_membership(actor, body["member"], "manage_members")
    links.require_power_over(actor, membership.user)
    return links.create_link(
        AccessLink.RESET, organization=membership.organization, user=membership.user, by=actor.user
    )


def _require_gift(actor: Actor, organization: Any, project: Any, gift: dict[str, Any]) -> None:
    """Nobody gives a role above the own one, or a sight that they lack."""
    grant = actor.grant(organization, project)
    assert grant is not None
    if role := gift.get("role"):
        actions.require_rank(grant.role, role)
    if gift.get("sees_originals") and not grant.sees_originals:
        raise Forbidden("Only who may see originals can let others see them.")


class LinkView(APIView):
    @extend_schema(operation_id="revoke_link", responses={204: None})
    def delete(self, request: Request, link: str) -> Response:
        actor = actor_of(request)
        links.revoke_link(access_link(actor, link, "manage_members"), actor.user)
        return Response(status=204)


class UseLinkView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="open_link", responses={200: LinkPageSerializer})
    def get(self, request: Request, secret: str) -> Response:
        """What a link is for. Opening it does nothing yet."""
        link = links.open_link(secret)
        return Response(
            {
                "kind": link.kind,
                "organization": link.organization.name if link.organization else None,
                "project": link.project.name if link.project else None,
                "role": link.role,
                "email": link.email or (link.user.email if link.user else ""),
                "expires_at": link.expires_at,
                "by": str(link.created_by or ""),
            }
        )

    @extend_schema(operation_id="use_link", request=UseLinkForm, responses={200: MeSerializer})
    def post(self, request: Request, secret: str) -> Response:
        """Takes the link: accepts the invitation, sets the new password, or signs in. Works once."""
        require_csrf(request)
        body = parse(UseLinkForm, request)
        signed_in = request.user if isinstance(request.user, User) and request.auth is None else None
        address = request.META.get("REMOTE_ADDR", "")
        return sign_in(request, links.use_link(links.open_link(secret), signed_in, body, address))


class OrganizationsView(APIView):
    @extend_schema(
        operation_id="list_organizations",
        parameters=PAGING,
        responses={200: listing(OrganizationSerializer)},
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        found, following = keyset_page(visible_organizations(actor), request)
        return page(found, following, lambda organization: show_organization(actor, organization))

    @extend_schema(
        operation_id="create_organization", request=OrganizationForm, responses={201: OrganizationSerializer}
    )
    def post(self, request: Request) -> Response:
        """Only an administrator of the installation makes organizations; sign-up is closed."""
        actor = actor_of(request)
        if not actor.user.is_superuser or actor.token is not None:
            raise Forbidden("Only an administrator of this installation makes organizations.")
        name = parse(OrganizationForm, request)["name"]
        organization = actions.create_organization(name, actor.user)
        return Response(show_organization(Actor(actor.user), organization), status=201)


class OrganizationView(APIView):
    @extend_schema(operation_id="get_organization", responses={200: OrganizationSerializer})
    def get(self, request: Request, organization: str) -> Response:
        actor = actor_of(request)
        return Response(show_organization(actor, access_organization(actor, organization, "view")))

    @extend_schema(
        operation_id="change_organization",
        request=OrganizationPatchForm,
        responses={200: OrganizationSerializer},
    )
    def patch(self, request: Request, organization: str) -> Response:
        """Its name, and whether pictures may be sent to cloud detectors; an owner decides."""
        actor = actor_of(request)
        found = access_organization(actor, organization, "own_organization")
        body = parse(OrganizationPatchForm, request)
        if not body:
            raise BadField("name", "Say what changes: name or allow_cloud.")
        return Response(show_organization(actor, actions.change_organization(found, actor.user, body)))


class MembersView(APIView):
    @extend_schema(
        operation_id="list_members",
        parameters=[OpenApiParameter("organization", str), OpenApiParameter("project", str), *PAGING],
        responses={200: listing(MemberSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Who belongs to a project (also by belonging to all projects), or to an organization."""
        actor = actor_of(request)
        rows = visible_members(actor)
        if project := request.query_params.get("project"):
            found = access_project(actor, project, "view")
            rows = rows.filter(organization=found.organization_id, project__in=[found.pk]) | rows.filter(
                organization=found.organization_id, project=None
            )
        else:
            asked = request.query_params.get("organization")
            rows = rows.filter(organization=access_organization(actor, asked, "view"))
        members, following = keyset_page(rows.select_related("user"), request)
        return page(members, following, lambda member: show_member(actor, member))


class MemberView(APIView):
    @extend_schema(operation_id="change_member", request=MemberForm, responses={200: MemberSerializer})
    def patch(self, request: Request, member: str) -> Response:
        """Changes role or sight, never of or to a role above one's own."""
        actor = actor_of(request)
        found, body = access_membership(actor, member, "manage_members"), parse(MemberForm, request)
        if not body:
            raise BadField("role", "Say what changes: role or sees_originals.")
        place = found.organization_id, found.project_id
        _require_gift(actor, *place, {"role": found.role})
        _require_gift(actor, *place, body)
        return Response(show_member(actor, actions.change_member(found, actor.user, body)))

    @extend_schema(operation_id="remove_member", request=ConfirmForm, responses={202: JobAnswerSerializer})
    def delete(self, request: Request, member: str) -> Response:
        """Ends the membership at once; the person's name is erased where no membership is left."""
        from moretta.audit.erasure import confirm, erase_member

        actor = actor_of(request)
        found = access_membership(actor, member, "manage_members")
        _require_gift(actor, found.organization_id, found.project_id, {"role": found.role})
        confirm(request)
        return Response({"job": show_job(erase_member(found, actor), actor)}, status=202)


class TokensView(APIView):
    @extend_schema(operation_id="list_tokens", parameters=PAGING, responses={200: listing(TokenSerializer)})
    def get(self, request: Request) -> Response:
        """My own tokens, without their secrets."""
        actor = actor_of(request)
        rows = Token.objects.filter(user=actor.user)
        if actor.token is not None:
            rows = rows.filter(organization=actor.token.organization_id)
        found, following = keyset_page(rows, request, key="token_key")
        return page(found, following, show_token)

    @extend_schema(operation_id="make_token", request=TokenForm, responses={201: NewTokenSerializer})
    def post(self, request: Request) -> Response:
        """A token for programs; its secret is shown this once. It never may more than its person."""
        require_session(request)
        actor, body = actor_of(request), parse(TokenForm, request)
        organization = access_organization(actor, body.pop("organization"), "view")
        token, secret = actions.create_token(actor.user, organization, **body)
        return Response({**show_token(token), "secret": secret}, status=201)


class TokenView(APIView):
    @extend_schema(operation_id="revoke_token", responses={204: None})
    def delete(self, request: Request, token: str) -> Response:
        require_session(request)
        actor = actor_of(request)
        actions.delete_token(access_token(actor, token), actor.user)
        return Response(status=204)


def show_link(link: AccessLink) -> dict[str, Any]:
    return {
        "id": link.pk,
        "kind": link.kind,
        "organization": link.organization_id,
        "project": link.project_id,
        "role": link.role,
        "sees_originals": link.sees_originals,
        "email": link.email,
        "by": str(link.created_by or ""),
        "created_at": link.created_at,
        "expires_at": link.expires_at,
    }


def show_organization(actor: Actor, organization: Organization) -> dict[str, Any]:
    grant = actor.grant(organization.pk)
    return {
        "id": organization.pk,
        "name": organization.name,
        "role": grant.role if grant else None,
        "acts": actor.acts(organization.pk),
        "allow_cloud": organization.allow_cloud,
        "created_at": organization.created_at,
    }


def show_member(actor: Actor, member: Membership) -> dict[str, Any]:
    near = member.user_id == actor.user.pk or actor.may(
        "manage_members", member.organization_id, member.project_id
    )
    return {
        "id": member.pk,
        "user": {
            "id": member.user_id,
            "email": member.user.email if near else "",
            "name": member.user.name or member.user.email.partition("@")[0],
        },
        "organization": member.organization_id,
        "project": member.project_id,
        "role": member.role,
        "sees_originals": member.sees_originals,
    }


def show_token(token: Token) -> dict[str, Any]:
    return {
        "id": token.token_key,
        "name": token.name,
        "organization": token.organization_id,
        "scopes": token.scopes,
        "sees_originals": token.sees_originals,
        "created_at": token.created,
        "expires_at": token.expiry,
        "last_used_at": token.last_used_at,
    }
