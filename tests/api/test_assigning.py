"""Whose work a picture is: given, taken, filtered by, and free again when the person leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

import factories
from clients import People
from moretta.audit.models import AuditEvent
from moretta.datasets.models import Asset

Api = Callable[..., APIClient]


@pytest.fixture
def assets(people: People) -> list[Asset]:
    """Three pictures on which somebody waits for a decision."""
    dataset = factories.first_dataset(people.project)
    return [factories.make_asset(dataset, name=f"{n}.jpg", state="annotate", undecided=1) for n in range(3)]


def assign(client: APIClient, assets: list[Asset], to: Any) -> dict[str, Any]:
    body = {"act": "assign", "assets": [str(a.pk) for a in assets], "assignee": to and str(to.pk)}
    answer = client.post("/api/assets/bulk", body, format="json")
    assert answer.status_code == 200, answer.json()
    return answer.json()  # type: ignore[no-any-return]  # what became of them


def of(client: APIClient, people: People, assignee: str) -> list[str]:
    answer = client.get(f"/api/assets?project={people.project.pk}&assignee={assignee}")
    return [card["name"] for card in answer.json()["results"]]


def test_a_reviewer_gives_pictures_to_people_and_everybody_filters_by_them(
    people: People, api: Api, assets: list[Asset]
) -> None:
    ann = people.user("annotator")
    assert assign(api("reviewer"), assets[:2], ann)["refused"] == []
    card = api("viewer").get(f"/api/assets/{assets[0].pk}").json()
    assert card["assignee"] == {"id": str(ann.pk), "name": "Annotator"}
    assert of(api("annotator"), people, "me") == ["0.jpg", "1.jpg"]
    assert of(api("viewer"), people, str(ann.pk)) == ["0.jpg", "1.jpg"]
    assert of(api("viewer"), people, "nobody") == ["2.jpg"]
    assign(api("reviewer"), assets[:1], None)
    assert of(api("viewer"), people, "nobody") == ["0.jpg", "2.jpg"]
    events = AuditEvent.objects.filter(act="assigned").order_by("pk").values_list("details", flat=True)
    assert list(events) == [{"assignee": str(ann.pk)}] * 2 + [{"assignee": None}]


def test_an_annotator_takes_what_is_nobodys_and_nothing_from_others(
    people: People, api: Api, assets: list[Asset]
) -> None:
    ann, rita = people.user("annotator"), people.user("reviewer")
    assert len(assign(api("annotator"), assets[:1], ann)["done"]) == 1
    assign(api("reviewer"), assets[1:2], rita)
    for to in (ann, None):
        (refused,) = assign(api("annotator"), assets[1:2], to)["refused"]
        assert "role reviewer" in refused["detail"]
    assert len(assign(api("annotator"), assets[2:], rita)["refused"]) == 1
    assert len(assign(api("annotator"), assets[:1], None)["done"]) == 1


def test_only_who_may_annotate_here_is_given_a_picture(
    people: People, api: Api, assets: list[Asset], stranger: APIClient
) -> None:
    for nobody in (people.user("viewer"), people.user("annotator", sees_originals=False)):
        (refused,) = assign(api("manager"), assets[:1], nobody)["refused"]
        assert "may not annotate" in refused["detail"]
    (refused,) = assign(api("manager"), assets[:1], factories.make_user())["refused"]
    assert refused["detail"] == "There is no such member."
    ids = {"act": "assign", "assets": [str(assets[0].pk)], "assignee": None}
    (refused,) = stranger.post("/api/assets/bulk", ids, format="json").json()["refused"]
    assert refused["detail"] == "Not found."


def test_what_was_given_to_others_does_not_wait_for_me(people: People, api: Api, assets: list[Asset]) -> None:
    assign(api("reviewer"), assets[:1], people.user("reviewer"))
    client, project = api("annotator"), people.project.pk
    waiting = client.get(f"/api/assets?project={project}&need=you").json()["results"]
    assert [card["name"] for card in waiting] == ["1.jpg", "2.jpg"]
    assert client.get(f"/api/assets/next?project={project}").json()["name"] == "1.jpg"
    assert client.get(f"/api/projects/{project}").json()["need_you"] == 2
    assert api("reviewer").get(f"/api/projects/{project}").json()["need_you"] == 3


@pytest.mark.parametrize("change", [{"role": "viewer"}, {"sees_originals": False}, None], ids=str)
def test_who_leaves_or_may_not_annotate_any_more_lets_go_of_their_pictures(
    people: People, api: Api, assets: list[Asset], change: dict[str, Any] | None
) -> None:
    ann = people.user("annotator")
    assign(api("reviewer"), assets[:2], ann)
    member = f"/api/members/{ann.memberships.get().pk}"
    if change is None:
        answer = api("owner").delete(member, {"confirm": True}, format="json")
    else:
        answer = api("owner").patch(member, change, format="json")
    assert answer.status_code < 300, answer.json()
    assert of(api("owner"), people, "nobody") == ["0.jpg", "1.jpg", "2.jpg"]


def test_a_closed_account_lets_go_of_its_pictures(people: People, api: Api, assets: list[Asset]) -> None:
    ann = people.user("annotator")
    assign(api("reviewer"), assets[:2], ann)
    admin = Client()
    admin.force_login(factories.make_user(is_staff=True, is_superuser=True))
    body = {"email": ann.email, "name": ann.name}  # the box "active" is not ticked
    assert admin.post(f"/admin/accounts/user/{ann.pk}/change/", body).status_code == 302
    assert of(api("owner"), people, "nobody") == ["0.jpg", "1.jpg", "2.jpg"]


def test_whose_a_picture_is_has_to_be_said(people: People, api: Api, assets: list[Asset]) -> None:
    assign(api("reviewer"), assets[:1], people.user("annotator"))
    body = {"act": "assign", "assets": [str(assets[0].pk)], "asignee": None}
    answer = api("reviewer").post("/api/assets/bulk", body, format="json")
    assert (answer.status_code, answer.json()["field"]) == (400, "assignee")
    assert of(api("annotator"), people, "me") == ["0.jpg"]


def test_an_unreadable_filter_is_refused(people: People, api: Api) -> None:
    answer = api("viewer").get(f"/api/assets?project={people.project.pk}&assignee=somebody")
    assert (answer.status_code, answer.json()["field"]) == (400, "assignee")
