"""Detectors in the cloud: an owner allows them, everything that names one asks again, and each use is on record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import factories
from clips import make_clip
from moretta.accounts.models import Organization
from moretta.audit.models import AuditEvent
from moretta.datasets.models import Asset
from moretta.detections.models import DetectionRun
from moretta.jobs.models import Job, JobStep
from moretta_tasks.runner import drain
from moretta_vision import detect
from moretta_vision.catalogue import DETECTORS
from moretta_vision.detect.base import Detections, DetectorUnavailable
from moretta_vision.detect.cloud import PictureRefused, ServiceBusy
from uploading import picture, upload

pytestmark = pytest.mark.services

CLOUD = [name for name, info in DETECTORS.items() if info.cloud]
SENTENCE = "Amazon Rekognition sends pictures out of the house. An owner of"


class Amazon:
    """Stands in for Rekognition: finds one face in every picture, or fails as the test says."""

    name, version, labels = "rekognition", "2016-06-27", ("face",)

    def __init__(self) -> None:
        self.sent, self.troubles = 0, []  # type: ignore[var-annotated]

    def detect(self, images: Any, min_score: float | None = None) -> list[Detections]:
        if self.troubles:
            raise self.troubles.pop(0)
        if any(image.shape[1] == 96 for image in images):
            raise PictureRefused("Amazon Rekognition does not take the picture (ImageTooLargeException).")
        self.sent += len(images)
        box, score = np.array([[10, 10, 30, 30]], np.float32), np.array([0.95], np.float32)
        return [Detections(box, score, ["face"], None, self.name, self.version) for _ in images]


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Amazon:
    service = Amazon()
    monkeypatch.setattr(detect, "load", lambda *args, **kwargs: service)
    return service


def switch(client: Any, organization: Organization, on: bool) -> Any:
    return client.patch(f"/api/organizations/{organization.pk}", {"allow_cloud": on})


def allow(people: Any, on: bool = True) -> None:
    assert switch(people.client("owner"), people.organization, on).status_code == 200


def policy_with(people: Any, detector: str = "rekognition") -> Any:
    face = str(factories.face_label(people.project).pk)
    body = {"settings": {"labels": {face: {"detectors": [detector]}}}}
    return people.client("manager").post(f"/api/projects/{people.project.pk}/policies", body)


def search(people: Any, *assets: Asset, detector: str | None = "rekognition") -> Any:
    body: dict[str, Any] = {"assets": [str(asset.pk) for asset in assets]}
    if detector:
        body["detectors"] = [detector]
    return people.client("annotator").post("/api/detections", body)


def add(people: Any, *sizes: tuple[int, int]) -> list[Asset]:
    """Uploads pictures of these sizes and lets the workers do what there is to do."""
    dataset = factories.first_dataset(people.project)
    files = [(f"{i}.jpg", picture(i, size)) for i, size in enumerate(sizes)]
    assert upload(people.client("annotator"), dataset, *files).status_code == 202
    drain()
    return list(Asset.objects.filter(dataset=dataset).order_by("name"))


def events(act: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(act=act).order_by("id"))


@pytest.mark.parametrize("role", ["viewer", "annotator", "reviewer", "manager", "owner"])
def test_an_owner_alone_allows_cloud_detectors(people: Any, role: str) -> None:
    answer = switch(people.client(role), people.organization, True)
    assert answer.status_code == (200 if role == "owner" else 403)
    shown = people.client("viewer").get(f"/api/organizations/{people.organization.pk}").json()
    assert shown["allow_cloud"] is (role == "owner")


def test_they_are_off_in_a_new_organization_and_nobody_elses_owner_turns_them_on(
    people: Any, stranger: Any
) -> None:
    assert people.client("viewer").get("/api/organizations").json()["results"][0]["allow_cloud"] is False
    assert switch(stranger, people.organization, True).status_code == 404
    assert not Organization.objects.filter(allow_cloud=True).exists()


def test_each_change_of_the_switch_is_on_record_and_no_other(people: Any) -> None:
    for on in (True, True, False):
        allow(people, on)
    owner = people.client("owner")
    assert owner.patch(f"/api/organizations/{people.organization.pk}", {"name": "Renamed"}).status_code == 200
    assert owner.patch(f"/api/organizations/{people.organization.pk}", {}).status_code == 400
    acts = [event.act for event in AuditEvent.objects.order_by("id") if event.act.endswith("_cloud")]
    assert acts == ["allowed_cloud", "forbade_cloud"]
    assert {event.actor for event in events("allowed_cloud")} == {people.user("owner").pk}
    log = owner.get("/api/audit", {"organization": str(people.organization.pk)}).json()["results"]
    assert "allowed cloud detectors" in {event["says"] for event in log}


@pytest.mark.parametrize("detector", CLOUD)
def test_a_policy_that_names_one_is_refused_until_it_is_allowed(people: Any, detector: str) -> None:
    answer = policy_with(people, detector)
    face = factories.face_label(people.project)
    assert answer.status_code == 400
    assert answer.json()["field"] == f"settings.labels.{face.pk}.detectors"
    assert f"{DETECTORS[detector].title} sends pictures out of the house" in answer.json()["detail"]
    allow(people)
    assert policy_with(people, detector).status_code == 202


@pytest.mark.parametrize("detector", CLOUD)
def test_a_search_that_names_one_is_refused_until_it_is_allowed(people: Any, detector: str) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project))
    answer = search(people, asset, detector=detector)
    assert (answer.status_code, answer.json()["field"]) == (400, "detectors")
    assert "on the page Members" in answer.json()["detail"] and not Job.objects.exists()
    allow(people)
    assert search(people, asset, detector=detector).status_code == 202


def test_a_search_by_the_policy_is_refused_once_the_owner_has_changed_their_mind(people: Any) -> None:
    asset = factories.make_asset(factories.first_dataset(people.project))
    allow(people)
    assert policy_with(people).status_code == 202
    drain()
    allow(people, False)
    answer = search(people, asset, detector=None)
    assert answer.status_code == 400 and SENTENCE in answer.json()["detail"]


def test_what_waits_when_they_are_forbidden_is_not_sent(people: Any, amazon: Amazon) -> None:
    [asset] = add(people, (100, 100))
    allow(people)
    amazon.sent = 0
    assert search(people, asset).status_code == 202
    allow(people, False)
    drain()
    asset.refresh_from_db()
    assert amazon.sent == 0 and SENTENCE in asset.error
    assert DetectionRun.objects.filter(asset=asset).latest("id").state == "failed"
    assert events("used_cloud") == []


def test_an_upload_under_a_policy_with_one_is_not_sent_while_they_are_forbidden(
    people: Any, amazon: Amazon
) -> None:
    allow(people)
    policy_with(people)
    drain()
    allow(people, False)
    [asset] = add(people, (100, 100))
    assert amazon.sent == 0
    assert asset.state == "annotate" and SENTENCE in asset.error and not asset.searches.exists()


def test_each_use_is_on_record_with_the_detector_and_the_number_of_pictures(
    people: Any, amazon: Amazon
) -> None:
    allow(people)
    policy_with(people)
    drain()
    assets = add(people, *[(100, 100)] * 40)
    [event] = events("used_cloud")
    dataset = factories.first_dataset(people.project)
    job = Job.objects.get(kind="ingest")
    assert event.details == {"detector": "rekognition", "pictures": 40, "job": str(job.pk)}
    assert (event.actor, event.thing, event.thing_id) == (
        people.user("annotator").pk,
        "dataset",
        str(dataset.pk),
    )
    assert amazon.sent == 40 and all(asset.hidden == 1 for asset in assets)
    search(people, *assets[:3])
    drain()
    assert [event.details["pictures"] for event in events("used_cloud")] == [40, 3]


def test_a_video_counts_its_frames(people: Any, amazon: Amazon, tmp_path: Path) -> None:
    allow(people)
    policy_with(people)
    drain()
    clip = tmp_path / "clip.mp4"
    make_clip(clip, size=(128, 64))
    upload(people.client("annotator"), factories.first_dataset(people.project), clip)
    drain()
    asset = Asset.objects.get()
    assert asset.state == "annotate", asset.error
    [event] = events("used_cloud")
    assert (event.details["pictures"], event.thing_id) == (asset.n_frames, str(asset.pk))
    assert amazon.sent == asset.n_frames


def test_local_detectors_need_no_word_and_leave_no_record(people: Any, amazon: Amazon) -> None:
    add(people, (100, 100))
    assert amazon.sent == 1 and events("used_cloud") == []


def searched_by_cloud(people: Any, amazon: Amazon, trouble: Exception) -> tuple[Asset, JobStep]:
    allow(people)
    policy_with(people)
    drain()
    amazon.troubles = [trouble]
    [asset] = add(people, (100, 100))
    return asset, JobStep.objects.get(kind="detect.images")


def test_a_busy_service_is_tried_again_later_and_says_so(people: Any, amazon: Amazon) -> None:
    busy = "Amazon Rekognition takes no more pictures for now. Wait."
    asset, step = searched_by_cloud(people, amazon, ServiceBusy(busy))
    assert (step.state, step.message) == ("queued", busy)
    assert asset.state == "processing" and amazon.sent == 0
    JobStep.objects.filter(pk=step.pk).update(not_before=step.job.created_at)
    drain()
    asset.refresh_from_db()
    assert amazon.sent == 1 and asset.hidden == 1
    assert len(events("used_cloud")) == 1


def test_a_service_that_lets_nobody_in_leaves_the_pictures_not_searched_at_once(
    people: Any, amazon: Amazon
) -> None:
    reason = "Amazon Rekognition does not let us in. Check the credentials."
    asset, step = searched_by_cloud(people, amazon, DetectorUnavailable(reason))
    assert step.state == "failed" and step.attempt == 1
    assert asset.state == "annotate" and reason in asset.error and not asset.searches.exists()


def test_a_picture_that_the_service_refuses_is_the_only_one_that_is_not_searched(
    people: Any, amazon: Amazon
) -> None:
    allow(people)
    policy_with(people)
    drain()
    assets = add(people, (100, 100), (96, 96), (90, 90))
    assert [asset.searches.exists() for asset in assets] == [True, False, True]
    assert "ImageTooLargeException" in assets[1].error
