"""Large bodies are refused before they are written anywhere."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from rest_framework.test import APIClient

import factories
from moretta.bodies import limit_bodies

UPLOADS = "/api/datasets/01a20a6c-7049-7023-992a-c4e68fcdb09f/uploads"
SESSION = (b"cookie", b"moretta_session=abc")


def send(path: str, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> tuple[int, str, int]:
    """(status, code, bytes of the body that reached Django)."""
    reached = 0
    sent: list[Any] = []
    parts = [body[i : i + 100] for i in range(0, len(body), 100)] or [b""]

    async def application(scope: Any, receive: Any, send: Any) -> None:
        nonlocal reached
        while True:
            message = await receive()
            reached += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    async def receive() -> Any:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def answer(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": headers}
    asyncio.run(limit_bodies(application)(scope, receive, answer))
    return sent[0]["status"], json.loads(sent[1]["body"]).get("code", ""), reached


def length(size: int) -> tuple[bytes, bytes]:
    return (b"content-length", str(size).encode())


@pytest.mark.parametrize(
    ("path", "headers", "body", "expected"),
    [
        (UPLOADS, [length(300), SESSION], b"x" * 300, (202, "", 300)),
        (UPLOADS, [length(300), (b"authorization", b"Token x")], b"x" * 300, (202, "", 300)),
        (UPLOADS, [length(300)], b"x" * 300, (401, "not_authenticated", 0)),
        (UPLOADS, [length(3000), SESSION], b"x" * 3000, (413, "too_large", 0)),
        (UPLOADS, [length(-5), SESSION], b"x" * 300, (413, "too_large", 0)),
        ("/api/projects", [length(300), SESSION], b"x" * 300, (413, "too_large", 0)),
        ("/api/projects", [length(100), SESSION], b"x" * 100, (202, "", 100)),
    ],
)
def test_a_body_is_taken_or_refused_by_its_length(
    settings: Any, path: str, headers: list[Any], body: bytes, expected: tuple[int, str, int]
) -> None:
    settings.MAX_UPLOAD_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000, 200
    assert send(path, headers, body) == expected


def test_a_body_without_a_length_is_cut_off_where_it_grows_too_large(settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 2000
    status, code, reached = send(UPLOADS, [SESSION], b"x" * 5000)
    assert (status, code) == (413, "too_large") and reached <= 2000


def test_a_body_that_would_fill_the_disk_is_refused(settings: Any) -> None:
    settings.MIN_FREE_BYTES = 1 << 60
    status, code, reached = send(UPLOADS, [length(5 << 20), SESSION], b"x")
    assert (status, code, reached) == (507, "disk_full", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["[" * 100_000, '{"email":' * 100_000])
def test_json_that_is_nested_too_deeply_is_refused(people: Any, body: str) -> None:
    """It would be an error of the server with a page of log, for people who are not signed in, too."""
    for client, address in ((APIClient(), "/api/auth/sign-in"), (people.client("owner"), "/api/projects")):
        answer = client.post(address, body, content_type="application/json", HTTP_ACCEPT_LANGUAGE="de")
        assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
        assert answer.json()["detail"] == "Das JSON der Anfrage ist zu tief verschachtelt."


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["NaN", "1e999", "-1.5E+400", "9" * 400, r'"\ud800"', r'["\uDCFFx"]'])
def test_json_that_no_database_can_keep_is_refused(people: Any, value: str) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project))
    operation = f'{{"op": "delete", "annotation": "{asset.pk}", "attributes": {{"a": {value}}}}}'
    body = f'{{"base_revision": 0, "changes": [{{"id": "{asset.pk}", "operations": [{operation}]}}]}}'
    answer = people.client("annotator").post(
        f"/api/assets/{asset.pk}/changes", body, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@pytest.mark.django_db
def test_large_numbers_and_whole_characters_pass(people: Any) -> None:
    body = r'{"name": "M\ud83c\udfadretta 1e999 \\ud800", "settings": {"x": 1e200}}'
    client = people.client("owner")
    answer = client.patch(f"/api/projects/{people.project.pk}", body, content_type="application/json")
    assert answer.json()["name"] == "M🎭retta 1e999 \\ud800"
