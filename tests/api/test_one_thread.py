"""The server's handler: one thread a request, used again afterwards, and never one for two at once."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

from django.http import HttpRequest, HttpResponse

from moretta.one_thread import KEPT, OneThreadHandler


async def ask(handler: OneThreadHandler, path: str = "/healthz") -> tuple[int, bytes]:
    """(status, body) of a GET."""
    sent: list[Any] = []
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        return asked.pop() if asked else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    await handler(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


class Watched(OneThreadHandler):
    """Notes the thread of each request; they go on together once `together` are there."""

    def __init__(self, together: int = 1) -> None:
        super().__init__()
        self.threads: list[int] = []
        self._gate = threading.Barrier(together)

    def get_response(self, request: HttpRequest) -> HttpResponse:
        self.threads.append(threading.get_ident())
        self._gate.wait(20)
        return HttpResponse()


def test_requests_one_after_the_other_share_a_thread() -> None:
    handler = Watched()

    async def several() -> None:
        for _ in range(5):
            await ask(handler)

    asyncio.run(several())
    assert len(handler.threads) == 5 and len(set(handler.threads)) == 1


def test_requests_at_the_same_time_have_threads_of_their_own_and_few_are_kept() -> None:
    number = KEPT + 3
    handler = Watched(together=number)

    async def at_once() -> None:
        await asyncio.gather(*(ask(handler) for _ in range(number)))

    asyncio.run(at_once())
    assert len(set(handler.threads)) == number
    assert len(handler._idle) == KEPT


def test_synchronous_and_asynchronous_views_answer_through_the_same_middleware() -> None:
    handler = OneThreadHandler()
    status, body = asyncio.run(ask(handler))
    assert (status, json.loads(body)) == (200, {"status": "ok"})
    status, body = asyncio.run(ask(handler, "/api/events"))
    assert (status, json.loads(body)["code"]) == (401, "not_authenticated")
    assert asyncio.run(ask(handler, "/api/nothing"))[0] == 404
