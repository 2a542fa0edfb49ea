"""Presets and the detectors of single labels: what a policy may say, what a search records, what it leaves alone."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from django.apps import apps

import factories
from moretta.datasets.models import Asset
from moretta.detections.models import DetectionRun
from moretta.detections.plans import MOST_FLAGGED
from moretta.projects.models import Project
from moretta_tasks.runner import drain
from moretta_vision import detect
from moretta_vision.catalogue import DEFAULT_PRESET, DETECTORS, PRESETS
from moretta_vision.commands.detect import MOST_CANDIDATES
from moretta_vision.detect.base import Detections
from uploading import picture, upload

pytestmark = pytest.mark.services

CHANGE = "11111111-1111-4111-8111-11111111111{}"


class StandIn:
    """Takes the place of a detector and finds what a test wants, in every picture."""

    def __init__(self, name: str, finds: Sequence[tuple[float, ...]]) -> None:
        self.name, self.version, self.finds = name, f"{name}, stand-in", finds
        self.labels = DETECTORS[name].labels

    def detect(self, images: Sequence[Any], min_score: float | None = None) -> list[Detections]:
        rows = [find for find in self.finds if find[4] >= (min_score or 0)]
        boxes = np.array([row[:4] for row in rows], np.float32).reshape(-1, 4)
        scores = np.array([row[4] for row in rows], np.float32)
        labels = [self.labels[0]] * len(rows)
        return [Detections(boxes, scores, labels, None, self.name, self.version) for _ in images]


def find(monkeypatch: pytest.MonkeyPatch, **finds: Sequence[tuple[float, ...]]) -> None:
    """`find(monkeypatch, faces_fast=[box and score, …])`: what each detector finds; the others find nothing."""
    by = {name.replace("_", "-"): rows for name, rows in finds.items()}
    monkeypatch.setattr(detect, "load", lambda name, *args, **kwargs: StandIn(name, by.get(name, [])))


def label_id(project: Project, kind: str = "face") -> str:
    return str(project.labels.get(kind=kind).pk)


def publish(people: Any, project: Project, settings: dict[str, Any]) -> Any:
    return people.client("manager").post(f"/api/projects/{project.pk}/policies", {"settings": settings})


def searched(people: Any, project: Project) -> Asset:
    """A picture that was uploaded and searched."""
    answer = upload(
        people.client("annotator"), factories.first_dataset(project), ("a.jpg", picture(1, (100, 100)))
    )
    assert answer.status_code == 202, answer.content
    drain()
    asset = Asset.objects.get(dataset__project=project)
    assert asset.state == "annotate", asset.error
    return asset


def search(people: Any, **body: Any) -> Any:
    return people.client("annotator").post("/api/detections", body)


def candidates(people: Any, asset: Asset) -> list[dict[str, Any]]:
    return people.client("viewer").get(f"/api/assets/{asset.pk}/candidates").json()["candidates"]


@pytest.mark.parametrize(
    ("kind", "detectors", "says"),
    [
        ("face", ["magic"], "There is no detector 'magic'; face is found by faces-fast"),
        ("face", ["yunet", "yolox"], "yolox finds person, vehicle, screen, not face"),
        ("license_plate", ["yunet"], "yunet finds face, not license plate"),
        ("object", ["yolox"], "not object, which is found by none"),
        ("face", "yunet", "detectors is a list of names"),
    ],
)
def test_a_label_is_given_only_detectors_that_find_it(
    people: Any, kind: str, detectors: Any, says: str
) -> None:
    project = factories.make_project(people.organization, hide=["face", "license_plate", "object"])
    id = label_id(project, kind)
    answer = publish(people, project, {"labels": {id: {"detectors": detectors}}})
    assert (answer.status_code, answer.json()["field"]) == (400, f"settings.labels.{id}.detectors")
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    ("settings", "field"), [({"preset": "lucky"}, "preset"), ({"detector": "yunet"}, "detector")]
)
def test_an_unknown_preset_and_a_detector_for_everything_are_named(
    people: Any, settings: dict[str, Any], field: str
) -> None:
    answer = publish(people, people.project, settings)
    assert (answer.status_code, answer.json()["field"]) == (400, f"settings.{field}")


def test_every_preset_is_shown_with_its_detectors_and_one_is_the_default(people: Any) -> None:
    shown = people.client("viewer").get("/api/presets").json()["results"]
    assert {one["name"]: one["detectors"] for one in shown} == {
        name: preset.detectors for name, preset in PRESETS.items()
    }
    assert [one["name"] for one in shown if one["default"]] == [DEFAULT_PRESET]


def test_a_threshold_that_nobody_chose_follows_the_detectors(people: Any) -> None:
    id = label_id(people.project)
    answer = publish(people, people.project, {"labels": {id: {"detectors": ["retinaface", "centerface"]}}})
    settings = answer.json()["policy"]["settings"]["labels"][id]
    assert settings["threshold"] == DETECTORS["centerface"].operating_threshold, (
        "the lower one, for doubt is covered"
    )


@pytest.mark.parametrize(
    ("old", "faces"),
    [({"detector": "mediapipe"}, ["mediapipe"]), ({"detector": "yunet"}, ["yunet"]), ({}, ["yunet"])],
)
def test_a_policy_from_before_presets_keeps_its_detector_for_the_label_that_it_found(
    people: Any, old: dict[str, str], faces: list[str]
) -> None:
    project = factories.make_project(people.organization, hide=["face", "license_plate"])
    policy = project.policy
    before = {
        id: {name: value for name, value in rule.items() if name != "detectors"}
        for id, rule in policy.settings["labels"].items()
    }
    policy.settings = {"labels": before, "audio": "remove", **old}
    policy.save()
    importlib.import_module("moretta.projects.migrations.0002_presets").name_presets(apps, None)
    policy.refresh_from_db()
    rules = policy.settings["labels"]
    assert rules[label_id(project)] == {**before[label_id(project)], "detectors": faces}
    assert rules[label_id(project, "license_plate")]["detectors"] == []
    assert {k: v for k, v in policy.settings.items() if k != "labels"} == {
        "audio": "remove",
        "preset": "balanced",
    }


def test_a_run_records_preset_detectors_and_thresholds(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch)
    project = factories.make_project(people.organization, hide=["face", "license_plate"], preset="fast")
    plate = label_id(project, "license_plate")
    named = {"detectors": ["plate-cascade"], "threshold": 0.35}
    assert publish(people, project, {"labels": {plate: named}}).status_code == 202
    drain()
    asset = searched(people, project)
    [run] = people.client("viewer").get("/api/detections", {"asset": str(asset.pk)}).json()["results"]
    assert (run["preset"], sorted(run["detectors"])) == ("fast", ["faces-fast", "plate-cascade"])
    assert run["settings"]["by"] == {"face": ["faces-fast"], "license_plate": ["plate-cascade"]}
    assert run["settings"]["thresholds"] == {
        "face": DETECTORS["faces-fast"].operating_threshold,
        "license_plate": 0.35,
    }
    assert run["weights"]["plate-cascade"] == "plate-cascade, stand-in"


def test_finds_just_below_the_threshold_are_flagged_and_come_first(
    people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = DETECTORS["faces-balanced"]
    below, doubtful, noise = info.operating_threshold - 0.01, info.doubtful_from, info.doubtful_from - 0.1
    find(
        monkeypatch, faces_balanced=[(5, 5, 30, 30, noise), (50, 5, 30, 30, below), (5, 50, 30, 30, doubtful)]
    )
    shown = candidates(people, searched(people, people.project))
    assert [(round(one["score"], 4), one["flagged"]) for one in shown] == [
        (round(below, 4), True),
        (round(doubtful, 4), True),
        (round(noise, 4), False),
    ]


def test_of_very_many_doubtful_finds_the_best_are_flagged(
    people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = DETECTORS["faces-balanced"]
    scores = np.linspace(info.doubtful_from + 0.001, info.operating_threshold - 0.001, MOST_FLAGGED + 3)
    find(monkeypatch, faces_balanced=[(16 * (i % 6), 16 * (i // 6), 14, 14, s) for i, s in enumerate(scores)])
    shown = candidates(people, searched(people, people.project))
    assert len(shown) == MOST_FLAGGED + 3
    assert [one["flagged"] for one in shown] == [True] * MOST_FLAGGED + [False] * 3
    assert shown[0]["score"] == max(one["score"] for one in shown)


def test_the_platform_flags_as_many_finds_as_the_command_line_lists() -> None:
    assert MOST_FLAGGED == MOST_CANDIDATES


def test_searching_again_with_another_preset_leaves_what_a_person_drew_or_decided(
    people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(monkeypatch, faces_balanced=[(5, 5, 30, 30, 0.95), (60, 5, 30, 30, 0.6)])
    asset = searched(people, people.project)
    decided = asset.annotations.get(decision="undecided")
    keyframe = {
        "frame": 0,
        "shape": {"type": "box", "data": [5, 60, 20, 20]},
        "outside": False,
        "occluded": False,
    }
    drawn = CHANGE.format(2)
    operations = [
        {"op": "update", "annotation": str(decided.pk), "set": {"decision": "keep", "reason": "statue"}},
        {
            "op": "create",
            "annotation": drawn,
            "label": label_id(people.project),
            "decision": "redact",
            "keyframes": [keyframe],
        },
    ]
    change = {"id": CHANGE.format(1), "operations": operations}
    body = {"base_revision": asset.revision, "changes": [change]}
    answer = people.client("annotator").post(f"/api/assets/{asset.pk}/changes", body)
    assert answer.status_code == 200, answer.content

    find(monkeypatch, faces_thorough=[(62, 60, 30, 30, 0.9)])
    assert search(people, assets=[str(asset.pk)], preset="thorough").status_code == 202
    drain()
    left = {str(row.pk): row.decision for row in asset.annotations.filter(deleted=False)}
    assert left.pop(str(decided.pk)) == "keep" and left.pop(drawn) == "redact"
    assert list(left.values()) == ["redact"], "the find of the first search gave way to that of the second"
    assert [run.preset for run in DetectionRun.objects.filter(asset=asset).order_by("id")] == [
        "balanced",
        "thorough",
    ]


def test_what_was_searched_just_so_is_left_out_where_only_older_searches_are_repeated(
    people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(monkeypatch)
    asset = searched(people, people.project)
    dataset = str(asset.dataset_id)
    answer = search(people, dataset=dataset, older=True)
    assert answer.status_code == 409 and "searched just so already" in answer.json()["detail"]
    assert publish(people, people.project, {"preset": "fast"}).status_code == 202
    drain()
    path = f"/api/projects/{people.project.pk}/searches"
    counts = people.client("viewer").get(path).json()["results"][0]
    assert (counts["detectors"], counts["searched"], counts["older"]) == (["faces-fast"], 0, 1)
    assert people.client("viewer").get(path).json()["approved"] == 0
    Asset.objects.filter(pk=asset.pk).update(state="approved")
    assert people.client("viewer").get(path).json()["approved"] == 1, "its approval may fall"
    assert search(people, dataset=dataset, older=True).status_code == 202
    drain()
    counts = people.client("viewer").get(path).json()["results"][0]
    assert (counts["searched"], counts["older"]) == (1, 0)
    Asset.objects.filter(pk=asset.pk).update(state="approved")
    assert people.client("viewer").get(path).json()["approved"] == 0, "it was searched just so"


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({"preset": "lucky"}, "preset", "There is no preset 'lucky'"),
        ({"preset": "fast", "detectors": ["yunet"]}, "detectors", "not both"),
        ({"detectors": ["yolox"]}, "detectors", "which is not what is searched for here"),
    ],
)
def test_a_search_by_a_preset_or_detectors_that_make_no_sense_is_refused(
    people: Any, body: dict[str, Any], field: str, says: str
) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project))
    answer = search(people, assets=[str(asset.pk)], **body)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert says in answer.json()["detail"]
