"""Serving files: ranges, rights, and nothing that a browser would run."""

from __future__ import annotations

import asyncio
import hashlib
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

import factories
from moretta.audit.models import AuditEvent
from moretta.datasets.models import Asset
from moretta.datasets.serving import ranged
from uploading import read

pytestmark = pytest.mark.services

CONTENT = bytes(range(256)) * 8


@pytest.fixture
def asset(people: Any) -> Asset:
    return factories.make_asset(factories.first_dataset(people.project), CONTENT, name="picture.jpg")


def fresh(asset: Asset) -> dict[str, Any]:
    return {"revision": asset.revision, "policy": str(asset.dataset.policy_id)}


@pytest.mark.parametrize(
    ("asked", "status", "expected", "said"),
    [
        (None, 200, CONTENT, None),
        ("bytes=0-99", 206, CONTENT[:100], "bytes 0-99/2048"),
        ("bytes=100-", 206, CONTENT[100:], "bytes 100-2047/2048"),
        ("bytes=-48", 206, CONTENT[-48:], "bytes 2000-2047/2048"),
        ("bytes=2047-9999", 206, CONTENT[2047:], "bytes 2047-2047/2048"),
        ("bytes=0-", 200, CONTENT, None),
        ("bytes=2048-", 416, None, "bytes */2048"),
        ("bytes=9-3", 416, None, "bytes */2048"),
        ("bytes=-", 200, CONTENT, None),
        ("bytes=0-1,5-6", 200, CONTENT, None),
        ("lines=0-1", 200, CONTENT, None),
        ("bytes=" + "9" * 5000 + "-", 200, CONTENT, None),  # more digits than Python reads
        ("bytes=-" + "9" * 5000, 200, CONTENT, None),
    ],
)
def test_ranges(
    people: Any, asset: Asset, asked: str | None, status: int, expected: bytes | None, said: str | None
) -> None:
    headers = {"HTTP_RANGE": asked} if asked else {}
    answer = people.client("viewer").get(f"/api/assets/{asset.pk}/files/original", **headers)
    assert answer.status_code == status
    assert answer.get("Content-Range") == said
    if expected is not None:
        assert read(answer) == expected and answer["Content-Length"] == str(len(expected))


def test_an_unchanged_file_is_not_sent_again(people: Any, asset: Asset) -> None:
    client = people.client("viewer")
    tag = client.get(f"/api/assets/{asset.pk}/files/original")["ETag"]
    assert tag == f'"{asset.blob.sha256}"'
    again = client.get(f"/api/assets/{asset.pk}/files/original", HTTP_IF_NONE_MATCH=tag)
    assert again.status_code == 304 and again.content == b""
    stale = client.get(
        f"/api/assets/{asset.pk}/files/original", HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE='"old"'
    )
    assert stale.status_code == 200


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript"]
)
def test_what_a_browser_would_run_is_never_served_as_such(people: Any, media_type: str) -> None:
    dataset = factories.first_dataset(people.project)
    blob = factories.make_blob(people.organization, b"<script>alert(1)</script>", media_type)
    asset = factories.make_asset(dataset, blob=blob, name="page.html")
    answer = people.client("viewer").get(f"/api/assets/{asset.pk}/files/original")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert people.client("viewer").get(f"/api/assets/{asset.pk}/files/view").status_code == 404


@pytest.mark.parametrize("name", ['a"; filename="x.html', "a\r\nSet-Cookie: x=1.jpg", "写真.jpg"])
def test_an_odd_name_stays_inside_its_header(people: Any, name: str) -> None:
    asset = factories.make_asset(
        factories.first_dataset(people.project), CONTENT, name=name.replace("\r\n", " ")
    )
    answer = people.client("viewer").get(f"/api/assets/{asset.pk}/files/original")
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert answer["Content-Disposition"].startswith("attachment; filename")


@pytest.mark.parametrize(
    ("kind", "twin"),
    [("thumbnail", "redacted_thumbnail"), ("view", "redacted_view"), ("proxy", "redacted_proxy")],
)
def test_without_the_right_to_see_originals_the_redacted_twin_is_sent(
    people: Any, asset: Asset, kind: str, twin: str
) -> None:
    factories.make_rendition(asset, kind, b"clear")
    address = f"/api/assets/{asset.pk}/files/{kind}"
    assert read(people.client("viewer").get(address)) == b"clear"
    assert people.blind("viewer").get(address).status_code == 404
    factories.make_rendition(asset, twin, b"hidden", report=fresh(asset))
    assert people.blind("viewer").get(address).status_code == 404, "nobody has approved it"
    Asset.objects.filter(pk=asset.pk).update(state="approved")
    assert read(people.blind("viewer").get(address)) == b"hidden"
    assert people.blind("viewer").get(f"/api/assets/{asset.pk}/files/original").status_code == 404


@pytest.mark.parametrize(
    ("state", "shown"),
    [("annotate", False), ("in_review", False), ("excluded", False), ("approved", True), ("ready", True)],
)
def test_who_may_not_see_originals_sees_a_picture_once_it_is_approved(
    people: Any, asset: Asset, state: str, shown: bool
) -> None:
    """Before, somebody whom the search missed may be in it."""
    factories.make_rendition(asset, "redacted_thumbnail", b"hidden", report=fresh(asset))
    Asset.objects.filter(pk=asset.pk).update(state=state)
    card = people.blind("viewer").get(f"/api/assets/{asset.pk}").json()
    assert set(card["files"]) == ({"redacted_thumbnail"} if shown else set())
    for kind in ("thumbnail", "redacted_thumbnail"):
        answer = people.blind("viewer").get(f"/api/assets/{asset.pk}/files/{kind}")
        assert answer.status_code == (200 if shown else 404)
    assert people.client("viewer").get(f"/api/assets/{asset.pk}/files/redacted_thumbnail").status_code == 200


def test_a_redacted_file_from_before_a_change_is_not_shown(people: Any, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(state="approved")
    factories.make_rendition(asset, "redacted_thumbnail", b"hidden", report=fresh(asset))
    address = f"/api/assets/{asset.pk}/files/redacted_thumbnail"
    assert people.blind("viewer").get(address).status_code == 200
    Asset.objects.filter(pk=asset.pk).update(revision=asset.revision + 1)
    assert people.blind("viewer").get(address).status_code == 404
    card = people.blind("viewer").get(f"/api/assets/{asset.pk}").json()
    assert card["files"] == {}


def test_the_card_names_only_files_that_the_caller_may_read(people: Any, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(state="approved")
    factories.make_rendition(asset, "thumbnail")
    factories.make_rendition(asset, "redacted_thumbnail", report=fresh(asset))
    seen = people.client("viewer").get(f"/api/assets/{asset.pk}").json()["files"]
    blind = people.blind("viewer").get(f"/api/assets/{asset.pk}").json()["files"]
    assert set(seen) == {"original", "view", "thumbnail", "redacted_thumbnail"}
    assert set(blind) == {"redacted_thumbnail"}
    for address in blind.values():
        assert people.blind("viewer").get(address).status_code == 200


def test_looking_at_an_original_is_written_down_once_an_hour(people: Any, asset: Asset) -> None:
    client = people.client("viewer")
    for _ in range(3):
        client.get(f"/api/assets/{asset.pk}/files/original")
    events = AuditEvent.objects.filter(act="viewed_original", thing_id=str(asset.pk))
    assert events.count() == 1 and events.get().actor == people.user("viewer").pk
    people.blind("viewer").get(f"/api/assets/{asset.pk}/files/original")
    assert events.count() == 1


def test_files_of_others_are_not_there(people: Any, asset: Asset, stranger: Any, api: Any) -> None:
    address = f"/api/assets/{asset.pk}/files/original"
    assert stranger.get(address).status_code == 404
    assert api(None).get(address).status_code == 401
    assert people.client("viewer").get(f"/api/assets/{asset.pk}/files/..%2Fsecret.key").status_code == 404
    assert people.client("viewer").get(f"/api/assets/{asset.pk}/files/run").status_code == 404


def test_a_large_file_is_sent_in_constant_memory(tmp_path: Path) -> None:
    size = 1 << 30
    path = tmp_path / "large.mp4"
    with path.open("wb") as file:
        file.truncate(size)  # a hole: no disk is used

    async def fetch() -> int:
        answer = await ranged(RequestFactory().get("/"), path, "video/mp4", "large.mp4", "tag")
        return sum([len(part) async for part in answer.streaming_content])

    tracemalloc.start()
    try:
        assert asyncio.run(fetch()) == size
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def test_what_is_sent_is_what_was_taken_in(people: Any, asset: Asset) -> None:
    body = read(people.client("viewer").get(f"/api/assets/{asset.pk}/files/original"))
    assert hashlib.sha256(body).hexdigest() == asset.blob.sha256
