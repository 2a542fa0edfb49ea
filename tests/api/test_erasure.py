"""Deleting for good: confirmed, as a job, on record, and the bytes are gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

import factories
from moretta import storage
from moretta.annotations.models import Annotation
from moretta.audit import erasure
from moretta.audit.models import AuditEvent, AuditName
from moretta.audit.retention import reap, remove_strays
from moretta.datasets.models import Asset, Blob, Dataset, Rendition, StateCount
from moretta.exports.models import Export, ExportItem
from moretta.jobs.models import Job, JobStep
from moretta.projects.models import Project
from running import finish, run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings) -> None:
    settings.FILES = tmp_path / "files"


def stored() -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


def full_asset(dataset: Dataset, **fields) -> Asset:
    """With everything that can hang on one: renditions, a run, a search, an object, an export that holds it."""
    asset = factories.make_asset(dataset, **fields)
    factories.mark_searched(asset)
    factories.make_annotation(asset)
    for kind in ("thumbnail", "proxy"):
        factories.make_rendition(asset, kind)
    redacted = factories.make_rendition(asset, "redacted")
    number = Export.objects.filter(dataset=dataset).count() + 1
    path = f"{dataset.project.organization_id}/exports/{dataset.pk}-{number}.zip"
    factories.write_file(path, b"zip")
    export = Export.objects.create(dataset=dataset, number=number, format="coco", purpose="test", path=path)
    ExportItem.objects.create(
        export=export, asset=asset, rendition=redacted, revision=1, split="train", name="a.jpg", sha256="0"
    )
    return asset


def test_deleting_without_confirmation_is_refused(people, api):
    dataset = factories.first_dataset(people.project)
    asset = full_asset(dataset)
    count = len(stored())
    for path in (f"assets/{asset.pk}", f"datasets/{dataset.pk}", f"projects/{people.project.pk}"):
        for body in (None, {}, {"confirm": False}, {"confirm": "yes"}):
            answer = api("owner").delete(f"/api/{path}", body)
            assert answer.status_code in (400, 409), (path, body, answer.status_code)
    run_jobs()
    assert len(stored()) == count


def test_an_erased_asset_leaves_no_byte_and_no_row(people, api):
    dataset = factories.first_dataset(people.project)
    asset, other = full_asset(dataset), full_asset(dataset)
    kept = {other.blob.path, *other.renditions.values_list("path", flat=True)}
    kept |= set(other.runs.values_list("path", flat=True))
    kept |= set(Export.objects.filter(items__asset=other).values_list("path", flat=True))
    answer = api("manager").delete(f"/api/assets/{asset.pk}", {"confirm": True})
    assert answer.status_code == 202, answer.json()
    assert api("manager").get(f"/api/assets/{asset.pk}").status_code == 404
    job = finish(answer.json()["job"]["id"])
    assert (job.kind, job.state) == ("erase", "succeeded")
    assert {str(path.relative_to(settings.FILES)) for path in stored()} == kept
    assert not Asset.objects.filter(pk=asset.pk).exists()
    assert not Blob.objects.filter(pk=asset.blob_id).exists()
    assert not Annotation.objects.exclude(asset=other).exists()
    left = ExportItem.objects.exclude(asset=other).get()
    assert (left.asset, left.name, left.sha256, left.split) == (None, "", "0", "train")
    assert StateCount.objects.get(dataset=dataset, state="annotate").assets == 1
    acts = AuditEvent.objects.filter(thing_id=str(asset.pk)).values_list("act", flat=True)
    assert {"asked_erasure", "erased"} <= set(acts)


def test_no_job_and_no_export_names_an_erased_asset_any_more(people, api):
    dataset, manager = factories.first_dataset(people.project), api("manager")
    asset = factories.make_asset(dataset, name="Maria Huber.jpg")
    long = factories.make_asset(dataset, name="Maria Huber " + "x" * 230 + ".jpg")
    other = factories.make_asset(dataset, name="street.jpg")
    for one in (asset, long):
        factories.make_job(people.project, dataset=dataset, title=f"Add {one.name}"[:200])
    job = factories.make_job(people.project, dataset=dataset, title="Redact street.jpg", failed=2)
    errors = [
        {"asset": str(one.pk), "name": one.name, "detail": f"{one.name} is broken."} for one in (asset, other)
    ]
    step = factories.make_step(job)
    JobStep.objects.filter(pk=step.pk).update(
        state="succeeded", errors=errors, notes=[f"{asset.name} is coded anew."], failed=2
    )
    Export.objects.create(
        dataset=dataset,
        number=1,
        format="coco",
        purpose="test",
        left_out=[
            {"id": str(one.pk), "name": one.name, "state": "annotate", "why": "."} for one in (asset, other)
        ],
    )
    for one in (asset, long):
        assert manager.delete(f"/api/assets/{one.pk}", {"confirm": True}).status_code == 202
    run_jobs()
    said = "".join(
        manager.get(f"/api/{path}?project={people.project.pk}").text for path in ("jobs", "exports")
    )
    assert "Maria" not in said and "Add …" in said
    assert "street.jpg is broken." in said and '"name":"street.jpg"' in said


def test_names_that_contain_the_erased_one_stay(people, api):
    dataset, manager = factories.first_dataset(people.project), api("manager")
    asset = factories.make_asset(dataset, name="1.jpg")
    titles = ["Add 11.jpg", "Add set-1.jpg", "Add 1.jpg.png", "Add 1.jpg-old.jpg"]
    for title in [*titles, "Look closer at 1.jpg"]:
        factories.make_job(people.project, dataset=dataset, title=title, message=f"{title}: it is 1.jpg.")
    assert manager.delete(f"/api/assets/{asset.pk}", {"confirm": True}).status_code == 202
    run_jobs()
    jobs = Job.objects.filter(dataset=dataset).order_by("id")
    assert [job.title for job in jobs] == [*titles, "Look closer at …"]
    assert [job.message for job in jobs] == [f"{job.title}: it is …." for job in jobs]


def test_bytes_that_another_asset_still_needs_stay(people):
    first, second = Dataset.objects.get(), factories.make_dataset(people.project)
    asset = factories.make_asset(first, content=b"the same photo")
    twin = factories.make_asset(second, content=b"the same photo")
    assert twin.blob_id == asset.blob_id
    erasure.erase_assets([asset], people.user("owner"))
    run_jobs()
    assert storage.local(twin.blob.path).read_bytes() == b"the same photo"
    assert Blob.objects.get().references == 1
    erasure.erase_assets([twin], people.user("owner"))
    run_jobs()
    assert stored() == []
    assert not Blob.objects.exists()


def test_a_recipe_shared_with_another_asset_stays(people):
    dataset = factories.first_dataset(people.project)
    asset, twin = factories.make_asset(dataset), factories.make_asset(dataset)
    shared = factories.make_rendition(asset, "redacted")
    Rendition.objects.create(
        asset=twin, kind="redacted", recipe=shared.recipe, path=shared.path, sha256="", size=1, media_type=""
    )
    erasure.erase_assets([asset], None)
    run_jobs()
    assert storage.local(shared.path).exists()


def test_a_worker_that_dies_between_rows_and_files_leaves_no_file_behind(people, monkeypatch):
    asset = full_asset(factories.first_dataset(people.project))
    job = erasure.erase_assets([asset], None)

    def die(paths: list[str]) -> None:
        if paths:
            raise SystemExit("killed")

    with monkeypatch.context() as context:
        context.setattr(erasure, "remove_files", die)
        with pytest.raises(SystemExit):
            run_jobs()
    assert not Asset.objects.filter(pk=asset.pk).exists()
    assert stored()
    JobStep.objects.filter(job=job).update(state="queued")
    assert finish(job.pk).state == "succeeded"
    assert stored() == []


def test_an_erased_dataset_takes_its_exports_and_jobs_along(people, api):
    dataset = factories.make_dataset(people.project)
    for _ in range(3):
        full_asset(dataset)
    other = full_asset(factories.first_dataset(people.project))
    running = factories.make_job(people.project, dataset=dataset, title="Add secret.jpg")
    answer = api("manager").delete(f"/api/datasets/{dataset.pk}", {"confirm": True})
    assert answer.status_code == 202, answer.json()
    assert api("manager").get(f"/api/datasets/{dataset.pk}").status_code == 404
    finish(answer.json()["job"]["id"])
    assert not Dataset.objects.filter(pk=dataset.pk).exists()
    assert not Job.objects.filter(pk=running.pk).exists()
    assert list(Asset.objects.all()) == [other]
    assert all(str(dataset.pk) not in str(path) for path in stored())
    assert len(stored()) == 6


def test_an_erased_project_leaves_nothing_but_the_record(people, api):
    full_asset(factories.first_dataset(people.project))
    full_asset(factories.make_dataset(people.project))
    path = f"/api/projects/{people.project.pk}"
    api("manager").patch(path, {"name": "Secret plan"})
    assert api("manager").delete(path, {"confirm": "Secret plan"}).status_code == 403
    assert api("owner").delete(path, {"confirm": "Other name"}).status_code == 400
    answer = api("owner").delete(path, {"confirm": "Secret plan"})
    assert answer.status_code == 202, answer.json()
    assert api("owner").get(path).status_code == 404
    assert api("owner").get("/api/projects").json()["results"] == []
    job = finish(answer.json()["job"]["id"])
    assert job.state == "succeeded", job.message
    assert stored() == []
    assert not Project.objects.exists()
    assert not Blob.objects.exists()
    assert not AuditName.objects.filter(name="Secret plan").exists()
    assert AuditEvent.objects.filter(act="erased", thing="project").exists()
    assert "Secret" not in job.title


def test_erasing_twice_is_refused_or_the_same(people):
    owner = people.user("owner")
    asset = full_asset(factories.first_dataset(people.project))
    erasure.erase_assets([asset], owner)
    erasure.erase_assets([asset], owner)
    run_jobs()
    assert not Asset.objects.exists()
    assert stored() == []
    assert StateCount.objects.get(state="annotate").assets == 0


def test_a_cancelled_ingestion_does_not_keep_a_dataset(people):
    dataset = factories.make_dataset(people.project)
    job = factories.make_job(people.project, dataset=dataset)
    factories.make_step(job)
    erasure.erase_dataset(dataset, people.user("owner"))
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_retention_erases_what_is_older_than_the_project_keeps(people):
    from datetime import timedelta

    from django.utils import timezone

    dataset = factories.first_dataset(people.project)
    old, young = full_asset(dataset), full_asset(dataset)
    Asset.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert reap() == 0
    Project.objects.update(retention_days=30)
    assert reap() == 1
    run_jobs()
    assert list(Asset.objects.all()) == [young]
    assert not storage.local(old.blob.path).exists()


def test_a_file_that_no_row_speaks_of_is_removed_once_it_has_settled(people):
    asset = full_asset(factories.first_dataset(people.project))
    known = set(stored())
    organization = people.organization.pk
    strays = [
        f"{organization}/originals/ab/{'ab' * 32}",
        f"{organization}/renditions/cd/stray.jpg",
        f"{organization}/runs/stray.json.gz",
        f"{organization}/exports/stray.zip",
        "tmp/left-behind",
    ]
    for path in strays:
        factories.write_file(path, b"stray")
    assert remove_strays() == 0
    assert remove_strays(older_than=-1) == len(strays)
    assert set(stored()) == known
    assert storage.local(asset.blob.path).exists()


def test_files_that_are_not_ours_stay(people, tmp_path):
    factories.write_file("notes/readme.txt", b"an operator's own")
    assert remove_strays(older_than=-1) == 0


def test_bytes_that_are_uploaded_again_while_they_are_removed_stay(people, monkeypatch):
    dataset = factories.first_dataset(people.project)
    asset = factories.make_asset(dataset)
    blob, path, content = asset.blob, asset.blob.path, storage.local(asset.blob.path).read_bytes()
    asset.delete()
    blob.delete()
    replace = erasure.os.replace

    def upload_in_between(source, target):
        replace(source, target)
        monkeypatch.undo()
        Blob.objects.create(
            organization=blob.organization, sha256=blob.sha256, size=blob.size, media_type=blob.media_type
        )

    monkeypatch.setattr(erasure.os, "replace", upload_in_between)
    erasure.remove_files([path])
    assert storage.local(path).read_bytes() == content
    assert [file.name for file in stored() if "erased" in file.name] == []
