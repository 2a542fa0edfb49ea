"""Middleware that keeps a request in one thread."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]


def stay_in_one_thread(get_response: Handler) -> Handler:
    """Does nothing, but cannot run asynchronously: as the innermost it makes Django run all middleware in the thread of
    the view. Else every one of them goes to another thread and back twice, which costs more than its work."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    return middleware
