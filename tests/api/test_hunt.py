"""The hunt over REST: who looked is on record, and what is asked for has to be there."""

from __future__ import annotations

from typing import Any

import pytest

import factories

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def asset(people: Any) -> Any:
    return factories.make_asset(factories.first_dataset(people.project))


def seen(client: Any, asset: Any, answer: str) -> list[str]:
    query = {"dataset": str(asset.dataset_id), "seen": answer}
    return [one["id"] for one in client.get("/api/assets", query).json()["results"]]


def test_who_has_looked_through_a_picture_is_on_record(api, people, asset):
    other = factories.make_asset(asset.dataset)
    foreign = factories.make_asset(factories.make_dataset(people.project))
    factories.mark_searched(asset)
    body = {"assets": [str(asset.pk), str(foreign.pk)]}
    answer = api("annotator").post(f"/api/datasets/{asset.dataset_id}/looked", body, format="json")
    assert answer.json() == {"done": [str(asset.pk)]}
    (label,) = [one for one in api().get(f"/api/assets/{asset.pk}").json()["labels"] if one["redacted"]]
    assert label["by"] == "Annotator" and label["how"] == "run"
    assert seen(api(), asset, "yes") == [str(asset.pk)]
    assert seen(api(), asset, "no") == [str(other.pk)]


@pytest.mark.parametrize(
    ("what", "body", "field"),
    [
        ("hunt", {"frames": [1]}, "frames"),
        ("hunt", {"frames": []}, "frames"),
        ("hunt", {"places": [[0, 600, 0, 60, 60]]}, "places"),
        ("hunt", {"places": [[0, 0, 0, 0, 60]]}, "places"),
        ("looks", {"fresh": 2}, "fresh"),
        ("looks", {"seconds": 0}, "seconds"),
        ("spot", {"frame": 1, "at": [1, 1]}, "frame"),
        ("spot", {"at": [640, 1]}, "at"),
    ],
)
def test_a_place_that_is_not_there_is_named(api, asset, what, body, field):
    answer = api().post(f"/api/assets/{asset.pk}/{what}", body, format="json")
    assert answer.status_code == 400 and answer.json()["field"].split(".")[0] == field


def test_who_may_not_see_originals_hunts_nobody(people, asset):
    blind = people.blind("annotator")
    for path, body in (
        (f"assets/{asset.pk}/hunt", {"frames": [0]}),
        (f"assets/{asset.pk}/looks", {}),
        (f"assets/{asset.pk}/spot", {"at": [1, 1]}),
        (f"datasets/{asset.dataset_id}/looked", {"assets": [str(asset.pk)]}),
    ):
        assert blind.post(f"/api/{path}", body, format="json").status_code == 403
    picture = factories.make_rendition(asset, "hunt")
    url = f"/api/assets/{asset.pk}/files/hunt?digest={picture.recipe}"
    assert blind.get(url).status_code == 403 and people.client("annotator").get(url).status_code == 200
