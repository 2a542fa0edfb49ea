"""How a request says who sends it: the browser's session (with CSRF), or `Authorization: Token …`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from .models import Membership

SELDOM = timedelta(minutes=5)
OLD_PAGE = "The page is too old to send this. Reload it and try again."


class SessionAuthentication(authentication.SessionAuthentication):
    def authenticate_header(self, request: Request) -> str:
        return "Session"  # so that a signed-out caller gets 401, not 403

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(OLD_PAGE, code="csrf") from None


class TokenAuthentication(KnoxAuthentication):
    """A token dies with its person's last membership in its organization."""

    def authenticate_credentials(self, token: bytes) -> Any:
        user, found = super().authenticate_credentials(token)
        if not Membership.objects.filter(user=user, organization=found.organization_id).exists():
            raise AuthenticationFailed("This token is no longer valid.")
        now = timezone.now()
        if found.last_used_at is None or now - found.last_used_at > SELDOM:
            type(found).objects.filter(pk=found.pk).update(last_used_at=now)
        return user, found
