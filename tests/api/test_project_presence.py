"""Who has a picture of a project open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

import factories
from clients import People

pytestmark = pytest.mark.usefixtures("broker")


def test_whoever_opens_a_picture_is_listed_in_its_project(
    people: People, api: Callable[..., APIClient]
) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project), name="street.jpg")
    annotator, viewer = api("annotator"), api("viewer")
    address = f"/api/projects/{people.project.pk}/presence"
    assert viewer.get(address).json() == {"here": []}

    annotator.post(f"/api/assets/{asset.pk}/presence", {"frame": 7})

    here: list[dict[str, Any]] = viewer.get(address).json()["here"]
    assert [(one["asset"], one["asset_name"], one["frame"]) for one in here] == [
        (str(asset.pk), "street.jpg", 7)
    ]


def test_a_deleted_picture_is_not_named(people: People, api: Callable[..., APIClient]) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project))
    owner = api("owner")
    owner.post(f"/api/assets/{asset.pk}/presence", {})
    type(asset).objects.filter(pk=asset.pk).update(deleting=True)
    assert owner.get(f"/api/projects/{people.project.pk}/presence").json() == {"here": []}


def test_a_stranger_learns_nothing(people: People, stranger: APIClient) -> None:
    assert stranger.get(f"/api/projects/{people.project.pk}/presence").status_code == 404
