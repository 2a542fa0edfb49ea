"""Large request bodies at the door of the server: Django writes a body to disk before any view can refuse it, so what
is too large, has nobody behind it or would fill the disk is refused here."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings

from moretta import storage

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_UPLOADS = re.compile(r"^/api/datasets/[0-9a-f-]{36}/uploads$")


class BodyTooLarge(Exception):
    """A body that came without its length grew beyond the limit."""


def limit_bodies(application: Application) -> Application:
    """The application behind the limits: uploads may be as large as the settings say, all else is small."""

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await application(scope, receive, send)
        headers = {name.lower(): value for name, value in scope["headers"]}
        uploads = bool(_UPLOADS.match(scope["path"]))
        most = settings.MAX_UPLOAD_BYTES if uploads else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = headers.get(b"content-length", b"0")
        size = int(length) if length.isdigit() else most + 1
        if size > most:
            return await _refuse(send, 413, "too_large", f"One request may carry {most >> 20} MB.")
        if uploads and not _names_somebody(headers):
            return await _refuse(send, 401, "not_authenticated", "Sign in first.")
        if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            try:
                storage.require_space(2 * size)  # the body, and the files in it
            except storage.DiskFull as full:
                return await _refuse(send, 507, "disk_full", str(full))
        taken = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise BodyTooLarge
            return message

        try:
            await application(scope, counted, send)
        except BodyTooLarge:
            await _refuse(send, 413, "too_large", f"One request may carry {most >> 20} MB.")

    return limited


def _names_somebody(headers: dict[bytes, bytes]) -> bool:
    """Whether the request claims to come from somebody; the view finds out whether it does."""
    cookie = f"{settings.SESSION_COOKIE_NAME}=".encode()
    return b"authorization" in headers or cookie in headers.get(b"cookie", b"")


async def _refuse(send: Send, status: int, code: str, detail: str) -> None:
    body = json.dumps({"code": code, "detail": detail, "field": None}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
