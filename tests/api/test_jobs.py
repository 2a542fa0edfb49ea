"""Jobs over REST: who sees them, what they say, cancel and retry, and the sentence about workers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

import factories
from clients import People
from moretta.audit.models import AuditEvent
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job, JobStep
from moretta_tasks.runner import drain

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]


def start(people: People, *specs: StepSpec) -> Job:
    return start_job(
        "test", organization=people.organization, project=people.project, title="Test", steps=list(specs)
    )


def spec(kind: str = "test.sleep", **payload: object) -> StepSpec:
    return StepSpec(kind, "io", {"seconds": 0, **payload}, total=1)


def test_jobs_come_newest_first_by_pages(api: Api, people: People) -> None:
    made = [str(start(people, spec()).pk) for _ in range(5)]
    client, seen, cursor = api("viewer"), [], ""
    while cursor is not None:
        page = client.get("/api/jobs", {"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [job["id"] for job in page["results"]]
        cursor = page["next"]
    assert seen == made[::-1]


def test_a_job_tells_its_progress_and_its_errors(api: Api, people: People) -> None:
    job = start(people, spec(), spec("test.fail", how="asset"), spec("test.fail", how="permanent"))
    drain()
    shown = api("viewer").get(f"/api/jobs/{job.pk}").json()
    assert (shown["state"], shown["total"], shown["failed"]) == ("partial", 3, 2)
    assert shown["errors"][0] == {
        "asset": "0", "name": "holiday.jpg", "detail": "holiday.jpg is not a picture.",
    }  # fmt: skip
    assert shown["message"] == "The file holiday.jpg is not a picture. Take it out."
    steps = api("viewer").get(f"/api/jobs/{job.pk}/steps").json()["results"]
    assert [step["state"] for step in steps] == ["succeeded", "succeeded", "failed"]


def test_a_job_tells_each_note_of_its_steps_once(api: Api, people: People) -> None:
    job, other = start(people, spec(), spec(), spec()), start(people, spec())
    plates, cut = (
        "Not searched for license plates: the weights are not here.",
        "a.jpg: annotations[5] is outside.",
    )
    for step, notes in zip(job.steps.order_by("id"), ([plates], [plates], [cut, plates]), strict=True):
        JobStep.objects.filter(pk=step.pk).update(notes=notes)
    client = api("viewer")
    assert client.get(f"/api/jobs/{job.pk}").json()["notes"] == [plates, cut]
    listed = client.get("/api/jobs").json()["results"]
    assert [one["notes"] for one in listed] == [[], [plates, cut]] and listed[0]["id"] == str(other.pk)


def test_the_time_to_go_follows_from_the_rate(api: Api, people: People) -> None:
    job = start(people, spec())
    since = timezone.now() - timedelta(seconds=60)
    Job.objects.filter(pk=job.pk).update(state="running", done=25, total=100, started_at=since)
    assert 175 <= api("viewer").get(f"/api/jobs/{job.pk}").json()["eta_seconds"] <= 185


def test_an_annotator_cancels_and_retries_and_a_viewer_may_not(api: Api, people: People) -> None:
    job = start(people, spec(), spec())
    assert api("viewer").get(f"/api/jobs/{job.pk}").json()["acts"] == []
    refused = api("viewer").post(f"/api/jobs/{job.pk}/cancel")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    client = api("annotator")
    assert client.get(f"/api/jobs/{job.pk}").json()["acts"] == ["cancel"]
    assert client.post(f"/api/jobs/{job.pk}/cancel").json()["state"] == "cancelled"
    again = client.post(f"/api/jobs/{job.pk}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert client.get(f"/api/jobs/{job.pk}").json()["acts"] == ["retry"]
    assert client.post(f"/api/jobs/{job.pk}/retry").json()["state"] == "queued"
    drain()
    assert client.get(f"/api/jobs/{job.pk}").json()["state"] == "succeeded"
    assert client.post(f"/api/jobs/{job.pk}/retry").status_code == 409
    events = AuditEvent.objects.filter(thing="job", thing_id=str(job.pk), actor=people.user("annotator").pk)
    assert sorted(events.values_list("act", flat=True)) == ["cancelled_job", "retried_job"]


def test_another_organizations_job_is_not_there(api: Api, people: People, stranger: APIClient) -> None:
    job = start(people, spec())
    missing = stranger.get("/api/jobs/00000000-0000-7000-8000-000000000000")
    for path in (f"/api/jobs/{job.pk}", f"/api/jobs/{job.pk}/steps"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.json()) == (404, missing.json())
    for act in ("cancel", "retry"):
        assert stranger.post(f"/api/jobs/{job.pk}/{act}").status_code == 404
    assert stranger.get("/api/jobs").json()["results"] == []


def test_the_list_filters_by_project_state_and_what_is_active(api: Api, people: People) -> None:
    done = start(people, spec())
    drain()
    waiting = start(people, spec())
    other = factories.make_project(people.organization, people.user("owner"))
    client = api("owner")

    def ids(**query: str) -> list[str]:
        return [job["id"] for job in client.get("/api/jobs", query).json()["results"]]

    assert ids(active="1") == [str(waiting.pk)]
    assert ids(state="succeeded") == [str(done.pk)]
    assert str(done.pk) not in ids(project=str(other.pk))
    assert client.get("/api/jobs", {"state": "sleeping"}).json()["field"] == "state"
    assert client.get("/api/jobs", {"cursor": "%%%"}).json()["field"] == "cursor"


def test_a_list_of_jobs_costs_the_same_queries_however_long(
    api: Api, people: People, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(12):
        start(people, spec(), spec("test.fail", how="asset"))
    drain()
    client = api("viewer")
    with django_assert_max_num_queries(8):
        assert len(client.get("/api/jobs").json()["results"]) >= 12


def test_without_a_worker_the_page_gets_a_sentence(api: Api, people: People, broker: str) -> None:
    start(people, StepSpec("test.sleep", "io", {}, total=38))
    answer = api("viewer").get("/api/workers").json()
    assert answer["workers"] == []
    assert answer["says"] == "No worker is running, so 38 photos or frames wait. Start one: `moretta up`."
    JobStep.objects.update(state="succeeded")
    assert api("viewer").get("/api/workers").json()["says"] is None


def test_a_stranger_hears_nothing_of_others_work(people: People, stranger: APIClient, broker: str) -> None:
    start(people, StepSpec("test.sleep", "io", {}, total=38))
    assert stranger.get("/api/workers").json()["says"] is None


def test_an_approved_picture_says_that_its_redaction_was_stopped_until_it_goes_on(
    api: Api, people: People
) -> None:
    asset, client = factories.make_asset(factories.first_dataset(people.project)), api("reviewer")
    factories.mark_searched(asset)
    approved = client.post(f"/api/assets/{asset.pk}/approve", {"revision": asset.revision})
    assert approved.json()["error"] == "", approved.content
    job = Job.objects.get(kind="render")
    assert client.post(f"/api/jobs/{job.pk}/cancel").json()["state"] == "cancelled"
    assert "was stopped" in client.get(f"/api/assets/{asset.pk}").json()["error"]
    preview = client.get("/api/exports/preview", {"dataset": str(asset.dataset_id)}).json()
    assert "was stopped" in preview["left_out"][0]["why"]
    assert client.post(f"/api/jobs/{job.pk}/retry").status_code in (200, 202)
    assert client.get(f"/api/assets/{asset.pk}").json()["error"] == ""
