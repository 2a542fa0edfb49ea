"""The API speaks the language that the request asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

import factories
from clients import People

Api = Callable[..., APIClient]
GERMAN = {"HTTP_ACCEPT_LANGUAGE": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.mark.parametrize(
    ("language", "ours", "of_the_framework"),
    [
        ({}, "There is a dataset named 'Pictures' in this project already.", "This field is required."),
        (
            GERMAN,
            "Einen Datensatz namens 'Pictures' gibt es in diesem Projekt schon.",
            "Dieses Feld ist zwingend erforderlich.",
        ),
    ],
)
def test_a_refusal_is_in_the_language_that_was_asked_for(
    people: People, api: Api, language: dict[str, Any], ours: str, of_the_framework: str
) -> None:
    body = {"project": str(people.project.pk), "name": "Pictures"}
    answer = api("manager").post("/api/datasets", body, format="json", **language)
    assert (answer.status_code, answer.json()["detail"]) == (400, ours)
    assert "Accept-Language" in answer["Vary"]
    answer = api("manager").post("/api/datasets", {"name": "x"}, format="json", **language)
    assert (answer.json()["field"], answer.json()["detail"]) == ("project", of_the_framework)


def test_what_workers_stored_is_shown_in_the_language_that_is_asked_for(people: People, api: Api) -> None:
    asset = factories.make_asset(
        factories.first_dataset(people.project), state="failed", error="a.jpg has no pixels.", name="a.jpg"
    )
    job = factories.make_job(people.project, title="Add a.jpg")
    card = api("viewer").get(f"/api/assets/{asset.pk}", **GERMAN).json()
    assert card["error"] == "a.jpg hat keine Pixel."
    assert api("viewer").get(f"/api/assets/{asset.pk}").json()["error"] == "a.jpg has no pixels."
    assert api("viewer").get(f"/api/jobs/{job.pk}", **GERMAN).json()["title"] == "a.jpg hinzufügen"


def test_what_is_not_there_is_said_in_german_too(api: Api) -> None:
    assert api("viewer").get("/api/nothing", **GERMAN).json()["detail"] == "Nicht gefunden."


def test_labels_and_the_first_dataset_are_named_in_the_language_of_who_makes_a_project(
    people: People, api: Api
) -> None:
    body = {"organization": str(people.organization.pk), "name": "Straße", "hide": ["face", "license_plate"]}
    made = api("manager").post("/api/projects", body, format="json", **GERMAN).json()
    seen = api("manager").get(f"/api/projects/{made['id']}").json()
    assert [label["name"] for label in seen["labels"]] == ["Gesicht", "Kennzeichen"]
    assert [dataset["name"] for dataset in seen["datasets"]] == ["Bilder"]
