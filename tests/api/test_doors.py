"""Another organization's object is the same 404 as one that does not exist, at every address that names an object."""

from __future__ import annotations

import pytest

from addresses import api_addresses, missing, objects, path_to

pytestmark = pytest.mark.django_db

NAMING = [a for a in api_addresses() if "<" in a.route and not a.route.startswith("api/links/<str:")]
"""All but the secrets of links, which are no objects: `test_accounts` tries those."""


@pytest.mark.parametrize("address", NAMING, ids=str)
def test_not_yours_and_not_there_are_the_same_answer(people, stranger, address):
    ids = objects(people)
    for method in address.methods:
        send = getattr(stranger, method)
        not_yours, not_there = send(path_to(address, ids), {}), send(path_to(address, missing(ids)), {})
        assert not_there.status_code == 404, (method, not_there.status_code, not_there.content)
        assert not_yours.status_code == 404, (method, not_yours.status_code)
        assert not_yours.json() == not_there.json()
        assert not_yours.json() == {"code": "not_found", "detail": "Not found.", "field": None}


@pytest.mark.parametrize("address", NAMING, ids=str)
def test_who_is_signed_out_learns_nothing(people, api, address):
    for method in address.methods:
        answer = getattr(api(None), method)(path_to(address, objects(people)), {})
        assert answer.status_code in (401, 403), (method, answer.status_code)
        break


@pytest.mark.parametrize("address", [a for a in NAMING if a.route.startswith("api/assets/")], ids=str)
def test_an_asset_that_is_being_deleted_is_not_there(people, api, address):
    from moretta.datasets.models import Asset

    ids = objects(people)
    Asset.objects.update(deleting=True)
    for method in address.methods:
        answer = getattr(api("owner"), method)(path_to(address, ids), {})
        assert answer.status_code == 404, (method, answer.status_code)


LISTS = [a for a in api_addresses() if "<" not in a.route and "get" in a.methods]
OPEN = (
    "api/auth/me",
    "api/detectors",
    "api/methods",
    "api/workers",
    "api/events",
    "api/schema/",
    "api/docs/",
)
FILTERS = {
    "api/links": "organization",
    "api/members": "organization",
    "api/audit": "organization",
    "api/assets": "project",
    "api/assets/next": "project",
    "api/detections": "asset",
    "api/exports": "project",
    "api/exports/preview": "dataset",
    "api/datasets": "project",
    "api/evaluations": "dataset",
    "api/proofs": "dataset",
}


@pytest.mark.parametrize("address", [a for a in LISTS if a.route not in OPEN], ids=str)
def test_a_list_shows_nothing_of_others_and_its_filter_passes_the_door(people, stranger, address):
    ids = objects(people)
    path = "/" + address.route
    shown = stranger.get(path)
    text = shown.content.decode()
    assert not any(id in text for id in ids.values())
    if name := FILTERS.get(address.route):
        assert stranger.get(path, {name: ids[f"{name}s"]}).status_code == 404
        assert stranger.get(path, {name: "' OR 1=1"}).status_code in (400, 404)
