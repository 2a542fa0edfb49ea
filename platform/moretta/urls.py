"""Every address: the API by app, the admin, health, and the page for all the rest."""

from importlib import import_module
from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from moretta import health
from moretta.page import icon, page

APPS = (
    "accounts",
    "projects",
    "datasets",
    "detections",
    "annotations",
    "reviews",
    "jobs",
    "exports",
    "evaluations",
    "audit",
)


def api_urls() -> list[URLPattern | URLResolver]:
    """The `urlpatterns` of every app's `urls.py`, in one flat space below /api/."""
    found: list[URLPattern | URLResolver] = []
    for app in APPS:
        if find_spec(f"moretta.{app}.urls"):
            found += import_module(f"moretta.{app}.urls").urlpatterns
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include(api_urls())),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("admin/", admin.site.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("icon.svg", icon),
    re_path(r"^(?!api/|admin|static/|healthz|readyz|metrics)(?P<path>.*)$", page, name="page"),
]

handler404 = "moretta.api.not_found"
handler500 = "moretta.api.server_error"
