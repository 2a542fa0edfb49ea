"""Following over REST: what is asked for has to be there, and who may not annotate follows nobody."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

import factories

pytestmark = [pytest.mark.django_db, pytest.mark.services]

BOX = {"type": "box", "data": [10, 10, 40, 40]}


@pytest.fixture
def clip(people: Any) -> Any:
    return factories.make_asset(factories.first_dataset(people.project), kind="video", n_frames=100, fps=25.0)


def body(clip: Any, **more: Any) -> dict[str, Any]:
    return {"frame": 3, "shape": BOX, "label": str(clip.dataset.project.labels.first().pk), **more}


def test_following_is_a_job_that_changes_nothing(api, clip):
    answer = api("annotator").post(f"/api/assets/{clip.pk}/follow", body(clip), format="json")
    assert answer.status_code == 202, answer.json()
    job = answer.json()["job"]
    assert (job["kind"], job["total"], job["state"]) == ("follow", 96, "queued")
    assert api().get(f"/api/assets/{clip.pk}").json()["revision"] == clip.revision


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"frame": 99}, "frame"),
        ({"frame": 0, "back": True}, "frame"),
        ({"frame": -1}, "frame"),
        ({"shape": {"type": "box", "data": [1, 2]}}, "shape"),
        ({"shape": {"type": "blob", "data": []}}, "shape"),
    ],
)
def test_a_place_that_is_not_there_is_named(api, clip, more, field):
    answer = api().post(f"/api/assets/{clip.pk}/follow", body(clip, **more), format="json")
    assert answer.status_code == 400 and answer.json()["field"].startswith(field), answer.json()


def test_a_label_of_another_project_is_not_found(api, clip):
    answer = api().post(f"/api/assets/{clip.pk}/follow", body(clip, label=str(uuid4())), format="json")
    assert answer.status_code == 404


def test_who_may_not_annotate_follows_nobody(api, clip):
    assert api("viewer").post(f"/api/assets/{clip.pk}/follow", body(clip), format="json").status_code == 403
