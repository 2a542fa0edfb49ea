"""Files over HTTP: one asynchronous view with ranges, in constant memory, never as something that a browser would run.

Django's FileResponse reads a whole file into memory under ASGI and knows no ranges.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from rest_framework.views import APIView

from moretta.api import error_body

CHUNK = 256 << 10
FRESH = 600  # seconds that a browser may keep a file whose address names its version (`?v=`)

_RANGE = re.compile(r"^bytes=([0-9]{0,19})-([0-9]{0,19})$")


class Handover(HttpResponse):
    """What a door's view answers when the file may be read: `ranged` then sends it."""

    def __init__(
        self, path: Path, media_type: str, name: str, etag: str, *, attachment: bool = False
    ) -> None:
        super().__init__()
        self.file: dict[str, Any] = {
            "path": path,
            "media_type": media_type,
            "name": name,
            "etag": etag,
            "attachment": attachment,
        }


def served(view: type[APIView]) -> Callable[..., Awaitable[HttpResponseBase]]:
    """The asynchronous view for a view class whose GET passes the doors and answers a Handover."""
    door = sync_to_async(view.as_view())

    async def serve(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        answer = await door(request, **parts)
        if isinstance(answer, Handover):
            return await ranged(request, **answer.file)
        return answer

    serve.cls, serve.initkwargs, serve.csrf_exempt = view, {}, True  # type: ignore[attr-defined]
    return serve


async def ranged(
    request: HttpRequest, path: Path, media_type: str, name: str, etag: str, attachment: bool = False
) -> HttpResponseBase:
    """A file of ours: whole (200), one range of it (206), unchanged (304), or a range beyond its end (416).

    `media_type` comes from our own rows, `etag` is the file's SHA-256 or recipe, without quotes.
    """
    tag = f'"{etag}"'
    try:
        size = (await asyncio.to_thread(path.stat)).st_size
    except FileNotFoundError:
        return HttpResponse(_json_error("not_found", "Not found."), "application/json", status=404)
    response: HttpResponseBase
    if tag in [t.strip().removeprefix("W/") for t in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        span = _span(request, size, tag)
        if span is None:
            body = _json_error("range", f"The file has {size} bytes.")
            response = HttpResponse(body, "application/json", status=416)
            response["Content-Range"] = f"bytes */{size}"
            return response
        start, stop = span
        partial = (start, stop) != (0, size)
        if request.method == "HEAD":
            response = HttpResponse(content_type=media_type)
        else:
            response = StreamingHttpResponse(_read(path, start, stop), content_type=media_type)
        response.status_code = 206 if partial else 200
        response["Content-Length"] = str(stop - start)
        if partial:
            response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        if disposition := content_disposition_header(attachment, name):
            response["Content-Disposition"] = disposition
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"private, max-age={FRESH}" if "v" in request.GET else "private, no-cache"
    response["Vary"] = "Cookie, Authorization"
    return response


def _json_error(code: str, detail: str) -> bytes:
    return json.dumps(error_body(code, detail)).encode()


def _span(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """The half-open byte range asked for; the whole file where none (or several) are; None beyond the end."""
    match = _RANGE.match(request.headers.get("Range", "").strip())
    if not match or match.groups() == ("", ""):
        return 0, size
    if (condition := request.headers.get("If-Range")) and condition.strip() != tag:
        return 0, size
    first, last = match.groups()
    if first == "":
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
    return (start, stop) if start < stop else None


async def _read(path: Path, start: int, stop: int) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, start)
        left = stop - start
        while left > 0:
            chunk = await asyncio.to_thread(file.read, min(CHUNK, left))
            if not chunk:
                break
            left -= len(chunk)
            yield chunk
    finally:
        file.close()
