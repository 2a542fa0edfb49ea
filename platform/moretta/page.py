"""The page: one HTML document for every address that is not the API's; the browser does the rest."""

from __future__ import annotations

import json
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

BUILT = settings.PACKAGE / "static" / "app" / "manifest.json"
ENTRY = "src/main.tsx"

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>path{fill:#1b1e24}'
    "@media(prefers-color-scheme:dark){path{fill:#f6f4ef}}</style>"
    '<path fill-rule="evenodd" d="M8 .8c3.4 0 5.2 2.8 5.2 6.4 0 4.2-2.3 8-5.2 8s-5.2-3.8-5.2-8C2.8 3.6 4.6.8 8 .8Z'
    "M5.9 5.8c-.8 0-1.4.5-1.6 1.1.5.5 1 .7 1.6.7s1.1-.2 1.5-.7c-.2-.6-.8-1.1-1.5-1.1Z"
    'm4.2 0c-.7 0-1.3.5-1.5 1.1.4.5.9.7 1.5.7s1.1-.2 1.6-.7c-.2-.6-.8-1.1-1.6-1.1Z"/></svg>'
)


@lru_cache(maxsize=2)
def _manifest(path: Path, changed: int) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def built_files() -> dict[str, Any]:
    """Addresses of the built page: `script` (None when it is not built), `styles`, `modules` to load beside it."""
    try:
        manifest = _manifest(BUILT, BUILT.stat().st_mtime_ns)
    except FileNotFoundError:
        return {"script": None, "styles": [], "modules": []}
    entry = manifest[ENTRY]
    styles: list[str] = []
    modules: list[str] = []
    seen: set[str] = set()

    def collect(chunk: dict[str, Any]) -> None:
        styles.extend(static(f"app/{file}") for file in chunk.get("css", ()))
        for name in chunk.get("imports", ()):
            if name not in seen:
                seen.add(name)
                modules.append(static(f"app/{manifest[name]['file']}"))
                collect(manifest[name])

    collect(entry)
    return {
        "script": static(f"app/{entry['file']}"),
        "styles": list(dict.fromkeys(styles)),
        "modules": modules,
    }


def content_policy(nonce: str) -> str:
    """What the page may load: its own files alone. The nonce is for the component library's style element."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' blob: data:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


@require_safe
@never_cache
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The document, with the CSRF cookie set and the chosen look in it from the first byte."""
    get_token(request)
    nonce = secrets.token_urlsafe(16)
    look = request.COOKIES.get("moretta_look", "")
    context = {"nonce": nonce, "look": look if look in ("light", "dark") else "", **built_files()}
    response = render(request, "app.html", context)
    response["Content-Security-Policy"] = content_policy(nonce)
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        ICON, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"}
    )
