"""Rendering: what becomes ready, what does not, and what is shown before anything is approved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import factories
from clips import make_clip
from moretta import storage
from moretta.annotations.actions import apply_changes
from moretta.annotations.effective import recipe_of
from moretta.annotations.previews import start_preview
from moretta.datasets.models import Asset, Rendition
from moretta.ids import uuid7
from moretta.projects import policy_settings
from moretta.projects.policies import draft_policy, start_sample
from moretta.reviews.rendering import render_approved
from moretta_tasks import render
from moretta_vision.media import video_formats
from moretta_vision.media.images import read
from moretta_vision.media.video import frames
from rendering import INK, approve, redacted, take_in_clip, track
from running import finish, run_jobs
from uploading import picture

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def project(db: Any) -> Any:
    return factories.make_project()


@pytest.fixture
def reviewer(project: Any) -> Any:
    return factories.make_membership(project=project, role="reviewer").user


def make_picture(project: Any, format: str = "PNG", seed: int = 1, **fields: Any) -> Asset:
    """A picture of noise with one face, searched."""
    dataset = factories.first_dataset(project)
    data = picture(seed, (160, 120), format)
    fields = {"width": 160, "height": 120, "name": f"noise-{seed}.{format.lower()}", **fields}
    asset = factories.make_asset(dataset, data, **fields)
    factories.make_annotation(asset, box=(40, 30, 40, 40))
    factories.mark_searched(asset)
    return asset


def test_an_approved_picture_becomes_ready_with_its_redacted_file(project, reviewer):
    asset = make_picture(project)
    job = finish(approve(reviewer, asset).pk)
    assert job.state == "succeeded", job.message
    asset.refresh_from_db()
    assert asset.state == "ready"
    row = redacted(asset)
    assert row.recipe == asset.approved_recipe == recipe_of(asset)
    pixels = read(storage.local(row.path)).pixels
    assert (pixels[50, 60] == INK).all()
    before = read(storage.local(asset.blob.path)).pixels
    assert (pixels[:5] == before[:5]).all() and (pixels[-5:] == before[-5:]).all()
    assert redacted(asset, "redacted_thumbnail").report["of_recipe"] == row.recipe


def test_a_zone_is_hidden_and_another_one_kept(project, reviewer):
    asset = make_picture(project)
    factories.make_annotation(asset, box=(90, 80, 30, 30), decision="redact")
    zones = [
        {"kind": "hide", "box": [0.9, 0, 0.1, 0.2], "says": "logo"},
        {
            "kind": "keep",
            "box": [0, 0, 0.6, 0.7],
            "says": "an advertisement",
            "dataset": str(asset.dataset_id),
        },
    ]
    draft = draft_policy(project, {"zones": zones})
    draft.save()
    type(asset.dataset).objects.filter(pk=asset.dataset_id).update(policy=draft)
    asset = Asset.objects.select_related("dataset__policy", "blob").get(pk=asset.pk)
    job = finish(approve(reviewer, asset).pk)
    assert job.state == "succeeded", job.message
    pixels = read(storage.local(redacted(asset).path)).pixels
    before = read(storage.local(asset.blob.path)).pixels
    assert (pixels[30:70, 40:80] == before[30:70, 40:80]).all()
    assert (pixels[10, 150] == INK).all() and (pixels[95, 105] == INK).all()


def test_what_a_browser_cannot_show_gets_a_redacted_view(project, reviewer):
    asset = make_picture(project, "TIFF")
    finish(approve(reviewer, asset).pk)
    assert redacted(asset).media_type == "image/tiff"
    assert redacted(asset, "redacted_view").media_type == "image/jpeg"


def test_an_asset_that_changed_before_its_turn_is_not_made_ready(project, reviewer):
    asset, other = make_picture(project), make_picture(project, seed=2)
    job = approve(reviewer, asset, other)
    Asset.objects.filter(pk=asset.pk).update(revision=99)
    job = finish(job.pk)
    asset.refresh_from_db()
    other.refresh_from_db()
    assert (asset.state, other.state, job.state) == ("approved", "ready", "partial")
    assert not Rendition.objects.filter(asset=asset).exists()


def test_an_asset_that_changes_while_it_is_rendered_is_not_made_ready_and_keeps_no_file(
    project, reviewer, monkeypatch
):
    asset = make_picture(project)
    job = approve(reviewer, asset)
    work_done: list[str] = []
    real = render.publish_ready

    def meanwhile(ctx: Any, works: Any) -> None:
        work_done.extend(row.path for work in works for row in work.new)
        operation = {
            "op": "update",
            "annotation": str(asset.annotations.get().pk),
            "set": {"decision": "keep", "reason": "statue"},
        }
        mine = Asset.objects.select_related("dataset__project", "dataset__policy").get(pk=asset.pk)
        apply_changes(mine, reviewer, mine.revision, [{"id": str(uuid7()), "operations": [operation]}])
        real(ctx, works)

    monkeypatch.setattr(render, "publish_ready", meanwhile)
    job = finish(job.pk)
    asset.refresh_from_db()
    assert (asset.state, job.state) == ("annotate", "failed")
    assert work_done and not any(storage.local(path).exists() for path in work_done)
    assert not Rendition.objects.filter(asset=asset).exists()


def test_the_same_recipe_is_not_rendered_twice(project, reviewer, monkeypatch):
    asset = make_picture(project)
    finish(approve(reviewer, asset).pk)
    Asset.objects.filter(pk=asset.pk).update(state="approved")
    asset.refresh_from_db()
    monkeypatch.setattr(render, "read_picture", lambda asset: pytest.fail("it was decoded again"))
    finish(render_approved([asset], reviewer)[0].pk)
    asset.refresh_from_db()
    assert asset.state == "ready"
    assert Rendition.objects.filter(asset=asset, kind="redacted").count() == 1


def test_a_damaged_original_stops_neither_the_batch_nor_leaves_a_clear_copy(project, reviewer):
    broken, good = make_picture(project), make_picture(project, seed=2)
    storage.local(broken.blob.path).write_bytes(b"\xff\xd8\xffnothing")
    job = finish(approve(reviewer, broken, good).pk)
    broken.refresh_from_db()
    good.refresh_from_db()
    assert (job.state, broken.state, good.state) == ("partial", "approved", "ready")
    assert broken.error.startswith("The redaction failed: ")
    assert not Rendition.objects.filter(asset=broken).exists()


@pytest.fixture
def clip(project: Any, tmp_path: Path) -> Asset:
    """A clip of 24 frames taken in by the product, with a track from frame 6 to 17."""

    path = make_clip(tmp_path / "clip.mp4", sounds=("aac",), metadata={"title": "Annabel Lee"})
    return take_in_clip(project, path, track(6, 18, [10, 8, 20, 20]))


@pytest.mark.parametrize(
    ("audio", "codec", "coded"),
    [("keep", "same", "h264"), ("remove", "h265", "hevc"), ("voices", "vp9", "vp9")],
)
def test_a_video_is_redacted_where_the_object_is_and_nowhere_else(
    project, reviewer, clip, audio, codec, coded
):
    policy = project.policy
    policy.settings |= {"audio": audio, "codec": codec}
    policy.save()
    clip.refresh_from_db()
    job = finish(approve(reviewer, Asset.objects.get(pk=clip.pk)).pk)
    assert job.state == "succeeded", (job.message, job.steps.get().errors)
    row = redacted(clip)
    assert row.report["audio"] == {"keep": "kept", "remove": "removed", "voices": "voices"}[audio]
    assert row.report["codec"] == coded
    played = Rendition.objects.filter(asset=clip, kind="redacted_proxy").exists()
    assert played == (coded == "hevc"), "a copy is made where browsers do not play the file itself"
    before = list(frames(storage.local(clip.blob.path)))
    after = list(frames(storage.local(row.path)))
    assert [f.index for f in after] == list(range(24)) == [f.index for f in before]
    for was, now in zip(before, after, strict=True):
        patch = now.pixels[14:22, 16:24].astype(int)
        if 6 <= now.index < 18:
            assert np.abs(patch - INK).max() < 24
        else:
            assert np.abs(patch - was.pixels[14:22, 16:24]).max() < 24
        assert np.abs(now.pixels[50:, 60:].astype(int) - was.pixels[50:, 60:]).mean() < 6
    written = storage.local(row.path).read_bytes()
    assert b"Annabel" not in written and b"spoken by" not in written
    assert redacted(clip, "redacted_thumbnail").media_type == "image/jpeg"


def test_a_policy_may_name_what_the_video_library_codes():
    assert ("same", *video_formats.CODECS) == policy_settings.CODECS


def test_an_exact_preview_is_made_once_and_again_after_a_change(project, reviewer):
    asset = make_picture(project)
    address, job = start_preview(asset, reviewer, 0)
    assert job is not None
    done = finish(job.pk)
    assert done.state == "succeeded" and done.result["url"] == address
    pixels = read(storage.local(redacted(asset, "preview").path)).pixels
    assert np.abs(pixels[50, 60].astype(int) - INK).max() < 16
    assert start_preview(asset, reviewer, 0) == (address, None)
    operation = {
        "op": "update",
        "annotation": str(asset.annotations.get().pk),
        "set": {"decision": "keep", "reason": "statue"},
    }
    apply_changes(asset, reviewer, 0, [{"id": str(uuid7()), "operations": [operation]}])
    assert start_preview(asset, reviewer, 0)[0] != address


def test_a_sample_shows_settings_that_nobody_published(project, reviewer):
    asset = make_picture(project)
    label = str(factories.face_label(project).pk)
    job = start_sample(project, asset, {"labels": {label: {"color": "FFFFFF"}}}, reviewer)
    done = finish(job.pk)
    assert done.state == "succeeded", done.message
    pixels = read(storage.local(redacted(asset, "sample").path)).pixels
    assert pixels[50, 60].min() > 235
    project.policy.refresh_from_db()
    assert project.policy.settings["labels"][label]["color"] == "1B1E24"


def test_a_cancelled_job_leaves_the_asset_approved_and_a_retry_finishes_it(project, reviewer):
    from moretta.jobs.actions import cancel_job, retry_job

    asset = make_picture(project)
    job = approve(reviewer, asset)
    assert cancel_job(job).state == "cancelled"
    assert run_jobs() == 0
    retry_job(job)
    assert finish(job.pk).state == "succeeded"
    asset.refresh_from_db()
    assert asset.state == "ready"
