"""Models of one's own on the platform: shown, named by policies and searches, and gone once they are removed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

import factories
from moretta.detections import views
from moretta_tasks import availability as announcing
from moretta_vision.own_models import OwnModel, known

pytestmark = pytest.mark.services

MODEL = OwnModel(
    name="badges",
    sha256="0" * 64,
    head="yolov8",
    classes={0: "face", 1: "text"},
    size=(640, 640),
    channels="rgb",
    mean=(0, 0, 0),
    factor=1 / 255,
    threshold=0.35,
    licence="ours",
    cost_ms=80,
)


@pytest.fixture
def badges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The model's description, where the operator's command puts it."""
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    path = tmp_path / "own" / "badges.json"
    path.parent.mkdir()
    path.write_text(json.dumps(dataclasses.asdict(MODEL)))
    return path


def policy_with(people: Any, detector: str) -> Any:
    face = str(factories.face_label(people.project).pk)
    body = {"settings": {"labels": {face: {"detectors": [detector]}}}}
    return people.client("manager").post(f"/api/projects/{people.project.pk}/policies", body)


def test_one_is_listed_with_what_it_finds_and_why_it_cannot_run(
    people: Any, badges: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons = announcing.reasons()
    assert "file of the model badges is not there" in str(reasons["own-badges"])
    monkeypatch.setattr(views, "unavailable", lambda: reasons)
    shown = people.client("viewer").get("/api/detectors").json()["results"]
    row = next(row for row in shown if row["name"] == "own-badges")
    assert (row["labels"], row["operating_threshold"], row["licence"]) == (["face", "text"], 0.35, "ours")
    assert (row["cloud"], row["available"], row["reason"]) == (False, False, reasons["own-badges"])


def test_policies_and_searches_may_name_one_while_it_is_there(people: Any, badges: Path) -> None:
    answer = policy_with(people, "own-badges")
    assert answer.status_code == 202, answer.json()
    face = str(factories.face_label(people.project).pk)
    assert answer.json()["policy"]["settings"]["labels"][face]["threshold"] == 0.35
    asset = factories.make_asset(factories.first_dataset(people.project))
    body = {"assets": [str(asset.pk)], "detectors": ["own-badges"]}
    assert people.client("annotator").post("/api/detections", body).status_code == 202
    badges.unlink()
    assert "own-badges" not in known()
    answer = people.client("annotator").post("/api/detections", body)
    assert (answer.status_code, answer.json()["field"]) == (400, "detectors")


def test_a_policy_that_names_none_of_them_is_refused(people: Any, badges: Path) -> None:
    answer = policy_with(people, "own-other")
    assert answer.status_code == 400 and "There is no detector 'own-other'" in answer.json()["detail"]
