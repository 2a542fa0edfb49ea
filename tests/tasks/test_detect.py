"""Looking for objects: what becomes an object, who decides, what happens when a detector fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from rest_framework.test import APIClient

import factories
from clients import client_of
from moretta import storage
from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import DetectionRun, Search
from moretta.jobs.models import Job, JobStep
from moretta_tasks import findings
from moretta_tasks.runner import drain
from moretta_vision import detect
from moretta_vision.detect.base import Detections, DetectorUnavailable, OutOfMemory
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.track import Change
from moretta_vision.track.camera import Motion
from uploading import picture, upload

pytestmark = pytest.mark.services


class StandIn:
    """A detector that finds what a test wants; `room` is how many pictures fit into its memory."""

    name, version, labels = "faces-balanced", "stand-in", ("face",)

    def __init__(self, *finds: tuple[float, ...], room: int = 99, broken_on: int | None = None) -> None:
        self.finds, self.room, self.broken_on, self.batches = finds, room, broken_on, []

    def detect(self, images: Sequence[Any], min_score: float | None = None) -> list[Detections]:
        self.batches.append(len(images))
        if len(images) > self.room:
            raise OutOfMemory("too many")
        if self.broken_on is not None and any(image.shape[1] == self.broken_on for image in images):
            raise RuntimeError("the network broke")
        rows = [find for find in self.finds if find[4] >= (min_score or 0)]
        boxes = np.array([row[:4] for row in rows], np.float32).reshape(-1, 4)
        scores = np.array([row[4] for row in rows], np.float32)
        return [
            Detections(boxes, scores, ["face"] * len(rows), None, self.name, self.version) for _ in images
        ]


@pytest.fixture
def client(db: Any) -> APIClient:
    client = APIClient()
    client.force_login(factories.make_user(), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def dataset(client: APIClient) -> Dataset:
    from moretta.accounts.models import User

    organization = factories.make_organization(owner=User.objects.latest("id"))
    return factories.first_dataset(factories.make_project(organization))


def use(monkeypatch: pytest.MonkeyPatch, detector: StandIn) -> StandIn:
    monkeypatch.setattr(detect, "load", lambda *args, **kwargs: detector)
    return detector


def decisions(asset: Asset) -> list[tuple[float, str]]:
    rows = asset.annotations.filter(deleted=False).order_by("-score")
    return [(round(row.score, 2), row.decision) for row in rows]


SURE, DOUBTFUL, CANDIDATE, NOISE = (
    (10, 10, 30, 30, 0.93),
    (50, 10, 30, 30, 0.65),
    (10, 50, 30, 30, 0.45),
    (50, 50, 30, 30, 0.15),
)


def test_sure_ones_are_hidden_doubtful_ones_wait_and_candidates_are_only_stored(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, StandIn(SURE, DOUBTFUL, CANDIDATE, NOISE))
    upload(client, dataset, ("a.jpg", picture(1, (100, 100))))
    drain()
    asset = Asset.objects.get(dataset=dataset)
    assert decisions(asset) == [(0.93, "redact"), (0.65, "undecided")]
    assert asset.annotations.get(decision="undecided").flags[0]["flag"] == "weak"
    assert (asset.hidden, asset.undecided, asset.candidates) == (1, 1, 1)
    change = asset.changes.get()
    assert change.run == asset.runs.get() and change.author is None
    stored = findings.read_candidates(storage.local(asset.runs.get().path))
    assert [row[5] for row in stored[0]] == [0.93, 0.65, 0.45, 0.15]
    answer = client.get(f"/api/assets/{asset.pk}/candidates").json()
    assert [c["score"] for c in answer["candidates"]] == [0.45, 0.15]
    (label,) = client.get(f"/api/datasets/{dataset.pk}/scores").json()["labels"]
    assert label["objects"] == [[0.65, 1]] and label["below"] == [[0.15, 1], [0.45, 1]]


@pytest.mark.parametrize(("score", "decided"), [(0.95, "redact"), (0.78, "undecided")])
def test_a_small_find_waits_for_a_person_unless_it_is_sure(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch, score: float, decided: str
) -> None:
    use(monkeypatch, StandIn((5, 5, 9, 11, score)))
    upload(client, dataset, ("a.jpg", picture(1)))
    drain()
    asset = Asset.objects.get()
    assert decisions(asset) == [(score, decided)]
    assert [flag["flag"] for flag in asset.annotations.get().flags] == ["small"] * (decided == "undecided")


def test_nothing_found_is_searched_and_a_label_that_no_detector_finds_is_not(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, StandIn())
    things = factories.make_project(dataset.project.organization, hide=["face", "object"])
    upload(client, factories.first_dataset(things), ("a.jpg", picture(1)))
    drain()
    card = client.get(f"/api/assets/{Asset.objects.get().pk}").json()
    how = {label["name"]: label["how"] for label in card["labels"]}
    assert how == {"Face": "run", "Object": "none"}
    assert card["state"] == "annotate" and card["searched"] is False


def test_a_label_whose_detector_cannot_run_is_left_out_and_the_others_are_searched(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    faces, reason = StandIn(SURE), "The weights ppocr-text are not here. Fetch them."

    def load(name: str, *args: Any, **kwargs: Any) -> StandIn:
        if name == "plate-text":
            raise DetectorUnavailable(reason)
        return faces

    monkeypatch.setattr(detect, "load", load)
    both = factories.make_project(dataset.project.organization, hide=["face", "license_plate"])
    answer = upload(client, factories.first_dataset(both), ("a.jpg", picture(1, (100, 100)))).json()
    drain()
    asset = Asset.objects.get()
    assert decisions(asset) == [(0.93, "redact")]
    assert (asset.runs.get().kinds, asset.runs.get().detectors) == (["face"], ["faces-balanced"])
    card = client.get(f"/api/assets/{asset.pk}").json()
    assert {one["name"]: one["how"] for one in card["labels"]} == {"Face": "run", "License plate": "none"}
    assert card["searched"] is False
    steps = client.get(f"/api/jobs/{answer['job']['id']}/steps").json()["results"]
    assert {step["state"] for step in steps} == {"succeeded"}
    notes = [note for step in steps for note in step["notes"]]
    assert notes == [f"Not searched for license plates: {reason}"]


@pytest.mark.parametrize("hide", [["face", "object"], []])
def test_nobody_without_originals_is_shown_what_was_not_searched_for_all_that_is_to_be_hidden(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch, hide: list[str]
) -> None:
    """Not searched is not nothing found: what would stand in the redacted thumbnail is in the clear."""
    use(monkeypatch, StandIn(SURE))
    organization = dataset.project.organization
    viewer = factories.make_user()
    factories.make_membership(viewer, organization, "viewer", sees_originals=False)
    blind = client_of(viewer)
    for project, kinds in (
        (factories.make_project(organization, hide=hide), set()),
        (factories.make_project(organization, hide=["face"]), {"redacted_thumbnail"}),
    ):
        upload(client, factories.first_dataset(project), ("a.jpg", picture(1, (100, 100))))
        drain()
        asset = Asset.objects.get(dataset__project=project)
        assert blind.get(f"/api/assets/{asset.pk}").json()["files"] == {}, "nobody has approved it"
        Asset.objects.filter(pk=asset.pk).update(state="approved")
        assert set(blind.get(f"/api/assets/{asset.pk}").json()["files"]) == kinds
        found = blind.get(f"/api/assets/{asset.pk}/files/thumbnail").status_code
        assert found == (200 if kinds else 404)


def test_every_label_of_a_searched_kind_is_searched(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = dataset.project.labels.create(name="Child", kind="face", chip="C")
    use(monkeypatch, StandIn(SURE))
    upload(client, dataset, ("a.jpg", picture(1, (100, 100))))
    drain()
    assert Search.objects.filter(label=second).exists() and Search.objects.count() == 2
    assert Asset.objects.get().annotations.get().label == dataset.project.labels.get(name="Face")


def test_running_out_of_memory_halves_the_batch_and_says_so(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector = use(monkeypatch, StandIn(SURE, room=1))
    upload(client, dataset, *[(f"{i}.jpg", picture(i, (100, 100))) for i in range(3)])
    drain()
    assert all(decisions(a) == [(0.93, "redact")] for a in Asset.objects.all()) and Asset.objects.count() == 3
    notes = [note for step in JobStep.objects.all() for note in step.notes]
    assert any("did not fit into memory" in note for note in notes), notes
    assert max(detector.batches) > 1 and detector.batches.count(1) == 3


def test_a_picture_that_does_not_fit_alone_has_no_result_and_says_so(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, StandIn(SURE, room=0))
    answer = upload(client, dataset, ("a.jpg", picture(1))).json()
    drain()
    asset = Asset.objects.get()
    assert asset.state == "annotate" and "does not fit into memory" in asset.error
    assert asset.runs.get().state == "failed" and not Search.objects.exists()
    assert client.get(f"/api/jobs/{answer['job']['id']}").json()["state"] == "failed"


def test_a_detector_that_breaks_on_one_picture_leaves_only_that_one_without_a_result(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, StandIn(SURE, broken_on=96))
    files = [
        ("a.jpg", picture(1, (100, 100))),
        ("b.jpg", picture(2, (96, 96))),
        ("c.jpg", picture(3, (100, 100))),
    ]
    upload(client, dataset, *files)
    drain()
    found = {a.name: (len(decisions(a)), a.error) for a in Asset.objects.all()}
    assert found["a.jpg"] == found["c.jpg"] == (1, "")
    assert found["b.jpg"][0] == 0 and "The detector failed on b.jpg" in found["b.jpg"][1]
    assert Search.objects.count() == 2


def test_with_gpus_pictures_are_searched_by_the_queue_of_the_gpus(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.INFERENCE = "cuda"
    detector = use(monkeypatch, StandIn(SURE))
    upload(client, dataset, ("a.jpg", picture(1, (100, 100))))
    drain(["io", "render"])
    assert detector.batches == [] and Asset.objects.get().state == "processing"
    waiting = JobStep.objects.get(state="queued")
    assert (waiting.kind, waiting.queue) == ("detect.images", "detect")
    drain(["detect"])
    assert decisions(Asset.objects.get()) == [(0.93, "redact")]
    assert Job.objects.get().state == "succeeded"


def test_a_new_run_replaces_only_what_no_person_has_touched(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, StandIn(SURE, DOUBTFUL))
    upload(client, dataset, ("a.jpg", picture(1, (100, 100))))
    drain()
    asset = Asset.objects.get()
    touched = asset.annotations.get(decision="undecided")
    operation = {
        "op": "update",
        "annotation": str(touched.pk),
        "set": {"decision": "keep", "reason": "statue"},
    }
    change = {"id": "11111111-1111-4111-8111-111111111111", "operations": [operation]}
    body = {"base_revision": asset.revision, "changes": [change]}
    assert client.post(f"/api/assets/{asset.pk}/changes", body).status_code == 200
    use(monkeypatch, StandIn((60, 60, 20, 20, 0.9), DOUBTFUL))
    answer = client.post("/api/detections", {"assets": [str(asset.pk)]})
    assert answer.status_code == 202, answer.content
    drain()
    assert decisions(asset) == [(0.9, "redact"), (0.65, "keep")]
    assert DetectionRun.objects.filter(asset=asset, state="succeeded").count() == 2


def test_the_same_search_asked_twice_is_the_job_that_is_running(
    client: APIClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make_asset(dataset)
    first, second = (client.post("/api/detections", {"dataset": str(dataset.pk)}).json() for _ in range(2))
    assert first["job"]["id"] == second["job"]["id"] and JobStep.objects.count() == 1


def test_a_step_that_killed_its_workers_leaves_the_asset_open_and_not_searched(
    client: APIClient, dataset: Dataset
) -> None:
    from moretta_tasks.detect import open_unsearched

    asset = factories.make_asset(dataset, state="processing")
    step = factories.make_step(
        factories.make_job(dataset.project), "detect.images", "detect", payload={"assets": [str(asset.pk)]}
    )
    open_unsearched(step, "This piece stopped its worker 4 times.")
    asset.refresh_from_db()
    assert asset.state == "annotate" and "stopped its worker" in asset.error
    assert not Search.objects.exists()


def test_the_finds_of_a_video_are_linked_across_ranges(
    client: APIClient, dataset: Dataset, testdata: Path, with_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real clip, cut into three ranges: people who stay in view are one object each, present in every frame."""
    from moretta.detections import actions

    monkeypatch.setattr(actions, "FRAMES_A_STEP", 40)
    clip = testdata / "odd_videos" / "rot90.mp4"
    upload(client, dataset, clip)
    drain()
    asset = Asset.objects.get()
    assert asset.state == "annotate", asset.error
    ranges = JobStep.objects.filter(kind="detect.video")
    assert ranges.count() == -(-asset.n_frames // 40) > 1
    assert JobStep.objects.filter(kind="detect.link").count() == 1
    run = asset.runs.get()
    assert run.frames_done == asset.n_frames and run.kinds == ["face"]
    stored = findings.read_candidates(storage.local(run.path))
    assert not list(storage.root().rglob("*.part.json.gz"))
    covered = [k for a in asset.annotations.filter(deleted=False) for k in [_keyframes(a)]]
    for frame, rows in stored.items():
        for _, x, y, w, h, score, *_ in rows:
            if score >= 0.6:
                inside = [
                    s for s in (shape_at(k, frame) for k in covered) if s and _holds(s["data"], (x, y, w, h))
                ]
                assert inside, f"a face of score {score} at frame {frame} is under no object"
    assert len(covered) < sum(map(len, stored.values()))


class Breaking(StandIn):
    """Finds a face in every frame, and breaks before frame `after` as often as `times` says."""

    def __init__(self, after: int, times: int) -> None:
        super().__init__(SURE)
        self.after, self.times, self.looked = after, times, 0

    def detect(self, images: Sequence[Any], min_score: float | None = None) -> list[Detections]:
        if self.times and self.looked >= self.after:
            self.times -= 1
            raise RuntimeError("the worker broke")
        self.looked += len(images)
        return super().detect(images, min_score)


def test_a_video_search_goes_on_where_a_broken_attempt_had_written_down_what_it_found(
    client: APIClient, dataset: Dataset, testdata: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector = use(monkeypatch, Breaking(after=56, times=1))
    upload(client, dataset, testdata / "videos" / "synthetic_motion_dlib.mp4")
    drain()
    step = JobStep.objects.get(kind="detect.video")
    assert (step.state, step.attempt, step.spent) == ("queued", 1, 1)
    JobStep.objects.filter(pk=step.pk).update(not_before=timezone.now())
    drain()
    asset = Asset.objects.get()
    assert asset.state == "annotate" and asset.runs.get().frames_done == asset.n_frames == 75
    assert 75 < detector.looked <= 75 + 48, "only what was not yet written down was searched again"
    assert len(findings.read_candidates(storage.local(asset.runs.get().path))) == 75
    assert not list(storage.root().rglob("*.part.json.gz"))


def test_an_attempt_that_gets_further_than_those_before_it_is_forgiven_them(
    client: APIClient, dataset: Dataset, testdata: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers that are killed again and again must not make a step give up that gets on all the same."""
    use(monkeypatch, Breaking(after=0, times=3))
    upload(client, dataset, testdata / "videos" / "synthetic_motion_dlib.mp4")
    for _ in range(3):
        drain()
        JobStep.objects.filter(kind="detect.video").update(not_before=timezone.now())
    drain()
    step = JobStep.objects.get(kind="detect.video")
    assert (step.state, step.attempt, step.spent) == ("succeeded", 4, 1)


def _keyframes(annotation: Any) -> list[dict[str, Any]]:
    return [k for block in annotation.blocks.all() for k in block.keyframes]


def _holds(box: Sequence[float], other: Sequence[float]) -> bool:
    x, y, w, h = other
    slack = 0.02
    return (
        box[0] <= x + slack
        and box[1] <= y + slack
        and box[0] + box[2] >= x + w - slack
        and box[1] + box[3] >= y + h - slack
    )


def test_the_finds_of_all_parts_of_a_clip_are_written_as_those_of_the_whole(tmp_path: Path) -> None:
    rows = [["face", 1.5, 2, 30, 40, 0.9], ["person", 1, 2, 3, 4, 0.5, 1]]
    found = {0: rows, 3: [], 4: rows[:1], 11: rows, 13: rows}
    changes = {n: Change(Motion(), n == 4) if n % 3 else Change(Motion(1j, 2 + 1j), False) for n in range(14)}
    spans, parts = [(0, 4), (4, 8), (8, 10), (10, 14)], []
    for first, stop in spans:
        parts.append(tmp_path / f"{first}.part")
        own = {n: rows for n, rows in found.items() if first <= n < stop}
        findings.write_candidates(parts[-1], own, {n: changes[n] for n in range(first, stop)})
    findings.write_candidates(tmp_path / "whole", found, changes)
    taken: findings.Candidates = {}
    differ = findings.join_parts(tmp_path / "joined", parts, taken.update)
    assert (tmp_path / "joined").read_bytes() == (tmp_path / "whole").read_bytes()
    assert taken == {n: rows for n, rows in found.items() if rows}
    assert differ == findings.read_clip(tmp_path / "whole")[1]


def test_the_finds_of_a_part_are_read_without_those_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["face", 1.5, 2, 30, 40, 0.9], ["person", 1, 2, 3, 4, 0.5, 1]]
    found = {n: rows[: 1 + n % 2] for n in range(0, 60, 3)}
    findings.write_candidates(tmp_path / "found", found, {}, searched=60)
    findings.write_candidates(tmp_path / "nothing", {4: []})
    for chunk in (20, 61, 1 << 18):
        monkeypatch.setattr(findings, "CHUNK", chunk)
        for first, stop in ((0, 60), (0, 1), (1, 3), (7, 31), (59, 60)):
            within = dict(findings.read_span(tmp_path / "found", first, stop))
            assert within == {n: rows for n, rows in found.items() if first <= n < stop}
        assert not list(findings.read_span(tmp_path / "nothing", 0, 60))
