"""Long videos are rendered in parts: spread over steps, joined, and only what a change touches is coded again."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

import factories
from clips import make_clip, read_number
from moretta import storage
from moretta.annotations.models import KeyframeBlock
from moretta.audit.retention import reap
from moretta.datasets.models import Asset, Rendition
from moretta.jobs.actions import cancel_job, retry_job
from moretta.jobs.models import Job, JobStep
from moretta.jobs.serializers import show_job
from moretta.reviews.actions import approve_asset
from moretta.reviews.rendering import BULK, render_approved
from moretta_tasks import findings, parts
from moretta_tasks.runner import run_step
from moretta_vision.media.errors import MediaError
from moretta_vision.media.video import frames, probe
from moretta_vision.redact import segments
from rendering import INK, approve, fresh, redacted, take_in_clip, track
from running import finish, run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.services]

GROUPS = {"g": "8", "keyint_min": "8", "sc_threshold": "0"}
BOX = [10.0, 8.0, 20.0, 20.0]


@pytest.fixture
def project(db: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(parts, "FRAMES_A_PART", 8)
    return factories.make_project()


@pytest.fixture
def reviewer(project: Any) -> Any:
    return factories.make_membership(project=project, role="reviewer").user


@pytest.fixture
def clip(project: Any, tmp_path: Path) -> Asset:
    """24 frames in three groups of eight, an object from frame 6 to 17."""
    path = make_clip(tmp_path / "clip.mp4", options=GROUPS, sounds=("aac",))
    return take_in_clip(project, path, track(6, 18, BOX))


def steps(job: Job, kind: str) -> list[JobStep]:
    return list(JobStep.objects.filter(job=job, kind=kind).order_by("id"))


def spans(job: Job) -> list[list[int]]:
    return [step.payload["span"] for step in steps(job, "render.segment")]


def pixels(row: Rendition) -> list[str]:
    """A digest of each frame."""
    return [hashlib.sha256(f.pixels.tobytes()).hexdigest() for f in frames(storage.local(row.path))]


def approve_again(asset: Asset) -> Job:
    """Sent back and approved by somebody else."""
    Asset.objects.filter(pk=asset.pk).update(state="annotate")
    return approve(
        factories.make_membership(project=asset.dataset.project, role="reviewer").user, fresh(asset)
    )


def test_a_clip_is_joined_before_the_parts_of_the_next_ones(project, reviewer, clip, tmp_path):
    other = take_in_clip(project, make_clip(tmp_path / "other.mp4", options=GROUPS), track(6, 18, BOX))
    for asset in (clip, other):
        approve_asset(asset, reviewer, asset.revision, hide_undecided=True)
    job = finish(render_approved([clip, other], reviewer, priority=BULK)[0].pk)
    assert job.state == "succeeded", job.message
    joined, last = steps(job, "render.join")[0], steps(job, "render.segment")[-1]
    assert len(spans(job)) == 6 and joined.finished_at < last.started_at


def test_the_parts_of_a_video_become_one_file(project, reviewer, clip):
    project.policy.settings["audio"] = "voices"
    project.policy.save()
    run = factories.make_run(clip)
    clip.annotations.update(run=run)
    elsewhere = ["face", 70, 8, 20, 20, 0.9]
    finds = {6: [["face", 11, 9, 18, 18, 0.9]], 9: [["face", 10, 8, 20, 20, 0.4]], 10: [elsewhere]}
    findings.write_candidates(storage.local(run.path), finds)
    job = finish(approve(reviewer, fresh(clip)).pk)
    assert job.state == "succeeded", job.message
    assert spans(job) == [[0, 8], [8, 16], [16, 24]] and len(steps(job, "render.join")) == 1
    assert (job.done, job.total) == (24, 24)
    row = redacted(clip)
    before, after = storage.local(clip.blob.path), storage.local(row.path)
    was, now = probe(before), probe(after)
    assert [t * was.time_base for t in was.pts] == [(t - now.pts[0]) * now.time_base for t in now.pts]
    assert len(now.audio) == 1
    for number, frame in enumerate(frames(after)):
        assert read_number(frame.pixels) == number
        hidden = np.abs(frame.pixels[14:22, 16:24].astype(int) - INK).max() < 24
        assert hidden == (6 <= number < 18)
    report, table = row.report, row.report["frame_table"]
    assert (report["frames"], report["redacted_frames"], report["parts"]) == (24, 12, 3)
    assert table["detected"]["ranges"] == [[6, 6], [9, 9]]
    assert table["filled"]["ranges"] == [[7, 8], [10, 17]]
    assert table["untouched"] == {"count": 12, "ranges": [[0, 5], [18, 23]]}
    assert report["audio"] == "voices" and report["notes"] == clip.notes
    assert report["size"] > 0 and report["rate"]["frames"] > 0
    counts = {kind: part["count"] for kind, part in table.items()}
    assert job.result[str(clip.pk)] == {"frames": 24, "frame_table": counts, "failed_ranges": []}
    [shown] = show_job(job)["clips"]
    assert (shown["name"], shown["frames"], shown["detected"], shown["copied"]) == ("clip.mp4", 24, 2, 0)
    Asset.objects.filter(pk=clip.pk).update(state="approved")
    job = finish(render_approved([fresh(clip)], reviewer)[0].pk)
    assert not spans(job) and fresh(clip).state == "ready", "the file that is there is taken again"


def test_a_correction_codes_only_the_parts_that_it_touches(reviewer, clip):
    finish(approve(reviewer, clip).pk)
    before = redacted(clip)
    shown = pixels(before)
    KeyframeBlock.objects.filter(annotation__asset=clip).update(keyframes=track(6, 13, BOX))
    job = finish(approve_again(clip).pk)
    assert job.state == "succeeded", job.message
    assert spans(job) == [[8, 16], [16, 24]] and (job.done, job.total) == (16, 16)
    assert "1 of 3 parts look as before" in steps(job, "render.video")[0].notes[0]
    after = Rendition.objects.filter(asset=clip, kind="redacted").exclude(pk=before.pk).get()
    assert pixels(after)[:8] == shown[:8]
    assert after.report["frame_table"]["filled"]["ranges"] == [[6, 12]] and after.report["audio"] == "kept"
    made = Rendition.objects.filter(asset=clip, kind="part")
    assert made.count() == 3, "those of the rendering before are gone"
    made.update(created_at=timezone.now() - timedelta(days=8))
    reap()
    assert not made.exists()


def begin(job: Job, most: int) -> list[Rendition]:
    """Plans a rendering and makes its first parts."""
    run_step(str(steps(job, "render.video")[0].pk), alone=False)
    for step in steps(job, "render.segment")[:most]:
        run_step(str(step.pk), alone=False)
    return list(Rendition.objects.filter(kind="part").order_by("id"))


def test_a_part_that_is_there_is_not_coded_again_and_one_that_got_lost_is(reviewer, clip, monkeypatch):
    job = approve(reviewer, clip)
    first, second = begin(job, most=2)
    assert cancel_job(job).state == "cancelled"
    storage.local(second.path).unlink()
    lost = steps(job, "render.segment")[0]
    JobStep.objects.filter(pk=lost.pk).update(state="failed")
    retry_job(job)
    with monkeypatch.context() as patched:
        patched.setattr(segments, "redact_part", lambda *_, **__: pytest.fail("it was coded again"))
        assert run_step(str(lost.pk), alone=False) == "succeeded"
    assert finish(job.pk).state == "succeeded" and fresh(clip).state == "ready"
    assert spans(job) == [[0, 8], [8, 16], [16, 24], [8, 16]]
    assert Rendition.objects.filter(pk=first.pk).exists()


def test_parts_of_a_cancelled_rendering_are_removed(reviewer, clip):
    job = approve(reviewer, clip)
    path = storage.local(begin(job, most=1)[0].path)
    reap()
    assert path.exists()
    cancel_job(job)
    reap()
    assert not path.exists() and not Rendition.objects.filter(kind="part").exists()


@pytest.mark.parametrize("name", ["redact_part", "join"])
def test_a_video_that_cannot_be_cut_or_joined_is_rendered_in_one_piece(reviewer, clip, monkeypatch, name):
    def refuse(*_: Any, **__: Any) -> None:
        raise MediaError("clip.mp4 cannot be worked on in parts. Do it as a whole.")

    monkeypatch.setattr(segments, name, refuse)
    job = finish(approve(reviewer, clip).pk)
    assert job.state == "succeeded", job.message
    row = redacted(clip)
    assert row.report["frames"] == 24 and "parts" not in row.report
    assert "is rendered in one piece" in show_job(job)["notes"][0]
    assert not Rendition.objects.filter(asset=clip, kind="part").exists()


def test_a_video_in_which_little_is_hidden_is_copied_for_the_most_part_instead(project, reviewer, tmp_path):
    path = make_clip(tmp_path / "clip.mp4", options=GROUPS)
    clip = take_in_clip(project, path, track(2, 4, BOX))
    job = finish(approve(reviewer, clip).pk)
    assert job.state == "succeeded" and not spans(job) and (job.done, job.total) == (24, 24)
    assert redacted(clip).report["frame_table"]["copied"]["ranges"] == [[8, 23]]


def test_what_fails_says_which_frames(reviewer, clip, monkeypatch):
    def break_down(*args: Any, **_: Any) -> None:
        raise RuntimeError("the encoder broke down")

    monkeypatch.setattr(segments, "redact_part", break_down)
    job = approve(reviewer, clip)
    for _ in range(4):
        run_jobs()
        JobStep.objects.filter(job=job).update(not_before=timezone.now())
    job.refresh_from_db()
    assert job.state == "partial" and "Frames " in job.message and "broke down" in job.message
    assert fresh(clip).state == "approved"
    assert fresh(clip).error.startswith("The redaction failed: Frames ")
    assert not Rendition.objects.filter(asset=clip).exclude(kind="thumbnail").exists()


def test_a_video_that_changes_while_its_parts_are_made_is_not_made_ready(reviewer, clip):
    job = approve(reviewer, clip)
    begin(job, most=0)
    KeyframeBlock.objects.filter(annotation__asset=clip).update(keyframes=track(6, 13, BOX))
    job = finish(job.pk)
    assert (
        job.state == "partial"
        and "changed after it was approved" in steps(job, "render.join")[0].errors[0]["detail"]
    )
    assert not Rendition.objects.filter(asset=clip, kind="redacted").exists()
