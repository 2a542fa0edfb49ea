"""Another threshold made to hold in clips: what the search followed below it is hidden, and all of it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import factories
from changing import change, decide, load, save
from clients import client_of
from clips import make_clip
from moretta import storage
from moretta.audit.models import AuditEvent
from moretta.datasets.models import Asset
from moretta.detections.models import DetectionRun
from moretta.jobs.models import JobStep
from moretta_vision import detect
from moretta_vision.detect.base import Detections
from running import finish, run_jobs
from uploading import upload

pytestmark = [pytest.mark.django_db, pytest.mark.services]

STANDING = {0.93: (10, 10), 0.62: (70, 10), 0.44: (10, 70), 0.36: (70, 70), 0.15: (130, 10)}
"""Where somebody stands who is found so surely in each frame; the policy's threshold is .5, and from .25 on finds are
followed."""


class Standing:
    """A detector that finds the same in each frame."""

    name, version, labels = "faces-balanced", "stand-in", ("face",)

    def detect(self, images: Sequence[Any], min_score: float | None = None) -> list[Detections]:
        found = {score: at for score, at in STANDING.items() if score >= (min_score or 0)}
        boxes = np.array([(x, y, 30, 30) for x, y in found.values()], np.float32)
        scores = np.array(list(found), np.float32)
        return [Detections(boxes, scores, ["face"] * len(found), None, "", "") for _ in images]


@pytest.fixture
def person(db: Any) -> Any:
    project = factories.make_project()
    return factories.make_membership(project=project, role="annotator")


@pytest.fixture
def client(person: Any) -> Any:
    return client_of(person.user)


@pytest.fixture
def dataset(person: Any) -> Any:
    return factories.first_dataset(person.organization.projects.get())


@pytest.fixture
def clip(client: Any, dataset: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asset:
    """A clip that was searched."""
    monkeypatch.setattr(detect, "load", lambda *args, **kwargs: Standing())
    upload(client, dataset, make_clip(tmp_path / "yard.mp4", size=(192, 128)))
    run_jobs()
    return Asset.objects.get(dataset=dataset)


def faces(dataset: Any) -> str:
    return str(factories.face_label(dataset.project).pk)


def said_first(client: Any, dataset: Any, to: float) -> Any:
    body = {"label": faces(dataset), "threshold": to}
    answer = client.get(f"/api/datasets/{dataset.pk}/threshold", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def hold(client: Any, dataset: Any, to: float) -> dict[str, Any]:
    """Makes a threshold hold; `hidden`, `changes` and `errors` are those of the clips' job as well."""
    body = {"label": faces(dataset), "threshold": to}
    answer = client.post(f"/api/datasets/{dataset.pk}/threshold", body, format="json")
    assert answer.status_code == 200, answer.content
    done: dict[str, Any] = {**answer.json(), "errors": []}
    if done["job"]:
        finish(done["job"]["id"])
        done["job"] = client.get(f"/api/jobs/{done['job']['id']}").json()
        for of_clip in done["job"]["result"].values():
            done["hidden"] += of_clip["hidden"]
            done["changes"] += of_clip["changes"]
    return done


def take_back(client: Any, dataset: Any, changes: list[str]) -> Any:
    url = f"/api/datasets/{dataset.pk}/decisions/undo"
    return client.post(url, {"changes": changes}, format="json").json()


def scores(client: Any, dataset: Any) -> Any:
    return client.get(f"/api/datasets/{dataset.pk}/scores").json()["labels"][0]


def objects(client: Any, clip: Asset) -> list[tuple[float, str, tuple[int, int]]]:
    """Score, decision and place of each object of a clip, the surest first."""
    found = load(client, clip)
    rows = [(one["score"], one["decision"], one["keyframes"][0]["shape"]["data"]) for one in found]
    return [
        (round(score, 2), decision, (round(x + 15), round(y + 15)))
        for score, decision, (x, y, *_) in sorted(rows, key=lambda row: -row[0])
    ]


SURE = (0.93, "redact")
OPEN = (0.62, "undecided")


def decided(client: Any, clip: Asset) -> list[tuple[float, str]]:
    return [(score, decision) for score, decision, _ in objects(client, clip)]


def test_a_lower_threshold_hides_what_was_followed_below_it_and_is_taken_back_as_a_whole(
    client, dataset, clip
):
    before = load(client, clip)
    assert decided(client, clip) == [SURE, OPEN]
    counted = scores(client, dataset)["in_clips"]
    assert counted == [[0.36, 1], [0.44, 1]]
    assert said_first(client, dataset, 0.4) == {"clips": 1, "tracks": 1, "in_review": 0, "left": []}
    done = hold(client, dataset, 0.4)
    assert (done["hidden"], done["left"], done["job"]["state"]) == (1, [], "succeeded")
    assert decided(client, clip) == [SURE, OPEN, (0.44, "redact")]
    made = next(
        one for one in load(client, clip) if one["decision"] == "redact" and one["source"] == "person"
    )
    shown = [keyframe["frame"] for keyframe in made["keyframes"] if not keyframe["outside"]]
    assert min(shown) == 0 and made["keyframes"][-1]["outside"] is False, "in each frame of the clip"
    assert scores(client, dataset)["in_clips"] == [[0.36, 1]], "hidden by now"
    assert take_back(client, dataset, done["changes"])["refused"] == []
    assert [one["id"] for one in load(client, clip)] == [one["id"] for one in before]
    assert scores(client, dataset)["in_clips"] == counted
    assert hold(client, dataset, 0.4)["hidden"] == 1, "what was taken back can be asked for again"


def test_a_threshold_that_holds_already_hides_nothing_twice(client, dataset, clip):
    hold(client, dataset, 0.4)
    assert hold(client, dataset, 0.4)["hidden"] == 0
    assert hold(client, dataset, 0.3)["hidden"] == 1
    assert decided(client, clip) == [SURE, OPEN, (0.44, "redact"), (0.36, "redact")]


def test_a_higher_threshold_takes_off_tracks_whose_best_find_lies_below_it(client, dataset, clip):
    before = load(client, clip)
    assert said_first(client, dataset, 0.7) == {"clips": 1, "tracks": 0, "in_review": 0, "left": []}
    done = hold(client, dataset, 0.7)
    assert (done["removed"], done["job"]) == (1, None)
    assert decided(client, clip) == [SURE]
    assert take_back(client, dataset, done["changes"])["refused"] == []
    assert [one["keyframes"] for one in load(client, clip)] == [one["keyframes"] for one in before]


def test_what_a_person_decided_stays_as_it_is(client, dataset, clip):
    hold(client, dataset, 0.3)
    found = {round(one["score"], 2): one["id"] for one in load(client, clip)}
    save(client, clip, change(decide(found[0.62], "keep", reason="statue")))
    save(client, clip, change(decide(found[0.44], "keep", reason="poster")))
    save(client, clip, change({"op": "delete", "annotation": found[0.36]}))
    left = decided(client, clip)
    assert hold(client, dataset, 0.7)["removed"] == 0
    assert hold(client, dataset, 0.3)["hidden"] == 0
    assert decided(client, clip) == left == [SURE, (0.62, "keep"), (0.44, "keep")]


def test_what_a_search_did_not_follow_is_said_by_the_name_of_the_clip(client, dataset, clip):
    (left,) = said_first(client, dataset, 0.12)["left"]
    assert left["name"] == "yard.mp4" and left["detail"].startswith("Finds below 0.25 were not followed")
    body = {"label": faces(dataset), "threshold": 0.12}
    url = f"/api/datasets/{dataset.pk}/threshold"
    german = client.get(url, body, headers={"Accept-Language": "de"}).json()["left"][0]
    assert german["detail"].startswith("Funde unter 0,25 wurden darin nicht verfolgt.")
    done = hold(client, dataset, 0.12)
    assert done["left"] == [left] and done["hidden"] == 2, "but what was followed is hidden"


def test_a_clip_without_stored_finds_is_left_and_named(client, dataset, clip):
    never = factories.make_asset(dataset, kind="video", n_frames=9, name="never.mp4")
    storage.remove(DetectionRun.objects.get(asset=clip).path)
    said = {one["name"]: one["detail"] for one in said_first(client, dataset, 0.4)["left"]}
    assert said["never.mp4"] == "No detector has searched it. Search it first."
    assert said["yard.mp4"].endswith("Search it again.")
    done = hold(client, dataset, 0.4)
    assert (done["hidden"], done["job"], len(done["left"])) == (0, None, 2)
    assert decided(client, clip) == [SURE, OPEN] and load(client, never) == []


def test_what_is_in_review_is_said_first_and_what_is_approved_is_left(client, dataset, clip):
    Asset.objects.filter(pk=clip.pk).update(state="in_review")
    assert said_first(client, dataset, 0.4)["in_review"] == 1
    body = {"label": faces(dataset), "threshold": 0.4}
    answer = client.post(f"/api/datasets/{dataset.pk}/threshold", body, format="json").json()
    Asset.objects.filter(pk=clip.pk).update(state="approved")  # before the job comes to it
    finish(answer["job"]["id"])
    job = client.get(f"/api/jobs/{answer['job']['id']}").json()
    (error,) = job["errors"]
    assert (job["state"], error["name"]) == ("partial", "yard.mp4") and "does not wait any more" in error[
        "detail"
    ]
    clip.refresh_from_db()
    assert clip.state == "approved" and decided(client, clip) == [SURE, OPEN]
    assert said_first(client, dataset, 0.4) == {"clips": 0, "tracks": 0, "in_review": 0, "left": []}


def test_a_step_that_comes_twice_hides_once_and_tells_the_same(client, dataset, clip):
    done = hold(client, dataset, 0.3)
    step = JobStep.objects.get(kind="threshold.clip")
    JobStep.objects.filter(pk=step.pk).update(state="queued", result={})
    run_jobs()
    step.refresh_from_db()
    assert step.result[str(clip.pk)]["changes"] == done["changes"]
    assert len(load(client, clip)) == 4


def test_a_damaged_file_of_finds_leaves_its_clip_as_it_is(client, dataset, clip):
    factories.write_file(DetectionRun.objects.get(asset=clip).path, b"no gzip")
    done = hold(client, dataset, 0.4)
    assert done["hidden"] == 0 and done["job"]["errors"][0]["detail"].startswith("yard.mp4: What was found")
    assert decided(client, clip) == [SURE, OPEN]


def test_it_stands_in_the_audit_log(client, dataset, clip, person):
    hold(client, dataset, 0.4)
    (event,) = AuditEvent.objects.filter(act="applied_threshold", thing="asset")
    assert (event.actor, event.thing_id) == (person.user.pk, str(clip.pk))
    assert event.details == {"label": faces(dataset), "threshold": 0.4, "hidden": 1}
    hold(client, dataset, 0.7)
    (event,) = AuditEvent.objects.filter(act="applied_threshold", thing="dataset")
    assert (event.details["from"], event.details["threshold"], event.details["removed"]) == (0.5, 0.7, 1)
