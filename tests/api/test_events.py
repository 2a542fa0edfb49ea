"""Live events: what happens is told at once to those who may know, a browser resumes, too old an id is reset."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import AsyncClient

import factories
from moretta.accounts.models import Membership, User
from moretta.jobs import events as announce
from moretta.jobs import presence, stream
from moretta.jobs.redis_client import client
from moretta.projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Message:
    kind: str
    id: str
    data: dict[str, Any]


@dataclass
class Reader:
    """Reads server-sent events as a browser does."""

    chunks: AsyncIterator[bytes]
    buffer: str = ""

    async def block(self, seconds: float = 10) -> str:
        while "\n\n" not in self.buffer:
            self.buffer += (await asyncio.wait_for(anext(self.chunks), seconds)).decode()
        block, _, self.buffer = self.buffer.partition("\n\n")
        return block

    async def next(self, seconds: float = 10) -> Message:
        while True:
            fields: dict[str, str] = {}
            for line in (await self.block(seconds)).split("\n"):
                name, _, value = line.partition(": ")
                fields[name] = value
            if "data" in fields:
                return Message(
                    fields.get("event", "message"), fields.get("id", ""), json.loads(fields["data"])
                )

    async def ready(self) -> Message:
        message = await self.next()
        assert message.kind == "ready", message
        return message


@asynccontextmanager
async def opened(user: User, after: str = "", **headers: str) -> AsyncIterator[Reader]:
    browser = AsyncClient()
    await sync_to_async(browser.force_login)(user, backend="django.contrib.auth.backends.ModelBackend")
    if after:
        headers["Last-Event-ID"] = after
    answer = await browser.get("/api/events", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/event-stream"
    chunks = aiter(answer.streaming_content)
    try:
        yield Reader(chunks)
    finally:
        await chunks.aclose()


def publish(project: Project, kind: str = "asset", id: str = "1", revision: int | None = None) -> None:
    announce.publish(project.organization_id, kind, id, revision, project=project.pk)


@pytest.fixture
def member(broker: str) -> Membership:
    return factories.make_membership(role="viewer")


@pytest.fixture
def project(member: Membership) -> Project:
    return factories.make_project(member.organization)


def test_an_event_arrives_with_its_id_and_without_content(member: Membership, project: Project) -> None:
    async def read() -> Message:
        async with opened(member.user) as reader:
            await reader.ready()
            await sync_to_async(publish)(project, "asset", "a1", 7)
            return await reader.next()

    message = async_to_sync(read)()
    assert message.data == {"kind": "asset", "id": "a1", "revision": 7, "project": str(project.pk)}
    assert message.id


def test_a_browser_that_was_away_gets_what_it_missed(member: Membership, project: Project) -> None:
    async def read() -> list[str]:
        async with opened(member.user) as reader:
            last = (await reader.ready()).id
        for number in range(3):
            await sync_to_async(publish)(project, id=f"missed {number}")
        async with opened(member.user, after=last) as reader:
            await reader.ready()
            return [(await reader.next()).data["id"] for _ in range(3)]

    assert async_to_sync(read)() == ["missed 0", "missed 1", "missed 2"]


def test_an_id_that_is_too_old_or_unknown_is_reset(member: Membership, project: Project) -> None:
    name = announce.stream_of(project.organization_id)
    for number in range(5):
        publish(project, id=str(number))
    first = client().xrange(name, count=1)[0][0]
    client().xtrim(name, maxlen=1, approximate=False)

    async def kind_after(id: str) -> str:
        async with opened(member.user, after=id) as reader:
            return (await reader.next()).kind

    newest = client().xrevrange(name, count=1)[0][0]
    assert async_to_sync(kind_after)(first) == "reset"
    assert async_to_sync(kind_after)("yesterday") == "reset"
    assert async_to_sync(kind_after)("99999999999999-0") == "reset"
    assert async_to_sync(kind_after)(newest) == "ready"
    client().delete(name)
    assert async_to_sync(kind_after)(newest) == "reset"


def test_a_member_of_one_project_hears_nothing_of_the_others(project: Project) -> None:
    other = factories.make_project(project.organization)
    single = factories.make_membership(project=project, role="viewer")

    async def read() -> list[str]:
        async with opened(single.user) as reader:
            await reader.ready()
            await sync_to_async(publish)(other, id="other's")
            await sync_to_async(publish)(project, id="own")
            return [(await reader.next()).data["id"]]

    assert async_to_sync(read)() == ["own"]


def test_another_organizations_events_are_not_heard(project: Project) -> None:
    stranger = factories.make_membership()
    own = factories.make_project(stranger.organization)

    async def read() -> str:
        async with opened(stranger.user) as reader:
            await reader.ready()
            await sync_to_async(publish)(project, id="theirs")
            await sync_to_async(publish)(own, id="own")
            return (await reader.next()).data["id"]

    assert async_to_sync(read)() == "own"


def test_the_stream_ends_for_somebody_who_was_taken_out(
    member: Membership, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "RECHECK_SECONDS", 0.0)

    async def read() -> None:
        async with opened(member.user) as reader:
            await reader.ready()
            await Membership.objects.filter(pk=member.pk).adelete()
            await sync_to_async(publish)(project)
            with pytest.raises(StopAsyncIteration):
                await reader.next()

    async_to_sync(read)()


def test_a_quiet_stream_says_that_it_lives(member: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.2)

    async def read() -> str:
        async with opened(member.user) as reader:
            await reader.ready()
            return await reader.block()

    assert async_to_sync(read)() == ": here"


def test_a_signed_out_browser_is_refused(broker: str) -> None:
    answer = async_to_sync(AsyncClient().get)("/api/events")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "not_authenticated")


def test_a_rolled_back_change_is_not_announced(member: Membership, project: Project) -> None:
    from django.db import transaction

    length = client().xlen(announce.stream_of(project.organization_id))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(project)
        _ = 1 // 0
    assert client().xlen(announce.stream_of(project.organization_id)) == length


def test_those_who_have_an_asset_open_see_each_other(member: Membership) -> None:
    other = factories.make_user(name="Ada")
    assert presence.here("asset", other, frame=3)
    assert not presence.here("asset", other, frame=4), "the same person again is no news"
    presence.here("asset", member.user)
    assert {p["name"]: p["frame"] for p in presence.present("asset")} == {"Ada": 4, str(member.user): None}
    assert presence.leave("asset", other)
    assert [p["id"] for p in presence.present("asset")] == [str(member.user.pk)]
