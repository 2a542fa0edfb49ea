"""Exports: the gate, names, splits, formats, hashes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

import factories
from changing import change, create, keyframe, save
from moretta import storage
from moretta.annotations.effective import recipe_of
from moretta.audit.erasure import erase_assets
from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import Search
from moretta.exports.models import Export, ExportItem
from moretta.exports.naming import Names, split_of
from moretta.projects.models import RedactionPolicy
from moretta.reviews.models import Review
from moretta_tasks import export as export_step
from moretta_tasks.runner import drain
from running import run_jobs
from uploading import read

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def dataset(people: Any) -> Dataset:
    return factories.first_dataset(people.project)


def make_ready(people: Any, dataset: Dataset, name: str = "a.jpg", content: bytes | None = None) -> Asset:
    """An asset with one hidden face, approved by the reviewer, with a rendition of these bytes."""
    asset = factories.make_asset(dataset, name=name, state="ready")
    factories.make_annotation(asset, box=(100, 100, 50, 60), decision="redact")
    return let_pass(people, asset, content)


def let_pass(people: Any, asset: Asset, content: bytes | None = None) -> Asset:
    if not Search.objects.filter(asset=asset).exists():
        factories.mark_searched(asset)
    recipe = recipe_of(asset)
    reviewer = people.user("reviewer")
    Review.objects.create(asset=asset, revision=asset.revision, verdict="approved", reviewer=reviewer)
    asset.state, asset.approved_revision, asset.approved_recipe = "ready", asset.revision, recipe
    asset.save()
    if not asset.renditions.filter(recipe=recipe).exists():
        factories.make_rendition(asset, "redacted", content, recipe=recipe, report={"name": asset.name})
    return asset


def start(client: Any, dataset: Dataset, format: str = "coco", **fields: Any) -> Any:
    body = {"dataset": str(dataset.pk), "format": format, "purpose": "A test", **fields}
    return client.post("/api/exports", body, format="json")


def export(client: Any, dataset: Dataset, format: str = "coco", **fields: Any) -> tuple[Any, zipfile.ZipFile]:
    answer = start(client, dataset, format, **fields)
    assert answer.status_code == 202, answer.content
    run_jobs()
    found = client.get(f"/api/exports/{answer.json()['export']['id']}").json()
    assert found["state"] == "ready", found
    return found, zipfile.ZipFile(io.BytesIO(read(client.get(f"/api/exports/{found['id']}/file"))))


def files(archive: zipfile.ZipFile, folder: str) -> set[str]:
    return {name.rpartition("/")[2] for name in archive.namelist() if name.startswith(folder)}


def break_state(asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(state="in_review")


def break_revision(asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(revision=7)


def break_objects(asset: Asset) -> None:
    factories.make_annotation(asset, box=(5, 5, 20, 20), decision="redact")


def break_policy(asset: Asset) -> None:
    old = asset.dataset.policy
    settings = {
        **old.settings,
        "labels": {k: {**v, "margin": 0.5} for k, v in old.settings["labels"].items()},
    }
    policy = RedactionPolicy.objects.create(project=old.project, version=9, settings=settings)
    Dataset.objects.filter(pk=asset.dataset_id).update(policy=policy)


def break_search(asset: Asset) -> None:
    Search.objects.filter(asset=asset).delete()


def break_file(asset: Asset) -> None:
    asset.renditions.all().delete()


def break_review(asset: Asset) -> None:
    Review.objects.filter(asset=asset).delete()


GATE = [
    (break_state, "in_review", "waits for a review"),
    (break_revision, "ready", "changed after it was approved"),
    (break_objects, "ready", "changed after it was approved"),
    (break_search, "ready", "Not searched for Face"),
    (break_file, "ready", "redacted file is missing"),
    (break_review, "ready", "changed after it was approved"),
]


@pytest.mark.parametrize(("harm", "state", "why"), GATE, ids=lambda v: getattr(v, "__name__", ""))
def test_what_does_not_pass_the_gate_is_left_out_and_says_why(people, dataset, harm, state, why):
    good, bad = make_ready(people, dataset, "good.jpg"), make_ready(people, dataset, "bad.jpg")
    harm(bad)
    found, archive = export(people.client("manager"), dataset)
    assert files(archive, "images/") == {"good.jpg"}
    (left,) = found["left_out"]
    assert (left["id"], left["state"]) == (str(bad.pk), state)
    assert why in left["why"]
    assert [item["asset"] for item in found["items"]] == [str(good.pk)]


def test_a_new_policy_lets_nothing_leave_that_was_approved_under_the_old_one(people, dataset):
    break_policy(make_ready(people, dataset))
    answer = start(people.client("manager"), dataset)
    run_jobs()
    found = people.client("manager").get(f"/api/exports/{answer.json()['export']['id']}").json()
    assert (found["state"], found["approved"]) == ("failed", 0)
    assert "Nothing was ready" in found["job"]["message"]
    assert people.client("manager").get(f"/api/exports/{found['id']}/file").status_code == 409


def test_an_export_does_not_name_what_was_erased_while_it_was_written(people, dataset, monkeypatch):
    make_ready(people, dataset)
    factories.make_asset(dataset, name="Maria.jpg")
    factories.make_asset(dataset, name="b.jpg")
    still_pass = export_step._still_pass

    def erase_first(*args: Any) -> bool:
        erase_assets(list(Asset.objects.filter(name="Maria.jpg")), people.user("manager"))
        drain(["io"], most=1)
        return still_pass(*args)

    monkeypatch.setattr(export_step, "_still_pass", erase_first)
    found, _ = export(people.client("manager"), dataset)
    assert [row["name"] for row in found["left_out"]] == ["b.jpg"]


def test_an_asset_that_changes_while_the_archive_is_written_is_not_inside(people, dataset, monkeypatch):
    make_ready(people, dataset, "good.jpg")
    bad = make_ready(people, dataset, "bad.jpg")
    real, calls = export_step._still_pass, []

    def change_first(*args: Any) -> bool:
        if not calls:
            save(people.client("annotator"), bad, change(create(bad)))
        calls.append(1)
        return real(*args)

    monkeypatch.setattr(export_step, "_still_pass", change_first)
    found, archive = export(people.client("manager"), dataset)
    assert len(calls) == 2
    assert files(archive, "images/") == {"good.jpg"}
    assert found["approved"] == ExportItem.objects.count() == 1


def test_a_damaged_file_does_not_leave(people, dataset):
    make_ready(people, dataset, "good.jpg")
    bad = make_ready(people, dataset, "bad.jpg")
    storage.local(bad.renditions.get().path).write_bytes(b"other bytes")
    found, archive = export(people.client("manager"), dataset)
    assert files(archive, "images/") == {"good.jpg"}
    assert "damaged" in found["left_out"][0]["why"]


def test_nothing_ready_is_said_at_once(people, dataset):
    factories.make_asset(dataset)
    answer = start(people.client("manager"), dataset)
    assert (answer.status_code, Export.objects.count()) == (409, 0)


def test_names_are_safe_and_unique_by_stem(people, dataset):
    names = [
        "a.jpg",
        "A.JPG",
        "a.png",
        "../../etc/passwd",
        "b\\c.jpg",
        "con.jpg",
        "x\u202ejpg.exe",
        ".jpg",
        "?.jpg",
    ]
    for name in names:
        make_ready(people, dataset, name)
    _, archive = export(people.client("manager"), dataset, "yolo", splits={"train": 1})
    images = files(archive, "images/")
    assert len(images) == len(names) == len(files(archive, "labels/"))
    assert {"a.jpg", "A-2.JPG", "a-3.png", "passwd.jpg", "c.jpg", "_con.jpg"} <= images
    for path in archive.namelist():
        assert not path.startswith("/") and ".." not in path and "\\" not in path and path.isprintable()


def test_names_that_are_taken_never_collide():
    names = Names()
    found = [names.take(name) for name in ("a.jpg", "a-2.jpg", "a.jpg", "A.png", "a-2.png")]
    assert len({name.rpartition(".")[0].casefold() for name in found}) == 5


def test_splits_depend_on_asset_and_seed_alone_and_keep_their_shares():
    ids = [uuid4() for _ in range(4000)]
    shares = {"train": 0.8, "val": 0.1, "test": 0.1}
    first = [split_of(id, shares, 1) for id in ids]
    assert first == [split_of(id, shares, 1) for id in ids]
    assert first != [split_of(id, shares, 2) for id in ids]
    assert 0.76 < first.count("train") / len(ids) < 0.84
    assert {split_of(id, {"train": 0, "val": 1}, 0) for id in ids} == {"val"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"splits": {"train": 0.5}}, "splits"),
        ({"splits": {"train": 2, "val": -1}}, "splits"),
        ({"splits": {"holdout": 1}}, "splits.holdout"),
        ({"format": "csv"}, "format"),
        ({"purpose": " "}, "purpose"),
    ],
)
def test_a_wrong_request_names_its_field(people, dataset, wrong, field):
    make_ready(people, dataset)
    answer = start(people.client("manager"), dataset, **wrong)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_coco_holds_boxes_outlines_and_what_was_redacted(people, dataset):
    asset = make_ready(people, dataset, "a.jpg")
    polygon = {"type": "polygon", "data": [[10, 10], [60, 10], [60, 40]]}
    drawn = create(
        asset, decision="keep", reason="statue", keyframes=[keyframe(0, polygon)], attributes={"age": "adult"}
    )
    assert save(people.client("annotator"), asset, change(drawn)).status_code == 200
    asset.refresh_from_db()
    let_pass(people, asset)
    _, archive = export(people.client("manager"), dataset, splits={"val": 1})
    data = json.loads(archive.read("annotations/instances_val.json"))
    assert [c["name"] for c in data["categories"]] == ["Face"]
    assert data["images"] == [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}]
    face, kept = data["annotations"]
    assert (face["bbox"], face["attributes"]) == ([100, 100, 50, 60], {"redacted": True})
    assert kept["bbox"] == [10, 10, 50, 30]
    assert kept["segmentation"] == [[10, 10, 60, 10, 60, 40]]
    assert kept["attributes"] == {"age": "adult", "redacted": False}


def test_yolo_is_readable_whatever_a_label_is_called(people, dataset):
    label = factories.face_label(people.project)
    label.name = 'Face: "the\nfirst" # {x}'
    label.save()
    make_ready(people, dataset, "a.jpg")
    _, archive = export(people.client("manager"), dataset, "yolo", splits={"train": 1})
    data = yaml.safe_load(archive.read("data.yaml"))
    assert data["names"] == {0: label.name}
    assert data["train"] == "images/train"
    assert archive.read("labels/train/a.txt").decode() == "0 0.195312 0.270833 0.078125 0.125000\n"


@pytest.mark.parametrize("format", ["coco", "yolo"])
def test_a_video_leaves_with_a_box_for_every_frame(people, dataset, format):
    asset = factories.make_asset(
        dataset, kind="video", n_frames=10, fps=25.0, name="clip.mp4", state="annotate"
    )
    frames = [
        keyframe(2, {"type": "box", "data": [0, 0, 10, 10]}),
        keyframe(4, {"type": "box", "data": [20, 0, 10, 10]}),
    ]
    frames.append({"frame": 6, "outside": True})
    assert save(people.client("annotator"), asset, change(create(asset, keyframes=frames))).status_code == 200
    asset.refresh_from_db()
    let_pass(people, asset, b"video bytes")
    _, archive = export(people.client("manager"), dataset, format, splits={"train": 1})
    assert archive.read("videos/train/clip.mp4") == b"video bytes"
    data = json.loads(archive.read("annotations/videos_train.json"))
    assert data["videos"][0] | {"id": 1} == {
        "id": 1, "file_name": "clip.mp4", "width": 640, "height": 480, "n_frames": 10, "fps": 25.0
    }  # fmt: skip
    boxes = {row["frame"]: row["bbox"] for row in data["video_annotations"]}
    assert boxes == {2: [0, 0, 10, 10], 3: [10, 0, 10, 10], 4: [20, 0, 10, 10], 5: [20, 0, 10, 10]}


def test_the_manifest_names_every_file_the_policy_and_who_approved(people, dataset):
    make_ready(people, dataset, "a.jpg")
    found, archive = export(people.client("manager"), dataset)
    manifest = json.loads(archive.read("manifest.json"))
    assert {f["path"] for f in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
    for file in manifest["files"]:
        assert hashlib.sha256(archive.read(file["path"])).hexdigest() == file["sha256"]
    assert manifest["purpose"] == "A test"
    assert manifest["policy"]["labels"][0]["label"] == "Face"
    assert [(p["name"], p["assets"]) for p in manifest["approved_by"]] == [("Reviewer", 1)]
    assert found["manifest_sha256"] == hashlib.sha256(archive.read("manifest.json")).hexdigest()


def test_the_archive_is_served_in_ranges_to_those_who_may_export(people, dataset, stranger):
    make_ready(people, dataset)
    found, _ = export(people.client("manager"), dataset)
    path = f"/api/exports/{found['id']}/file"
    part = people.client("manager").get(path, headers={"Range": "bytes=0-3"})
    assert (part.status_code, read(part)) == (206, b"PK\x03\x04")
    assert people.client("reviewer").get(path).status_code == 403
    assert stranger.get(path).status_code == 404
    assert people.client("viewer").get(f"/api/exports/{found['id']}").status_code == 200
    assert start(people.client("reviewer"), dataset).status_code == 403


def test_exports_are_numbered_and_listed_newest_first(people, dataset):
    make_ready(people, dataset)
    client = people.client("manager")
    for _ in range(2):
        export(client, dataset)
    listed = client.get(f"/api/exports?project={people.project.pk}").json()["results"]
    assert [e["number"] for e in listed] == [2, 1]
    assert listed[0]["items"][0]["thumbnail"].endswith("/files/redacted_thumbnail")


def test_two_exports_of_the_same_state_hold_the_same_files(people, dataset):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        make_ready(people, dataset, name)
    client = people.client("manager")
    contents = []
    for _ in range(2):
        _, archive = export(client, dataset, seed=5)
        contents.append({n: archive.read(n) for n in archive.namelist() if n != "manifest.json"})
    assert contents[0] == contents[1]


def test_nothing_is_left_in_the_temporary_folder(people, dataset):
    make_ready(people, dataset)
    export(people.client("manager"), dataset)
    assert list(Path(storage.root() / "tmp").glob("*")) == []
