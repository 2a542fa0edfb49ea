"""What all API views share: one shape for errors, keyset pages, and reading a body through a serializer."""

from __future__ import annotations

import base64
import binascii
import gzip
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from django.views.defaults import server_error as django_server_error
from drf_spectacular.utils import inline_serializer
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from moretta.language import said

PAGE = 60
MOST = 500
PACKED_FROM = 64 << 10  # bytes


class ApiError(exceptions.APIException):
    """An answer `{code, detail, field}` with a status; `detail` is a sentence that says what to do."""

    def __init__(
        self, code: str, detail: str, *, field: str | None = None, http: int = 400, **extra: Any
    ) -> None:
        super().__init__(detail, code)
        self.status_code, self.code, self.extra = http, code, extra
        self.sentence: str = detail
        self.field: str | None = field


class NotThere(ApiError):
    """The same answer for *not yours* and *not there*."""

    def __init__(self) -> None:
        super().__init__("not_found", "Not found.", http=404)


class Forbidden(ApiError):
    def __init__(self, detail: str) -> None:
        super().__init__("forbidden", detail, http=403)


class BadField(ApiError):
    """One field of the request is wrong."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__("invalid", detail, field=field)


class Conflict(ApiError):
    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__("conflict", detail, http=409, **extra)


def error_body(code: str, detail: str, field: str | None = None, **extra: Any) -> dict[str, Any]:
    """What every refusal answers, in the language of the request."""
    return {"code": code, "detail": said(detail), "field": field, **extra}


def _first_errors(detail: Any, path: str = "") -> list[dict[str, Any]]:
    if isinstance(detail, dict):
        return [
            e
            for key, value in detail.items()
            for e in _first_errors(value, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(detail, list):
        found = []
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            found += _first_errors(value, f"{path}[{index}]" if nested else path)
        return found
    field = path.removesuffix(".non_field_errors").removesuffix("non_field_errors") or None
    return [{"field": field, "detail": said(str(detail))}]


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turns every refusal into `{code, detail, field}`; what is not a refusal stays a server error."""
    if isinstance(error, Http404):
        error = NotThere()
    elif isinstance(error, PermissionDenied):
        error = Forbidden("You may not do this.")
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, ApiError):
        body = error_body(error.code, error.sentence, error.field, **error.extra)
    elif isinstance(error, exceptions.ValidationError):
        errors = _first_errors(error.detail)
        first = errors[0] if errors else {"detail": "The request is not valid.", "field": None}
        body = error_body("invalid", str(first["detail"]), first["field"], errors=errors)
    else:
        codes = error.get_codes()
        body = error_body(codes if isinstance(codes, str) else "error", str(error.detail))
    return Response(body, status=error.status_code, headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    from moretta.accounts.authentication import OLD_PAGE

    body = error_body("csrf", OLD_PAGE)
    return JsonResponse(body, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Addresses that do not exist: JSON below /api/, Django's page elsewhere."""
    if request.path.startswith("/api/"):
        return JsonResponse(error_body("not_found", "Not found."), status=404)
    return page_not_found(request, exception or Http404())


def server_error(request: HttpRequest) -> HttpResponse:
    """A mistake of ours: JSON below /api/; what it was stands in the log alone."""
    if request.path.startswith("/api/"):
        detail = "Something went wrong on the server. It is in the log; try again."
        return JsonResponse(error_body("server_error", detail), status=500)
    return django_server_error(request)


def parse(serializer: type[serializers.Serializer[Any]], request: Request, **options: Any) -> dict[str, Any]:
    """The validated body of a request."""
    form = serializer(data=request.data, **options)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def packed_json(request: Request, text: str) -> HttpResponse:
    """JSON that was written already; a long one is packed for whoever takes it so.

    Only for answers without a secret: from how well such a one packs beside what somebody sent, it could be guessed.
    """
    body = text.encode()
    response = HttpResponse(content_type="application/json")
    if len(body) > PACKED_FROM:
        response["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response["Content-Encoding"] = "gzip"
            body = gzip.compress(body, 1)  # a better packing takes longer than it saves
    response.content = body
    return response


def keyset_page(
    rows: QuerySet[Any], request: Request, *, key: str = "id", descending: bool = False, limit: int = PAGE
) -> tuple[list[Any], str | None]:
    """One page of rows ordered by a unique, indexed key, and the cursor of the next page.

    Reads `cursor` and `limit` (at most 500) from the query. Cost does not grow with the page's number.
    """
    try:
        limit = max(1, min(MOST, int(request.query_params.get("limit", limit))))
    except ValueError:
        raise BadField("limit", "limit is a whole number from 1 to 500.") from None
    if cursor := request.query_params.get("cursor"):
        try:
            after = base64.urlsafe_b64decode(cursor.encode() + b"==").decode()
            rows = rows.filter(**{f"{key}__{'lt' if descending else 'gt'}": after})
        except (binascii.Error, ValueError, UnicodeError, ValidationError):
            raise BadField("cursor", "The cursor is not one that this list gave.") from None
    found = list(rows.order_by(f"-{key}" if descending else key)[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return found, cursor_of(found[-1], key) if more else None


def cursor_of(row: Model, key: str = "id") -> str:
    return base64.urlsafe_b64encode(str(getattr(row, key)).encode()).decode().rstrip("=")


def listing(item: type[serializers.Serializer[Any]]) -> Any:
    """For the schema: a keyset page of such items."""
    name = f"{item.__name__.removesuffix('Serializer')}Page"
    fields = {"results": item(many=True), "next": serializers.CharField(allow_null=True)}
    return inline_serializer(name, fields)


def page(rows: list[Any], following: str | None, show: Callable[[Any], Any]) -> Response:
    return Response({"results": [show(row) for row in rows], "next": following}, status=status.HTTP_200_OK)
