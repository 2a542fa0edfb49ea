"""Comparing detectors on what people reviewed: figures, the pictures where they differ, doors, erasure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

import factories
from clients import People
from moretta import storage
from moretta.audit.retention import remove_strays
from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import DetectionRun
from moretta.evaluations.models import Evaluation
from moretta.jobs.models import JobStep
from moretta_tasks.findings import write_candidates
from moretta_vision import detect
from moretta_vision.catalogue import DETECTORS
from moretta_vision.detect.base import Detections, DetectorUnavailable
from running import finish, run_jobs
from uploading import picture

pytestmark = pytest.mark.services

LEFT, RIGHT, SMALL = (100.0, 100.0, 50.0, 60.0), (300.0, 100.0, 50.0, 60.0), (500.0, 300.0, 14.0, 18.0)
NOBODY = (10.0, 400.0, 30.0, 30.0)
Finds = dict[str, dict[int, Sequence[tuple[tuple[float, ...], float]]]]


class StandIn:
    """A detector that knows pictures by the value of their first pixel."""

    version, labels = "stand-in", ("face",)

    def __init__(self, name: str, finds: dict[int, Sequence[tuple[tuple[float, ...], float]]]) -> None:
        self.name, self.finds = name, finds

    def detect(self, images: Sequence[Any], min_score: float | None = None) -> list[Detections]:
        return [self._one(image, min_score or 0) for image in images]

    def _one(self, image: Any, least: float) -> Detections:
        if image.shape[1] == 96:
            raise RuntimeError("the network broke")
        rows = [row for row in self.finds.get(image.shape[0], []) if row[1] >= least]
        boxes = np.array([box for box, _ in rows], np.float32).reshape(-1, 4)
        scores = np.array([score for _, score in rows], np.float32)
        return Detections(boxes, scores, ["face"] * len(rows), None, self.name, self.version)


@pytest.fixture
def dataset(people: People) -> Dataset:
    return factories.first_dataset(people.project)


def use(monkeypatch: pytest.MonkeyPatch, finds: Finds) -> None:
    """Detectors by name, each with its finds by the height of a picture."""
    made = {name: StandIn(name, each) for name, each in finds.items()}

    def load(name: str, *_: Any, **__: Any) -> StandIn:
        if name not in made:
            raise DetectorUnavailable(f"{name} is not here.")
        return made[name]

    monkeypatch.setattr(detect, "load", load)


def reviewed(
    dataset: Dataset, height: int, *boxes: tuple[float, ...], width: int = 640, **fields: Any
) -> Asset:
    """An approved picture of this height with these faces hidden."""
    asset = factories.make_asset(
        dataset, picture(height, (width, height)), state="ready", width=width, height=height, **fields
    )
    factories.mark_searched(asset)
    for box in boxes:
        factories.make_annotation(asset, box=box, decision="redact")
    return asset


def body(dataset: Dataset, *sets: dict[str, Any]) -> dict[str, Any]:
    label = factories.face_label(dataset.project)
    return {"dataset": str(dataset.pk), "label": str(label.pk), "sets": list(sets)}


YUNET, MTCNN = {"detector": "yunet", "threshold": 0.6}, {"detector": "mtcnn", "threshold": 0.6}


def compare(client: Any, dataset: Dataset, *sets: dict[str, Any]) -> dict[str, Any]:
    """A comparison that ended well."""
    answer = client.post("/api/evaluations", body(dataset, *sets))
    assert answer.status_code == 202, answer.content
    assert answer.json()["evaluation"]["state"] == "queued"
    job = finish(answer.json()["job"]["id"])
    assert job.state in ("succeeded", "partial"), (
        job.message,
        JobStep.objects.values_list("message", flat=True),
    )
    return client.get(f"/api/evaluations/{answer.json()['evaluation']['id']}").json()


def test_two_detectors_are_compared_with_what_people_reviewed(
    people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = reviewed(dataset, 480, LEFT, RIGHT)
    missed = reviewed(dataset, 481, SMALL)
    reviewed(dataset, 482)
    use(
        monkeypatch,
        {
            "yunet": {480: [(LEFT, 0.9), (RIGHT, 0.5)], 482: [(NOBODY, 0.8)]},
            "mtcnn": {480: [(LEFT, 0.9), (RIGHT, 0.8)]},
        },
    )
    client = people.client("annotator")
    found = compare(client, dataset, YUNET, MTCNN)
    yunet, mtcnn = found["figures"]
    assert found["state"] == "ready" and found["finished_at"]
    assert yunet["images"] == mtcnn["images"] == 3
    assert yunet["boxes"] == {"48+": 2, "24-48": 0, "12-24": 1, "<12": 0}
    assert yunet["recall"] == {"48+": 0.5, "24-48": None, "12-24": 0.0, "<12": None}
    assert mtcnn["recall"]["48+"] == 1.0 and mtcnn["intervals"]["recall:48+"][1] == 1.0
    assert yunet["leaking_images"] == pytest.approx(2 / 3, abs=1e-3)
    assert mtcnn["leaking_images"] == pytest.approx(1 / 3, abs=1e-3)
    assert (yunet["negatives"], yunet["false_on_negatives"], mtcnn["false_on_negatives"]) == (1, 1, 0)
    assert yunet["average_precision"] < mtcnn["average_precision"]
    assert yunet["open_under_flags"] == 0.5  # of RIGHT and SMALL
    assert found["together"] == {"both": 1, "first": 0, "second": 1, "missed": 1}
    rows = client.get(f"/api/evaluations/{found['id']}/differences").json()
    assert rows["next"] is None
    assert [(row["asset"], row["first"], row["second"], row["missed"]) for row in rows["results"]] == [
        (str(both.pk), [], [list(RIGHT)], []),
        (str(missed.pk), [], [], [list(SMALL)]),
    ]
    assert rows["results"][0]["name"] == both.name


def test_comparing_changes_nothing(people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = reviewed(dataset, 480, LEFT)
    before = Asset.objects.values("revision", "state", "candidates").get(pk=asset.pk)
    runs = DetectionRun.objects.count()
    use(monkeypatch, {"yunet": {480: [(NOBODY, 0.9)]}})
    compare(people.client("annotator"), dataset, YUNET)
    assert Asset.objects.values("revision", "state", "candidates").get(pk=asset.pk) == before
    assert DetectionRun.objects.count() == runs and asset.annotations.count() == 1


def test_only_decided_objects_of_approved_pictures_count(
    people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = reviewed(dataset, 480, LEFT)
    factories.make_annotation(asset, box=RIGHT, decision="keep")
    factories.make_annotation(asset, box=SMALL, decision="redact", deleted=True)
    factories.make_annotation(asset, box=NOBODY, decision="undecided")
    waiting = reviewed(dataset, 481, LEFT)
    Asset.objects.filter(pk=waiting.pk).update(state="annotate")
    use(monkeypatch, {"yunet": {480: [(LEFT, 0.9), (NOBODY, 0.9)]}})
    (figures,) = compare(people.client("annotator"), dataset, YUNET)["figures"]
    assert figures["images"] == 1 and sum(figures["boxes"].values()) == 2
    assert figures["recall_all"] == 0.5 and figures["negatives"] == 0


def test_the_latest_runs_are_compared_without_searching(
    people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset, unsearched = reviewed(dataset, 480, LEFT), reviewed(dataset, 481, LEFT)
    DetectionRun.objects.filter(asset=unsearched).delete()
    factories.mark_searched(unsearched, by=people.user("owner"))
    run = asset.runs.get()
    with storage.temporary() as draft:
        write_candidates(draft, {0: [["face", *LEFT, 0.9], ["license_plate", *RIGHT, 0.9]]})
        storage.publish(draft, run.path)
    use(monkeypatch, {})
    (figures,) = compare(people.client("annotator"), dataset, {"latest": True})["figures"]
    assert (figures["images"], figures["unanswered"], figures["recall_all"]) == (2, 1, 0.5)
    assert not JobStep.objects.filter(kind="evaluate.images").exists()


def test_a_picture_that_one_of_them_cannot_search_is_left_out_for_both(
    people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed(dataset, 480, LEFT)
    broken = reviewed(dataset, 480, LEFT, width=96)
    use(monkeypatch, {"yunet": {480: [(LEFT, 0.9)]}, "mtcnn": {}})
    found = compare(people.client("annotator"), dataset, YUNET, MTCNN)
    assert [one["images"] for one in found["figures"]] == [1, 1]
    assert found["job"]["state"] == "partial"
    assert found["job"]["errors"][0]["asset"] == str(broken.pk)


def test_many_pictures_are_compared_in_steps_whose_files_go(
    people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moretta.evaluations import actions

    monkeypatch.setattr(actions, "MOST_IMAGES", 2)
    for _ in range(5):
        reviewed(dataset, 480, LEFT)
    use(monkeypatch, {"yunet": {480: [(LEFT, 0.9)]}})
    found = compare(people.client("annotator"), dataset, YUNET)
    assert found["figures"][0]["images"] == 5 and found["figures"][0]["recall_all"] == 1
    assert JobStep.objects.filter(kind="evaluate.images").count() == 3
    assert JobStep.objects.filter(kind="evaluate.report").count() == 1
    assert not list(storage.root().rglob("*.part.json.gz"))


def test_a_detector_that_cannot_run_fails_the_job_and_says_why(
    people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed(dataset, 480, LEFT)
    use(monkeypatch, {})
    client = people.client("annotator")
    answer = client.post("/api/evaluations", body(dataset, YUNET)).json()
    job = finish(answer["job"]["id"])
    assert job.state == "failed" and JobStep.objects.get().message == "yunet is not here."
    assert client.get(f"/api/evaluations/{answer['evaluation']['id']}").json()["state"] == "failed"


@pytest.mark.parametrize(
    ("sets", "field"),
    [
        ([], "sets"),
        ([YUNET, MTCNN, {"latest": True}], "sets"),
        ([{"preset": "fast", "detector": "yunet"}], "sets.0"),
        ([{}], "sets.0"),
        ([{"preset": "magic"}], "sets.0.preset"),
        ([{"detector": "sherlock"}], "sets.0.detector"),
        ([YUNET, {"detector": "text"}], "sets.1.detector"),
        ([{"detector": "rekognition"}], "sets.0"),
        ([{"detector": "yunet", "threshold": 7}], "sets.0.threshold"),
        ([YUNET, YUNET], "sets.1"),
        ([{"latest": True}], "sets.0.latest"),
    ],
)
def test_sets_that_make_no_sense_are_refused(
    people: People, dataset: Dataset, sets: list[Any], field: str
) -> None:
    factories.mark_searched(factories.make_asset(dataset, state="ready"), by=people.user("owner"))
    answer = people.client("annotator").post("/api/evaluations", body(dataset, *sets))
    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.json()


def test_a_set_has_the_threshold_of_its_detector_unless_one_is_given(
    people: People, dataset: Dataset
) -> None:
    reviewed(dataset, 480, LEFT)
    sets = [{"detector": "yunet"}, {"detector": "yunet", "threshold": 0.9}]
    answer = people.client("annotator").post("/api/evaluations", body(dataset, *sets)).json()
    thresholds = [one["threshold"] for one in answer["evaluation"]["sets"]]
    assert thresholds == [DETECTORS["yunet"].operating_threshold, 0.9]


def test_nothing_reviewed_is_nothing_to_compare_with(people: People, dataset: Dataset) -> None:
    factories.make_asset(dataset)
    answer = people.client("annotator").post("/api/evaluations", body(dataset, YUNET))
    assert answer.status_code == 409 and "reviewed" in answer.json()["detail"]


def test_comparing_needs_the_role_and_the_right_to_see_originals(
    people: People, dataset: Dataset, stranger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed(dataset, 480, LEFT)
    use(monkeypatch, {"yunet": {}})
    asked = body(dataset, YUNET)
    assert people.client("viewer").post("/api/evaluations", asked).status_code == 403
    assert people.blind("annotator").post("/api/evaluations", asked).status_code == 403
    assert stranger.post("/api/evaluations", asked).status_code == 404
    foreign = {**asked, "label": str(factories.face_label(factories.make_project()).pk)}
    assert people.client("annotator").post("/api/evaluations", foreign).status_code == 404
    found = compare(people.client("annotator"), dataset, YUNET)
    for path in ("", f"?dataset={dataset.pk}", f"/{found['id']}", f"/{found['id']}/differences"):
        blind = people.blind("viewer").get(f"/api/evaluations{path}")
        assert blind.status_code == (403 if path else 400)
    assert people.client("viewer").get(f"/api/evaluations/{found['id']}").status_code == 200
    listed = people.client("viewer").get(f"/api/evaluations?dataset={dataset.pk}").json()["results"]
    assert [one["id"] for one in listed] == [found["id"]]


def test_an_erased_picture_takes_the_pictures_of_a_comparison_along_and_leaves_its_figures(
    people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = reviewed(dataset, 480, LEFT)
    reviewed(dataset, 480, RIGHT)
    use(monkeypatch, {"yunet": {}})
    found = compare(people.client("annotator"), dataset, YUNET)
    path = storage.local(Evaluation.objects.get().path)
    assert path.exists() and found["has_pictures"]
    assert remove_strays(older_than=-60) >= 0 and path.exists()
    answer = people.client("owner").delete(f"/api/assets/{asset.pk}", {"confirm": True})
    assert answer.status_code == 202
    run_jobs()
    assert not path.exists()
    again = people.client("annotator").get(f"/api/evaluations/{found['id']}").json()
    assert not again["has_pictures"] and again["figures"] == found["figures"]
    rows = people.client("annotator").get(f"/api/evaluations/{found['id']}/differences").json()
    assert rows == {"results": [], "next": None}


def test_a_deleted_project_leaves_no_file_of_its_comparisons(
    people: People, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed(dataset, 480, LEFT)
    use(monkeypatch, {"yunet": {}})
    compare(people.client("annotator"), dataset, YUNET)
    name = people.project.name
    assert (
        people.client("owner").delete(f"/api/projects/{people.project.pk}", {"confirm": name}).status_code
        == 202
    )
    run_jobs()
    assert not Evaluation.objects.exists() and not list(storage.root().rglob("evaluations/*/*"))
