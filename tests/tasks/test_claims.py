"""The claim protocol: one worker at a time, every write under its attempt, states that follow from the steps."""

from __future__ import annotations

import socket
import subprocess
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

import factories
from moretta import storage
from moretta.api import Conflict
from moretta.jobs import claims
from moretta.jobs.actions import StepSpec, cancel_job, retry_job, start_job
from moretta.jobs.models import MAX_ATTEMPTS, MAX_LOST, Job, JobStep
from moretta.jobs.states import Tally, state_of
from moretta.projects.models import Project
from moretta_tasks.context import StepContext
from moretta_tasks.runner import drain, run_step, worker_name
from moretta_tasks.steps import StepStopped, step
from moretta_tasks.sweeper import sweep

pytestmark = pytest.mark.django_db
WORKER, OTHER = "elsewhere/1", "elsewhere/2"  # on another machine: nobody here knows whether they live


@pytest.fixture
def project(db: Any) -> Project:
    return factories.make_project()


def start(project: Project, *kinds: str, key: str = "", **payload: Any) -> Job:
    steps = [StepSpec(kind, "io", dict(payload), total=1) for kind in kinds]
    return start_job(
        "test", organization=project.organization, project=project, title="Test", steps=steps, key=key
    )


def only_step(job: Job) -> JobStep:
    return JobStep.objects.select_related("job").get(job=job)


def state_after(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def expire(job: Job) -> None:
    past = timezone.now() - timedelta(seconds=1)
    JobStep.objects.filter(job=job, state="running").update(lease_until=past)


def make_due(job: Job) -> None:
    JobStep.objects.filter(job=job, state="queued").update(not_before=timezone.now())


def test_a_step_is_claimed_once(project: Project) -> None:
    job = start(project, "test.sleep")
    first = claims.claim_step(only_step(job).pk, WORKER)
    assert first is not None and first.attempt == 1 and first.worker == WORKER
    assert claims.claim_step(first.pk, OTHER) is None
    assert state_after(job) == "running"


def test_a_step_that_is_not_due_is_not_claimed(project: Project) -> None:
    job = start(project, "test.sleep")
    JobStep.objects.filter(job=job).update(not_before=timezone.now() + timedelta(seconds=5))
    assert claims.claim_step(only_step(job).pk, WORKER) is None


def test_a_worker_leaves_the_steps_of_other_queues_alone(project: Project) -> None:
    job = start(project, "test.sleep")
    assert claims.claim_step(only_step(job).pk, WORKER, queues=("detect",)) is None
    assert claims.claim_step(only_step(job).pk, WORKER, queues=("io",)) is not None


def test_after_its_lease_a_step_goes_to_another_worker_and_the_first_can_write_no_more(
    project: Project,
) -> None:
    job = start(project, "test.sleep")
    first = claims.claim_step(only_step(job).pk, WORKER)
    assert first is not None
    old = StepContext(first)
    expire(job)
    second = claims.claim_step(first.pk, OTHER)
    assert second is not None and second.attempt == 2
    with pytest.raises(StepStopped), old.fenced():
        Job.objects.filter(pk=job.pk).update(title="written by the first")
    with pytest.raises(StepStopped):
        old.progress(1)
    with StepContext(second).fenced():
        Job.objects.filter(pk=job.pk).update(message="written by the second")
    job.refresh_from_db()
    assert (job.title, job.message) == ("Test", "written by the second")


def test_what_was_written_under_a_fence_is_undone_when_the_work_in_it_fails(project: Project) -> None:
    job = start(project, "test.sleep")
    claimed = claims.claim_step(only_step(job).pk, WORKER)
    assert claimed is not None
    with pytest.raises(ZeroDivisionError), StepContext(claimed).fenced():
        Job.objects.filter(pk=job.pk).update(title="half")
        _ = 1 // 0
    job.refresh_from_db()
    assert job.title == "Test"


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_that_try_at_once_one_gets_the_step() -> None:
    job = start(factories.make_project(), "test.sleep")
    id, won, barrier = only_step(job).pk, [], threading.Barrier(6)

    def try_it(number: int) -> None:
        try:
            barrier.wait()
            if claims.claim_step(id, f"worker/{number}"):
                won.append(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert only_step(job).attempt == 1


STATES = [
    ("nothing began", "queued", Tally(queued=3), "queued"),
    ("one runs", "queued", Tally(queued=2, running=1, started=True), "running"),
    ("one is through, the others wait", "running", Tally(queued=2, succeeded=1, started=True), "running"),
    ("one waits for its next attempt", "running", Tally(queued=1, started=True), "running"),
    ("all went well", "running", Tally(succeeded=3, started=True, total=3, done=3), "succeeded"),
    ("there was nothing to do", "queued", Tally(), "succeeded"),
    ("some failed", "running", Tally(succeeded=2, failed=1, started=True), "partial"),
    ("all failed", "running", Tally(failed=2, started=True), "failed"),
    ("an asset of many failed", "running", Tally(succeeded=1, total=9, done=9, units_failed=1), "partial"),
    ("every asset failed", "running", Tally(succeeded=1, total=2, done=2, units_failed=2), "failed"),
    ("cancelling, one still runs", "cancelling", Tally(running=1, cancelled=2), "cancelling"),
    ("cancelling, none runs", "cancelling", Tally(succeeded=1, cancelled=2), "cancelled"),
    ("cancelled too late", "cancelling", Tally(succeeded=3), "succeeded"),
    ("retried after it was cancelled", "cancelled", Tally(queued=1, succeeded=1), "running"),
]


@pytest.mark.parametrize(
    ("current", "tally", "expected"), [s[1:] for s in STATES], ids=[s[0] for s in STATES]
)
def test_a_jobs_state_follows_from_its_steps(current: str, tally: Tally, expected: str) -> None:
    assert state_of(current, tally) == expected


def test_a_job_runs_to_its_end_and_keeps_its_results(project: Project) -> None:
    job = start(project, "test.sleep", "test.sleep", seconds=0)
    assert drain() == ["succeeded", "succeeded"]
    assert state_after(job) == "succeeded"
    assert (job.done, job.total, job.failed) == (2, 2, 0)
    assert len(job.result) == 2 and job.finished_at is not None


def test_a_lasting_error_fails_at_once_with_its_sentence(project: Project) -> None:
    job = start(project, "test.fail", how="permanent")
    assert drain() == ["failed"]
    assert state_after(job) == "failed"
    assert job.message == "The file holiday.jpg is not a picture. Take it out."
    assert only_step(job).attempt == 1


def test_a_passing_error_is_tried_again_later(project: Project) -> None:
    job = start(project, "test.fail", how="passing", times=2)
    assert drain() == ["queued"]
    waits = only_step(job).not_before - timezone.now()
    assert timedelta(seconds=1) < waits < timedelta(seconds=3)
    assert drain() == []
    for _ in range(2):
        make_due(job)
        drain()
    assert state_after(job) == "succeeded"
    assert only_step(job).attempt == 3


def test_after_its_last_attempt_a_step_fails_with_the_error(project: Project) -> None:
    job = start(project, "test.fail", how="passing")
    for _ in range(MAX_ATTEMPTS + 2):
        make_due(job)
        drain()
    assert state_after(job) == "failed"
    assert "the line was cut" in job.message
    assert only_step(job).attempt == MAX_ATTEMPTS


def test_one_bad_asset_does_not_fail_its_job(project: Project) -> None:
    job = start(project, "test.fail", "test.sleep", how="asset", seconds=0)
    assert drain() == ["succeeded", "succeeded"]
    assert state_after(job) == "partial"
    assert job.failed == 1


def test_a_step_of_an_unknown_kind_fails_with_a_sentence(project: Project) -> None:
    job = start(project, "test.unheard_of")
    assert drain() == ["failed"]
    assert "test.unheard_of" in only_step(job).message


def test_the_same_work_asked_twice_is_one_job_while_it_lives(project: Project) -> None:
    first = start(project, "test.sleep", key="same", seconds=0)
    assert start(project, "test.sleep", key="same", seconds=0).pk == first.pk
    assert JobStep.objects.count() == 1
    drain()
    assert start(project, "test.sleep", key="same", seconds=0).pk != first.pk


def test_cancelling_stops_what_waits_at_once_and_what_runs_at_its_next_write(project: Project) -> None:
    job = start(project, "test.sleep", "test.sleep")
    first = claims.claim_step(JobStep.objects.filter(job=job).earliest("id").pk, WORKER)
    assert first is not None
    context = StepContext(first)
    assert cancel_job(job).state == "cancelling"
    assert sorted(JobStep.objects.filter(job=job).values_list("state", flat=True)) == ["cancelled", "running"]
    with pytest.raises(StepStopped), context.fenced():
        Job.objects.filter(pk=job.pk).update(title="too late")
    assert context.should_stop()
    expire(job)
    sweep()
    assert state_after(job) == "cancelled"
    assert job.title == "Test"
    with pytest.raises(Conflict):
        cancel_job(job)


@step("test.cancel_me")
def _cancel_own_job(context: StepContext) -> None:
    cancel_job(context.job)
    with context.fenced():
        Job.objects.filter(pk=context.job.pk).update(title="too late")


def test_a_running_step_ends_as_cancelled(project: Project) -> None:
    job = start(project, "test.cancel_me", "test.sleep")
    assert drain() == ["cancelled"]
    assert state_after(job) == "cancelled"
    assert job.title == "Test"


def test_failed_and_cancelled_steps_can_be_retried_while_others_run(project: Project) -> None:
    job = start(project, "test.fail", "test.sleep", "test.sleep", how="permanent", seconds=0)
    ids = list(JobStep.objects.filter(job=job).order_by("id").values_list("pk", flat=True))
    run_step(str(ids[0]), alone=False)
    running = claims.claim_step(ids[1], WORKER)
    assert running is not None
    JobStep.objects.filter(pk=ids[0]).update(payload={"how": "passing", "times": 1})
    retried = retry_job(job)
    assert retried.state == "running"
    assert drain()[-1] == "succeeded"
    assert JobStep.objects.get(pk=ids[0]).state == "succeeded"
    with StepContext(running).fenced():
        pass  # it was not disturbed


def test_a_retry_gives_all_attempts_anew_and_nothing_to_retry_is_a_conflict(project: Project) -> None:
    job = start(project, "test.fail", how="passing", times=MAX_ATTEMPTS + 1)
    for _ in range(MAX_ATTEMPTS):
        make_due(job)
        drain()
    assert state_after(job) == "failed"
    retry_job(job)
    for _ in range(2):
        make_due(job)
        drain()
    assert state_after(job) == "succeeded"
    with pytest.raises(Conflict):
        retry_job(job)


def test_a_full_disk_pauses_the_work_says_so_and_costs_no_attempt(
    project: Project, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    job = start(project, "test.sleep", seconds=0)
    settings.MIN_FREE_BYTES = 1 << 60
    assert drain() == ["queued"]
    assert "The disk is nearly full" in (state_after(job), job.message)[1]
    for _ in range(MAX_ATTEMPTS + 1):
        make_due(job)
        assert drain() == ["queued"]
    settings.MIN_FREE_BYTES = 0
    storage.require_space()
    make_due(job)
    assert drain() == ["succeeded"]
    assert (state_after(job), job.message) == ("succeeded", "")


@step("test.part")
def _part(context: StepContext) -> None:
    context.add_steps([StepSpec("test.whole", "io", {"seconds": 0})], group="parts")


@step("test.whole")
def _whole(context: StepContext) -> None:
    context.result(joined=True)


def test_the_last_of_a_group_adds_what_follows_once(project: Project) -> None:
    job = start(project, "test.part", "test.part", "test.part", group="parts")
    drain(most=2)
    assert not JobStep.objects.filter(job=job, kind="test.whole").exists()
    drain()
    assert JobStep.objects.filter(job=job, kind="test.whole").count() == 1
    assert state_after(job) == "succeeded" and job.result == {"joined": True}


@pytest.mark.django_db(transaction=True)
def test_of_a_group_that_ends_at_once_exactly_one_adds_what_follows() -> None:
    job = start(factories.make_project(), *["test.part"] * 4, group="parts")
    ids = list(JobStep.objects.filter(job=job).values_list("pk", flat=True))
    barrier = threading.Barrier(len(ids))

    def run(id: Any) -> None:
        try:
            barrier.wait()
            run_step(str(id), alone=False)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert JobStep.objects.filter(job=job, kind="test.whole").count() == 1


@step(
    "test.poison", on_failed=lambda step, sentence: Job.objects.filter(pk=step.job_id).update(title=sentence)
)
def _poison(context: StepContext) -> None:
    raise AssertionError("never reached by these tests")


def test_a_step_that_always_loses_its_worker_is_given_up_with_a_sentence(project: Project) -> None:
    job = start(project, "test.poison")
    for _ in range(MAX_LOST):
        assert claims.claim_step(only_step(job).pk, WORKER) is not None
        expire(job)
        sweep()
    assert claims.claim_step(only_step(job).pk, WORKER) is None
    assert state_after(job) == "failed"
    assert job.message.startswith("This piece stopped its worker 6 times")
    assert job.title == job.message, "what the step leaves behind is put right"


def test_steps_of_a_dead_process_are_free_before_their_lease_ends(project: Project) -> None:
    job = start(project, "test.sleep", "test.sleep")
    mine, theirs = JobStep.objects.filter(job=job).order_by("id")
    with subprocess.Popen(["true"]) as dead:
        dead.wait()
    claims.claim_step(mine.pk, f"{socket.gethostname()}/{dead.pid}")
    claims.claim_step(theirs.pk, worker_name())
    assert claims.free_steps_of_dead() == 1
    assert claims.claim_step(theirs.pk, OTHER) is None
    again = claims.claim_step(mine.pk, OTHER)
    assert again is not None and (again.attempt, again.spent) == (2, 2)


def test_a_stopped_installation_puts_its_steps_back_at_no_cost(project: Project) -> None:
    job = start(project, "test.sleep")
    with subprocess.Popen(["true"]) as dead:
        dead.wait()
    claims.claim_step(only_step(job).pk, f"{socket.gethostname()}/{dead.pid}")
    assert claims.put_back_steps_of_dead() == 1
    step = only_step(job)
    assert (step.state, step.attempt, step.spent) == ("queued", 1, 0)
