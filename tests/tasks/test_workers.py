"""Real workers on a real broker, killed in the middle: nothing is lost, nothing is doubled."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pytest

import factories
from broker_fixtures import Workers, wait_until
from clips import make_clip
from moretta import storage
from moretta.datasets.models import Asset, FrameTable, Rendition
from moretta.jobs import dispatch
from moretta.jobs.actions import StepSpec, cancel_job, start_job
from moretta.jobs.models import Job, JobStep
from moretta.jobs.workers import live_workers, waiting_sentence
from moretta.reviews.rendering import render_approved
from moretta_tasks.sweeper import sweep
from moretta_vision.media.video import frames
from rendering import approve, fresh, redacted, take_in_clip, track
from running import finish

pytestmark = pytest.mark.django_db(transaction=True)


def start(*specs: StepSpec) -> Job:
    project = factories.make_project()
    return start_job(
        "test", organization=project.organization, project=project, title="Test", steps=list(specs)
    )


def sleeps(n: int, log: Path, seconds: float = 0.3) -> list[StepSpec]:
    queues = ("io", "detect", "render")
    return [
        StepSpec(
            "test.sleep", queues[i % 3], {"seconds": seconds, "log": str(log), "name": f"piece {i}"}, total=1
        )
        for i in range(n)
    ]


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def ended(job: Job) -> bool:
    return state_of(job) not in Job.LIVE


def words(log: Path) -> Counter[tuple[str, str]]:
    """How often each step began and wrote: {("begin", step): n, ("write", step): n}."""
    lines = log.read_text().split("\n") if log.exists() else []
    return Counter((line.split()[0], line.split()[1]) for line in lines if line)


def assert_each_result_is_there_once(job: Job, n: int) -> None:
    assert (state_of(job), job.done, job.total, job.failed) == ("succeeded", n, n, 0)
    assert set(job.result) == {f"piece {i}" for i in range(n)}
    attempts = dict(JobStep.objects.filter(job=job).values_list("payload__name", "attempt"))
    assert job.result == attempts, "each result is of the attempt that counts"


def test_hints_bring_steps_of_all_queues_to_a_worker(workers: Workers, tmp_path: Path) -> None:
    job = start(*sleeps(6, tmp_path / "log", seconds=0))
    workers.start()
    assert wait_until(lambda: ended(job))
    assert_each_result_is_there_once(job, 6)
    assert set(words(tmp_path / "log").values()) == {1}


def test_a_killed_pool_process_loses_nothing_and_doubles_nothing(workers: Workers, tmp_path: Path) -> None:
    log = tmp_path / "log"
    worker = workers.start()
    job = start(*sleeps(6, log))
    chance = random.Random(7)
    for _ in range(2):
        began = sum(n for (word, _), n in words(log).items() if word == "begin")
        assert wait_until(
            lambda before=began: sum(n for (w, _), n in words(log).items() if w == "begin") > before,
            each=sweep,
        )
        time.sleep(chance.uniform(0, 0.25))
        if pool := worker.pool():
            chance.choice(pool).kill()
    assert wait_until(lambda: ended(job), each=sweep)
    assert_each_result_is_there_once(job, 6)
    repeated = sum(n - 1 for (word, _), n in words(log).items() if word == "begin")
    assert repeated <= 2, "a kill repeats at most the one step it hit"


def test_a_killed_worker_is_replaced_by_another_that_finishes(workers: Workers, tmp_path: Path) -> None:
    log = tmp_path / "log"
    first = workers.start()
    job = start(*sleeps(5, log, seconds=0.6))
    assert wait_until(lambda: words(log))
    first.kill_tree()
    assert state_of(job) == "running"
    workers.start()
    assert wait_until(lambda: ended(job), each=sweep)
    assert_each_result_is_there_once(job, 5)


def test_a_video_whose_worker_is_killed_comes_out_the_same(workers: Workers, tmp_path: Path) -> None:
    """What is rendered already is not coded again; the frames are those of an undisturbed rendering."""
    project = factories.make_project()
    groups = {"g": "8", "keyint_min": "8", "sc_threshold": "0"}
    path = make_clip(tmp_path / "clip.mp4", range(0, 48 * 40, 40), options=groups)
    clip = take_in_clip(project, path, track(6, 30, [10, 8, 20, 20]))
    FrameTable.objects.filter(asset=clip).update(cuts=list(range(0, 49, 8)))
    reviewer = factories.make_membership(project=project, role="reviewer").user
    worker = workers.start("render", processes=1)
    job = approve(reviewer, clip)
    parts = Rendition.objects.filter(asset=clip, kind="part")
    assert wait_until(lambda: parts.exists() and worker.pool(), each=sweep)
    worker.pool()[0].kill()
    assert wait_until(lambda: ended(job), each=sweep)
    assert state_of(job) == "succeeded"
    segments = JobStep.objects.filter(job=job, kind="render.segment")
    assert sum(segment.attempt - 1 for segment in segments) <= 1, "a kill costs at most one part"
    worker.kill_tree()
    shown = list(frames(storage.local(redacted(clip).path)))
    Rendition.objects.filter(asset=clip).delete()
    Asset.objects.filter(pk=clip.pk).update(state="approved")
    assert finish(render_approved([fresh(clip)], reviewer)[0].pk).state == "succeeded"
    undisturbed = list(frames(storage.local(redacted(clip).path)))
    for ours, theirs in zip(shown, undisturbed, strict=True):
        assert (ours.pixels == theirs.pixels).all()


def test_the_pool_dies_with_its_worker(workers: Workers, tmp_path: Path) -> None:
    worker = workers.start()
    job = start(*sleeps(1, tmp_path / "log", seconds=20))
    assert wait_until(lambda: words(tmp_path / "log"))
    pool = worker.pool()
    assert pool
    worker.process.kill()
    _, alive = psutil.wait_procs(pool, timeout=3)
    assert not alive
    assert state_of(job) == "running"


def test_a_step_that_kills_its_worker_each_time_ends_failed_and_the_others_go_on(
    workers: Workers, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    workers.start()
    job = start(StepSpec("test.kill", "io", {"log": str(log)}, total=1), *sleeps(3, log, seconds=0))
    assert wait_until(lambda: ended(job), each=sweep)
    assert (state_of(job), job.done) == ("partial", 3)
    poison = JobStep.objects.get(job=job, kind="test.kill")
    assert poison.message.startswith("This piece stopped its worker 6 times")
    assert words(log)["begin", str(poison.pk)] == 6


def test_a_step_that_stalls_is_ended_and_tried_again(workers: Workers, tmp_path: Path) -> None:
    log = tmp_path / "log"
    workers.start(processes=1)
    job = start(StepSpec("test.stall", "io", {"log": str(log), "times": 1}, total=1))
    assert wait_until(lambda: ended(job), each=sweep)
    assert state_of(job) == "succeeded"
    assert JobStep.objects.get(job=job).attempt == 2


def test_work_started_while_the_broker_was_away_is_found_by_the_sweeper(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "_down_until", time.monotonic() + 3600)
    job = start(*sleeps(2, tmp_path / "log", seconds=0))
    workers.start()
    monkeypatch.setattr(dispatch, "_down_until", 0.0)
    assert wait_until(lambda: ended(job), each=sweep)
    assert_each_result_is_there_once(job, 2)


def test_doubled_hints_do_no_harm(workers: Workers, tmp_path: Path) -> None:
    job = start(*sleeps(3, tmp_path / "log", seconds=0.1))
    for _ in range(4):
        dispatch.send_hints(list(JobStep.objects.filter(job=job).values_list("pk", "queue", "priority")))
    workers.start()
    assert wait_until(lambda: ended(job))
    time.sleep(0.3)
    assert_each_result_is_there_once(job, 3)
    assert set(words(tmp_path / "log").values()) == {1}


def test_cancelling_stops_a_step_that_runs(workers: Workers, tmp_path: Path) -> None:
    workers.start()
    job = start(*sleeps(4, tmp_path / "log", seconds=30))
    assert wait_until(lambda: words(tmp_path / "log"))
    assert cancel_job(job).state == "cancelling"
    assert wait_until(lambda: ended(job), seconds=25)
    assert state_of(job) == "cancelled"
    assert not [word for word, _ in words(tmp_path / "log") if word == "write"]


def test_steps_that_need_a_gpu_reach_only_the_worker_that_has_one(workers: Workers) -> None:
    workers.start("io,render", processes=1, MORETTA_INFERENCE="cpu")
    workers.start("detect", processes=1, MORETTA_INFERENCE="cuda")
    specs = [
        StepSpec("test.provider", queue, {"name": f"{queue} {i}"}, total=1)
        for i in range(5)
        for queue in ("detect", "io", "render")
    ]
    job = start(*specs)
    assert wait_until(lambda: ended(job))
    assert state_of(job) == "succeeded"
    for name, who in job.result.items():
        gpu = name.startswith("detect")
        assert who["inference"] == ("cuda" if gpu else "cpu"), name
        assert who["queues"] == (["detect"] if gpu else ["io", "render"]), name
    assert {w["worker"] for n, w in job.result.items() if n.startswith("detect")}.isdisjoint(
        {w["worker"] for n, w in job.result.items() if not n.startswith("detect")}
    )


def test_workers_announce_themselves_and_their_absence_is_said(workers: Workers, tmp_path: Path) -> None:
    job = start(*sleeps(2, tmp_path / "log", seconds=0))
    mine = Job.objects.filter(pk=job.pk)
    assert waiting_sentence(mine, []) == (
        "No worker is running, so 2 photos or frames wait. Start one: `moretta up`."
    )
    worker = workers.start("io,render", processes=1)

    def found() -> list[Any]:
        pid = f"/{worker.process.pid}"
        return [w for w in live_workers() or [] if w.name.endswith(pid)]

    assert wait_until(found)
    assert (found()[0].queues, found()[0].processes) == (("io", "render"), 1)
    assert wait_until(lambda: JobStep.objects.filter(job=job, state="succeeded").count() == 1)
    assert waiting_sentence(mine, found()) == (
        "No worker that detects is running, so 1 photo or frame waits. "
        "Start one: `moretta worker --queues detect`."
    )
    worker.process.terminate()
    worker.process.wait(10)
    assert not found()
