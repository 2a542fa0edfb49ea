"""From the first upload to the unzipped export through REST alone, with real pictures and the real detector."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

import factories
from changing import change, create, decide, load, save
from clients import client_of
from moretta.datasets.models import Asset
from moretta_vision.media.images import read_data
from moretta_vision.media.metadata import remains
from moretta_vision.redact.pixels import mask_at
from running import run_jobs
from uploading import read, upload

pytestmark = [pytest.mark.django_db, pytest.mark.services]

INK = (0x1B, 0x1E, 0x24)


def with_metadata(path: Path) -> bytes:
    """The picture turned by EXIF, with a place and a name in it."""
    image = Image.open(path)
    exif = image.getexif()
    exif[0x0112], exif[0x010E], exif[0x013B] = 6, "Ann at home", "Ann Author"
    exif.get_ifd(0x8825).update({1: "N", 2: (IFDRational(52), IFDRational(30), IFDRational(0))})
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92, exif=exif, comment=b"taken by Ann")
    return out.getvalue()


class Studio:
    """One person who runs a project all alone, by REST."""

    def __init__(self, owner: Any, organization: Any) -> None:
        self.client = client_of(owner)
        body = {"organization": str(organization.pk), "name": "Streets", "hide": ["face", "object"]}
        answer = self.client.post("/api/projects", body, format="json")
        assert answer.status_code == 201, answer.content
        self.project = answer.json()
        self.dataset = self.project["datasets"][0]["id"]
        self.labels = {label["kind"]: label["id"] for label in self.project["labels"]}

    def get(self, path: str) -> Any:
        answer = self.client.get(f"/api/{path}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, body: dict[str, Any] | None = None, expect: int = 200) -> Any:
        answer = self.client.post(f"/api/{path}", body or {}, format="json")
        assert answer.status_code == expect, answer.content
        return answer.json()

    def upload(self, *files: tuple[str, bytes]) -> dict[str, str]:
        dataset = type("Dataset", (), {"pk": self.dataset})
        answer = upload(self.client, dataset, *files)
        assert answer.status_code == 202, answer.content
        assert answer.json()["errors"] == []
        return {asset["name"]: asset["id"] for asset in answer.json()["assets"]}

    def approve(self, id: str, expect: int = 200) -> Any:
        revision = self.get(f"assets/{id}")["revision"]
        body = {"revision": revision, "hide_undecided": True}
        return self.post(f"assets/{id}/approve", body, expect)

    def export(self, format: str, **fields: Any) -> tuple[Any, zipfile.ZipFile]:
        body = {"dataset": self.dataset, "format": format, "purpose": "Train a street detector", **fields}
        started = self.post("exports", body, 202)
        run_jobs()
        found = self.get(f"exports/{started['export']['id']}")
        assert found["state"] == "ready", found["job"]
        data = read(self.client.get(f"/api/exports/{found['id']}/file"))
        assert hashlib.sha256(data).hexdigest() == found["sha256"] and len(data) == found["size"]
        return found, zipfile.ZipFile(io.BytesIO(data))


@pytest.fixture
def studio(db: Any) -> Studio:
    owner = factories.make_user(name="Olga Owner")
    return Studio(owner, factories.make_organization(owner=owner))


@pytest.fixture
def street(studio: Studio, testdata: Path, with_models: Path) -> dict[str, str]:
    """Five pictures: two with faces, one turned with metadata, one without faces, one that stays undecided."""
    faces = sorted((testdata / "faces").glob("dlib*.jpg"))[:4]
    files = [(f"../{path.name}", path.read_bytes()) for path in faces[:2]]
    files.append(("turned.jpg", with_metadata(faces[2])))
    files.append(("empty.jpg", sorted((testdata / "negatives").glob("*.jpg"))[0].read_bytes()))
    files.append(("waiting.jpg", faces[3].read_bytes()))
    ids = studio.upload(*files)
    run_jobs()
    return ids


def regions_of(asset: dict[str, Any], objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What has to be hidden, by what the API says."""
    rules = asset["policy"]["settings"]["labels"]
    names = ("method", "shape", "margin", "color", "strength")
    return [
        {"keyframes": o["keyframes"], **{n: rules[o["label"]][n] for n in names}}
        for o in objects
        if o["hidden"]
    ]


def check_pixels(before: np.ndarray, after: np.ndarray, regions: list[dict[str, Any]]) -> None:
    """Everything inside is ink, nothing outside changed beyond the codec."""
    assert before.shape == after.shape
    height, width = before.shape[:2]
    mask = mask_at(regions, 0, width, height)
    inner = cv2.erode(mask, np.ones((5, 5), np.uint8)) > 0
    if regions:
        assert inner.any()
        off = np.abs(after[inner].astype(int) - np.array(INK[::-1])).max(axis=1)
        assert np.percentile(off, 99) <= 12 and off.max() <= 64
    for region in regions:
        alone = mask_at([region], 0, width, height) > 0
        assert np.abs(after[alone].astype(int) - before[alone]).mean() > 8
    outer = cv2.dilate(mask, np.ones((33, 33), np.uint8)) == 0  # a codec block reaches 16 pixels beyond
    change = np.abs(after[outer].astype(int) - before[outer])
    if (
        change.size
    ):  # a turned JPEG is coded anew in other blocks: at least 36 dB, and nothing that stands out
        assert 10 * np.log10(255**2 / max((change**2).mean(), 1e-9)) >= 36
        assert change.max() <= 48


def test_from_upload_to_the_unzipped_coco_export(studio: Studio, street: dict[str, str]) -> None:
    names = set(street)
    assert {"turned.jpg", "empty.jpg", "waiting.jpg"} < names
    originals, shown = {}, {}
    # Plates are hidden by the policy, and no detector finds them: nothing may be submitted unsearched.
    refused = studio.approve(street["empty.jpg"], 409)
    assert refused["unsearched"] == ["Object"]
    assert "Object" in refused["detail"]
    unsearched = sorted(names - {"turned.jpg", "empty.jpg", "waiting.jpg"})[0]
    for name in names - {"waiting.jpg", unsearched}:
        id = street[name]
        studio.post(f"assets/{id}/searched", {"label": studio.labels["object"]})
        studio.approve(id)
    answer = studio.client.post(f"/api/assets/{street[unsearched]}/submit")
    assert answer.status_code == 409
    run_jobs()
    for name, id in street.items():
        originals[name] = read(studio.client.get(f"/api/assets/{id}/files/original"))
        shown[name] = (studio.get(f"assets/{id}"), load(studio.client, Asset(pk=id)))
    ready = names - {"waiting.jpg", unsearched}
    assert {name for name in names if shown[name][0]["state"] == "ready"} == ready

    preview = studio.get(f"exports/preview?dataset={studio.dataset}")
    assert (preview["ready"], preview["waiting"]) == (3, 2)
    export, archive = studio.export("coco", splits={"train": 1})
    assert (export["approved"], export["self_approved"]) == (
        3,
        0,
    )  # nobody but the detector had a hand in them
    assert export["approved_by"] == {"Olga Owner": 3}
    assert {row["name"] for row in export["left_out"]} == {"waiting.jpg", unsearched}
    assert all(row["why"] for row in export["left_out"])

    files = [f for f in archive.namelist() if f.startswith("images/")]
    assert {Path(f).name for f in files} == ready
    assert all(".." not in f and not f.startswith("/") for f in archive.namelist())
    manifest = json.loads(archive.read("manifest.json"))
    assert hashlib.sha256(archive.read("manifest.json")).hexdigest() == export["manifest_sha256"]
    assert studio.get(f"exports/{export['id']}/manifest") == manifest
    assert manifest["purpose"] == "Train a street detector"
    assert {f["path"] for f in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
    for file in manifest["files"]:
        data = archive.read(file["path"])
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (file["sha256"], file["size"])

    hidden = 0
    for path in files:
        name, data = Path(path).name, archive.read(path)
        asset, objects = shown[name]
        regions = regions_of(asset, objects)
        hidden += len(regions)
        assert remains(data) == [] and b"Ann" not in data
        picture = Image.open(io.BytesIO(data))
        assert not picture.getexif() and "comment" not in picture.info
        check_pixels(read_data(originals[name], name).pixels, read_data(data, name).pixels, regions)
    assert hidden >= 3
    instances = json.loads(archive.read("annotations/instances_train.json"))
    assert {image["file_name"] for image in instances["images"]} == ready
    assert len(instances["annotations"]) == sum(len(shown[name][1]) for name in ready)
    assert sum(a["attributes"]["redacted"] for a in instances["annotations"]) == hidden


def test_a_change_after_approval_keeps_the_asset_out_of_the_next_export(
    studio: Studio, street: dict[str, str]
) -> None:
    names = sorted(set(street) - {"waiting.jpg"})
    for name in names:
        studio.post(f"assets/{street[name]}/searched", {"label": studio.labels["object"]})
    done = studio.post(
        "assets/bulk",
        {"act": "approve", "assets": [street[n] for n in names], "hide_undecided": True},
        202,
    )
    assert sorted(done["done"]) == sorted(street[n] for n in names) and done["refused"] == []
    run_jobs()
    id = street["turned.jpg"]
    face = load(studio.client, Asset(pk=id))[0]
    assert save(studio.client, Asset(pk=id), change(decide(face["id"], "keep"))).status_code == 200
    export, archive = studio.export("yolo", splits={"train": 0.5, "test": 0.5}, seed=3)
    inside = {Path(f).stem for f in archive.namelist() if f.startswith("images/")}
    assert inside == {Path(n).stem for n in names} - {"turned"}
    assert {Path(f).stem for f in archive.namelist() if f.startswith("labels/")} == inside
    rows = [
        line.split()
        for f in archive.namelist()
        if f.startswith("labels/")
        for line in archive.read(f).decode().splitlines()
    ]
    assert rows and all(len(row) == 5 and all(0 <= float(v) <= 1 for v in row[1:]) for row in rows)
    # Back as it was, the same recipe needs no new file: it is ready as soon as it is approved again.
    assert save(studio.client, Asset(pk=id), change(decide(face["id"], "redact"))).status_code == 200
    studio.approve(id)
    run_jobs()
    _, archive = studio.export("yolo", splits={"train": 0.5, "test": 0.5}, seed=3)
    again = {f for f in archive.namelist() if f.startswith("images/")}
    assert {Path(f).stem for f in again} == inside | {"turned"}


def test_what_is_drawn_by_hand_is_hidden_too(studio: Studio, street: dict[str, str]) -> None:
    id = street["empty.jpg"]
    asset = Asset.objects.get(pk=id)
    shape = {"type": "polygon", "data": [[40, 40], [120, 50], [90, 140]]}
    drawn = create(asset, label=studio.labels["object"], keyframes=[{"frame": 0, "shape": shape}])
    assert save(studio.client, asset, change(drawn)).status_code == 200
    studio.post(f"assets/{id}/searched", {"label": studio.labels["object"]})
    studio.approve(id)
    run_jobs()
    card, objects = studio.get(f"assets/{id}"), load(studio.client, asset)
    assert card["state"] == "ready"
    assert card["review"]["self_approved"] is True  # the project's only member drew it and approved it
    before = read_data(read(studio.client.get(f"/api/assets/{id}/files/original")), "a")
    after = read_data(read(studio.client.get(f"/api/assets/{id}/files/redacted")), "a")
    regions = regions_of(card, objects)
    assert len(regions) >= 1
    check_pixels(before.pixels, after.pixels, regions)
