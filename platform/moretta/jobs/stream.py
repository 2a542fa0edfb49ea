"""GET /api/events: the live events of somebody's organizations as server-sent events.

Resumes after `Last-Event-ID` (or `?after=`), answers `event: reset` when that is too old, sends a comment every 15 s,
checks memberships again now and then, and holds no database connection while it waits.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from redis.exceptions import RedisError, ResponseError
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from moretta.accounts.access import Actor, actor_of
from moretta.accounts.authentication import SessionAuthentication, TokenAuthentication
from moretta.accounts.models import Token, User
from moretta.api import error_body

from .events import stream_of
from .redis_client import async_client

HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 30.0
RETRY_MILLISECONDS = 2000
Entry = tuple[str, str, dict[str, str]]  # stream, id, fields


def _actor(request: HttpRequest) -> Actor | None:
    """Who asks, or None when signed out; reads memberships now and frees the connection."""
    wrapped = Request(request, authenticators=[SessionAuthentication(), TokenAuthentication()])
    try:
        if not wrapped.user or not wrapped.user.is_authenticated:
            return None
        actor = actor_of(wrapped)
        _ = actor.memberships
        return actor
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _again(actor: Actor) -> Actor | None:
    """The same person with today's memberships; None when they may not sign in any more or the token died."""
    try:
        user = User.objects.filter(pk=actor.user.pk, is_active=True).first()
        if user is None:
            return None
        if actor.token is not None and not Token.objects.filter(pk=actor.token.pk).exists():
            return None
        fresh = Actor(user, actor.token)
        _ = fresh.memberships
        return fresh if fresh.memberships else None
    finally:
        if not connection.in_atomic_block:
            connection.close()


async def events(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    if request.method != "GET":
        return JsonResponse(error_body("method_not_allowed", "Events are read with GET."), status=405)
    try:
        actor = await sync_to_async(_actor)(request)
    except APIException as error:
        return JsonResponse(error_body("not_authenticated", str(error.detail)), status=401)
    if actor is None:
        return JsonResponse(error_body("not_authenticated", "Sign in to follow events."), status=401)
    after = request.headers.get("Last-Event-ID") or request.GET.get("after") or ""
    answer = StreamingHttpResponse(_follow(actor, after), content_type="text/event-stream")
    answer["Cache-Control"] = "no-cache, no-transform"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _follow(actor: Actor, after: str) -> AsyncIterator[bytes]:
    redis = async_client()
    try:
        yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
        positions = await _positions(redis, actor, after)
        if after and positions is None:
            yield b"event: reset\ndata: {}\n\n"
        if positions is None:
            positions = await _ends(redis, actor)
        yield f"id: {max(positions.values(), key=_order, default='0-0')}\nevent: ready\ndata: {{}}\n\n".encode()
        checked = beat = time.monotonic()
        while True:
            entries = await _wait(redis, positions)
            if time.monotonic() - checked >= RECHECK_SECONDS:
                checked = time.monotonic()
                again = await sync_to_async(_again)(actor)
                if again is None:
                    return
                actor = again
                positions = await _with_new_streams(redis, actor, positions)
            for stream, id, fields in entries:
                if _may_see(actor, stream, fields):
                    yield _message(id, fields)
                    beat = time.monotonic()
            if time.monotonic() - beat >= HEARTBEAT_SECONDS - 1:
                beat = time.monotonic()
                yield b": here\n\n"
    except (RedisError, OSError):
        yield b": the event store does not answer\n\n"  # the browser comes again and resumes
    finally:
        await asyncio.shield(redis.aclose())


def _order(id: str) -> tuple[int, int]:
    """Ids are `<milliseconds>-<sequence>` of one server, so they compare across streams."""
    time_part, _, sequence = id.partition("-")
    return int(time_part), int(sequence or 0)


def _streams(actor: Actor) -> list[str]:
    return [stream_of(id) for id in sorted({m.organization_id for m in actor.memberships}, key=str)]


async def _ends(redis: Any, actor: Actor) -> dict[str, str]:
    """The newest id of each stream: what comes from now on."""
    found = {}
    for stream in _streams(actor):
        newest = await redis.xrevrange(stream, count=1)
        found[stream] = newest[0][0] if newest else "0-0"
    return found


async def _positions(redis: Any, actor: Actor, after: str) -> dict[str, str] | None:
    """Where to go on after an id; None when events since then are gone, or the id is not one of ours."""
    try:
        asked = _order(after)
    except ValueError:
        return None
    streams = _streams(actor)
    for stream in streams:
        try:
            info = await redis.xinfo_stream(stream)
        except ResponseError:  # nothing has ever happened there, or the store was emptied
            if asked == (0, 0):
                continue
            return None
        first = info["first-entry"]
        trimmed = int(info.get("entries-added", info["length"])) > int(info["length"])
        if trimmed and (first is None or asked < _order(first[0])):
            return None
    ends = [await redis.xrevrange(stream, count=1) for stream in streams]
    newest = max((_order(end[0][0]) for end in ends if end), default=(0, 0))
    if asked > newest and asked != (0, 0):
        return None  # an id from another store
    # Two streams may carry the same millisecond: one earlier repeats an event rather than miss one.
    start = f"{max(asked[0] - 1, 0)}-{asked[1]}" if len(streams) > 1 else f"{asked[0]}-{asked[1]}"
    return dict.fromkeys(streams, start)


async def _with_new_streams(redis: Any, actor: Actor, positions: dict[str, str]) -> dict[str, str]:
    ends = await _ends(redis, actor)
    return {stream: positions.get(stream, end) for stream, end in ends.items()}


async def _wait(redis: Any, positions: dict[str, str]) -> list[Entry]:
    """The next events of all streams in order; empty after the heartbeat's time. Moves `positions`."""
    if not positions:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        return []
    answer = await redis.xread(dict(positions), block=int(HEARTBEAT_SECONDS * 1000), count=200)
    entries: list[Entry] = []
    for stream, found in answer or []:
        entries += [(stream, id, fields) for id, fields in found]
        positions[stream] = found[-1][0]
    return sorted(entries, key=lambda entry: _order(entry[1]))


def _may_see(actor: Actor, stream: str, fields: dict[str, str]) -> bool:
    organization = UUID(stream.rpartition(":")[2])
    project = UUID(fields["project"]) if "project" in fields else None
    if project is None:  # of the whole organization: any member may know that something there changed
        readable = actor.token is None or "read" in actor.token.scopes
        return readable and any(m.organization_id == organization for m in actor.memberships)
    return actor.may("view", organization, project)


def _message(id: str, fields: dict[str, str]) -> bytes:
    data = {
        "kind": fields["kind"],
        "id": fields["id"],
        "revision": int(fields["revision"]) if "revision" in fields else None,
        "project": fields.get("project"),
    }
    return f"id: {id}\ndata: {json.dumps(data)}\n\n".encode()
