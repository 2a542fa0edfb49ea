"""The table in docs/roles.md, tried cell by cell through the API."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

import factories
from clients import People
from moretta.accounts.roles import ACTS, ROLES, SCOPES
from moretta.datasets.models import Asset

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"


def read_table() -> dict[str, dict[str, str]]:
    """{act: {role: cell, "scope": scope}}"""
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("|")]
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert head[2:7] == list(ROLES)
    return {row[0]: {**dict(zip(head[2:7], row[2:7], strict=True)), "scope": row[7]} for row in rows}


TABLE = read_table()


def asset_in(people: People, state: str = "annotate") -> Asset:
    asset = factories.make_asset(
        factories.first_dataset(people.project), state=state, last_author=people.user("owner")
    )
    factories.mark_searched(asset)
    return asset


def see_original(client: APIClient, people: People):
    return client.get(f"/api/assets/{asset_in(people).pk}/files/original")


def comment(client: APIClient, people: People):
    return client.post(f"/api/assets/{asset_in(people).pk}/comments", {"text": "Who is that?"})


def annotate(client: APIClient, people: People):
    face = str(factories.face_label(people.project).pk)
    shape = {"type": "box", "data": [10, 10, 40, 40]}
    operation = {
        "op": "create",
        "annotation": str(uuid.uuid4()),
        "label": face,
        "keyframes": [{"frame": 0, "shape": shape}],
    }
    change = {"id": str(uuid.uuid4()), "operations": [operation]}
    return client.post(
        f"/api/assets/{asset_in(people).pk}/changes", {"base_revision": 0, "changes": [change]}
    )


def ingest(client: APIClient, people: People):
    path = f"/api/datasets/{factories.first_dataset(people.project).pk}/uploads"
    file = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 not much of a picture", "image/jpeg")
    return client.post(path, {"files": [file]}, format="multipart")


def detect(client: APIClient, people: People):
    asset_in(people)
    dataset = factories.first_dataset(people.project)
    return client.post("/api/detections", {"dataset": str(dataset.pk)})


def review(client: APIClient, people: People):
    asset = asset_in(people, "in_review")
    body = {"revision": asset.revision, "comment": "Look at the mirror."}
    return client.post(f"/api/assets/{asset.pk}/request-changes", body)


def export(client: APIClient, people: People):
    asset_in(people)
    dataset = factories.first_dataset(people.project)
    body = {"dataset": str(dataset.pk), "format": "coco", "purpose": "A test", "splits": {"train": 1}}
    return client.post("/api/exports", body)


def manage_members(client: APIClient, people: People):
    return client.post("/api/links", {"kind": "invite", "project": str(people.project.pk), "role": "viewer"})


REQUESTS: dict[str, Callable[[APIClient, People], object]] = {
    "view": lambda client, people: client.get(f"/api/projects/{people.project.pk}"),
    "see_originals": see_original,
    "comment": comment,
    "annotate": annotate,
    "ingest": ingest,
    "detect": detect,
    "review": review,
    "export": export,
    "manage_project": lambda client, people: client.patch(
        f"/api/projects/{people.project.pk}", {"purpose": "Another"}
    ),
    "manage_members": manage_members,
    "delete_project": lambda client, people: client.delete(
        f"/api/projects/{people.project.pk}", {"confirm": people.project.name}
    ),
    "read_audit": lambda client, people: client.get(
        "/api/audit", {"organization": str(people.organization.pk)}
    ),
    "own_organization": lambda client, people: client.patch(
        f"/api/organizations/{people.organization.pk}", {"name": "Renamed"}
    ),
}
REFUSED = {"see_originals": (403, 404)}  # a placeholder is shown for what may not be seen


def passed_the_door(act: str, answer) -> bool:
    """Whether the act was allowed. What is refused for another reason (409: nothing is ready yet) passed the door."""
    if answer.status_code in REFUSED.get(act, (403,)):
        assert answer.status_code == 404 or "needs the" in answer.json()["detail"]
        return False
    assert answer.status_code < 300 or answer.status_code == 409, (act, answer.status_code, answer.content)
    return True


def test_the_document_and_the_code_name_the_same_acts():
    assert list(TABLE) == list(ACTS) == list(REQUESTS)
    assert {act: row["scope"] for act, row in TABLE.items()} == {a: x.scope for a, x in ACTS.items()}
    assert {row["scope"] for row in TABLE.values()} == set(SCOPES)


@pytest.mark.parametrize("sees_originals", [True, False], ids=["seeing", "blind"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", list(ACTS))
def test_each_cell_of_the_table_is_what_the_api_does(people, act, role, sees_originals):
    expected = {"yes": True, "no": False, "with originals": sees_originals}[TABLE[act][role]]
    client = people.client(role, sees_originals=sees_originals)
    assert passed_the_door(act, REQUESTS[act](client, people)) is expected


@pytest.mark.parametrize("act", list(ACTS))
def test_a_token_needs_the_scope_of_the_act(people, act):
    def program(*scopes: str) -> APIClient:
        _, secret = factories.make_token(
            people.user("owner"), people.organization, scopes, sees_originals=True
        )
        return APIClient(HTTP_AUTHORIZATION=f"Token {secret}")

    needed = TABLE[act]["scope"]
    others = [scope for scope in SCOPES if scope != needed]
    refused = REQUESTS[act](program(*others), people)
    assert refused.status_code in (403, 404)
    assert passed_the_door(act, REQUESTS[act](program("read", needed), people))


@pytest.mark.parametrize("act", [act for act, needs in ACTS.items() if needs.originals])
def test_a_token_sees_originals_only_if_ticked(people, act):
    _, secret = factories.make_token(people.user("owner"), people.organization, SCOPES)
    client = APIClient(HTTP_AUTHORIZATION=f"Token {secret}")
    assert not passed_the_door(act, REQUESTS[act](client, people))


@pytest.mark.parametrize("act", list(ACTS))
def test_a_role_in_another_project_counts_for_nothing_here(people, act):
    from clients import client_of

    user = factories.make_user()
    elsewhere = factories.make_project(people.organization)
    factories.make_membership(user, project=elsewhere, role="owner")
    answer = REQUESTS[act](client_of(user), people)
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("act", list(ACTS))
def test_a_superuser_without_a_membership_finds_nothing(people, act):
    from clients import client_of

    answer = REQUESTS[act](client_of(factories.make_superuser()), people)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_who_is_signed_out_gets_401(people):
    for act, request in REQUESTS.items():
        assert request(APIClient(), people).status_code == 401, act
