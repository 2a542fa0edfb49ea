"""Taking files in over REST, up to assets that people can work on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import factories
from moretta import storage
from moretta.datasets import receiving
from moretta.datasets.models import Asset, Blob, StateCount
from moretta.detections.models import Search
from moretta.jobs.models import Job
from moretta_tasks.runner import drain
from uploading import open_picture, picture, read, upload

pytestmark = pytest.mark.services


@pytest.fixture
def dataset(people: Any) -> Any:
    return factories.first_dataset(people.project)


def faces(testdata: Path, count: int = 1) -> list[tuple[str, bytes]]:
    found = sorted((testdata / "faces").glob("dlib*.jpg"))[:count]
    return [(path.name, path.read_bytes()) for path in found]


def test_a_photo_ends_up_searched_with_its_thumbnail_redacted(
    people: Any, dataset: Any, testdata: Path, with_models: Path
) -> None:
    client = people.client("annotator")
    answer = upload(client, dataset, *faces(testdata))
    assert answer.status_code == 202, answer.content
    assert answer.json()["job"]["total"] == 1
    id = answer.json()["assets"][0]["id"]
    assert drain() == ["succeeded"]
    card = client.get(f"/api/assets/{id}").json()
    assert card["state"] == "annotate" and card["searched"] is True and card["error"] == ""
    assert card["counts"]["hidden"] + card["counts"]["undecided"] >= 1
    assert card["marks"][0]["state"] in ("hidden", "undecided")
    assert {"original", "thumbnail", "redacted_thumbnail", "view"} <= set(card["files"])
    assert card["labels"][0]["how"] == "run"


def test_the_redacted_thumbnail_hides_what_the_thumbnail_shows(
    people: Any, dataset: Any, testdata: Path, with_models: Path
) -> None:
    client = people.client("annotator")
    id = upload(client, dataset, *faces(testdata)).json()["assets"][0]["id"]
    drain()
    card = client.get(f"/api/assets/{id}").json()

    def pixels(kind: str) -> np.ndarray:
        return open_picture(read(client.get(card["files"][kind])))

    shown, hidden = pixels("thumbnail"), pixels("redacted_thumbnail")
    assert shown.shape == hidden.shape
    height, width = shown.shape[:2]
    for mark in card["marks"]:
        x, y, w, h = mark["box"]
        row, column = int((y + h / 2) * height), int((x + w / 2) * width)
        assert np.abs(hidden[row, column] - np.array([0x1B, 0x1E, 0x24])).max() < 30


def test_a_damaged_file_does_not_stop_the_batch(people: Any, dataset: Any, with_models: Path) -> None:
    client = people.client("annotator")
    files = [
        ("good.jpg", picture(1)),
        ("bad.jpg", b"\xff\xd8\xff\xe0 not a picture"),
        ("also.png", picture(2, format="PNG")),
    ]
    answer = upload(client, dataset, *files)
    drain()
    states = dict(Asset.objects.filter(dataset=dataset).values_list("name", "state"))
    assert states == {"good.jpg": "annotate", "bad.jpg": "failed", "also.png": "annotate"}
    assert "bad.jpg" in Asset.objects.get(name="bad.jpg").error
    job = client.get(f"/api/jobs/{answer.json()['job']['id']}").json()
    assert job["state"] == "partial" and [e["name"] for e in job["errors"]] == ["bad.jpg"]


def test_a_duplicate_is_named_and_not_stored_twice(people: Any, dataset: Any) -> None:
    client = people.client("annotator")
    first = upload(client, dataset, ("a.jpg", picture(1)), ("b.jpg", picture(1))).json()
    assert [a["name"] for a in first["assets"]] == ["a.jpg"]
    assert first["duplicates"] == [{"name": "b.jpg", "of": {"id": first["assets"][0]["id"], "name": "a.jpg"}}]
    again = upload(client, dataset, ("c.jpg", picture(1)))
    assert again.status_code == 200 and again.json()["job"] is None
    assert again.json()["duplicates"][0]["of"]["name"] == "a.jpg"
    assert Asset.objects.filter(dataset=dataset).count() == 1
    assert Blob.objects.get().references == 1


def test_the_same_bytes_in_two_datasets_are_one_blob_with_two_references(people: Any, dataset: Any) -> None:
    client = people.client("annotator")
    upload(client, dataset, ("a.jpg", picture(1)))
    upload(client, factories.make_dataset(people.project), ("a.jpg", picture(1)))
    assert Blob.objects.get().references == 2


def test_an_empty_file_is_an_error_and_the_others_are_taken(people: Any, dataset: Any) -> None:
    answer = upload(people.client("annotator"), dataset, ("none.jpg", b""), ("a.jpg", picture(1))).json()
    assert answer["errors"] == [{"name": "none.jpg", "detail": "none.jpg is empty."}]
    assert [a["name"] for a in answer["assets"]] == ["a.jpg"]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.jpg",
        "..\\..\\evil.jpg",
        "a\x00b.jpg",
        "/etc/cron.d/x.jpg",
        "über⁠.jpg",
        "x" * 900 + ".jpg",
    ],
)
def test_a_name_never_becomes_a_path(people: Any, dataset: Any, name: str) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n' % name.encode()
    body += b"Content-Type: image/jpeg\r\n\r\n" + picture(1) + b"\r\n--B--\r\n"
    answer = people.client("annotator").generic(
        "POST", f"/api/datasets/{dataset.pk}/uploads", body, "multipart/form-data; boundary=B"
    )
    assert answer.status_code == 202, answer.content
    asset = Asset.objects.get(dataset=dataset)
    assert "/" not in asset.name and "\\" not in asset.name and "\x00" not in asset.name
    assert len(asset.name) <= 255 and asset.name.endswith(".jpg")
    own = storage.root() / str(people.organization.pk)
    assert [p.name for p in own.rglob("*") if p.is_file()] == [asset.blob.sha256]
    assert not [p for p in storage.root().parent.rglob("*") if "passwd" in p.name or "evil" in p.name]


def test_nothing_is_left_under_temporary_names(people: Any, dataset: Any) -> None:
    client = people.client("annotator")
    upload(client, dataset, ("a.jpg", picture(1)), ("b.jpg", picture(1)))
    upload(client, dataset, ("c.jpg", picture(3)), annotations=b"not json")
    assert list((storage.root() / "tmp").glob("*.upload")) == []


def test_a_file_that_is_too_large_is_refused(people: Any, dataset: Any, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    answer = upload(people.client("annotator"), dataset, ("a.bmp", picture(1, format="BMP")))
    assert answer.status_code == 413 and answer.json()["code"] == "too_large"
    assert not Asset.objects.exists() and list((storage.root() / "tmp").glob("*.upload")) == []


def test_a_full_disk_is_said_before_anything_is_written(people: Any, dataset: Any, settings: Any) -> None:
    settings.MIN_FREE_BYTES = 1 << 60
    answer = upload(people.client("annotator"), dataset, ("a.jpg", picture(1)))
    assert answer.status_code == 507 and "disk is nearly full" in answer.json()["detail"]
    assert not Asset.objects.exists()


def test_who_may_not_add_is_refused_before_the_body_is_read(
    people: Any, dataset: Any, stranger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise AssertionError("the body was read")

    monkeypatch.setattr(receiving.StoreUploadHandler, "receive_data_chunk", refuse)
    assert upload(people.client("viewer"), dataset, ("a.jpg", picture(1))).status_code == 403
    assert upload(stranger, dataset, ("a.jpg", picture(1))).status_code == 404


def test_an_upload_by_session_needs_the_csrf_header(people: Any, dataset: Any) -> None:
    from rest_framework.test import APIClient

    client = APIClient(enforce_csrf_checks=True)
    client.force_login(people.user("annotator"), backend="django.contrib.auth.backends.ModelBackend")
    refused = upload(client, dataset, ("a.jpg", picture(1)))
    assert refused.status_code == 403 and not Asset.objects.exists()
    secret = "a" * 32
    client.cookies["moretta_csrf"] = secret
    client.credentials(HTTP_X_CSRFTOKEN=secret)
    assert upload(client, dataset, ("a.jpg", picture(1))).status_code == 202


def test_a_request_without_files_says_so(people: Any, dataset: Any) -> None:
    answer = people.client("annotator").post(f"/api/datasets/{dataset.pk}/uploads", {}, format="multipart")
    assert answer.status_code == 400 and answer.json()["field"] == "files"


def test_annotations_come_in_with_the_pictures_and_bad_lines_are_named(
    people: Any, dataset: Any, with_models: Path
) -> None:
    coco = {
        "images": [{"id": 1, "file_name": "folder/a.jpg"}, {"id": 2, "file_name": "gone.jpg"}, {"id": 3}],
        "categories": [{"id": 7, "name": "face"}, {"id": 8, "name": "dragon"}],
        "annotations": [
            {"image_id": 1, "category_id": 7, "bbox": [4, 5, 20, 10]},
            {"image_id": 1, "category_id": 7, "segmentation": [[1, 1, 30, 1, 30, 20]]},
            {"image_id": 1, "category_id": 8, "bbox": [4, 5, 20, 10]},
            {"image_id": 9, "category_id": 7, "bbox": [4, 5, 20, 10]},
            {"image_id": 1, "category_id": 7},
            {"image_id": 1, "category_id": 7, "bbox": [500, 5, 20, 10]},
            {"image_id": 2, "category_id": 7, "bbox": [4, 5, 20, 10]},
        ],
    }
    client = people.client("annotator")
    answer = upload(client, dataset, ("a.jpg", picture(1)), annotations=coco)
    named = {e["name"] for e in answer.json()["errors"]}
    assert named == {
        "images[2]",
        "categories[1]",
        "annotations[2]",
        "annotations[3]",
        "annotations[4]",
        "gone.jpg",
    }
    drain()
    asset = Asset.objects.get(dataset=dataset)
    assert asset.annotations.filter(source="import", deleted=False).count() == 2
    assert asset.state == "annotate" and asset.changes.count() >= 1
    notes = [n for step in Job.objects.get().steps.all() for n in step.notes]
    assert any("annotations[5]" in note for note in notes), notes


def test_an_outline_that_cannot_be_read_is_named_and_the_rest_of_its_object_taken(
    people: Any, dataset: Any, with_models: Path
) -> None:
    good, box = [1, 1, 30, 1, 30, 20], [4, 5, 20, 10]
    coco = {
        "images": [{"id": 1, "file_name": "a.jpg"}],
        "categories": [{"id": 7, "name": "face"}],
        "annotations": [
            {"image_id": 1, "category_id": 7, "segmentation": [good, [1, 1, 30, 1, 30]]},
            {"image_id": 1, "category_id": 7, "bbox": box, "segmentation": ["1,1,30,1,30,20"]},
            {"image_id": 1, "category_id": 7, "bbox": box, "segmentation": {"counts": "x", "size": [1, 1]}},
            {"image_id": 1, "category_id": 7, "bbox": box, "segmentation": []},
        ],
    }
    answer = upload(people.client("annotator"), dataset, ("a.jpg", picture(1)), annotations=coco)
    errors = answer.json()["errors"]
    assert [(e["name"], e["detail"].partition(" is no polygon")[0]) for e in errors] == [
        ("annotations[0]", "a.jpg: annotations[0].segmentation[1]"),
        ("annotations[1]", "a.jpg: annotations[1].segmentation[0]"),
        ("annotations[2]", "a.jpg: annotations[2].segmentation"),
    ]
    drain()
    assert Asset.objects.get(dataset=dataset).annotations.filter(source="import").count() == 4


@pytest.mark.parametrize("bad", ["NaN", "1e999", "[-Infinity]", '"4"', "9" * 400])
def test_a_number_that_is_none_is_named_and_spoils_nothing_else(
    people: Any, dataset: Any, with_models: Path, bad: str
) -> None:
    rows = f"""
        {{"image_id": 1, "category_id": 7, "bbox": [{bad}, 5, 20, 10]}},
        {{"image_id": 1, "category_id": 7, "segmentation": [[1, 1, 30, 1, 30, {bad}]]}},
        {{"image_id": 1, "category_id": 7, "bbox": [4, 5, 20, 10]}}
    """
    images, categories = '[{"id": 1, "file_name": "a.jpg"}]', '[{"id": 7, "name": "face"}]'
    coco = f'{{"images": {images}, "categories": {categories}, "annotations": [{rows}]}}'
    answer = upload(people.client("annotator"), dataset, ("a.jpg", picture()), annotations=coco.encode())
    assert answer.status_code == 202, answer.json()
    drain()
    notes = [note for step in Job.objects.get().steps.all() for note in step.notes]
    named = [error["name"] for error in answer.json()["errors"]] + notes
    assert sum("annotations[0]" in one or "annotations[1]" in one for one in named) == 2, named
    assert Asset.objects.get(dataset=dataset).annotations.filter(source="import").count() == 1


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"images": []}', b"\x00\xff", b'{"images":{},"annotations":[],"categories":[]}']
)
def test_annotations_that_are_not_coco_are_refused(people: Any, dataset: Any, body: bytes) -> None:
    answer = upload(people.client("annotator"), dataset, ("a.jpg", picture(1)), annotations=body)
    assert answer.status_code == 400 and answer.json()["field"] == "annotations"
    assert not Asset.objects.exists()


def test_counters_follow_the_assets(people: Any, dataset: Any, with_models: Path) -> None:
    client = people.client("annotator")
    upload(client, dataset, ("a.jpg", picture(1)), ("b.jpg", picture(2)), ("c.jpg", b"nothing"))
    assert client.get(f"/api/datasets/{dataset.pk}").json()["counts"] == {"processing": 3}
    drain()
    assert client.get(f"/api/datasets/{dataset.pk}").json()["counts"] == {"annotate": 2, "failed": 1}
    sums = {(c.state, c.assets) for c in StateCount.objects.filter(dataset=dataset)}
    assert sums == {("processing", 0), ("annotate", 2), ("failed", 1)}


def test_without_the_weights_a_picture_opens_but_is_not_searched(
    people: Any, dataset: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from moretta_vision import detect

    detect.unload()
    monkeypatch.setenv("MORETTA_MODELS_DIR", str(tmp_path))
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    client = people.client("annotator")
    id = upload(client, dataset, ("a.jpg", picture(1))).json()["assets"][0]["id"]
    drain()
    card = client.get(f"/api/assets/{id}").json()
    assert card["state"] == "annotate" and card["searched"] is False
    assert card["labels"][0]["how"] == "none" and "moretta models pull" in card["error"]
    assert not Search.objects.exists()
