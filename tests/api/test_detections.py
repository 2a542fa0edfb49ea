"""Detectors, methods and searches over REST."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

import factories
from moretta.detections import availability
from moretta_vision.catalogue import DETECTORS

pytestmark = pytest.mark.services


class Store:
    """Stands in for Redis where workers have said which detectors run."""

    def __init__(self, *said: dict[str, str | None]) -> None:
        self.said = {f"moretta:detectors:{i}": json.dumps(words) for i, words in enumerate(said)}

    def scan_iter(self, match: str, count: int) -> list[str]:
        return list(self.said)

    def mget(self, keys: list[str]) -> list[str]:
        return [self.said[key] for key in keys]


MISSING = "MediaPipe needs libEGL. Install it: apt-get install libegl1."


@pytest.mark.parametrize(
    ("said", "yunet", "mediapipe"),
    [
        ([], availability.NOBODY, availability.NOBODY),
        ([{"yunet": None, "mediapipe": MISSING}], None, MISSING),
        ([{"yunet": None, "mediapipe": MISSING}, {"yunet": None, "mediapipe": None}], None, None),
    ],
)
def test_a_detector_that_cannot_run_is_shown_with_the_reason(
    api: Any, monkeypatch: pytest.MonkeyPatch, said: list[Any], yunet: str | None, mediapipe: str | None
) -> None:
    monkeypatch.setattr(availability, "client", lambda: Store(*said))
    shown = {d["name"]: d for d in api("viewer").get("/api/detectors").json()["results"]}
    assert (shown["yunet"]["reason"], shown["mediapipe"]["reason"]) == (yunet, mediapipe)
    assert shown["yunet"]["available"] is (yunet is None)


def test_workers_announce_what_runs_on_their_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    from moretta_tasks import availability as announcing

    kept: dict[str, str] = {}

    class Writer:
        def set(self, key: str, value: str, ex: int) -> None:
            kept[key] = value

    monkeypatch.setattr(announcing, "client", Writer)
    announcing.announce_once("host/1")
    words = json.loads(kept["moretta:detectors:host/1"])
    assert set(words) == set(DETECTORS)
    assert all(reason is None or reason.endswith(".") for reason in words.values())


def test_visual_methods_say_that_a_machine_can_undo_them(api: Any) -> None:
    methods = {m["name"]: m for m in api("viewer").get("/api/methods").json()["results"]}
    assert methods["solid"]["kind"] == "irreversible"
    for name in ("gaussian", "mosaic"):
        assert "a machine can undo it" in methods[name]["says"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "assets"),
        ({"dataset": "DATASET", "detectors": ["magic"]}, "detectors"),
        ({"dataset": "DATASET", "labels": ["01a20a45-118d-7d71-af32-67ee901e6f97"]}, "labels"),
        ({"dataset": "nonsense"}, "dataset"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(people: Any, body: dict[str, Any], field: str) -> None:
    dataset = factories.first_dataset(people.project)
    factories.make_asset(dataset)
    body = {k: str(dataset.pk) if v == "DATASET" else v for k, v in body.items()}
    answer = people.client("annotator").post("/api/detections", body)
    assert answer.status_code == 400 and answer.json()["field"] == field


def test_a_label_that_no_detector_finds_cannot_be_searched_by_machine(people: Any) -> None:
    project = factories.make_project(people.organization, hide=["face", "object"])
    dataset = factories.first_dataset(project)
    factories.make_asset(dataset)
    thing = project.labels.get(kind="object")
    body = {"dataset": str(dataset.pk), "labels": [str(thing.pk)]}
    answer = people.client("annotator").post("/api/detections", body)
    assert answer.status_code == 400 and "No detector finds object" in answer.json()["detail"]


def test_searching_needs_the_role_and_the_place(people: Any, stranger: Any) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project))
    body = {"assets": [str(asset.pk)]}
    assert people.client("viewer").post("/api/detections", body).status_code == 403
    assert stranger.post("/api/detections", body).status_code == 404
    foreign = factories.make_asset()
    mixed = {"assets": [str(asset.pk), str(foreign.pk)]}
    assert people.client("annotator").post("/api/detections", mixed).status_code == 404
    assert people.client("annotator").post("/api/detections", body).status_code == 202


def test_runs_and_candidates_are_behind_the_doors(people: Any, stranger: Any) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project))
    run = factories.make_run(asset)
    listed = people.client("viewer").get(f"/api/detections?asset={asset.pk}").json()["results"]
    assert [r["id"] for r in listed] == [str(run.pk)]
    assert stranger.get(f"/api/detections?asset={asset.pk}").status_code == 404
    assert people.blind("viewer").get(f"/api/assets/{asset.pk}/candidates").status_code == 403
    assert people.client("viewer").get(f"/api/assets/{asset.pk}/candidates?from=x").json()["field"] == "from"
    label = factories.face_label(factories.make_project())
    assert (
        people.client("viewer").get(f"/api/assets/{asset.pk}/candidates?label={label.pk}").status_code == 404
    )


def test_the_cuts_of_a_clip_come_with_its_candidates(people: Any) -> None:
    dataset = factories.first_dataset(people.project)
    asset = factories.make_asset(dataset, kind="video", n_frames=100, name="clip.mp4")
    run = factories.make_run(asset)
    changes = {"12": [1.0, 0.0, 3.5, 0.0], "40": "cut", "7": "cut"}
    heard = ["face", 40, 10, 20, 20, 0.3, 0]  # by two networks, of which one did not see it
    stored = {"frames": {"3": [["face", 10, 10, 20, 20, 0.4], heard]}, "changes": changes}
    factories.write_file(run.path, gzip.compress(json.dumps(stored).encode()))
    viewer = people.client("viewer")
    answer = viewer.get(f"/api/assets/{asset.pk}/candidates").json()
    assert (answer["cuts"], [c["frame"] for c in answer["candidates"]]) == ([7, 40], [3, 3])
    answer = viewer.get(f"/api/assets/{asset.pk}/candidates?from=8&to=60").json()
    assert (answer["cuts"], answer["candidates"]) == ([40], [])
