"""A worker that is killed in the middle of a long video costs little: the next goes on from what was written down."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

import factories
from clips import make_clip, read_number
from moretta import storage
from moretta.audit.retention import remove_strays
from moretta.datasets.models import Asset, Rendition
from moretta.jobs.models import JobStep
from moretta_tasks import parts, proxies
from moretta_tasks.runner import run_step
from moretta_vision.media import probing, proxy, video, video_writer
from moretta_vision.media.video import frames
from moretta_vision.media.video_writer import VideoWriter
from moretta_vision.redact import copying, groups
from rendering import approve, fresh, redacted, take_in_clip, track
from running import run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.services]

GROUPS = {"g": "8", "keyint_min": "8", "sc_threshold": "0"}
FRAMES = 48


class Killed(BaseException):
    """Ends a step as signal 9 does: nothing is tidied up in the rows."""


@pytest.fixture(params=["clip.mp4", "clip.ts"])
def clip(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return make_clip(tmp_path / request.param, range(0, FRAMES * 40, 40), options=GROUPS, sounds=["aac"])


def take_in(clip: Path) -> Asset:
    dataset = factories.first_dataset(factories.make_project())
    return factories.make_asset(dataset, clip.read_bytes(), kind="video", name=clip.name, state="processing")


def step_for(asset: Asset, kind: str, queue: str = "io") -> JobStep:
    job = factories.make_job(asset.dataset.project)
    return factories.make_step(job, kind, queue, payload={"assets": [str(asset.pk)]})


def ready_to_play(clip: Path) -> tuple[Asset, JobStep]:
    """A clip that was read, and the step that makes its proxy."""
    asset = take_in(clip)
    assert run_step(str(step_for(asset, "ingest.video").pk), alone=False) == "succeeded"
    return asset, step_for(asset, "ingest.proxy", "render")


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clips are rendered in parts of 8 frames, and proxies in parts of 16."""
    monkeypatch.setattr(parts, "FRAMES_A_PART", 8)
    monkeypatch.setattr(proxies, "FRAMES_A_PROXY_PART", 16)


def killed(step: JobStep) -> None:
    """Runs a step that gets killed, until nobody holds it any more."""
    with pytest.raises(Killed):
        run_step(str(step.pk), alone=False)
    JobStep.objects.filter(pk=step.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def counted(
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    name: str,
    deadly: int | None = None,
    what: Callable[..., Any] = lambda *args: None,
) -> list[Any]:
    """What each call of a function is about, of which one may be deadly."""
    calls: list[Any] = []
    real = getattr(where, name)

    def call(*args: Any) -> Any:
        calls.append(what(*args))
        if len(calls) == deadly:
            raise Killed
        return real(*args)

    monkeypatch.setattr(where, name, call)
    return calls


def table_of(asset: Asset) -> tuple[Any, ...]:
    asset = Asset.objects.select_related("frame_table").get(pk=asset.pk)
    table = asset.frame_table
    facts = (asset.n_frames, asset.fps, asset.duration, asset.width, asset.height, asset.notes)
    return (*facts, bytes(table.packed), bytes(table.sums))


def test_reading_a_video_goes_on_and_comes_to_the_same_table(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "EVERY", 16)
    calm, asset = take_in(clip), take_in(clip)
    assert run_step(str(step_for(calm, "ingest.video").pk), alone=False) == "succeeded"
    seen = counted(monkeypatch, video, "checksum", 40)
    step = step_for(asset, "ingest.video")
    killed(step)
    assert len(seen) == 40
    step.refresh_from_db()
    assert step.spent == 1, "what was read meanwhile speaks for the step"
    assert run_step(str(step.pk), alone=False) == "succeeded"
    assert len(seen) - 40 == FRAMES - 32 + probing.OVERLAP
    assert table_of(asset) == table_of(calm)
    assert not list(storage.root().rglob("*.frames"))


def test_a_proxy_is_not_coded_again_but_for_the_part_that_was_hit(
    clip: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (calm, undisturbed), (asset, step) = ready_to_play(clip), ready_to_play(clip)
    assert run_step(str(undisturbed.pk), alone=False) == "succeeded"
    coded = counted(monkeypatch, proxy, "make_part", 2, lambda path, out, table, part, *rest: part)
    killed(step)
    assert run_step(str(step.pk), alone=False) == "succeeded"
    assert coded[1] == coded[2] and len(set(coded)) == len(coded) - 1 >= 3
    step.refresh_from_db()
    assert step.spent == 1
    ours, theirs = (Rendition.objects.get(asset=one, kind="proxy") for one in (asset, calm))
    assert ours.sha256 == theirs.sha256
    assert len(list(frames(storage.local(ours.path)))) == FRAMES
    assert not Rendition.objects.filter(kind="proxy_part").exists()


def test_a_full_disk_is_nothing_that_is_wrong_with_a_video(
    clip: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset, step = ready_to_play(clip)

    def write(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(video_writer.os, "replace", write)
        assert run_step(str(step.pk), alone=False) == "queued"
    asset.frame_table.refresh_from_db()
    assert len(asset.frame_table.cuts) > 2
    JobStep.objects.filter(pk=step.pk).update(not_before=timezone.now())
    assert run_step(str(step.pk), alone=False) == "succeeded"
    assert Rendition.objects.filter(asset=asset, kind="proxy").exists()


def sparse(tmp_path: Path) -> Asset:
    """A clip of six groups, in the second, the third and the fifth of which somebody is seen."""
    path = make_clip(tmp_path / "clip.mp4", range(0, FRAMES * 40, 40), options=GROUPS, sounds=["aac"])
    box = [10.0, 8.0, 20.0, 20.0]
    return take_in_clip(factories.make_project(), path, track(10, 20, box), track(33, 38, box))


def render(clip: Asset) -> JobStep:
    """The step that renders it once it is approved."""
    reviewer = factories.make_membership(project=clip.dataset.project, role="reviewer").user
    return JobStep.objects.get(job=approve(reviewer, fresh(clip)), kind="render.video")


# What is called when the process dies, at which call, and how many stretches are coded and frames looked at afterwards.
DEATHS: dict[str, tuple[Any, str, int, int, int]] = {
    "before a stretch is coded": (copying, "Films", 1, 3, 24 + FRAMES),
    "when one is coded": (copying, "Films", 2, 2, 16 + FRAMES),
    "while all is joined": (VideoWriter, "write_coded", 40, 0, FRAMES),
    "while the result is looked at": (copying, "checksum", 24 + 30, 0, FRAMES - 24),
}


TOLD = ("frames", "redacted_frames", "frame_table", "rate", "size", "audio", "notes", "codec", "pix_fmt")


@pytest.mark.parametrize("when", DEATHS)
def test_copying_goes_on_from_what_was_coded_and_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    where, name, deadly, stretches, looks = DEATHS[when]
    for module, settings in ((groups, {"LEAST": 4, "MOST": 8}), (copying, {"LEAST": 4, "CHECKED_EACH": 8})):
        for setting, value in settings.items():
            monkeypatch.setattr(module, setting, value)
    calm, clip = sparse(tmp_path), sparse(tmp_path)
    assert run_step(str(render(calm).pk), alone=False) == "succeeded"
    assert redacted(calm).report["frame_table"]["copied"]["count"] == FRAMES - 24
    step = render(clip)
    with monkeypatch.context() as deaths:
        counted(deaths, where, name, deadly)
        killed(step)
    coded, seen = counted(monkeypatch, copying, "Films"), counted(monkeypatch, copying, "checksum")
    assert run_step(str(step.pk), alone=False) == "succeeded"
    assert (len(coded), len(seen)) == (stretches, looks)
    step.refresh_from_db()
    ours, theirs = redacted(clip), redacted(calm)
    assert ours.sha256 == theirs.sha256
    assert {fact: ours.report[fact] for fact in TOLD} == {fact: theirs.report[fact] for fact in TOLD}
    assert not (storage.root() / "tmp" / str(step.pk)).exists()


def test_where_copying_turns_out_wrong_the_video_is_coded_in_parts(
    tmp_path: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "LEAST", 4)
    clip = sparse(tmp_path)
    table = clip.frame_table
    table.sums = bytes(4) + bytes(table.sums)[4:]
    table.save()
    step = render(clip)
    run_jobs()
    step.refresh_from_db()
    [note] = step.notes
    assert note == "clip.mp4 is coded anew as a whole: frame 0 did not come out as it was."
    assert JobStep.objects.filter(job=step.job_id, kind="render.segment", state="succeeded").count() == 6
    assert fresh(clip).state == "ready"
    assert redacted(clip).report["frame_table"]["copied"]["count"] == 0
    shown = list(frames(storage.local(redacted(clip).path)))
    assert [read_number(frame.pixels) for frame in shown] == list(range(FRAMES))


def test_what_browsers_play_of_a_redacted_video_is_not_coded_again(
    tmp_path: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_clip(tmp_path / "clip.mkv", range(0, FRAMES * 40, 40), options=GROUPS, sounds=["aac"])
    clip = take_in_clip(factories.make_project(), path, track(0, FRAMES, [10.0, 8.0, 20.0, 20.0]))
    assert run_step(str(render(clip).pk), alone=False) == "succeeded"
    for segment in JobStep.objects.filter(kind="render.segment"):
        assert run_step(str(segment.pk), alone=False) == "succeeded"
    join = JobStep.objects.get(kind="render.join")
    coded = counted(monkeypatch, proxy, "make_part", 2, lambda path, out, table, part, *rest: part)
    killed(join)
    assert run_step(str(join.pk), alone=False) == "succeeded"
    assert coded == [(0, 16), (16, 32), (16, 32), (32, 48)]
    assert fresh(clip).state == "ready"
    played = list(frames(storage.local(redacted(clip, "redacted_proxy").path)))
    assert [read_number(frame.pixels) for frame in played] == list(range(FRAMES))
    assert not Rendition.objects.filter(kind="redacted_proxy_part").exists()


def test_what_a_living_step_left_for_later_is_no_stray(tmp_path: Path) -> None:
    asset = take_in(make_clip(tmp_path / "clip.mp4"))
    alive, ended = step_for(asset, "render.video"), step_for(asset, "render.video")
    JobStep.objects.filter(pk=ended.pk).update(state="failed")
    for step in (alive, ended):
        with pytest.raises(Killed), storage.kept_for(str(step.pk), "recipe") as folder:
            folder.mkdir(parents=True)
            (folder / "0-8.mp4").write_bytes(b"part")
            raise Killed
    remove_strays(-1)
    assert [path.parent.parent.name for path in storage.root().rglob("0-8.mp4")] == [str(alive.pk)]
    JobStep.objects.filter(pk=alive.pk).update(state="cancelled")
    remove_strays(-1)
    assert not (storage.root() / "tmp" / str(alive.pk)).exists()
