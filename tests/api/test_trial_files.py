"""Samples and previews are fetched at the address that their jobs give."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

import factories
from clients import People
from moretta.annotations.previews import address_of


@pytest.mark.parametrize("kind", ["sample", "preview"])
def test_a_picture_on_trial_is_served_to_those_who_see_originals(
    people: People, api: Callable[..., APIClient], kind: str
) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project))
    row = factories.make_rendition(asset, kind)
    address = address_of(asset, kind, row.recipe)
    assert api("annotator").get(address).status_code == 200
    assert api("viewer", sees_originals=False).get(address).status_code in (403, 404)
    assert api("annotator").get(f"/api/assets/{asset.pk}/files/{kind}?digest=other").status_code == 404
