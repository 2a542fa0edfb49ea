"""Proofs of privacy: what is measured, in a dataset or an export, who sees pictures, erasure."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

import factories
from clips import make_clip
from moretta import storage
from moretta.annotations.effective import recipe_of
from moretta.datasets.models import Asset, Dataset
from moretta.evaluations.models import Proof
from moretta.jobs.models import Job, JobStep
from moretta.reviews.models import Review
from moretta_tasks.runner import run_step
from moretta_vision.evaluate.privacy import matchers, report, residue
from rendering import approve, take_in_clip, track
from running import finish, run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.services]

BOX = (100, 100, 50, 60)


@pytest.fixture
def dataset(people: Any) -> Dataset:
    return factories.first_dataset(people.project)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network: the cascade looks at the output, and pixels are compared."""
    monkeypatch.setattr(residue, "CANDIDATES", ("haar",))
    monkeypatch.setattr(matchers, "_MAKERS", {"pixels": matchers.Pixels})


def coded(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def ready(people: Any, dataset: Dataset, seed: int = 1, name: str = "a.png") -> Asset:
    """A picture with one hidden face, whose redacted file has the policy's colour there and one pixel changed."""
    chance = np.random.default_rng(seed)
    pixels = np.repeat(np.repeat(chance.integers(0, 255, (60, 80, 3), np.uint8), 8, axis=0), 8, axis=1)
    asset = factories.make_asset(dataset, coded(pixels), name=name, state="ready")
    factories.make_annotation(asset, box=BOX, decision="redact")
    factories.mark_searched(asset)
    recipe, hidden = recipe_of(asset), pixels.copy()
    hidden[91:169, 91:159] = (27, 30, 36)
    hidden[0, 0] ^= 255
    Review.objects.create(
        asset=asset, revision=asset.revision, verdict="approved", reviewer=people.user("reviewer")
    )
    asset.approved_revision, asset.approved_recipe = asset.revision, recipe
    asset.save()
    factories.make_rendition(asset, "redacted", coded(hidden), recipe=recipe)
    return asset


def start(client: Any, dataset: Dataset) -> Any:
    return client.post("/api/proofs", {"dataset": str(dataset.pk)})


def proven(client: Any, dataset: Dataset, export: str | None = None) -> dict[str, Any]:
    answer = client.post("/api/proofs", {"export": export}) if export else start(client, dataset)
    assert answer.status_code == 202, answer.content
    job = finish(answer.json()["job"]["id"])
    assert job.state == "succeeded", job.message
    return client.get(f"/api/proofs/{answer.json()['proof']['id']}").json()


def test_what_is_left_in_ready_pictures_is_measured(people: Any, dataset: Dataset) -> None:
    ready(people, dataset)
    factories.make_asset(dataset, name="open.jpg", state="annotate")
    found = proven(people.client("annotator"), dataset)
    figures = found["figures"]
    assert found["state"] == "ready" and found["has_page"] and found["finished_at"]
    assert (figures["files"], figures["objects"]) == (1, 1)
    assert figures["residue"]["detector"] == "haar" and figures["linkage"]["people"] == 1
    assert 0.999 < figures["fidelity"]["equal_share"]["mean"] < 1
    assert figures["fidelity"]["files_with_carriers"] == 0
    listed = people.client("viewer").get("/api/proofs", {"dataset": str(dataset.pk)}).json()
    assert [row["id"] for row in listed["results"]] == [found["id"]]


def test_pictures_are_shown_to_those_alone_who_may_see_originals(people: Any, dataset: Dataset) -> None:
    ready(people, dataset)
    found = proven(people.client("annotator"), dataset)
    address = f"/api/proofs/{found['id']}/page"
    full = people.client("annotator").get(address)
    assert full.status_code == 200 and b"data:image/" in full.content
    assert "sandbox" in full["Content-Security-Policy"] and "attachment" in full["Content-Disposition"]
    plain = people.client("viewer", sees_originals=False).get(address, {"shown": "1"})
    assert "inline" in plain["Content-Disposition"] and "sandbox" in plain["Content-Security-Policy"]
    assert plain.status_code == 200
    assert b"data:image/" not in plain.content and b"Re-identification" in plain.content


def test_a_report_is_told_in_german_too(people: Any, dataset: Dataset) -> None:
    ready(people, dataset)
    client = people.client("annotator")
    found = proven(client, dataset)
    assert found["figures"]["told"]["de"]["linkage"]["verdict"].startswith("Zu wenige für einen Schluss: 1")
    page = f"/api/proofs/{found['id']}/page"
    assert b"<h2>Wiedererkennen</h2>" in client.get(f"{page}?language=de").content
    for english in (page, f"{page}?language=fr"):
        assert b"<h2>Re-identification</h2>" in client.get(english).content


def test_the_figures_are_a_file_of_their_own(people: Any, dataset: Dataset) -> None:
    ready(people, dataset)
    found = proven(people.client("annotator"), dataset)
    answer = people.client("viewer").get(f"/api/proofs/{found['id']}/figures")
    assert "attachment" in answer["Content-Disposition"] and answer.json() == found["figures"]


def test_an_export_is_proven_on_what_left_by_it(people: Any, dataset: Dataset) -> None:
    kept, changed = ready(people, dataset, 1), ready(people, dataset, 2, "b.png")
    owner = people.client("owner")
    body = {"dataset": str(dataset.pk), "format": "coco", "purpose": "A test"}
    export = owner.post("/api/exports", body).json()["export"]["id"]
    assert owner.post("/api/proofs", {"export": export}).status_code == 409, "it is not written yet"
    run_jobs()
    ready(people, dataset, 3, "after.png")
    assert proven(owner, dataset, export)["figures"]["files"] == 2
    rendition = changed.renditions.get(kind="redacted")
    rendition.sha256 = "0" * 64
    rendition.save()
    found = proven(owner, dataset, export)
    assert (found["export"], found["export_number"], found["figures"]["files"]) == (export, 1, 1)
    assert any("1 of 2 files were changed since" in note for note in found["figures"]["notes"])
    listed = people.client("viewer").get("/api/proofs", {"dataset": str(dataset.pk), "export": export}).json()
    assert len(listed["results"]) == 2
    Asset.objects.filter(pk__in=[kept.pk, changed.pk]).update(state="annotate")
    assert owner.post("/api/proofs", {"export": export}).status_code == 409


def test_a_dataset_and_an_export_at_once_are_refused(people: Any, dataset: Dataset) -> None:
    body = {"dataset": str(dataset.pk), "export": str(dataset.pk)}
    assert people.client("annotator").post("/api/proofs", body).status_code == 400
    assert people.client("annotator").post("/api/proofs", {}).status_code == 400


def test_the_frames_of_a_track_are_photos_of_one_person(
    people: Any, dataset: Dataset, tmp_path: Path
) -> None:
    chance = np.random.default_rng(0)
    grain = chance.integers(0, 255, (15, 20, 3), np.uint8)
    shown = np.repeat(np.repeat(grain, 12, axis=0), 12, axis=1)
    clip = make_clip(tmp_path / "walk.mp4", tuple(range(0, 640, 40)), size=(240, 180), pictures=[shown] * 16)
    approve(
        people.user("reviewer"), take_in_clip(people.project, clip, track(2, 12, [60.0, 40.0, 60.0, 70.0]))
    )
    run_jobs()
    figures = proven(people.client("annotator"), dataset)["figures"]
    assert figures["files"] == 1 and figures["objects"] == 10, "the frames in which somebody is hidden"
    assert (figures["linkage"]["people"], figures["linkage"]["second_photos"]) == (1, 1)
    assert figures["fidelity"]["shots"] == 10
    assert figures["looked_at"]["clips"] == {"looked": 1, "of": 1}
    assert figures["looked_at"]["frames"] == {"looked": 10, "of": 16}


def test_without_a_ready_picture_it_says_so(people: Any, dataset: Dataset) -> None:
    factories.make_asset(dataset, state="annotate")
    answer = start(people.client("annotator"), dataset)
    assert answer.status_code == 409 and "redacted and ready" in answer.json()["detail"]


def test_it_is_started_by_those_who_may_see_originals(people: Any, dataset: Dataset) -> None:
    ready(people, dataset)
    assert start(people.client("viewer"), dataset).status_code == 403
    assert start(people.client("annotator", sees_originals=False), dataset).status_code == 403
    assert not Proof.objects.exists()


def test_a_picture_that_changed_meanwhile_is_not_measured(people: Any, dataset: Dataset) -> None:
    asset = ready(people, dataset)
    answer = start(people.client("annotator"), dataset)
    Asset.objects.filter(pk=asset.pk).update(state="annotate")
    job = finish(answer.json()["job"]["id"])
    assert job.state == "failed"
    found = people.client("annotator").get(f"/api/proofs/{answer.json()['proof']['id']}").json()
    assert found["state"] == "failed" and not found["has_page"]
    assert people.client("annotator").get(f"/api/proofs/{found['id']}/page").status_code == 409


def test_the_page_goes_with_an_erased_picture(people: Any, dataset: Dataset) -> None:
    asset = ready(people, dataset)
    found = proven(people.client("annotator"), dataset)
    client = people.client("owner")
    assert client.delete(f"/api/assets/{asset.pk}", {"confirm": True}).status_code in (200, 202, 204)
    run_jobs()
    after = client.get(f"/api/proofs/{found['id']}").json()
    assert not after["has_page"] and after["figures"] == found["figures"]
    assert client.get(f"/api/proofs/{found['id']}/page").status_code == 409


def test_a_picture_that_is_erased_while_it_is_measured_is_on_no_page(
    people: Any, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset, client = ready(people, dataset), people.client("owner")
    ready(people, dataset, 2, "stays.png")
    measure, erased = report.prove, []

    def measure_while_somebody_erases(*args: Any) -> Any:
        found = measure(*args)
        if not erased:
            erased.append(client.delete(f"/api/assets/{asset.pk}", {"confirm": True}).status_code)
            job = Job.objects.get(kind="erase")
            run_step(str(job.steps.get().pk), alone=False)
        return found

    monkeypatch.setattr(report, "prove", measure_while_somebody_erases)
    answer = start(client, dataset)
    run_jobs()
    assert erased == [202]
    proof = Proof.objects.get(pk=answer.json()["proof"]["id"])
    stored = f"{people.organization.pk}/proofs/{proof.pk}.zip"
    assert not proof.path and not storage.local(stored).exists(), "its pages show who was erased"
    JobStep.objects.filter(job=proof.job_id).update(not_before=timezone.now())
    run_jobs()
    found = client.get(f"/api/proofs/{proof.pk}").json()
    assert found["state"] == "ready" and found["figures"]["files"] == 1
