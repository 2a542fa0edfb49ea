"""What ingestion makes of pictures and videos of every kind, good and bad."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from rest_framework.test import APIClient

import factories
from moretta import storage
from moretta.accounts.models import User
from moretta.audit.erasure import erase_assets
from moretta.datasets.models import Asset, Rendition
from moretta.jobs.models import JobStep
from moretta_tasks import ingest
from moretta_tasks.runner import drain
from moretta_vision import detect
from moretta_vision.detect.base import Detections
from moretta_vision.media import preview
from uploading import picture, read, upload

pytestmark = pytest.mark.services


@pytest.fixture
def owner(db: Any) -> User:
    return factories.make_user()


@pytest.fixture
def dataset(owner: User) -> Any:
    return factories.first_dataset(factories.make_project(factories.make_organization(owner=owner)))


@pytest.fixture
def client(owner: User, dataset: Any) -> APIClient:
    client = APIClient()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    factories.make_membership(
        owner, factories.make_organization(), "owner"
    )  # a second organization changes nothing
    return client


class Blind:
    """Stands in for a detector where finding is not what a test is about."""

    name, version, labels = "yunet", "blind", ("face",)

    def detect(self, images: Sequence[Any], min_score: float | None = None) -> list[Detections]:
        return [Detections.none() for _ in images]


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "load", lambda *args, **kwargs: Blind())


BAD = {"bomb.gif", "broken_stream.png", "corrupted.heic", "text.jpg"}


def test_every_odd_picture_ends_usable_or_with_a_clear_error(
    client: APIClient, dataset: Any, testdata: Path, blind: None
) -> None:
    paths = sorted(p for p in (testdata / "odd").iterdir() if p.stat().st_size)
    answer = upload(client, dataset, *paths).json()
    assert len(answer["assets"]) + len(answer["duplicates"]) == len(paths)
    drain()
    for asset in Asset.objects.filter(dataset=dataset):
        assert asset.state in ("annotate", "failed"), asset.name
        if asset.state == "failed":
            assert asset.name in asset.error and asset.error.endswith("."), asset.error
        else:
            assert asset.width and asset.height, asset.name
            assert {r.kind for r in asset.renditions.all()} >= {"thumbnail", "redacted_thumbnail"}
    failed = set(Asset.objects.filter(dataset=dataset, state="failed").values_list("name", flat=True))
    assert failed >= {"bomb.gif", "text.jpg"} and failed <= BAD | {"corrupt_mid.jpg", "truncated60.jpg"}


def test_every_odd_video_ends_usable_or_with_a_clear_error(
    client: APIClient, dataset: Any, testdata: Path, blind: None
) -> None:
    paths = sorted(p for p in (testdata / "odd_videos").iterdir() if p.stat().st_size)
    upload(client, dataset, *paths)
    drain()
    failed = set()
    for asset in Asset.objects.filter(dataset=dataset):
        if asset.state == "failed":
            failed.add(asset.name)
            assert asset.name in asset.error, asset.error
            continue
        assert asset.state == "annotate", (asset.name, asset.state, asset.error)
        times = client.get(f"/api/assets/{asset.pk}/frames").json()
        assert len(times["pts"]) == asset.n_frames and times["pts"] == sorted(set(times["pts"]))
        assert {r.kind for r in asset.renditions.all()} >= {"thumbnail", "proxy", "redacted_thumbnail"}, (
            asset.name
        )
    assert failed == {"audio_only.mp4", "truncated.mp4"}


def test_a_picture_named_as_another_format_is_told_by_its_content(
    client: APIClient, dataset: Any, with_models: Path
) -> None:
    upload(client, dataset, ("photo.mp4", picture(1, format="PNG")))
    drain()
    asset = Asset.objects.get(dataset=dataset)
    assert (asset.kind, asset.state, asset.blob.media_type) == ("image", "annotate", "image/png")


def test_a_picture_stands_upright_and_a_view_is_made_for_what_browsers_do_not_show(
    client: APIClient, dataset: Any, testdata: Path, with_models: Path
) -> None:
    upload(client, dataset, testdata / "odd" / "exif_6.jpg", testdata / "odd" / "16bit.tif")
    drain()
    turned, tiff = Asset.objects.get(name="exif_6.jpg"), Asset.objects.get(name="16bit.tif")
    with Image.open(testdata / "odd" / "exif_6.jpg") as coded:
        assert (turned.width, turned.height) == coded.size[::-1]
    assert not turned.renditions.filter(kind="view").exists()
    view = read(client.get(f"/api/assets/{tiff.pk}/files/view"))
    assert Image.open(io.BytesIO(view)).format == "JPEG"


def test_the_second_of_two_assets_with_the_same_bytes_shares_the_files(
    client: APIClient, dataset: Any, with_models: Path
) -> None:
    upload(client, dataset, ("a.jpg", picture(1)))
    upload(client, factories.make_dataset(dataset.project), ("b.jpg", picture(1)))
    drain()
    paths = Rendition.objects.filter(kind="thumbnail").values_list("path", flat=True)
    assert len(paths) == 2 and len(set(paths)) == 1


def test_a_batch_that_ended_its_worker_is_taken_apart(
    client: APIClient, dataset: Any, with_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second attempt at a batch puts every picture into a step of its own, so that a poisonous one is alone."""
    upload(client, dataset, *[(f"{i}.jpg", picture(i)) for i in range(4)])
    JobStep.objects.update(attempt=1)  # as after a worker that died
    steps = JobStep.objects.count()

    def poison(asset: Asset) -> Any:
        if asset.name == "2.jpg":
            raise MemoryError("the decoder took the process along")
        return real(asset)

    real = ingest.read_picture
    monkeypatch.setattr(ingest, "read_picture", poison)
    drain()
    alone = JobStep.objects.exclude(state="succeeded")
    assert JobStep.objects.count() == steps + 4 and alone.count() == 1
    states = dict(Asset.objects.values_list("name", "state"))
    assert states == {"0.jpg": "annotate", "1.jpg": "annotate", "2.jpg": "processing", "3.jpg": "annotate"}
    for _ in range(5):
        JobStep.objects.filter(state="queued").update(not_before="2020-01-01T00:00:00Z")
        drain()
    poisoned = Asset.objects.get(name="2.jpg")
    assert poisoned.state == "failed" and "2.jpg" in poisoned.error


def test_a_step_that_is_run_again_does_nothing_twice(
    client: APIClient, dataset: Any, with_models: Path
) -> None:
    upload(client, dataset, ("a.jpg", picture(1)))
    drain()
    before = (Asset.objects.get().revision, Rendition.objects.count(), Asset.objects.get().runs.count())
    JobStep.objects.update(state="queued", attempt=0)
    drain()
    assert before == (
        Asset.objects.get().revision,
        Rendition.objects.count(),
        Asset.objects.get().runs.count(),
    )


def test_no_temporary_file_is_left(
    client: APIClient, dataset: Any, testdata: Path, with_models: Path
) -> None:
    others = set((storage.root() / "tmp").glob("*"))
    upload(client, dataset, ("a.jpg", picture(1)), testdata / "odd_videos" / "one_frame.mp4")
    drain()
    assert set((storage.root() / "tmp").iterdir()) <= others


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", [1, 2])
def test_a_picture_that_is_erased_while_it_is_read_leaves_no_byte(
    client: APIClient,
    dataset: Any,
    owner: User,
    tmp_path: Path,
    blind: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    when: int,
) -> None:
    settings.FILES = tmp_path / "files"
    made, encode = [], preview.encode_preview

    def erase_first(*args: Any) -> bytes:
        made.append(args)
        if len(made) == when:
            erase_assets(list(Asset.objects.select_related("dataset__project__organization")), owner)
            drain(["io"], most=1)
        return encode(*args)

    monkeypatch.setattr(preview, "encode_preview", erase_first)
    upload(client, dataset, ("a.jpg", picture()))
    drain()
    assert len(made) >= when and not Asset.objects.exists()
    assert [path for path in storage.root().rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_a_job_does_not_name_what_was_erased_while_it_went_on(
    client: APIClient, dataset: Any, owner: User, blind: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = preview.encode_preview

    def erase_first(*args: Any) -> bytes:
        maria = Asset.objects.select_related("dataset__project__organization").filter(name="Maria.jpg")
        if maria:
            erase_assets(list(maria), owner)
            drain(["io"], most=1)
        return encode(*args)

    monkeypatch.setattr(preview, "encode_preview", erase_first)
    pictures = [
        ("Maria.jpg", b"no picture"),
        ("a.jpg", picture(1)),
        ("b.jpg", b"none"),
        ("c.jpg", picture(2)),
    ]
    upload(client, dataset, *pictures)  # in steps of two
    drain()
    assert [asset.name for asset in Asset.objects.order_by("id")] == ["a.jpg", "b.jpg", "c.jpg"]
    said = client.get(f"/api/jobs?project={dataset.project_id}").text
    assert "Maria" not in said and "b.jpg is " in said
