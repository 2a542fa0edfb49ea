"""Faces of several pictures grouped by likeness, with the real network: what is stored of it, and what is not."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageEnhance

import factories
from moretta import storage
from moretta.annotations.models import Annotation
from moretta.annotations.people import move_objects, start_grouping
from moretta.audit.models import AuditEvent
from moretta.ids import uuid7
from running import finish

pytestmark = [pytest.mark.django_db, pytest.mark.services]
PHOTO = "odd/icc.jpg"


@pytest.fixture
def annotator(db: Any) -> Any:
    return factories.make_membership(project=factories.make_project(), role="annotator")


@pytest.fixture
def dataset(annotator: Any, testdata: Path) -> Any:
    """A photograph of three people, and another that shows them darker, smaller and the other way round."""
    dataset = factories.first_dataset(annotator.organization.projects.get())
    truth = json.loads((testdata / "manifest.json").read_text())
    (image,) = [each for each in truth["images"] if each["file_name"] == PHOTO]
    boxes = [each["bbox"] for each in truth["annotations"] if each["image_id"] == image["id"]]
    photo = Image.open(testdata / PHOTO).convert("RGB")
    other = ImageEnhance.Brightness(photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)).enhance(0.7)
    other = other.resize((photo.width * 4 // 5, photo.height * 4 // 5))
    for number, (picture, scale) in enumerate([(photo, 1.0), (other, 0.8)]):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=90)
        asset = factories.make_asset(dataset, out.getvalue(), width=picture.width, height=picture.height)
        for person, (x, y, width, height) in enumerate(boxes):
            left = photo.width - x - width if number else x
            box = tuple(value * scale for value in (left, y, width, height))
            factories.make_annotation(asset, box=box, attributes={"who": person})
    return dataset


def files() -> set[Path]:
    return {path for path in storage.local("").rglob("*") if path.is_file()}


def people(dataset: Any) -> dict[Any, list[int]]:
    """The people in truth behind each person that was made."""
    found: dict[Any, list[int]] = {}
    for row in Annotation.objects.filter(dataset=dataset).order_by("attributes__who", "pk"):
        found.setdefault(row.person, []).append(row.attributes["who"])
    return found


def test_the_same_people_are_one_entry_each_and_nothing_of_their_faces_is_kept(
    annotator: Any, dataset: Any, with_models: Path
) -> None:
    before = list(Annotation.objects.order_by("pk").values_list("decision", "reason", "revision", "flags"))
    there = files()
    job = finish(start_grouping(dataset, annotator.user).pk)
    assert job.state == "succeeded", job.message
    assert sorted(people(dataset).values()) == [[0, 0], [1, 1], [2, 2]]
    after = list(Annotation.objects.order_by("pk").values_list("decision", "reason", "revision", "flags"))
    assert after == before
    assert not job.steps.get().result
    assert {path.suffix for path in files() - there} == {".mjpeg"}  # what is seen on the pictures
    assert AuditEvent.objects.filter(act="grouped_people", actor=annotator.user.pk).count() == 1


def test_whom_people_put_apart_stays_apart(annotator: Any, dataset: Any, with_models: Path) -> None:
    finish(start_grouping(dataset, annotator.user).pk)
    first, second = Annotation.objects.filter(dataset=dataset, attributes__who=0).order_by("pk")
    move_objects(dataset, [{"id": second.pk, "person": uuid7()}])
    Annotation.objects.filter(dataset=dataset, attributes__who=1).update(person=None)
    finish(start_grouping(dataset, annotator.user).pk)
    assert sorted(people(dataset).values()) == [[0], [0], [1, 1], [2, 2]]


def test_without_the_network_the_job_says_what_is_missing(
    annotator: Any, dataset: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MORETTA_MODELS_DIR", str(tmp_path))
    job = finish(start_grouping(dataset, annotator.user).pk)
    assert job.state == "failed" and "mobilefacenet" in job.steps.get().message
