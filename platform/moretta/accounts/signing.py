"""Signing in and out by session, and one's own account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moretta.api import ApiError, BadField, Forbidden, error_body, parse
from moretta.audit.log import record

from .access import actor_of
from .actions import change_password
from .authentication import SessionAuthentication
from .links import check_password
from .models import Organization, User
from .serializers import MeForm, MeSerializer, PasswordForm, SignInForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> JsonResponse:
    """What django-axes answers after too many wrong passwords."""
    detail = "Too many wrong passwords. Wait a quarter of an hour, or ask a manager for a reset link."
    return JsonResponse(error_body("too_many_tries", detail), status=429, headers={"Retry-After": "900"})


def require_csrf(request: Request) -> None:
    """CSRF also for those who are not signed in yet: nobody is signed in by another site's form."""
    SessionAuthentication().enforce_csrf(request)


def require_session(request: Request) -> None:
    """Secrets and the account itself are for the signed-in person; a token cannot make itself another one."""
    if actor_of(request).token is not None:
        raise Forbidden("This is done on the page, signed in, not with a token.")


def sign_in(request: Request, user: User) -> Response:
    login(request._request, user, backend=BACKEND)
    return Response(show_me(request, user))


def show_me(request: Request, user: User) -> dict[str, Any]:
    memberships = list(user.memberships.select_related("organization").order_by("id"))
    if (token := actor_of(request).token if request.user == user else None) is not None:
        memberships = [m for m in memberships if m.organization_id == token.organization_id]
    organizations: dict[Any, tuple[Organization, str | None]] = {}
    for m in memberships:
        role = m.role if m.project_id is None else organizations.get(m.organization_id, (None, None))[1]
        organizations[m.organization_id] = (m.organization, role)
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "is_superuser": user.is_superuser,
        "is_staff": user.is_staff,
        "csrf_token": get_token(request._request),
        "organizations": [{"id": o.pk, "name": o.name, "role": role} for o, role in organizations.values()],
        "memberships": [
            {
                "organization": m.organization_id,
                "project": m.project_id,
                "role": m.role,
                "sees_originals": m.sees_originals,
            }
            for m in memberships
        ],
    }


class SignInView(APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(
        operation_id="sign_in",
        request=SignInForm,
        responses={200: MeSerializer, 400: OpenApiResponse(description="Wrong e-mail or password.")},
    )
    def post(self, request: Request) -> Response:
        """Sign in by session. After eight wrong passwords: 429 for a quarter of an hour."""
        require_csrf(request)
        body = parse(SignInForm, request)
        email = body["email"].strip().lower()
        user = authenticate(request._request, username=email, password=body["password"])
        if getattr(request._request, "axes_locked_out", False):
            return Response(status=429)  # AxesMiddleware puts `locked_out` in its place
        if not isinstance(user, User):
            raise ApiError("wrong_password", "The e-mail address or the password is wrong.", http=400)
        record(user, "signed_in", "user", user.pk, None)
        return sign_in(request, user)


class SignOutView(APIView):
    @extend_schema(operation_id="sign_out", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        require_session(request)
        logout(request._request)
        return Response(status=204)


class MeView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="me", responses={200: MeSerializer})
    def get(self, request: Request) -> Response:
        """Who I am and where I belong; 401 when signed out. Sets the CSRF cookie in both cases."""
        get_token(request._request)
        if not request.user.is_authenticated:
            raise NotAuthenticated("Sign in first.")
        return Response(show_me(request, request.user))

    @extend_schema(operation_id="change_me", request=MeForm, responses={200: MeSerializer})
    def patch(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            raise NotAuthenticated("Sign in first.")
        require_session(request)
        request.user.name = parse(MeForm, request)["name"].strip()
        request.user.save(update_fields=["name"])
        return Response(show_me(request, request.user))


class PasswordView(APIView):
    @extend_schema(operation_id="change_password", request=PasswordForm, responses={204: None})
    def post(self, request: Request) -> Response:
        """Change my password; other sessions of mine end."""
        require_session(request)
        body, user = parse(PasswordForm, request), actor_of(request).user
        if not user.check_password(body["current"]):
            raise BadField("current", "This is not your current password.")
        check_password(body["new"], user)
        change_password(user, body["new"])
        update_session_auth_hash(request._request, user)
        return Response(status=204)
