"""Scripts and styles, served by Django itself: what a new build of the page brings needs no new start."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

PAGE = f"{settings.STATIC_URL}app/"


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise knows the files that were there when it started; the page's are looked up as they are asked for."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PAGE):
            return super().__call__(request)
        found = self.find_file(request.path_info)
        return self.serve(found, request) if found else self.get_response(request)
